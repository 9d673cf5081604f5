"""add reasons of misses

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: a table that is rebuilt would lose its triggers (0005).
    op.add_column('item_marks', sa.Column('reason', sa.String(length=12), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('item_marks', 'reason')
