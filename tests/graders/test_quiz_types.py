"""What answers of every type are worth, on the questions of the quiz that the tests of its pages use."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from steepest_graders import Sandbox, Verdict
from steepest_graders.quiz import (
    CodeReading,
    FillIn,
    Mark,
    NeedsGrading,
    Question,
    QuestionError,
    ResponseError,
    grade_line,
    key_problem,
    output_of,
    question_from_dict,
    question_to_dict,
    quiz_from_dict,
    quiz_to_dict,
)

ALL_TYPES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "web" / "quizzes" / "all_types.yaml").read_text(encoding="utf-8")
)
DATA = {data["id"]: data for data in ALL_TYPES["questions"]}
SEEDS = st.integers(0, 2**31 - 1)


def asked(name: str, **changes: Any) -> Question:
    return question_from_dict(DATA[name] | changes)


def words(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def test_the_text_form_is_lossless() -> None:
    for data in DATA.values():
        question = question_from_dict(data)
        assert question_to_dict(question) == data
        assert question_from_dict(question_to_dict(question)) == question
    quiz = quiz_from_dict("every-type", ALL_TYPES)
    assert quiz_from_dict("every-type", quiz_to_dict(quiz)) == quiz


@settings(max_examples=30, deadline=None)
@given(name=st.sampled_from(sorted(DATA)), seed=SEEDS)
def test_a_seed_gives_one_variant_whose_solution_is_right(name: str, seed: int) -> None:
    question = asked(name).variant(seed, shuffle=True)
    assert question == asked(name).variant(seed, shuffle=True)
    assert question.version == asked(name).version
    if isinstance(question, FillIn):
        with pytest.raises(NeedsGrading):
            question.judge(question.solution())
    else:
        assert question.judge(question.solution()).correct


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(DATA)),
    answer=st.lists(st.one_of(st.text(max_size=60), st.sampled_from(["up", "square", "sgd", "1", "", "0.5", "w"]))),
)
def test_whatever_is_sent_is_judged_or_refused_with_words(name: str, answer: list[str]) -> None:
    try:
        score = asked(name).judge(answer).score
    except ResponseError as error:
        score = float(all(error.message))
    except NeedsGrading as needed:
        score = float("\n" not in needed.line)
    assert 0 <= score <= 1


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(["loss", "{{a}}", "1/0"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(["id", "en", "zh", "from", "to", "step"]), st.integers()), inner),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(DATA)), value=ANYTHING, draw=st.data())
def test_whatever_is_written_is_asked_or_refused_with_a_remedy(name: str, value: object, draw: st.DataObject) -> None:
    data = deepcopy(DATA[name])
    inner: Any = data
    while True:
        key = draw.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], dict | list) or not inner[key] or draw.draw(st.booleans()):
            break
        inner = inner[key]
    inner[key] = value
    for complete in (True, False):
        try:
            question = question_from_dict(data, complete=complete)
        except QuestionError as error:
            remedy = error.remedy
        else:
            remedy = question.variant(1, shuffle=True).version
        assert remedy


@pytest.mark.parametrize(
    ("credit", "chosen", "score"),
    [
        ("balanced", ["square", "absolute"], 1),
        ("balanced", ["square"], 0.5),
        ("balanced", ["square", "absolute", "sine"], 0.5),
        ("balanced", ["square", "absolute", "sine", "cube"], 0),
        ("balanced", ["sine"], 0),
        ("all", ["square"], 0),
        ("all", ["absolute", "square"], 1),
    ],
)
def test_several_choices_are_worth_what_the_rule_says(credit: str, chosen: list[str], score: float) -> None:
    assert asked("several", credit=credit).judge(chosen).score == score


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("18", Mark.RIGHT),
        (" 1.8e1 ", Mark.RIGHT),
        ("１８．００", Mark.RIGHT),
        ("1.8 × 10^1", Mark.RIGHT),
        ("18.01", Mark.RIGHT),
        ("18.02", Mark.WRONG),
        ("−18", Mark.WRONG),
        ("36", Mark.PARTLY),
        ("1e400", None),
        ("18 s", None),
        ("0x12", None),
        ("nan", None),
        ("1,000", None),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, mark: Mark | None) -> None:
    question = asked("number", derived={"loss": "18"})
    if mark is None:
        with pytest.raises(ResponseError):
            question.judge([typed])
    else:
        assert question.judge([typed]).mark is mark


@pytest.mark.parametrize(
    ("tolerance", "value", "right", "wrong"),
    [
        ({"absolute": 0.1}, "0.2", ["0.1", "0.3"], ["0.0999", "0.301"]),
        ({"relative": 0.01}, "-50", ["-50.5", "-49.5"], ["-50.6", "50"]),
        ({"figures": 3}, "0.0123456", ["0.0123", "0.0123456", "0.01235"], ["0.012", "0.0124"]),
        ({"figures": 2}, "0", ["0", "-0.0"], ["0.001"]),
        (None, "1/3", ["0.3333333"], ["0.3333"]),
    ],
)
def test_a_tolerance_takes_its_border_and_nothing_beyond(
    tolerance: dict[str, float] | None, value: str, right: list[str], wrong: list[str]
) -> None:
    data = {"id": "n", "type": "numeric", "prompt": words("?"), "value": value}
    question = question_from_dict(data | ({"tolerance": tolerance} if tolerance else {}))
    assert [question.judge([typed]).correct for typed in right] == [True] * len(right)
    assert [question.judge([typed]).correct for typed in wrong] == [False] * len(wrong)


def test_a_unit_is_converted_or_asked_for() -> None:
    unit = {"symbol": "s", "required": True, "also": {"ms": 0.001}}
    question = question_from_dict({"id": "n", "type": "numeric", "prompt": words("?"), "value": 2, "unit": unit})
    assert question.judge(["2 s"]).correct
    assert question.judge(["2000ms"]).correct
    for typed, said in [("2", "Write the unit too."), ("2 kg", "kg is no unit of this answer.$")]:
        with pytest.raises(ResponseError, match=said):
            question.judge([typed])
    assert question.face().unit == "", "what is asked for is not shown beside the field"


def test_capitals_of_a_short_unit_have_a_meaning() -> None:
    unit = {"symbol": "W", "also": {"mW": 0.001, "MW": 1e6, "watts": 1}}
    question = question_from_dict({"id": "n", "type": "numeric", "prompt": words("?"), "value": 5e6, "unit": unit})
    assert question.judge(["5 MW"]).correct
    assert not question.judge(["5 mW"]).correct
    assert question.judge(["5000000 Watts"]).correct
    assert question.face().unit == "W"
    with pytest.raises(ResponseError, match=r"Write W / mW / MW / watts\."):
        question.judge(["5 mw"])


@pytest.mark.parametrize(
    ("typed", "value"), [("10²", 100), ("1.5·10⁻³", 0.0015), ("10^-3", 0.001), ("−10⁻³", -0.001), ("2²", None)]
)
def test_raised_digits_are_powers(typed: str, value: float | None) -> None:
    question = question_from_dict({"id": "n", "type": "numeric", "prompt": words("?"), "value": value or 22})
    if value is None:
        with pytest.raises(ResponseError):
            question.judge([typed])
    else:
        assert question.judge([typed]).correct


@pytest.mark.parametrize(
    ("tolerance", "figures"),
    [({"figures": 4}, 4), ({"relative": 0.01}, 3), ({"relative": 0.005}, 3), ({"relative": 0.05}, 2), (None, 0)],
)
def test_a_page_says_how_many_figures_are_enough(tolerance: dict[str, float] | None, figures: int) -> None:
    data = {"id": "n", "type": "numeric", "prompt": words("?"), "value": "1/0.95"}
    question = question_from_dict(data | ({"tolerance": tolerance} if tolerance else {}))
    assert question.face().figures == figures
    assert not figures or question.judge([f"{1 / 0.95:.{figures}g}"]).correct


@pytest.mark.parametrize("typed", ["ADAM", " adam. ", "Ａｄａｍ", "“Adam”"])
def test_a_word_is_compared_without_what_does_not_matter(typed: str) -> None:
    assert asked("word").judge([typed]).correct


def test_words_may_be_joined_by_spaces_or_hyphens_and_case_may_matter() -> None:
    question = asked("word", answers=["heavy-ball", "L2", "动 量"], wrong=[])
    assert [question.judge([typed]).correct for typed in ("Heavy ball", "heavy–ball", "l2", "动量")] == [True] * 4
    assert not asked("word", answers=["L2"], wrong=[], case=True).judge(["l2"]).correct
    minus = asked("word", answers=["-1"], wrong=[])
    assert [minus.judge([typed]).correct for typed in ("-1", "−1", "–1", "1")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2*x*(w*x - y)", ""),
        ("2·x·(x·w − y)", ""),
        ("(x + x)*w*x - y*2*x**1", ""),
        ("2*x²*w - exp(log(2))*x*y", ""),
        ("2*x*w*x**(2⁴ - 15) - 2*x*y", ""),
        ("2*(w*x - y)", "The inner derivative is missing."),
        ("2*x*(w*x - y)*(1 + 1e-6)", None),
        ("2*x*(w*x - y) + 0*log(-1)", None),
        ("2*x*(w*x - y) + (1e30 - 1e30*(1 + 1e-9))", None),
    ],
)
def test_a_formula_is_right_however_it_is_written(typed: str, said: str | None) -> None:
    judged = asked("expression").judge([typed])
    assert judged.correct is (said == "")
    assert judged.feedback.en == (said or "")
    assert judged.reading


@pytest.mark.parametrize(
    ("order", "score"),
    [
        (["forward", "loss", "backward", "update"], 1),
        (["loss", "forward", "backward", "update"], 2 / 3),
        (["update", "backward", "loss", "forward"], 0),
    ],
)
def test_an_order_is_worth_its_pairs(order: list[str], score: float) -> None:
    assert asked("order").judge(order).score == pytest.approx(score)
    assert asked("order", credit="all").judge(order).score == float(score == 1)


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_the_order_in_which_items_and_targets_are_shown_gives_nothing_away(seed: int) -> None:
    question = asked("order").variant(seed, shuffle=True)
    assert tuple(option.id for option in question.face().options) != question.solution()
    moved = asked("pairs", targets=DATA["pairs"]["targets"][::-1])
    shown = [target.id for target in moved.variant(seed, shuffle=True).face().targets]
    assert shown == [target.id for target in asked("pairs").variant(seed, shuffle=True).face().targets]


def test_matches_are_worth_their_share_and_answered_one_by_one() -> None:
    judged = asked("pairs").judge(["nothing", "velocity", "nothing"])
    assert judged.score == pytest.approx(2 / 3)
    assert judged.remarks["adagrad"].feedback.en == "It remembers how large gradients were."
    assert not any(judged.remarks["sgd"].feedback)


def test_a_fixed_choice_keeps_its_place() -> None:
    choices = [
        *DATA["single-one"]["choices"],
        {"id": "none", "text": words("none"), "feedback": words("-"), "fixed": True},
    ]
    question = asked("single-one", choices=choices)
    orders = {tuple(o.id for o in question.variant(seed, shuffle=True).face().options) for seed in range(20)}
    assert len(orders) > 1
    assert {order[-1] for order in orders} == {"none"}


def test_a_draw_without_a_value_is_passed_over() -> None:
    data = {"id": "n", "type": "numeric", "prompt": words("1 / {{d}}"), "value": "q", "tolerance": {"figures": 3}}
    question = question_from_dict(data | {"parameters": {"d": {"from": 0, "to": 1}}, "derived": {"q": "1 / d"}})
    assert {question.variant(seed).prompt.en for seed in range(20)} == {"1 / 1"}
    with pytest.raises(QuestionError, match="has no value"):
        question_from_dict(data | {"parameters": {"d": [0]}, "derived": {"q": "1 / d"}})


def test_numbers_fill_texts_and_leave_formulas_alone() -> None:
    prompt = words(r"$\frac{1}{2}$ {{a}} {{a:.2f}} {{v:.2g}}")
    data = {"id": "n", "type": "numeric", "prompt": prompt, "value": "a", "parameters": {"a": [0.125]}}
    filled = question_from_dict(data | {"derived": {"v": "softmax([a, 1])"}})
    assert filled.prompt.en == r"$\frac{1}{2}$ 0.125 0.12 [0.29, 0.71]"


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("number", {"wrong": [{"value": "loss", "feedback": words("?")}]}, "counts as right"),
        ("number", {"value": "__import__('os')"}, "can't be read"),
        ("number", {"value": "los"}, "is no parameter"),
        ("number", {"parameters": {"a": {"from": 1, "to": 9e9}}}, "empty or too long"),
        ("number", {"prompt": words("{{b}}")}, "can't be filled"),
        ("number", {"tolerance": {"relative": 0.1, "absolute": 1}}, "one of three"),
        ("word", {"wrong": [{"answers": ["adam!"], "feedback": words("?")}]}, "counts as right"),
        ("expression", {"wrong": [{"answer": "(w*x - y)*x*2", "feedback": words("?")}]}, "equal to the right one"),
        ("expression", {"answer": "log(-w*w)"}, "hardly a value"),
        ("order", {"items": DATA["order"]["items"][:1]}, "no two items"),
        ("order", {"items": [{"id": "a", "text": words("x")}, {"id": "b", "text": words("x")}]}, "read the same"),
        (
            "single-one",
            {"choices": [one | {"text": {"en": one["id"], "zh": "同"}} for one in DATA["single-one"]["choices"]]},
            "read the same",
        ),
        ("pairs", {"targets": DATA["pairs"]["targets"][:2]}, "there is no target 'squares'"),
        ("several", {"choices": [DATA["several"]["choices"][2]] * 2}, "have the same id"),
        ("statement", {"answer": "no"}, "`answer` is 'no'"),
        ("reading", {"code": "print("}, "is no Python"),
        ("line", {"code": "x = 1"}, "has not one blank"),
        ("line", {"calls": ["mse(open('/etc/passwd'))"]}, "is no call"),
        ("line", {"parameters": {"a": [1]}}, "the key 'parameters' is unknown"),
    ],
)
def test_what_can_not_be_asked_is_refused_with_its_place(name: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(QuestionError, match=said.replace("(", r"\(")) as refused:
        asked(name, **changes)
    assert refused.value.remedy
    assert refused.value.path


def test_a_draft_may_lack_a_language_and_feedback() -> None:
    data = {"id": "d", "type": "single", "prompt": {"zh": "？"}, "choices": [
        {"id": "a", "text": {"en": "a"}, "correct": True}, {"id": "b", "text": {"en": "b"}},
    ]}  # fmt: skip
    with pytest.raises(QuestionError, match="two languages"):
        question_from_dict(data)
    draft = question_from_dict(data, complete=False)
    assert draft.prompt.en == "？"
    assert question_to_dict(draft) == data


def test_code_is_read_as_it_prints() -> None:
    question = asked("reading")
    assert isinstance(question, CodeReading)
    with Sandbox() as sandbox:
        assert output_of(question.code, sandbox) == question.output
        assert key_problem(question, sandbox) == ""
        wrong = asked("reading", output="0.5\n0.8")
        assert isinstance(wrong, CodeReading)
        assert "0.75" in key_problem(wrong, sandbox)
    assert question.judge(["0.50 \r\n.75\n\n"]).correct
    assert not question.judge(["0.5 0.75"]).correct


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("np.mean((y_pred - y_true) ** 2)", Verdict.ACCEPTED),
        ("sum((y_pred - y_true) ** 2) / len(y_pred)", Verdict.ACCEPTED),
        ("np.sum((y_pred - y_true) ** 2)", Verdict.WRONG_ANSWER),
        ("((y_pred - y_true) ** 2)", Verdict.WRONG_ANSWER),
        ("nothing", Verdict.RUNTIME_ERROR),
        ("return", Verdict.RUNTIME_ERROR),
        ("(lambda f: f(f))(lambda f: [0] and (lambda: f(f))())", Verdict.RUNTIME_ERROR),
        ("[x for x in iter(int, 1)]", Verdict.TIME_LIMIT),
    ],
)
def test_a_line_is_judged_by_what_it_does(line: str, verdict: Verdict) -> None:
    question = asked("line")
    assert isinstance(question, FillIn)
    with Sandbox() as sandbox:
        report = grade_line(question, line, sandbox)
    stopped = {Verdict.TIME_LIMIT, Verdict.MEMORY_LIMIT}
    assert report.verdict is verdict or (verdict in stopped and report.verdict in stopped)
    assert report.score == float(verdict is Verdict.ACCEPTED)
    assert "8.5" not in str(report.checks if verdict is not Verdict.ACCEPTED else ""), "what is expected is not told"
