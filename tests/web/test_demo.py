"""`steepest demo`: a class to look at, graded for real; and nothing half done where nothing can be graded."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from steepest import demo
from steepest.accounts import queries
from steepest.cli import main
from steepest.db import Database
from steepest.models import Grade, Grading, QuizAttempt, State
from steepest_graders import SandboxUnavailable


@pytest.fixture
def small_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three students for an hour's work: the class of thirty takes minutes."""
    monkeypatch.setattr(demo, "NAMES", demo.NAMES[:3])
    monkeypatch.setattr(demo, "EXERCISES", 2)
    monkeypatch.setattr(demo, "QUIZZES", 1)


def test_a_scratch_site_has_a_class_whose_programs_were_graded(small_class: None, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    made = CliRunner().invoke(main, ["demo", "--data-dir", str(folder)])

    assert made.exit_code == 0, made.output
    assert f"steepest serve --data-dir {folder}" in made.output
    with closing(Database(f"sqlite:///{folder / 'steepest.db'}")) as database:
        assert queries.sign_in(database, demo.TEACHER, demo.PASSWORD).operator
        with database.read() as session:
            states = set(session.scalars(select(Grading.state)))
            scores = set(session.scalars(select(Grade.score)))
            assert session.scalar(select(func.count()).select_from(QuizAttempt))
    assert states == {State.DONE}
    assert 1.0 in scores
    again = CliRunner().invoke(main, ["demo", "--data-dir", str(folder)])
    assert again.exit_code == 2
    assert "has accounts already" in again.output


def test_where_nothing_can_be_graded_no_class_is_made(
    small_class: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*levels: object) -> None:
        raise SandboxUnavailable("no Landlock here")

    monkeypatch.setattr("steepest.cli.demo.Sandbox", refuse)
    folder = tmp_path / "demo"

    refused = CliRunner().invoke(main, ["demo", "--data-dir", str(folder)])

    assert refused.exit_code == 1
    assert "nothing is graded here: no Landlock here" in refused.output
    assert not (folder / "steepest.db").exists()
