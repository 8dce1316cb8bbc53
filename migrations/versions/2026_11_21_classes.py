"""Classes: assignments, extensions, grades, a log; what a class met is added up where it is handed in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "classes"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


PEOPLE = """
CREATE TEMPORARY TABLE person AS
SELECT participant.id AS participant_id, COALESCE(first.id, participant.id) AS person_id
  FROM participant LEFT JOIN (SELECT account_id, MIN(id) AS id FROM participant GROUP BY account_id) AS first
    ON first.account_id = participant.account_id
"""

# A try is a program that was submitted; its verdict is the newest finished one's.
TRIES = """
WITH judged AS (
  SELECT submission.id, submission.offering_id, submission.exercise, submission.created, person.person_id,
         (SELECT MAX(grading.id) FROM grading WHERE grading.submission_id = submission.id AND grading.state = 'done')
           AS grading_id
    FROM submission JOIN person ON person.participant_id = submission.participant_id
   WHERE submission.kind = 'submit'
), tried AS (
  SELECT judged.*, grading.verdict, grading.score,
         ROW_NUMBER() OVER (PARTITION BY judged.offering_id, exercise, person_id ORDER BY judged.id) AS number,
         MIN(judged.created) OVER (PARTITION BY judged.offering_id, exercise, person_id) AS began
    FROM judged LEFT JOIN grading ON grading.id = judged.grading_id
)
"""
RESULTS = f"""
INSERT INTO result (offering_id, room, item, participant_id, tries, waiting, best, tries_to_solve,
                    seconds_to_solve, last)
{TRIES}
SELECT offering_id, 'exercises', exercise, person_id, COUNT(*), COUNT(*) - COUNT(verdict), MAX(score),
       MIN(CASE WHEN verdict = 'accepted' THEN number END),
       MIN(CASE WHEN verdict = 'accepted' THEN {{seconds}} END), MAX(created)
  FROM tried GROUP BY offering_id, exercise, person_id
"""
SECONDS = {
    "sqlite": "(JULIANDAY(created) - JULIANDAY(began)) * 86400",
    "postgresql": "EXTRACT(EPOCH FROM created - began)",
}
MET = f"""
INSERT INTO met (offering_id, misconception, room, item, participant_id, tries)
{TRIES}
SELECT offering_id, misconception, 'exercises', exercise, person_id, COUNT(*)
  FROM tried JOIN diagnosis ON diagnosis.grading_id = tried.grading_id
 GROUP BY offering_id, misconception, exercise, person_id
"""


def upgrade() -> None:
    op.create_table(
        "assignment_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("drop_lowest", sa.Integer(), nullable=False),
        sa.CheckConstraint("drop_lowest >= 0", name=op.f("ck_assignment_group_drop_lowest")),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_assignment_group_weight")),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_assignment_group_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_group")),
        sa.UniqueConstraint("offering_id", "name", name=op.f("uq_assignment_group_offering_id_name")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "room",
            _one_of("room", "lessons", "exercises", "quizzes", "labs"),
            nullable=False,
        ),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("opens", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("late_per_day", sa.Float(), nullable=False),
        sa.Column("late_cap", sa.Float(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "due IS NULL OR closes IS NULL OR due <= closes", name=op.f("ck_assignment_due_before_closes")
        ),
        sa.CheckConstraint("grace_minutes >= 0", name=op.f("ck_assignment_grace")),
        sa.CheckConstraint("late_cap BETWEEN 0 AND 1", name=op.f("ck_assignment_late_cap")),
        sa.CheckConstraint("late_per_day BETWEEN 0 AND 1", name=op.f("ck_assignment_late_per_day")),
        sa.CheckConstraint(
            "opens IS NULL OR closes IS NULL OR opens <= closes", name=op.f("ck_assignment_opens_before_closes")
        ),
        sa.CheckConstraint("opens IS NULL OR due IS NULL OR opens <= due", name=op.f("ck_assignment_opens_before_due")),
        sa.CheckConstraint("points > 0", name=op.f("ck_assignment_points")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["assignment_group.id"], name=op.f("fk_assignment_group_id_assignment_group")
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_assignment_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("offering_id", "room", "item", name=op.f("uq_assignment_offering_id_room_item")),
    )
    op.create_index(op.f("ix_assignment_group_id"), "assignment", ["group_id"])
    op.create_index(op.f("ix_assignment_of_item"), "assignment", ["room", "item"])

    op.create_table(
        "met",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column(
            "room",
            _one_of("room", "lessons", "exercises", "quizzes", "labs"),
            nullable=False,
        ),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("misconception", sa.String(length=64), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_met_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_met_participant_id_participant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("offering_id", "room", "item", "misconception", "participant_id", name=op.f("pk_met")),
    )
    op.create_index(op.f("ix_met_participant_id"), "met", ["participant_id"])
    op.create_index(op.f("ix_met_taught"), "met", ["offering_id", "room", "item", "misconception", "tries"])

    op.create_table(
        "result",
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column(
            "room",
            _one_of("room", "lessons", "exercises", "quizzes", "labs"),
            nullable=False,
        ),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("best", sa.Float(), nullable=True),
        sa.Column("tries_to_solve", sa.Integer(), nullable=True),
        sa.Column("seconds_to_solve", sa.Float(), nullable=True),
        sa.Column("last", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_result_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_result_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offering_id", "room", "item", "participant_id", name=op.f("pk_result")),
    )
    op.create_index(op.f("ix_result_participant_id"), "result", ["participant_id"])
    op.create_index(op.f("ix_result_stuck"), "result", ["offering_id", "last"])
    op.create_index(op.f("ix_result_of_person"), "result", ["offering_id", "participant_id", "best"])
    op.create_index(
        op.f("ix_result_taught"), "result", ["offering_id", "room", "item", "tries", "waiting", "tries_to_solve"]
    )

    op.create_table(
        "extension",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_extension_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_extension_assignment_id_assignment"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "account_id", name=op.f("pk_extension")),
    )
    op.create_index(op.f("ix_extension_account_id"), "extension", ["account_id"])

    op.create_table(
        "grade",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("lost", sa.Float(), server_default="0", nullable=False),
        sa.Column("handed_in", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("override", sa.Float(), nullable=True),
        sa.Column("reason", sa.String(length=400), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("lost BETWEEN 0 AND 1", name=op.f("ck_grade_lost")),
        sa.CheckConstraint("override BETWEEN 0 AND 1", name=op.f("ck_grade_override")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_grade_score")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_grade_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_grade_assignment_id_assignment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_grade_submission_id_submission"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "account_id", name=op.f("pk_grade")),
    )
    op.create_index(op.f("ix_grade_account_id"), "grade", ["account_id"])
    op.create_index(op.f("ix_grade_submission_id"), "grade", ["submission_id"])
    op.create_index(op.f("ix_grade_mean"), "grade", ["assignment_id", "override", "score", "lost"])

    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "action",
            _one_of("action", "override", "extension", "regrade", "similarity", "member"),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_log_entry_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_log_entry_actor_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_log_entry_assignment_id_assignment"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["offering.id"], name=op.f("fk_log_entry_offering_id_offering"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
    )
    op.create_index(op.f("ix_log_entry_account_id"), "log_entry", ["account_id"])
    op.create_index(op.f("ix_log_entry_actor_id"), "log_entry", ["actor_id"])
    op.create_index(op.f("ix_log_entry_assignment_id"), "log_entry", ["assignment_id"])
    op.create_index(op.f("ix_log_entry_newest"), "log_entry", ["offering_id", "id"])

    op.add_column("grading", sa.Column("trial", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("offering") as table:
        table.add_column(sa.Column("timezone", sa.String(length=64), server_default="UTC", nullable=False))
        table.add_column(sa.Column("join_code", sa.String(length=16), nullable=True))
        table.create_unique_constraint(op.f("uq_offering_join_code"), ["join_code"])
    op.add_column("role", sa.Column("joined", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE role SET joined = (SELECT created FROM account WHERE account.id = role.account_id)")
    with op.batch_alter_table("role") as table:
        table.alter_column("joined", nullable=False)
    _fill()


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=20)


def _fill() -> None:
    """Results and misconceptions of what was handed in so far; a person is an account, or a guest."""
    connection = op.get_bind()
    for statement in (PEOPLE, RESULTS.format(seconds=SECONDS[connection.dialect.name]), MET):
        connection.execute(sa.text(statement))
    connection.execute(sa.text("DROP TABLE person"))


def downgrade() -> None:
    with op.batch_alter_table("role") as table:
        table.drop_column("joined")
    with op.batch_alter_table("offering") as table:
        table.drop_constraint(op.f("uq_offering_join_code"), type_="unique")
        table.drop_column("join_code")
        table.drop_column("timezone")
    # What was only on trial must not count in a version that knows no trials.
    op.execute("DELETE FROM diagnosis WHERE grading_id IN (SELECT id FROM grading WHERE trial)")
    op.execute("DELETE FROM grading WHERE trial")
    op.drop_column("grading", "trial")
    for table in ("log_entry", "grade", "extension", "result", "met", "assignment", "assignment_group"):
        op.drop_table(table)
