"""The queue goes by turns, so that who hands in much does not delay the others; a lower priority is graded first."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TURN_ROUND = "UPDATE grading SET priority = 20 - priority"  # one index then sorts the whole queue


def upgrade() -> None:
    op.add_column("grading", sa.Column("turn", sa.Integer(), server_default="0", nullable=False))
    op.execute(TURN_ROUND)
    op.drop_index(op.f("ix_grading_queue"), "grading")
    op.create_index(op.f("ix_grading_queue"), "grading", ["state", "priority", "turn", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_grading_queue"), "grading")
    op.create_index(op.f("ix_grading_queue"), "grading", ["state", "priority", "id"])
    op.execute(TURN_ROUND)
    op.drop_column("grading", "turn")
