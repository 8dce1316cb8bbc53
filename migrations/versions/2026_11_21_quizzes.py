"""Attempts at quizzes, their answers, every wording that was asked, and lines of code as a kind of submission."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "quizzes"
down_revision: str | None = "traces"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_wording")),
    )
    op.create_table(
        "quiz_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("quiz", "practice", name="kind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("quiz", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("shuffle", sa.Boolean(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(kind = 'quiz') = (version IS NOT NULL)", name=op.f("ck_quiz_attempt_quiz_has_version")),
        sa.CheckConstraint("(score IS NULL) = (finished IS NULL)", name=op.f("ck_quiz_attempt_finished_has_score")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_quiz_attempt_score")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_quiz_attempt_offering_id_offering")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_quiz_attempt_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["version"], ["wording.version"], name=op.f("fk_quiz_attempt_version_wording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quiz_attempt_offering_id", "quiz_attempt", ["offering_id"])
    op.create_index("ix_quiz_attempt_version", "quiz_attempt", ["version"])
    op.create_index("ix_quiz_attempt_history", "quiz_attempt", ["participant_id", "quiz", "id"])
    is_open = sa.text("finished IS NULL")
    op.create_index(
        "ix_quiz_attempt_open",
        "quiz_attempt",
        ["participant_id", "kind", "quiz"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ix_quiz_attempt_expired", "quiz_attempt", ["deadline"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "response",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("misconceptions", sa.JSON(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_response_score")),
        sa.CheckConstraint("score IS NULL OR checked IS NOT NULL", name=op.f("ck_response_judged_is_final")),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["quiz_attempt.id"],
            name=op.f("fk_response_attempt_id_quiz_attempt"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_response_submission_id_submission"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["version"], ["wording.version"], name=op.f("fk_response_version_wording")),
        sa.PrimaryKeyConstraint("attempt_id", "position", name=op.f("pk_response")),
    )
    for column in ("question", "version", "submission_id"):
        op.create_index(f"ix_response_{column}", "response", [column])
    _kinds("submit", "run", "trace", "answer")


def downgrade() -> None:
    op.execute("DELETE FROM submission WHERE kind = 'answer'")
    _kinds("submit", "run", "trace")
    op.drop_table("response")
    op.drop_table("quiz_attempt")
    op.drop_table("wording")


def _kinds(*kinds: str) -> None:
    """Let a submission have these kinds."""
    name = op.f("ck_submission_kind")
    with op.batch_alter_table("submission", table_kwargs={"sqlite_autoincrement": True}) as submission:
        submission.drop_constraint(name, type_="check")
        submission.create_check_constraint(name, f"kind IN ({', '.join(repr(kind) for kind in kinds)})")
