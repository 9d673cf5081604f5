"""add leaving

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: a table that is rebuilt would lose its triggers (0005).
    op.add_column('users', sa.Column('leaves_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        'ix_users_leaves_at', 'users', ['leaves_at'], unique=False,
        sqlite_where=sa.text('leaves_at IS NOT NULL'),
        postgresql_where=sa.text('leaves_at IS NOT NULL'),
    )


def downgrade() -> None:
    op.drop_index('ix_users_leaves_at', table_name='users')
    op.drop_column('users', 'leaves_at')
