"""create item summaries, and say what became of reports

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('item_summaries',
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('figures', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['items.id'], name=op.f('fk_item_summaries_item_id_items'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('item_id', 'series', name=op.f('pk_item_summaries'))
    )
    op.create_table('bank_summaries',
    sa.Column('bank_id', sa.Integer(), nullable=False),
    sa.Column('learners', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=True),
    sa.Column('last_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['bank_id'], ['banks.id'], name=op.f('fk_bank_summaries_bank_id_banks'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('bank_id', name=op.f('pk_bank_summaries'))
    )
    # No batch: a table that is rebuilt would lose its triggers (0005).
    op.add_column('reports', sa.Column('outcome', sa.String(length=10), server_default='', nullable=False))
    op.add_column('reports', sa.Column('heard_at', sa.DateTime(timezone=True), nullable=True))
    is_open = sa.text("status = 'open'")
    op.create_index('ix_reports_open', 'reports', ['item_id'], unique=False, sqlite_where=is_open, postgresql_where=is_open)


def downgrade() -> None:
    op.drop_index('ix_reports_open', table_name='reports')
    op.drop_column('reports', 'heard_at')
    op.drop_column('reports', 'outcome')
    op.drop_table('bank_summaries')
    op.drop_table('item_summaries')
