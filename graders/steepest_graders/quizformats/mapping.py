"""Between questions of ours and what other programs know: each way says what is lost on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from steepest_graders.quiz.arrangements import Matching, Ordering
from steepest_graders.quiz.choices import MultipleChoice, SingleChoice, TrueFalse
from steepest_graders.quiz.code import CodeReading, FillIn
from steepest_graders.quiz.formula import Formula
from steepest_graders.quiz.model import Question, Replies
from steepest_graders.quiz.numeric import Numeric
from steepest_graders.quiz.reading import LONGEST_NAME, LONGEST_TAG, NAME, QuestionError
from steepest_graders.quiz.short import ShortText
from steepest_graders.quiz.types import question_from_dict
from steepest_graders.quizformats.foreign import NO_WORDS, Answer, Foreign, Shape, Words
from steepest_graders.text import LANGUAGES, Text

CHINESE = re.compile(r"[\u3400-\u9fff]")

PARTLY = Text(
    "An answer that is worth {percent} % counts as wrong here: a single choice gives all or nothing.",
    "得 {percent}% 分的选项在这里算错：单选题要么得分，要么不得分。",
)
BEST = Text(
    "No answer is worth 100 %: the best one counts as right.", "没有得 100% 分的选项：取得分最高的作为正确答案。"
)
SHARES = Text(
    "The points are shared out differently here: the share of the right options that are chosen, less that of the"
    " wrong ones.",
    "这里的计分方式不同：选中的正确选项所占比例，减去选中的错误选项所占比例。",
)
ONE_VALUE = Text("One value only can be right: {what} is left out.", "只能有一个正确数值：{what} 没有导入。")
WIDER = Text(
    "Part of the points for a number that is less near ({what}) is left out.",
    "较宽误差范围内的部分得分（{what}）没有导入。",
)
OTHER_TOLERANCE = Text(
    "The tolerance of the wrong value {what} is left out: wrong values have that of the right one.",
    "错误值 {what} 的误差范围没有导入：错误值与正确值用同样的容差。",
)
ONE_REPLY = Text("Right answers get one reply here: {what!r} is left out.", "正确答案只有一条反馈：“{what}”没有导入。")
STAR = r"\*"  # how Moodle writes an asterisk: a bare one stands for any text
ANY = re.compile(r"(?<!\\)\*")
WILDCARD = Text("A * stands for itself in an answer: {what!r}.", "答案中的 * 在这里就是星号本身：“{what}”。")
LINES = Text("The text became one paragraph.", "文字合并成了一个段落。")
NOT_OURS = Text("This can't be asked here.", "这里无法这样出题。")
NO_PROMPT = Text("The question asks nothing: it has no text.", "题目没有文字。")

AS_SHORT = Text(
    "{id} ({type}) is written as a short answer: the other program compares letters.",
    "{id}（{type}）写成了填空题：其他程序只会逐字比较。",
)
AS_MATCHING = Text("{id}: an order is written as matching with places.", "{id}：排序题写成了与位次的配对题。")
ONE_VARIANT = Text("{id}: one variant of its numbers is written.", "{id}：只写出了其中一组数值。")
ONE_UNIT = Text("{id}: only the unit {unit} is written.", "{id}：只写出了单位 {unit}。")
ALL_LOST = Text("{id}: all or nothing becomes partial credit.", "{id}：“全对才得分”变成了按比例给分。")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would make of a question, and what was not understood.

    `data` None: nothing can be made; `error` says what our reader has against it, where it got that far.
    """

    place: Text
    title: str
    data: Mapping[str, Any] | None = None
    remarks: tuple[Text, ...] = ()
    category: str = ""
    error: QuestionError | None = None


# --- theirs to ours ---


def to_ours(found: Foreign, taken: set[str]) -> Imported:
    """Our question. `taken` holds the ids that are used already, and gets this one's."""
    if found.ours is not None:
        wanted = str(found.ours.get("id", ""))
        name = unused(wanted[: LONGEST_NAME - 4].rstrip("-"), taken) if wanted in taken else wanted
        made = _checked(found, {**found.ours, "id": name}, [])
        if made.data is not None:
            taken.add(name)
            return made
    if found.shape is Shape.UNKNOWN:
        return Imported(found.place, found.title, None, found.remarks, found.category)
    if not found.prompt:
        return Imported(found.place, found.title, None, (*found.remarks, NO_PROMPT), found.category)
    mapping = _Mapping(found)
    data = mapping.data(_id(found, taken))
    made = _checked(found, data, mapping.remarks)
    if made.data is not None:
        taken.add(made.data["id"])
    return made


def _checked(found: Foreign, data: dict[str, Any], remarks: Sequence[Text]) -> Imported:
    remarks = (*found.remarks, *remarks)
    try:
        question_from_dict(data, complete=False)
    except QuestionError as error:
        return Imported(found.place, found.title, None, (*remarks, NOT_OURS), found.category, error)
    return Imported(found.place, found.title, data, remarks, found.category)


def slug(text: str) -> str:
    """Small letters, digits and hyphens of a text; '' where there are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_NAME - 4].strip("-")


def unused(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, with a number after it where it is taken."""
    known = set(taken)
    number, name = 1, wanted
    while name in known:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _id(found: Foreign, taken: set[str]) -> str:
    wanted = found.id if NAME.fullmatch(found.id) and len(found.id) < LONGEST_NAME - 4 else slug(found.id)
    return unused(wanted or slug(found.title) or "imported", taken)


class _Mapping:
    """One question on its way to us."""

    def __init__(self, found: Foreign) -> None:
        self.found = found
        self.remarks: list[Text] = []
        said = [found.prompt, found.feedback]
        said += [words for answer in found.answers for words in (answer.words, answer.feedback, answer.match)]
        self.languages = [language for language in LANGUAGES if any(language in words for words in said)]
        if not self.languages:
            chinese = any(CHINESE.search(text) for words in said for text in words.values())
            self.languages = ["zh" if chinese else "en"]

    def data(self, name: str) -> dict[str, Any]:
        found = self.found
        head: dict[str, Any] = {"id": name, "type": str(found.shape)}
        words = (slug(tag)[:LONGEST_TAG].rstrip("-") for tag in found.tags)
        if tags := list(dict.fromkeys(filter(None, words))):
            head["tags"] = tags
        if found.points != 1 and 0 < found.points <= 100:
            head["points"] = found.points
        head["prompt"] = self.text(found.prompt)
        head |= _FROM[found.shape](self)
        if found.feedback:
            head["explanation"] = self.text(found.feedback)
        return head

    def text(self, words: Words) -> dict[str, str]:
        """A text of ours: in the languages that the question has."""
        return {name: self.line(words[name]) for name in LANGUAGES if name in words} or {
            name: self.line(words.get("", "")) for name in self.languages
        }

    def line(self, markdown: str) -> str:
        """One paragraph: what ours are."""
        if not re.search(r"\n\s*\n|\n- ", markdown):
            return markdown
        self.remark(LINES)
        markdown = re.sub(r"(?:^|\n)- ", "\n• ", markdown)
        return re.sub(r"(?<!\s)\s*\n\s*", "  \n", markdown.strip())

    def remark(self, remark: Text) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)

    def single(self) -> dict[str, Any]:
        shares = [answer.share for answer in self.found.answers]
        right = 1.0
        if shares and 1.0 not in shares and max(shares) > 0:
            right = max(shares)
            self.remark(BEST)
        for share in shares:
            if 0 < share < right:
                self.remark(PARTLY.format(percent=round(share * 100)))
        return {"choices": self.choices(lambda answer: answer.share == right)}

    def multiple(self) -> dict[str, Any]:
        right = [answer.share for answer in self.found.answers if answer.share > 0]
        wrong = [answer.share for answer in self.found.answers if answer.share <= 0]
        shares = {round(share * len(right), 3) for share in right} | {round(-share * len(wrong), 3) for share in wrong}
        if shares != {1.0}:
            self.remark(SHARES)
        return {"choices": self.choices(lambda answer: answer.share > 0)}

    def choices(self, is_right: Callable[[Answer], bool]) -> list[dict[str, Any]]:
        ids: list[str] = []
        choices = []
        for answer in self.found.answers:
            text = self.text(answer.words)
            ids.append(unused(_short(text) or f"choice-{len(ids) + 1}", ids))
            choice: dict[str, Any] = {"id": ids[-1], "text": text}
            if is_right(answer):
                choice["correct"] = True
            if answer.feedback:
                choice["feedback"] = self.text(answer.feedback)
            choices.append(choice)
        return choices

    def true_false(self) -> dict[str, Any]:
        right = next((answer for answer in self.found.answers if answer.share > 0), Answer())
        wrong = next((answer for answer in self.found.answers if answer.share <= 0), Answer())
        said = "".join(right.words.values()).casefold()
        data: dict[str, Any] = {"answer": {"true": True, "false": False}.get(said, said)}
        return data | self.replies([right.feedback], wrong.feedback)

    def short(self) -> dict[str, Any]:
        right, wrong, otherwise, feedback = [], [], NO_WORDS, []
        for answer in self.found.answers:
            said = answer.words.get("", "")
            if said == "*":
                otherwise = answer.feedback
                continue
            if ANY.search(said):
                self.remark(WILDCARD.format(what=said[:40]))
            said = said.replace(STAR, "*")
            if answer.share >= 1:
                right.append(said)
                feedback.append(answer.feedback)
            else:
                wrong.append({"answers": [said]} | self.wrong(answer))
        data: dict[str, Any] = {"answers": right}
        if self.found.case_sensitive:
            data["case"] = True
        return data | ({"wrong": wrong} if wrong else {}) | self.replies(feedback, otherwise)

    def numeric(self) -> dict[str, Any]:
        right: Answer | None = None
        wrong, otherwise = [], NO_WORDS
        for answer in self.found.answers:
            if answer.value is None:
                otherwise = answer.feedback
            elif answer.share >= 1 and right is None:
                right = answer
            elif answer.share >= 1:
                self.remark(ONE_VALUE.format(what=_number(answer.value)))
            elif right and right.value is not None and abs(answer.value - right.value) <= right.tolerance:
                self.remark(WIDER.format(what=f"{_number(answer.value)} ± {_number(answer.tolerance)}"))
            else:
                wrong.append({"value": _number(answer.value)} | self.wrong(answer))
        if right is None or right.value is None:
            return {}
        for answer in self.found.answers:
            if answer.value is not None and answer.share < 1 and answer.tolerance != right.tolerance:
                self.remark(OTHER_TOLERANCE.format(what=_number(answer.value)))
        data: dict[str, Any] = {
            "value": _number(right.value),
            "tolerance": {"absolute": _number(right.tolerance)},
        }
        if self.found.unit:
            data["unit"] = self.found.unit
        return data | ({"wrong": wrong} if wrong else {}) | self.replies([right.feedback], otherwise)

    def wrong(self, answer: Answer) -> dict[str, Any]:
        data: dict[str, Any] = {"feedback": self.text(answer.feedback)} if answer.feedback else {}
        return data | ({"score": round(answer.share, 5)} if answer.share > 0 else {})

    def replies(self, right: Sequence[Words], otherwise: Words) -> dict[str, Any]:
        said = [words for words in right if words]
        for other in said[1:]:
            if other != said[0]:
                self.remark(ONE_REPLY.format(what="".join(other.values())[:60]))
        data = {"right": self.text(said[0])} if said else {}
        return data | ({"otherwise": self.text(otherwise)} if otherwise else {})

    def matching(self) -> dict[str, Any]:
        targets: dict[str, dict[str, Any]] = {}
        items = []
        ids: list[str] = []
        for answer in self.found.answers:
            text = self.text(answer.match)
            key = "\n".join(text.values())
            if key not in targets:
                taken = [target["id"] for target in targets.values()]
                targets[key] = {"id": unused(_short(text) or f"target-{len(targets) + 1}", taken), "text": text}
            if answer.words:
                words = self.text(answer.words)
                ids.append(unused(_short(words) or f"item-{len(ids) + 1}", ids))
                items.append({"id": ids[-1], "text": words, "match": targets[key]["id"]})
        return {"items": items, "targets": list(targets.values())}

    def ordering(self) -> dict[str, Any]:
        ids: list[str] = []
        items = []
        for answer in sorted(self.found.answers, key=lambda answer: answer.share):
            text = self.text(answer.words)
            ids.append(unused(_short(text) or f"item-{len(ids) + 1}", ids))
            items.append({"id": ids[-1], "text": text})
        return {"items": items}


_FROM: Mapping[Shape, Callable[[_Mapping], dict[str, Any]]] = {
    Shape.SINGLE: _Mapping.single,
    Shape.MULTIPLE: _Mapping.multiple,
    Shape.TRUE_FALSE: _Mapping.true_false,
    Shape.SHORT: _Mapping.short,
    Shape.NUMERIC: _Mapping.numeric,
    Shape.MATCHING: _Mapping.matching,
    Shape.ORDERING: _Mapping.ordering,
}


def _short(text: Mapping[str, str]) -> str:
    """An id that reminds of the text."""
    return slug(text.get("en") or next(iter(text.values()), ""))[:24].strip("-")


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


# --- ours to theirs ---


@dataclass(slots=True)
class Exported:
    """Questions as others know them, each with our own text form; and what is lost where that isn't read."""

    questions: list[tuple[Foreign, Mapping[str, Any]]] = field(default_factory=list)
    losses: list[Text] = field(default_factory=list)

    def add(self, question: Question) -> None:
        """One more."""
        found = self._foreign(question)
        self.questions.append((found, question.source))
        if question.parameters:
            self.losses.append(ONE_VARIANT.format(id=question.id))

    def _foreign(self, question: Question) -> Foreign:
        shape, answers, unit, case, code = Shape.SHORT, list[Answer](), "", False, ""
        match question:
            case SingleChoice():
                shape = Shape.SINGLE
                answers = [
                    Answer(words(choice.text), float(choice.correct), words(choice.feedback))
                    for choice in question.choices
                ]
            case MultipleChoice():
                shape, answers = Shape.MULTIPLE, self._shares(question)
            case TrueFalse():
                shape, answers = Shape.TRUE_FALSE, _truth(question)
            case ShortText():
                answers, case = _short_answers(question), question.case
            case Numeric():
                shape, answers, unit = Shape.NUMERIC, _values(question), question.unit
                if question.units:
                    self.losses.append(ONE_UNIT.format(id=question.id, unit=unit))
            case Matching():
                shape, answers = Shape.MATCHING, _pairs(question)
            case Ordering():
                shape = Shape.ORDERING
                answers = [Answer(words(item.text), float(place)) for place, item in enumerate(question.items, 1)]
            case Formula() | CodeReading() | FillIn():
                self.losses.append(AS_SHORT.format(id=question.id, type=question.type))
                code = question.face().code
                answers = _typed(" ".join(question.solution()[0].split()), question.replies)
        return Foreign(
            shape,
            Text(question.id, question.id),
            title=question.id,
            prompt=_with_code(question.prompt, code),
            answers=tuple(answers),
            feedback=words(question.explanation),
            points=question.points,
            id=question.id,
            tags=question.tags,
            unit=unit,
            case_sensitive=case,
        )

    def _shares(self, question: MultipleChoice) -> list[Answer]:
        if question.credit == "all":
            self.losses.append(ALL_LOST.format(id=question.id))
        right = sum(choice.correct for choice in question.choices)
        wrong = len(question.choices) - right
        return [
            Answer(words(choice.text), 1 / right if choice.correct else -1 / wrong, words(choice.feedback))
            for choice in question.choices
        ]


def words(text: Text) -> Words:
    """A text of ours as a file holds it."""
    return {"en": text.en, "zh": text.zh} if any(text) else NO_WORDS


def _with_code(prompt: Text, code: str) -> Words:
    if not code:
        return words(prompt)
    block = "\n\n```\n" + code.rstrip("\n") + "\n```"
    return {"en": prompt.en + block, "zh": prompt.zh + block}


def _truth(question: TrueFalse) -> list[Answer]:
    replies = {True: question.replies.right, False: question.replies.otherwise}
    return [
        Answer({"": name}, float(question.answer is truth), words(replies[question.answer is truth]))
        for name, truth in (("true", True), ("false", False))
    ]


def _short_answers(question: ShortText) -> list[Answer]:
    answers = [Answer(_literal(answer), 1.0, words(question.replies.right)) for answer in question.answers]
    for wrong, item in zip(question.wrong, question.source.get("wrong") or [], strict=True):
        reply = words(wrong.wrong.feedback)
        answers += [Answer(_literal(str(said)), wrong.wrong.score, reply) for said in item["answers"]]
    return [*answers, *_otherwise(question.replies)]


def _typed(answer: str, replies: Replies) -> list[Answer]:
    return [Answer(_literal(answer), 1.0, words(replies.right)), *_otherwise(replies)]


def _literal(answer: str) -> Words:
    return {"": answer.replace("*", STAR)}


def _otherwise(replies: Replies) -> list[Answer]:
    return [Answer({"": "*"}, 0.0, words(replies.otherwise))] if any(replies.otherwise) else []


def _values(question: Numeric) -> list[Answer]:
    near = question.tolerance
    tolerance = near.absolute or near.relative * abs(question.value)
    if near.figures and question.value:
        tolerance = 0.5 * 10.0 ** (_magnitude(question.value) - near.figures + 1)
    answers = [Answer(share=1.0, feedback=words(question.replies.right), value=question.value, tolerance=tolerance)]
    for wrong in question.wrong:
        said = words(wrong.wrong.feedback)
        answers.append(Answer(share=wrong.wrong.score, feedback=said, value=wrong.value, tolerance=tolerance))
    if any(question.replies.otherwise):
        answers.append(Answer(feedback=words(question.replies.otherwise)))
    return answers


def _magnitude(value: float) -> int:
    return int(f"{abs(value):e}".partition("e")[2])


def _pairs(question: Matching) -> list[Answer]:
    targets = {target.id: target for target in question.targets}
    answers = [Answer(words(item.text), 1.0, match=words(targets[item.match].text)) for item in question.items]
    wanted = {item.match for item in question.items}
    others = sorted(set(targets) - wanted)
    return [*answers, *(Answer(share=1.0, match=words(targets[name].text)) for name in others)]
