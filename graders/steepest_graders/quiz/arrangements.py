"""Ordering and matching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, ClassVar, Self

from steepest_graders.quiz.model import (
    CHOOSE,
    NOT_OFFERED,
    REPLIES,
    Face,
    Judgement,
    Mark,
    Option,
    Question,
    Remark,
    Replies,
    ResponseError,
)
from steepest_graders.quiz.reading import Fields, all_different, all_read_differently
from steepest_graders.quiz.variants import shuffled
from steepest_graders.text import Text

ORDER_ALL = Text("Give each item a place of its own.", "请给每一项一个各不相同的位置。")
MATCH_ALL = Text("Choose a match for every item.", "请为每一项选择对应的内容。")
ORDER_RULES = {
    "all": Text(),
    "pairs": Text(
        "Partial credit: how many of all pairs stand in the right order; half of them, as by chance, is worth nothing.",
        "部分得分：按顺序正确的两两组合所占比例计分；只对一半（相当于随机）不得分。",
    ),
}
MATCH_RULES = {
    "each": Text(
        "Partial credit: the share of the items that are matched rightly.", "部分得分：匹配正确的项所占比例。"
    ),
    "all": Text(),
}


def _said(question: Ordering | Matching, judged: Judgement) -> Judgement:
    return replace(judged, feedback=question.replies.right if judged.correct else question.replies.otherwise)


@dataclass(frozen=True)
class Ordering(Question):
    """Items to put in order. An answer is their ids, first to last. `items` stand in the right order here.

    `order` is the order in which they are shown: never the right one.
    """

    items: tuple[Option, ...]
    order: tuple[str, ...]
    credit: str
    replies: Replies
    type: ClassVar[str] = "ordering"
    keys: ClassVar[tuple[str, ...]] = ("items", "credit", *REPLIES)

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        listed = fields.items("items", ("id", "text"), least=2)
        items = tuple(Option(item.name(), item.text("text")) for item in listed)
        all_different(listed, [item.id for item in items], "items")
        all_read_differently(listed, [item.text for item in items], "items")
        question = cls(
            **common,
            items=items,
            order=(),
            credit=fields.word("credit", list(ORDER_RULES)),
            replies=Replies.read(fields),
        )
        return question._shuffled(0)

    def _shuffled(self, seed: int) -> Self:
        right = self.solution()
        order = next(order for tries in range(1000) if (order := shuffled(right, f"{seed}:{tries}:{self.id}")) != right)
        return replace(self, order=order)

    def face(self) -> Face:
        """See Question."""
        items = {item.id: item for item in self.items}
        options = tuple(items[name] for name in self.order)
        return Face(self.type, self.id, self.prompt, self.points, options=options, rule=ORDER_RULES[self.credit])

    def judge(self, given: Sequence[str]) -> Judgement:
        """Each item is marked by whether it stands at its place."""
        right = self.solution()
        if set(given) - set(right) - {""}:
            raise ResponseError(NOT_OFFERED)
        if len(given) != len(right) or len(set(given) - {""}) != len(right):
            raise ResponseError(ORDER_ALL)
        pairs = list(combinations(given, 2))
        kept = sum(right.index(one) < right.index(other) for one, other in pairs)
        score = max(0.0, 2 * kept / len(pairs) - 1) if self.credit == "pairs" else float(kept == len(pairs))
        remarks = {
            name: Remark(Mark.RIGHT if name == there else Mark.WRONG) for name, there in zip(given, right, strict=True)
        }
        return _said(self, Judgement(score, remarks))

    def solution(self) -> tuple[str, ...]:
        """See Question."""
        return tuple(item.id for item in self.items)

    def texts(self) -> tuple[Text, ...]:
        """See Question."""
        said = (self.prompt, *(item.text for item in self.items), self.replies.right, self.replies.otherwise)
        return tuple(text for text in (*said, self.explanation) if any(text))


@dataclass(frozen=True, slots=True)
class Item:
    """Something to match with the target `match`; `feedback` is said to who chose another one."""

    id: str
    text: Text
    match: str
    feedback: Text
    misconception: str = ""


@dataclass(frozen=True)
class Matching(Question):
    """Items, each to be matched with a target. An answer is a target's id for each item, in the items' order.

    Several items may share a target, and a target may be nobody's. Targets are shown in an order of their own.
    """

    items: tuple[Item, ...]
    targets: tuple[Option, ...]
    credit: str
    replies: Replies
    type: ClassVar[str] = "matching"
    keys: ClassVar[tuple[str, ...]] = ("items", "targets", "credit", *REPLIES)

    @classmethod
    def _read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        offered = fields.items("targets", ("id", "text"), least=2)
        targets = tuple(Option(target.name(), target.text("text")) for target in offered)
        all_different(offered, [target.id for target in targets], "targets")
        all_read_differently(offered, [target.text for target in targets], "targets")
        listed = fields.items("items", ("id", "text", "match", "feedback", "misconception"), least=1)
        items = tuple(_item(item, [target.id for target in targets]) for item in listed)
        all_different(listed, [item.id for item in items], "items")
        question = cls(
            **common,
            items=items,
            targets=targets,
            credit=fields.word("credit", list(MATCH_RULES)),
            replies=Replies.read(fields),
        )
        return question._shuffled(0)

    def _shuffled(self, seed: int) -> Self:
        """The items keep their order, which an answer follows; as targets are shuffled, it says nothing."""
        targets = sorted(self.targets, key=lambda target: target.id)  # not as the author wrote them: often the key
        return replace(self, targets=shuffled(targets, f"{seed}:{self.id}"))

    def face(self) -> Face:
        """See Question."""
        options = tuple(Option(item.id, item.text) for item in self.items)
        return Face(
            self.type,
            self.id,
            self.prompt,
            self.points,
            options=options,
            targets=self.targets,
            rule=MATCH_RULES[self.credit] if len(self.items) > 1 else Text(),
        )

    def judge(self, given: Sequence[str]) -> Judgement:
        """Each item is marked, and answered where it was matched wrongly."""
        if not any(given):
            raise ResponseError(CHOOSE)
        if set(given) - {target.id for target in self.targets} - {""}:
            raise ResponseError(NOT_OFFERED)
        if len(given) != len(self.items) or "" in given:
            raise ResponseError(MATCH_ALL)
        wrong = [item for item, match in zip(self.items, given, strict=True) if match != item.match]
        score = 1 - len(wrong) / len(self.items)
        remarks = {
            item.id: Remark(Mark.WRONG, item.feedback) if item in wrong else Remark(Mark.RIGHT) for item in self.items
        }
        misconceptions = tuple(dict.fromkeys(item.misconception for item in wrong if item.misconception))
        score = float(score == 1) if self.credit == "all" else score
        return _said(self, Judgement(score, remarks, misconceptions=misconceptions))

    def solution(self) -> tuple[str, ...]:
        """See Question."""
        return tuple(item.match for item in self.items)

    def texts(self) -> tuple[Text, ...]:
        """See Question."""
        items = (text for item in self.items for text in (item.text, item.feedback))
        said = (self.prompt, *items, *(target.text for target in self.targets), self.replies.right)
        return tuple(text for text in (*said, self.replies.otherwise, self.explanation) if any(text))

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """See Question."""
        return tuple(item.misconception for item in self.items if item.misconception)


def _item(fields: Fields, targets: Sequence[str]) -> Item:
    match = fields.name("match")
    if match not in targets:
        raise fields.error(f"there is no target {match!r}.", f"There are: {', '.join(targets)}.", "match")
    return Item(
        id=fields.name(),
        text=fields.text("text"),
        match=match,
        feedback=fields.text("feedback", required=False),
        misconception=fields.optional_name("misconception"),
    )
