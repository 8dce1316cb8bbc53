"""An index of the gradings on trial, which are few among millions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "trials"
down_revision: str | None = "hints"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index(
        "ix_grading_trial",
        "grading",
        ["state"],
        sqlite_where=sa.text("trial = 1"),
        postgresql_where=sa.text("trial"),
    )


def downgrade() -> None:
    op.drop_index("ix_grading_trial", "grading")
