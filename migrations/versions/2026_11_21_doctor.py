"""What each worker's machine enforces, as `steepest doctor` describes it, for the operator's page."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "doctor"
down_revision: str | None = "passing"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("grader", sa.Column("host", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("grader", "host")
