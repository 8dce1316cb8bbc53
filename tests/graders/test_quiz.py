"""Questions: what a page may draw before an answer, and what an answer is worth."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from steepest_graders.quiz import Mark, QuestionError, ResponseError, SingleChoice, question_from_dict


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh": f"{words}（中文）"}


def asked() -> dict[str, Any]:
    return {
        "id": "which-way",
        "type": "single",
        "prompt": text("Which way?"),
        "choices": [
            {
                "id": "up",
                "text": text("Up"),
                "feedback": text("That is the gradient."),
                "misconception": "gradient-ascent",
            },
            {"id": "down", "text": text("Down"), "feedback": text("Against the gradient."), "correct": True},
        ],
    }


def test_before_an_answer_nothing_of_the_key_is_there() -> None:
    for option in question_from_dict(asked()).face().options:
        assert set(asdict(option)) == {"id", "text"}


def test_a_right_answer_is_marked_and_answered() -> None:
    judged = question_from_dict(asked()).judge(["down"])
    assert judged.correct
    assert judged.score == 1
    assert {name: (remark.mark, remark.feedback.en) for name, remark in judged.remarks.items()} == {
        "down": (Mark.RIGHT, "Against the gradient.")
    }


def test_a_wrong_answer_shows_its_misconception_and_does_not_give_the_right_one_away() -> None:
    judged = question_from_dict(asked()).judge(["up"])
    assert not judged.correct
    assert judged.score == 0
    assert judged.misconceptions == ("gradient-ascent",)
    assert {name: remark.mark for name, remark in judged.remarks.items()} == {"up": Mark.WRONG}


@pytest.mark.parametrize("given", [[], ["left"], ["up", "down"], ["down", "down"], [""]])
def test_an_answer_that_is_not_offered_is_refused(given: list[str]) -> None:
    with pytest.raises(ResponseError):
        question_from_dict(asked()).judge(given)


def test_the_version_changes_with_the_wording() -> None:
    changed = asked()
    changed["choices"][0]["feedback"]["zh"] = "另一句"
    assert question_from_dict(asked()).version == question_from_dict(asked()).version
    assert question_from_dict(asked()).version != question_from_dict(changed).version


def test_points_are_one_unless_said_otherwise() -> None:
    assert question_from_dict(asked()).points == 1
    assert question_from_dict(asked() | {"points": 2.5}).points == 2.5


def test_every_text_can_be_checked_before_it_is_shown() -> None:
    question = question_from_dict(asked())
    assert isinstance(question, SingleChoice)
    assert [words.en for words in question.texts()] == [
        "Which way?",
        "Up",
        "That is the gradient.",
        "Down",
        "Against the gradient.",
    ]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("id",), "Which Way", "the id is 'Which Way'"),
        (("id",), None, "the id is None"),
        (("type",), "essay", "Write one of: single, multiple,"),
        (("prompt",), "Which way?", "not given in two languages"),
        (("prompt",), {"en": "Which way?", "zh": " "}, "empty in 'zh'"),
        (("promt",), text("Which way?"), "Did you mean 'prompt'?"),
        (("points",), True, "`points` is True"),
        (("points",), 0, "`points` is 0"),
        (("choices",), [], "no two choices"),
        (("choices", 0), "up", "an item of `choices` is not a mapping"),
        (("choices", 0, "id"), "down", "have the same id"),
        (
            ("choices", 0),
            {"id": "up", "text": text("Up"), "feedback": text("No."), "correct": True},
            "2 choices are correct",
        ),
        (("choices", 0, "correct"), True, "the right choice shows a misconception"),
        (("choices", 1, "correct"), False, "0 choices are correct"),
        (("choices", 1, "misconception"), "gradient-ascent", "the right choice shows a misconception"),
        (("choices", 1, "feedback"), None, "not given in two languages"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_a_remedy(path: tuple[Any, ...], value: Any, said: str) -> None:
    data = asked()
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(QuestionError) as refused:
        question_from_dict(data)
    assert said in str(refused.value)
    assert refused.value.remedy
