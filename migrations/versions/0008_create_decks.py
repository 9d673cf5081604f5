"""create decks

Revision ID: 0008
Revises: 0007
"""

import quizapp.db.base
import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('decks',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('selection', sa.JSON(), nullable=False),
    sa.Column('saved_at', quizapp.db.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_decks_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'name', name=op.f('pk_decks')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('decks')
