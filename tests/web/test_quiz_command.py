"""`steepest quiz`: questions in and out of files, and what the linter says of them."""

from __future__ import annotations

from pathlib import Path

import yaml
from click.testing import CliRunner

from steepest.cli import main

GIFT = "::Way:: Down? {T}\n\nWhy? {}\n"


def test_a_file_goes_in_and_out_and_what_is_lost_is_named(tmp_path: Path) -> None:
    theirs, ours, back = tmp_path / "theirs.gift", tmp_path / "ours.yaml", tmp_path / "back.xml"
    theirs.write_text(GIFT)
    run = CliRunner()
    imported = run.invoke(main, ["quiz", "import", str(theirs), str(ours)])
    assert imported.exit_code == 1
    assert "line 3 (Why?): An essay can't be judged here" in imported.stderr
    (question,) = yaml.safe_load(ours.read_text())
    assert (question["id"], question["type"], question["answer"]) == ("way", "true-false", True)
    again = run.invoke(main, ["quiz", "import", str(theirs), str(ours)])
    assert (again.exit_code, "nothing was written" in again.stderr) == (2, True)

    assert run.invoke(main, ["quiz", "export", str(back), str(ours)]).exit_code == 0
    returned = run.invoke(main, ["quiz", "import", str(back)])
    assert returned.exit_code == 0
    assert yaml.safe_load(returned.stdout) == [question]

    linted = run.invoke(main, ["quiz", "lint", str(ours), "--no-run"])
    assert linted.exit_code == 1
    assert f"{ours}:3: way: The Chinese text is missing." in linted.stdout
    packed = tmp_path / "packed.xml"
    packed.write_bytes(b"PK\x03\x04")
    refused = run.invoke(main, ["quiz", "import", str(packed)])
    assert (refused.exit_code, "unpack it" in refused.stderr) == (2, True)


def test_a_file_for_other_programs_says_what_they_will_not_see(tmp_path: Path) -> None:
    run = CliRunner()
    for form, comment in (("xml", "<!-- {} -->"), ("gift", "// {}")):
        path = tmp_path / f"course.{form}"
        assert run.invoke(main, ["quiz", "export", str(path)]).exit_code == 0
        lines = path.read_text(encoding="utf-8").splitlines()
        said = "line-of-rmsprop (fill-in) is written as a short answer: the other program compares letters."
        assert any(line.startswith(comment.format(said)[: len(said)]) for line in lines[:60])
        back = run.invoke(main, ["quiz", "import", str(path)])
        assert back.exit_code == 0, "what we wrote we read whole"
        assert {"id: line-of-rmsprop", "id: mse-of-two"} <= {line.strip("- ") for line in back.stdout.splitlines()}


QUIZ = """\
title: {en: Week 1, zh: 第一周}
summary: {en: One question, zh: 一道题}
questions:
  - nowhere
  - id: prints
    type: code-reading
    prompt: {en: Output, zh: 输出}
    code: print(1 + 1)
    output: "3"
draw:
  - {tag: nothing-yet, count: 2}
"""


def test_a_quiz_is_linted_as_a_whole_and_keys_are_run(tmp_path: Path) -> None:
    quiz, question = tmp_path / "quiz.yaml", tmp_path / "question.yaml"
    quiz.write_text(QUIZ, encoding="utf-8")
    run = CliRunner()
    linted = run.invoke(main, ["quiz", "lint", str(quiz)])
    assert linted.exit_code == 1
    assert linted.stdout.splitlines() == [
        f"{quiz}:5: Nothing is said to a wrong answer that was not foreseen: write `otherwise`.",
        f"{quiz}:4: There is no published question 'nowhere'.",
        f"{quiz}:11: Of the tag 'nothing-yet' 2 are to be drawn; beside those that are listed there are 0.",
        "prints: the code prints '2'",
    ]
    data = yaml.safe_load(QUIZ)["questions"][1]
    for output, code, words in (("2", 0, ""), ("3", 1, "steepest quiz: the code prints '2'")):
        question.write_text(yaml.safe_dump(data | {"output": output}, allow_unicode=True), encoding="utf-8")
        ran = run.invoke(main, ["quiz", "key", str(question)])
        assert (ran.exit_code, ran.stderr.strip()) == (code, words)
    question.write_text("id: x", encoding="utf-8")
    assert run.invoke(main, ["quiz", "key", str(question)]).exit_code == 2
