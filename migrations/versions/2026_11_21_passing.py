"""The index that purges holds only what is purged: of all programs it tempted every look at somebody's own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "passing"
down_revision: str | None = "trials"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PASSING = sa.text("kind IN ('run', 'trace')")


def upgrade() -> None:
    op.drop_index("ix_submission_purge", "submission")
    op.create_index("ix_submission_purge", "submission", ["created"], sqlite_where=PASSING, postgresql_where=PASSING)


def downgrade() -> None:
    op.drop_index("ix_submission_purge", "submission")
    op.create_index("ix_submission_purge", "submission", ["kind", "created"])
