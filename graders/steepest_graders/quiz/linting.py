"""What can be asked and yet is badly asked: the linter of questions.

    lint(question)          # Findings of one question, each with the place within its mapping
    lint_together(list)     # what only shows over many: the key is at the same place, or is the longest option

A finding is a piece of advice, never an error: what can't be asked at all, `question_from_dict` refuses.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from steepest_graders.quiz.arrangements import Matching
from steepest_graders.quiz.choices import Choice, MultipleChoice, SingleChoice
from steepest_graders.quiz.expressions import ExpressionError, is_close
from steepest_graders.quiz.formula import Formula
from steepest_graders.quiz.functions import Value
from steepest_graders.quiz.model import Question, ResponseError
from steepest_graders.quiz.numeric import RELATIVE, Numeric
from steepest_graders.quiz.reading import Fields, Path, QuestionError
from steepest_graders.quiz.variants import PLACE, Parameters, written
from steepest_graders.text import LANGUAGES, Text

MOST_VARIANTS = 200  # tried of a question with parameters; all of them where there are no more
LONGER = 1.3  # times the longest wrong option: from here the right one stands out
SHORT_OPTION = 20  # characters: among options that short, length says nothing
MANY = 4  # single choices: from here their keys' places are compared
MARKUP = re.compile(r"\$[^$]*\$|`[^`]*`|\{\{.*?\}\}")
LATIN_WORDS = re.compile(r"[A-Za-z]{3,}(?:\s+[A-Za-z]+){2,}")
CHINESE = re.compile(r"[\u3400-\u9fff]")
ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither) of the above|以上(?:都|皆|全)|以上.*(?:正确|不对)", re.IGNORECASE
)

NO_LANGUAGE = Text("The {language} text is missing.", "缺少{language}文字。")
NOT_CHINESE = Text("The Chinese text holds no Chinese.", "中文文字里没有中文。")
NOT_ENGLISH = Text("The English text holds Chinese.", "英文文字里有中文。")
NAMES = {"en": Text("English", "英文"), "zh": Text("Chinese", "中文")}
NO_FEEDBACK = Text("Feedback is missing: say what this answer overlooks.", "缺少反馈：请说明这个答案忽略了什么。")
NO_OTHERWISE = Text(
    "Nothing is said to a wrong answer that was not foreseen: write `otherwise`.",
    "对未预料到的错误答案没有反馈：请写 `otherwise`。",
)
LONGEST = Text(
    "The right option is by far the longest: it can be guessed by its length.", "正确选项明显最长：光看长度就能猜中。"
)
LAST_WORD = Text(
    "An option about the others moves when options are shuffled: write `fixed: true`.",
    "选项会被打乱顺序：谈到其他选项的这一项请写 `fixed: true`。",
)
EXACT = Text("Only exactly this number is right: state a tolerance.", "只有完全等于这个数才算对：请写明容差。")
MANY_DIGITS = Text(
    "The value {value} has more digits than anybody types: state a tolerance, or `figures`.",
    "{value} 的位数太多，没人会全部输入：请写明容差或 `figures`。",
)
TOO_WIDE = Text("The tolerance is as large as the value: 0 would be right.", "容差和数值一样大：答 0 也算对。")
NEAR_WRONG = Text(
    "The wrong value {value} lies so near that the tolerance reaches half of the way: some answers fit both.",
    "错误值 {value} 离得太近，容差已超过一半的距离：有的答案两边都符合。",
)
TWICE = Text(
    "This wrong value is the same as an earlier one, {value}: only the first of them is answered.",
    "这个错误值与前面的一个相同，都是 {value}：只有第一个会得到反馈。",
)
NOT_TYPED = Text(
    "The right answer, as it will be shown, is none that students can type: {why}",
    "将显示的正确答案学生无法输入：{why}",
)
NO_VALUE = Text("With {values} there is no value: {why}", "当 {values} 时没有值：{why}")
NO_QUESTION = Text("With {values} it can't be asked: {why}", "当 {values} 时无法出题：{why}")
UNUSED = Text("The parameter {name!r} is not used.", "参数“{name}”没有用到。")
ONE_TARGET = Text("Every item has the same match.", "所有的项都配对同一个目标。")
ALL_RIGHT = Text("Every option is right.", "所有选项都是对的。")

SAME_PLACE = Text(
    "In {count} of {all} single choices the right option stands at place {place}, as written: move some.",
    "{all} 道单选题中有 {count} 道的正确选项都写在第 {place} 位：请换换位置。",
)
OFTEN_LONGEST = Text(
    "In {count} of {all} single choices the right option is the longest: who always takes it scores {percent} %.",
    "{all} 道单选题中有 {count} 道的正确选项最长：总选最长的就能得 {percent}%。",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of advice; `path` leads to its place within the question's mapping."""

    message: Text
    path: Path = ()


def lint(question: Question) -> list[Finding]:
    """What could be better, in the order of the text."""
    findings = [
        *_languages(question.source),
        *_feedback(question),
        *_choices(question),
        *_tolerance(question),
        *_repeated(question),
        *_formula(question),
        *_variants(question),
    ]
    return list(dict.fromkeys(findings))


def lint_together(questions: Sequence[Question]) -> list[Finding]:
    """What only shows over many questions."""
    single = [question for question in questions if isinstance(question, SingleChoice)]
    if len(single) < MANY:
        return []
    findings = []
    places = [next(place for place, choice in enumerate(one.choices, 1) if choice.correct) for one in single]
    place = max(set(places), key=places.count)
    if places.count(place) > len(single) * 0.7:
        findings.append(Finding(SAME_PLACE.format(count=places.count(place), all=len(single), place=place)))
    longest = sum(_is_longest(one.choices, 1.0) for one in single)
    if longest > len(single) * 0.6:
        percent = round(100 * longest / len(single))
        findings.append(Finding(OFTEN_LONGEST.format(count=longest, all=len(single), percent=percent)))
    return findings


# --- languages ---


def _languages(data: Any, path: Path = ()) -> Iterator[Finding]:
    """Every text that lacks a language, or that stands in the wrong one."""
    if isinstance(data, Mapping):
        if data and set(data) <= set(LANGUAGES) and all(isinstance(text, str) for text in data.values()):
            yield from _pair(data, path)
            return
        for key, value in data.items():
            yield from _languages(value, (*path, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _languages(value, (*path, index))


def _pair(texts: Mapping[str, str], path: Path) -> Iterator[Finding]:
    for language in LANGUAGES:
        if language not in texts:
            yield Finding(NO_LANGUAGE.format(language=NAMES[language]), path)
    english, chinese = (MARKUP.sub("", texts.get(language, "")) for language in LANGUAGES)
    if LATIN_WORDS.search(chinese) and not CHINESE.search(chinese):
        yield Finding(NOT_CHINESE, (*path, "zh"))
    if CHINESE.search(english):
        yield Finding(NOT_ENGLISH, (*path, "en"))


# --- feedback ---


def _feedback(question: Question) -> Iterator[Finding]:
    source = question.source
    for key in ("choices", "wrong"):
        for index, item in enumerate(source.get(key) or []):
            if not item.get("feedback"):
                yield Finding(NO_FEEDBACK, (key, index))
    if "otherwise" in question.keys and not source.get("otherwise") and not _says_otherwise(question):
        yield Finding(NO_OTHERWISE)


def _says_otherwise(question: Question) -> bool:
    """Each wrong item of a matching may speak for itself."""
    return isinstance(question, Matching) and all(any(item.feedback) for item in question.items)


# --- options ---


def _choices(question: Question) -> Iterator[Finding]:
    if isinstance(question, Matching) and len({item.match for item in question.items}) == 1 < len(question.items):
        yield Finding(ONE_TARGET, ("items",))
    if not isinstance(question, SingleChoice | MultipleChoice):
        return
    if all(choice.correct for choice in question.choices):
        yield Finding(ALL_RIGHT, ("choices",))
    if isinstance(question, SingleChoice) and _is_longest(question.choices, LONGER):
        right = next(index for index, choice in enumerate(question.choices) if choice.correct)
        yield Finding(LONGEST, ("choices", right))
    for index, choice in enumerate(question.choices):
        if not choice.fixed and any(ALL_OR_NONE.search(text) for text in choice.text):
            yield Finding(LAST_WORD, ("choices", index))


def _is_longest(choices: Sequence[Choice], times: float) -> bool:
    """Whether the right one is, in some language, more than `times` as long as every wrong one."""
    for language in LANGUAGES:
        length = {choice.correct: 0 for choice in choices}
        for choice in choices:
            length[choice.correct] = max(length[choice.correct], len(choice.text.in_language(language)))
        least = SHORT_OPTION if language == "en" else SHORT_OPTION // 2  # a Chinese character says more
        if length.get(True, 0) > max(least, times * length.get(False, 0)):
            return True
    return False


# --- numbers ---


def _tolerance(question: Question) -> Iterator[Finding]:
    if not isinstance(question, Numeric):
        return
    value, near = question.value, question.tolerance
    reach = near.absolute or near.relative * abs(value)
    digits = len(f"{value:.15g}".partition("e")[0].replace(".", "").strip("-0"))
    if "tolerance" not in question.source and digits > -math.log10(RELATIVE):
        yield Finding(MANY_DIGITS.format(value=f"{value:.15g}"), ("value",))
    elif not reach and not near.figures and not value.is_integer():
        yield Finding(EXACT, ("tolerance",))
    if value and reach >= abs(value):
        yield Finding(TOO_WIDE, ("tolerance",))
    for index, wrong in enumerate(question.wrong):
        if reach and abs(wrong.value - value) < 2 * reach:
            yield Finding(NEAR_WRONG.format(value=f"{wrong.value:g}"), ("wrong", index))


def _formula(question: Question) -> Iterator[Finding]:
    """A right answer in functions that only authors may use."""
    if not isinstance(question, Formula):
        return
    try:
        question.judge(question.solution())
    except ResponseError as error:
        yield Finding(NOT_TYPED.format(why=error.message), ("answer",))


def _repeated(question: Question) -> Iterator[Finding]:
    """Wrong values that are the same in this variant."""
    if not isinstance(question, Numeric):
        return
    values = [wrong.value for wrong in question.wrong]
    for index, value in enumerate(values):
        if any(is_close(value, earlier, RELATIVE) for earlier in values[:index]):
            yield Finding(TWICE.format(value=f"{value:g}"), ("wrong", index))


# --- variants ---


def _variants(question: Question) -> Iterator[Finding]:
    """Draws that can't be asked: the first of each kind, with its values."""
    parameters = question.parameters
    if not parameters:
        return
    for name in parameters.names:
        if not is_used(question.source, name):
            yield Finding(UNUSED.format(name=name), ("parameters" if name in parameters.drawn else "derived", name))
    fields = Fields(question.source, list(question.source), complete=question.complete)
    seen: set[str] = set()
    for drawn in draws(question):
        shown = ", ".join(f"{name} = {written(value)}" for name, value in drawn.items())
        try:
            values = dict(drawn)
            for name, expression in parameters.derived.items():
                place: Path = ("derived", name)
                values[name] = expression.value(values)
            type(question)._variant(fields, parameters, values)
        except ExpressionError as error:
            message, kind = NO_VALUE.format(values=shown, why=str(error)), f"{place}"
        except QuestionError as error:
            message, place, kind = NO_QUESTION.format(values=shown, why=str(error)), error.path, error.remedy
        else:
            continue
        if kind not in seen:
            seen.add(kind)
            yield Finding(message, place)


def draws(question: Question) -> Iterator[dict[str, Value]]:
    """Every combination of the drawn values where there are few, else those of the first seeds."""
    drawn = question.parameters.drawn
    if math.prod(len(offered) for offered in drawn.values()) <= MOST_VARIANTS:
        for combination in product(*drawn.values()):
            yield dict(zip(drawn, combination, strict=True))
        return
    for seed in range(MOST_VARIANTS):
        yield Parameters(drawn).draw(seed)


def is_used(data: Any, name: str, key: str = "") -> bool:
    """Whether a value stands somewhere in a mapping: in an expression, or at a place of a text."""
    if isinstance(data, Mapping):
        return any(is_used(value, name, str(inner)) for inner, value in data.items() if inner != "parameters")
    if isinstance(data, list):
        return any(is_used(item, name, key) for item in data)
    if key in LANGUAGES or key in ("prompt", "text"):
        return any(match[1] == name for match in PLACE.finditer(str(data)))
    return re.search(rf"\b{re.escape(name)}\b", str(data)) is not None
