"""Where the walks of students' optimisers lead: a row beside the submission that carries the program."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "traces"
down_revision: str | None = "documents"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "trace",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("surface", sa.String(length=32), nullable=False),
        sa.Column("lr", sa.Float(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("path", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint("lr > 0", name=op.f("ck_trace_lr")),
        sa.CheckConstraint("steps >= 1", name=op.f("ck_trace_steps")),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_trace_seed")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_trace_submission_id_submission"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_trace")),
    )


def downgrade() -> None:
    op.drop_table("trace")
