"""Where a grading was asked for, and when a grader last proved itself, for those who run the site."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "operations"
down_revision: str | None = "classes"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("grading", sa.Column("request_id", sa.String(length=64), nullable=True))
    op.add_column("grader", sa.Column("proven", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("grader", "proven")
    op.drop_column("grading", "request_id")
