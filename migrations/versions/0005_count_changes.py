"""count changes

The database itself counts what changes for a learner, and what changes in the banks, so that a
page can be kept until one of the two counts moves (ADR 0019). Nobody has to remember to count.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

# Cards and card_edits are not among them: they follow from answers, marks and loads of banks, and
# a load that locked the rows of all learners could wait for an answer that waits for the load.
OF_LEARNERS = (
    'reviews', 'item_marks', 'corrections', 'reports', 'study_sessions', 'exam_plans',
    'forecasts', 'attempts',
)
# A correction is made by a load; only its being read is the learner's own change.
EVENTS = {'corrections': ('UPDATE',)}
OF_CONTENT = ('banks', 'bank_loads', 'items', 'item_revisions', 'exams', 'concepts')


def events(table: str) -> tuple[str, ...]:
    return EVENTS.get(table, ('INSERT', 'UPDATE'))


def upgrade() -> None:
    op.create_table('learner_changes',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_learner_changes_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_learner_changes'))
    )
    op.create_table('content_state',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_state'))
    )
    op.execute('INSERT INTO learner_changes (user_id, changes) SELECT id, 0 FROM users')
    op.execute('INSERT INTO content_state (id, changes) VALUES (1, 1)')
    if op.get_bind().dialect.name == 'sqlite':
        count_on_sqlite()
    else:
        count_on_postgresql()


BEGIN_COUNTING = 'INSERT INTO learner_changes (user_id, changes) VALUES (NEW.id, 0)'
COUNT_LEARNER = 'UPDATE learner_changes SET changes = changes + 1 WHERE user_id = NEW.user_id'
COUNT_CONTENT = 'UPDATE content_state SET changes = changes + 1'


def count_on_sqlite() -> None:
    triggers = [('users', 'INSERT', BEGIN_COUNTING)]
    for table in OF_LEARNERS:
        triggers += [(table, event, COUNT_LEARNER) for event in events(table)]
    for table in OF_CONTENT:
        triggers += [(table, event, COUNT_CONTENT) for event in ('INSERT', 'UPDATE', 'DELETE')]
    for table, event, statement in triggers:
        op.execute(
            f'CREATE TRIGGER count_{table}_{event.lower()} AFTER {event} ON {table} '
            f'BEGIN {statement}; END'
        )


def count_on_postgresql() -> None:
    """Count at the end of a transaction, once: a lock that is taken last can wait for nobody."""
    is_earlier = 'xmin::text <> (txid_current() % (2 ^ 32)::bigint)::text'
    for name, statement in (
        ('begin_counting', BEGIN_COUNTING),
        ('count_learner_change', f'{COUNT_LEARNER} AND {is_earlier}'),
        ('count_content_change', f'{COUNT_CONTENT} WHERE {is_earlier}'),
    ):
        op.execute(
            f'CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS '
            f'$$ BEGIN {statement}; RETURN NULL; END $$'
        )
    op.execute(
        'CREATE TRIGGER count_users AFTER INSERT ON users '
        'FOR EACH ROW EXECUTE FUNCTION begin_counting()'
    )
    for table in OF_LEARNERS:
        op.execute(deferred_trigger(table, events(table), 'count_learner_change'))
    for table in OF_CONTENT:
        after = ('INSERT', 'UPDATE', 'DELETE')
        op.execute(deferred_trigger(table, after, 'count_content_change'))


def deferred_trigger(table: str, after: tuple[str, ...], function: str) -> str:
    return (
        f'CREATE CONSTRAINT TRIGGER count_{table} AFTER {" OR ".join(after)} ON {table} '
        f'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}()'
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for table in ('users', *OF_LEARNERS, *OF_CONTENT):
            for event in ('insert', 'update', 'delete'):
                op.execute(f'DROP TRIGGER IF EXISTS count_{table}_{event}')
    else:
        for table in ('users', *OF_LEARNERS, *OF_CONTENT):
            op.execute(f'DROP TRIGGER IF EXISTS count_{table} ON {table}')
        for name in ('begin_counting', 'count_learner_change', 'count_content_change'):
            op.execute(f'DROP FUNCTION {name}()')
    op.drop_table('content_state')
    op.drop_table('learner_changes')
