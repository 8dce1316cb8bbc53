"""Hints that were opened."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "hints"
down_revision: str | None = "discussion"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "hint_opening",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_hint_opening_number")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_hint_opening_offering_id_offering")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_hint_opening_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "exercise", "number", name=op.f("pk_hint_opening")),
    )
    op.create_index("ix_hint_opening_counts", "hint_opening", ["offering_id", "exercise", "number"])


def downgrade() -> None:
    op.drop_table("hint_opening")
