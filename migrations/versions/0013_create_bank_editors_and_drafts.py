"""create bank editors and drafts

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bank_editors',
    sa.Column('bank_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("role in ('owner', 'editor')", name=op.f('ck_bank_editors_role')),
    sa.ForeignKeyConstraint(['bank_id'], ['banks.id'], name=op.f('fk_bank_editors_bank_id_banks'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_bank_editors_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('bank_id', 'user_id', name=op.f('pk_bank_editors'))
    )
    op.create_index(op.f('ix_bank_editors_user_id'), 'bank_editors', ['user_id'], unique=False)
    op.create_table('bank_drafts',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('base_load_id', sa.Integer(), nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['base_load_id'], ['bank_loads.id'], name=op.f('fk_bank_drafts_base_load_id_bank_loads'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_bank_drafts_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'slug', name=op.f('pk_bank_drafts'))
    )
    op.create_table('draft_pictures',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_draft_pictures_user_id_users'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'slug', 'path', name=op.f('pk_draft_pictures'))
    )


def downgrade() -> None:
    op.drop_table('draft_pictures')
    op.drop_table('bank_drafts')
    op.drop_index(op.f('ix_bank_editors_user_id'), table_name='bank_editors')
    op.drop_table('bank_editors')
