"""create plans

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('exam_plans',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('exam', sa.String(length=80), nullable=False),
    sa.Column('exam_on', sa.Date(), nullable=True),
    sa.Column('target', sa.Integer(), nullable=True),
    sa.Column('minutes', sa.JSON(), nullable=False),
    sa.Column('days_off', sa.JSON(), nullable=False),
    sa.Column('is_sparing', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome in ('', 'passed', 'failed', 'unsaid')", name=op.f('ck_exam_plans_outcome')),
    sa.CheckConstraint('target between 1 and 99', name=op.f('ck_exam_plans_target')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_exam_plans_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_exam_plans'))
    )
    op.create_table('forecasts',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('study_on', sa.Date(), nullable=False),
    sa.Column('sections', sa.JSON(), nullable=False),
    sa.Column('recall', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_forecasts_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'study_on', name=op.f('pk_forecasts')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('forecasts')
    op.drop_table('exam_plans')
