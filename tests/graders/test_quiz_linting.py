"""The linter says what could be better about a question, at its place."""

from __future__ import annotations

from typing import Any

from steepest_graders.quiz import question_from_dict
from steepest_graders.quiz.linting import lint, lint_together


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh": f"{words}，对"}


def single(right: str = "Back", place: int = 0, name: str = "way") -> dict[str, Any]:
    choices: list[dict[str, Any]] = [
        {"id": f"c{index}", "text": text(words), "feedback": text("Because.")}
        for index, words in enumerate(("Along it", "Sideways"))
    ]
    choices.insert(place, {"id": "right", "text": text(right), "correct": True, "feedback": text("Yes.")})
    return {"id": name, "type": "single", "prompt": text("Which way?"), "choices": choices}


def number(**keys: Any) -> dict[str, Any]:
    return {"id": "n", "type": "numeric", "prompt": text("How much?"), "value": 2, "otherwise": text("No.")} | keys


def found(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    """First words and place of every finding."""
    return [(" ".join(one.message.en.split()[:4]), one.path) for one in lint(question_from_dict(data, complete=False))]


def test_a_good_question_is_left_alone() -> None:
    assert found(single()) == []
    assert found(number(tolerance={"absolute": 0.01})) == []


def test_each_weakness_is_named_at_its_place() -> None:
    one_language = single() | {"prompt": {"en": "Which way?"}}
    wrong_language = single() | {"prompt": {"en": "哪边?", "zh": "It goes this way here"}}
    silent = single()
    del silent["choices"][1]["feedback"]
    last = single("All of the above")
    for data, expected in (
        (one_language, ("The Chinese text is", ("prompt",))),
        (wrong_language, ("The Chinese text holds", ("prompt", "zh"))),
        (wrong_language, ("The English text holds", ("prompt", "en"))),
        (silent, ("Feedback is missing: say", ("choices", 1))),
        (single("Against the gradient, since that points uphill"), ("The right option is", ("choices", 0))),
        (last, ("An option about the", ("choices", 0))),
        (number(value=0.1234567891), ("The value 0.1234567891 has", ("value",))),
        (number(value=0.5, tolerance={"absolute": 0}), ("Only exactly this number", ("tolerance",))),
        (number(tolerance={"absolute": 3}), ("The tolerance is as", ("tolerance",))),
        (
            number(tolerance={"absolute": 0.5}, wrong=[{"value": 2.7, "feedback": text("Hm.")}]),
            ("The wrong value 2.7", ("wrong", 0)),
        ),
        (
            number(wrong=[{"value": 3, "feedback": text("Hm.")}, {"value": "1 + 2", "feedback": text("So.")}]),
            ("This wrong value is", ("wrong", 1)),
        ),
        (
            {
                "id": "f",
                "type": "formula",
                "prompt": text("How?"),
                "variables": {"x": {"from": 0, "to": 1}},
                "answer": "sigmoid(x)",
                "otherwise": text("No."),
            },
            ("The right answer, as", ("answer",)),
        ),
        (number(otherwise=None), ("Nothing is said to", ())),
        (number(parameters={"a": [1], "b": [2]}, value="a"), ("The parameter 'b' is", ("parameters", "b"))),
        (
            number(parameters={"a": [0, 1]}, derived={"q": "1 / a"}, value="q"),
            ("With a = 0", ("derived", "q")),
        ),
        (
            number(parameters={"a": [1, 2]}, value="a", wrong=[{"value": 2, "feedback": text("Hm.")}]),
            ("With a = 2", ("wrong", 0, "value")),
        ),
    ):
        assert any(words.startswith(expected[0]) and path == expected[1] for words, path in found(data)), (
            expected,
            found(data),
        )


def test_keys_that_always_stand_at_one_place_or_are_the_longest_are_named() -> None:
    same = [question_from_dict(single(name=f"q{index}")) for index in range(4)]
    assert [one.message.en.split(":")[0] for one in lint_together(same)] == [
        "In 4 of 4 single choices the right option stands at place 1, as written"
    ]
    moved = [question_from_dict(single(place=index % 3, name=f"q{index}")) for index in range(6)]
    assert lint_together(moved) == []
    long = [
        question_from_dict(single("Against the gradient, since that points uphill", i % 3, f"q{i}")) for i in range(6)
    ]
    assert "scores 100 %" in lint_together(long)[0].message.en
