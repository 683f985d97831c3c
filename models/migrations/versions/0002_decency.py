"""letters that go within another one"""

import sqlalchemy as sa
from alembic import op

revision = "0002_decency"
down_revision = "0001"
branch_labels = None
depends_on = None

CARRIED = sa.text("carrier <> ''")


def upgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("joins", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("carrier", sa.String(), nullable=False, server_default=""))
        batch_op.create_index(
            "ix_letter_carrier",
            ["carrier"],
            unique=False,
            sqlite_where=CARRIED,
            postgresql_where=CARRIED,
        )


def downgrade() -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_carrier", sqlite_where=CARRIED, postgresql_where=CARRIED)
        batch_op.drop_column("carrier")
        batch_op.drop_column("joins")
