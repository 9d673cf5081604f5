"""create cohorts

Joining, leaving and what an educator changes show on Today, so the database counts them as changes
of the members (ADR 0019).

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

MEMBERS = 'SELECT user_id FROM cohort_members WHERE cohort_id = NEW.id'
COUNT = 'UPDATE learner_changes SET changes = changes + 1 WHERE user_id'
EVENTS = {'INSERT': 'NEW', 'UPDATE': 'NEW', 'DELETE': 'OLD'}


def upgrade() -> None:
    op.create_table('cohorts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('link', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('exam', sa.String(length=80), nullable=False),
    sa.Column('exam_on', sa.Date(), nullable=True),
    sa.Column('days_a_week', sa.Integer(), nullable=True),
    sa.Column('goal_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('days_a_week between 1 and 7', name=op.f('ck_cohorts_days_a_week')),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_cohorts_owner_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohorts')),
    sa.UniqueConstraint('code', name=op.f('uq_cohorts_code')),
    sa.UniqueConstraint('link', name=op.f('uq_cohorts_link'))
    )
    op.create_index(op.f('ix_cohorts_owner_id'), 'cohorts', ['owner_id'], unique=False)
    op.create_table('cohort_banks',
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('bank_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bank_id'], ['banks.id'], name=op.f('fk_cohort_banks_bank_id_banks'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohorts.id'], name=op.f('fk_cohort_banks_cohort_id_cohorts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cohort_id', 'bank_id', name=op.f('pk_cohort_banks'))
    )
    op.create_index(op.f('ix_cohort_banks_bank_id'), 'cohort_banks', ['bank_id'], unique=False)
    op.create_table('cohort_members',
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shares_name', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohorts.id'], name=op.f('fk_cohort_members_cohort_id_cohorts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_cohort_members_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('cohort_id', 'user_id', name=op.f('pk_cohort_members'))
    )
    op.create_index(op.f('ix_cohort_members_user_id'), 'cohort_members', ['user_id'], unique=False)
    if op.get_bind().dialect.name == 'sqlite':
        count_on_sqlite()
    else:
        count_on_postgresql()


def count_on_sqlite() -> None:
    for event, row in EVENTS.items():
        op.execute(
            f'CREATE TRIGGER count_cohort_members_{event.lower()} AFTER {event} ON cohort_members '
            f'BEGIN {COUNT} = {row}.user_id; END'
        )
    op.execute(
        'CREATE TRIGGER count_cohorts_update AFTER UPDATE ON cohorts '
        f'BEGIN {COUNT} IN ({MEMBERS}); END'
    )


def count_on_postgresql() -> None:
    """Count at the end of a transaction, once, as the other counts do."""
    is_earlier = 'xmin::text <> (txid_current() % (2 ^ 32)::bigint)::text'
    for table, events, condition in (
        ('cohort_members', 'INSERT OR UPDATE OR DELETE', '= COALESCE(NEW.user_id, OLD.user_id)'),
        ('cohorts', 'UPDATE', f'IN ({MEMBERS})'),
    ):
        op.execute(
            f'CREATE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql AS '
            f'$$ BEGIN {COUNT} {condition} AND {is_earlier}; RETURN NULL; END $$'
        )
        op.execute(
            f'CREATE CONSTRAINT TRIGGER count_{table} AFTER {events} ON {table} '
            f'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_{table}()'
        )


def downgrade() -> None:
    op.drop_table('cohort_members')
    op.drop_table('cohort_banks')
    op.drop_table('cohorts')
    if op.get_bind().dialect.name != 'sqlite':
        op.execute('DROP FUNCTION count_cohort_members()')
        op.execute('DROP FUNCTION count_cohorts()')
