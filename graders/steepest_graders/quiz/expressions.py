"""Expressions of mathematics: our own grammar, never evaluated as Python.

    sum      = product (("+" | "-") product)*
    product  = signed (("*" | "/") signed)*
    signed   = ("+" | "-")* power
    power    = atom (("**" | "^") signed)?
    atom     = number | name | name "(" sum ("," sum)* ")" | "(" sum ")" | "[" sum ("," sum)* "]"

There are no attributes, subscripts, comparisons, strings or assignments. Length, depth, the number of parts
and exponents are bounded, numbers are floats, lists have at most 100 elements: whatever is written is read
and evaluated in well under a millisecond. What a keyboard or a word processor makes of signs is understood:
full-width letters, × · ÷ − and raised digits.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import numpy as np

from steepest_graders.quiz.functions import AUTHORS, CONSTANTS, MATHEMATICS, Value
from steepest_graders.text import Text

LONGEST = 500  # characters
DEEPEST = 40
MOST_PARTS = 250
MOST_ELEMENTS = 100
HIGHEST_EXPONENT = 100
RAISED = re.compile("[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
SIGNS = str.maketrans({"×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "−": "-", "–": "-"})
TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([^\W\d]\w*)|(\*\*|[-+*/^(),\[\]]))")


class ExpressionError(ValueError):
    """An expression that can't be read or has no value. `message` says so in both languages; `at` counts from 0."""

    def __init__(self, english: str, chinese: str, at: int = 0) -> None:
        super().__init__(english)
        self.message, self.at = Text(english, chinese), at


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    written: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """`sign` is one of + - * / **; for a sign in front, `left` is None."""

    sign: str
    left: Node | None
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class List:
    items: tuple[Node, ...]


Node = Number | Name | Operation | Call | List


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read. `names` are those that it needs a value for."""

    source: str
    root: Node
    names: frozenset[str]

    def value(self, values: Mapping[str, Value], *, functions: Mapping[str, Callable[..., Any]] = AUTHORS) -> Value:
        """A finite float or a list of them. Raises ExpressionError."""
        with np.errstate(all="ignore"):
            found = _value(self.root, values, functions)
        if np.size(found) > MOST_ELEMENTS:
            raise ExpressionError(f"{self.source} has too many elements.", f"{self.source} 的元素太多。")
        if not np.all(np.isfinite(found)):
            raise ExpressionError(f"{self.source} has no finite value here.", f"{self.source} 在这里没有有限的值。")
        return found.tolist() if isinstance(found, np.ndarray) and found.ndim else float(found)

    def latex(self) -> str:
        """The expression as a formula, to show how it was read."""
        return _latex(self.root)


@lru_cache(maxsize=2048)
def parse(source: str, *, authors: bool = True) -> Expression:
    """Read an expression. `authors`: with the functions of the reference core too. Raises ExpressionError."""
    if len(source) > LONGEST:
        raise ExpressionError(f"It is longer than {LONGEST} characters.", f"超过了 {LONGEST} 个字符。")
    parser = _Parser(_plain(source), AUTHORS if authors else MATHEMATICS)
    root = parser.whole()
    return Expression(source.strip(), root, frozenset(parser.names))


def _plain(source: str) -> str:
    return unicodedata.normalize("NFKC", powers(source, "**")).translate(SIGNS)


def powers(text: str, sign: str) -> str:
    """The text with raised digits written behind `sign`: of 10², normalising alone would make 102."""
    return RAISED.sub(lambda match: sign + match[0], text)


class _Parser:
    """Recursive descent over the tokens; `depth` and `parts` keep it small."""

    def __init__(self, source: str, functions: Mapping[str, Any]) -> None:
        self.functions, self.names = functions, set[str]()
        self.tokens: list[tuple[str, str, int]] = []  # kind, text, place
        at = 0
        source = source.rstrip()
        while at < len(source):
            match = TOKEN.match(source, at)
            if not match:
                at += len(source[at:]) - len(source[at:].lstrip())
                raise ExpressionError(f"{source[at]!r} can't be used here.", f"这里不能用 {source[at]!r}。", at)
            kind = ("number", "name", "sign")[(match.lastindex or 1) - 1]
            self.tokens.append((kind, match[match.lastindex or 0], match.start(match.lastindex or 0)))
            at = match.end()
        self.end, self.at, self.depth, self.parts = at, 0, 0, 0

    def whole(self) -> Node:
        if not self.tokens:
            raise ExpressionError("Nothing is written.", "没有写任何内容。")
        root = self.sum()
        if self.at < len(self.tokens):
            kind, text, place = self.tokens[self.at]
            if kind in ("name", "number") or text == "(":
                raise ExpressionError(
                    f"A sign is missing before {text!r}: write 2 * x, not 2x.",
                    f"{text!r} 前缺少运算符：写 2 * x，不要写 2x。",
                    place,
                )
            raise ExpressionError(f"{text!r} is not expected here.", f"这里不该有 {text!r}。", place)
        return root

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("It is nested too deeply.", "嵌套太深。", self.place)
        node = self.product()
        while (sign := self.take("+", "-")) is not None:
            node = self.part(Operation(sign, node, self.product()))
        self.depth -= 1
        return node

    def product(self) -> Node:
        node = self.signed()
        while (sign := self.take("*", "/")) is not None:
            node = self.part(Operation(sign, node, self.signed()))
        return node

    def signed(self) -> Node:
        signs = 0
        minus = False
        while (sign := self.take("+", "-")) is not None:
            signs, minus = signs + 1, minus != (sign == "-")
        node = self.power()
        return self.part(Operation("-", None, node)) if minus else node

    def power(self) -> Node:
        base = self.atom()
        if self.take("**", "^") is None:
            return base
        self.depth += 1  # a tower of powers is as deep as it is high
        if self.depth > DEEPEST:
            raise ExpressionError("It is nested too deeply.", "嵌套太深。", self.place)
        node = self.part(Operation("**", base, self.signed()))
        self.depth -= 1
        return node

    def atom(self) -> Node:
        kind, text, place = self.tokens[self.at] if self.at < len(self.tokens) else ("end", "", self.end)
        self.at += 1
        if kind == "number":
            return self.part(Number(float(text), text))
        if kind == "name":
            if self.take("(") is None:
                if text not in CONSTANTS:
                    self.names.add(text)
                return self.part(Name(text))
            return self.call(text, place)
        if text == "(":
            node = self.sum()
            self.close(")")
            return node
        if text == "[":
            return self.part(List(self.listed("]")))
        if kind == "end":
            raise ExpressionError("It ends too early.", "表达式不完整。", place)
        raise ExpressionError(f"{text!r} is not expected here.", f"这里不该有 {text!r}。", place)

    def call(self, name: str, place: int) -> Node:
        if name not in self.functions:
            near = get_close_matches(name, self.functions, 1)
            hint = (f" Did you mean {near[0]}?", f"是 {near[0]} 吗？") if near else ("", "")
            raise ExpressionError(
                f"There is no function {name!r}.{hint[0]} Write * to multiply.",
                f"没有函数 {name!r}。{hint[1]}相乘请写 *。",
                place,
            )
        return self.part(Call(name, self.listed(")")))

    def listed(self, end: str) -> tuple[Node, ...]:
        items = [self.sum()]
        while self.take(",") is not None:
            items.append(self.sum())
        self.close(end)
        if len(items) > MOST_ELEMENTS:
            raise ExpressionError("The list is too long.", "列表太长。", self.place)
        return tuple(items)

    def close(self, end: str) -> None:
        if self.take(end) is None:
            raise ExpressionError(f"A {end} is missing.", f"缺少 {end}。", self.place)

    def take(self, *signs: str) -> str | None:
        if self.at < len(self.tokens):
            kind, text, _ = self.tokens[self.at]
            if kind == "sign" and text in signs:
                self.at += 1
                return text
        return None

    def part(self, node: Node) -> Node:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise ExpressionError("It has too many parts.", "表达式的组成部分太多。", self.place)
        return node

    @property
    def place(self) -> int:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else self.end


def _value(node: Node, values: Mapping[str, Value], functions: Mapping[str, Callable[..., Any]]) -> Any:
    match node:
        case Number(value):
            return np.float64(value)
        case Name(name):
            if name in values:
                return np.asarray(values[name], dtype=np.float64)[()]
            if name in CONSTANTS:
                return np.float64(CONSTANTS[name])
            known = ", ".join(sorted(values)) or "none"
            raise ExpressionError(
                f"{name!r} has no value here. There are: {known}.", f"{name!r} 在这里没有值。可以用：{known}。"
            )
        case Operation(sign, None, right):
            return -_value(right, values, functions)
        case Operation(sign, left, right):
            assert left is not None
            return _operate(sign, _value(left, values, functions), _value(right, values, functions))
        case List(items):
            return _array([_value(item, values, functions) for item in items])
        case Call(name, arguments):
            return _called(name, [_value(argument, values, functions) for argument in arguments], functions)


def _operate(sign: str, left: Any, right: Any) -> Any:
    if np.shape(left) and np.shape(right) and np.shape(left) != np.shape(right):
        raise ExpressionError("Two lists of different lengths meet.", "两个列表的长度不同。")
    if sign == "**" and np.any(np.abs(right) > HIGHEST_EXPONENT):
        raise ExpressionError(f"An exponent is above {HIGHEST_EXPONENT}.", f"指数超过了 {HIGHEST_EXPONENT}。")
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return left**right


def _array(items: list[Any]) -> Any:
    if len({np.shape(item) for item in items}) > 1 or np.ndim(items[0]) > 1:
        raise ExpressionError("A list holds different kinds of things.", "列表里的元素种类不一致。")
    return np.stack(items)


def _called(name: str, arguments: list[Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
    if name not in functions:
        raise ExpressionError(f"There is no function {name!r} here.", f"这里没有函数 {name!r}。")
    try:
        return np.asarray(functions[name](*arguments), dtype=np.float64)[()]
    except ExpressionError:
        raise
    except Exception as error:  # whatever a function of the core refuses: shapes, domains, numbers of arguments
        raise ExpressionError(f"{name} can't be worked out: {error}.", f"{name} 无法计算：{error}。") from None


LEVELS = {"+": 1, "-": 1, "*": 2, "/": 4, "**": 3}


def _latex(node: Node) -> str:
    match node:
        case Number(value, written):
            return written if "e" not in written.lower() else f"{value:g}"
        case Name(name):
            head, _, tail = name.partition("_")
            head = {"pi": r"\pi"}.get(head, head if len(head) == 1 else rf"\mathrm{{{head}}}")
            return f"{head}_{{\\mathrm{{{tail.replace('_', ',')}}}}}" if tail else head
        case Operation("-", None, right):
            return f"-{_within(right, 2)}"
        case Operation("/", left, right):
            assert left is not None
            return rf"\frac{{{_latex(left)}}}{{{_latex(right)}}}"
        case Operation("**", left, right):
            assert left is not None
            base = _latex(left)
            if not isinstance(left, Number | Name):
                base = rf"\left({base}\right)"
            return f"{base}^{{{_latex(right)}}}"
        case Operation(sign, left, right):
            assert left is not None
            level = LEVELS[sign]
            shown = r" \cdot " if sign == "*" else f" {sign} "
            return f"{_within(left, level)}{shown}{_within(right, level + (sign != '+'))}"
        case List(items):
            return rf"[{', '.join(_latex(item) for item in items)}]"
        case Call("sqrt", (inner,)):
            return rf"\sqrt{{{_latex(inner)}}}"
        case Call("abs", (inner,)):
            return rf"\left|{_latex(inner)}\right|"
        case Call(name, arguments):
            inside = ", ".join(_latex(argument) for argument in arguments)
            known = name if name in ("exp", "log", "ln", "sin", "cos", "tan", "tanh", "min", "max") else ""
            shown = rf"\{known}" if known else rf"\mathrm{{{name.replace('_', ' ')}}}"
            return rf"{shown}\left({inside}\right)"


def _within(node: Node, level: int) -> str:
    """In brackets where it binds less than what is around it."""
    inner = _latex(node)
    is_weak = isinstance(node, Operation) and (LEVELS[node.sign] < level or node.left is None)
    return rf"\left({inner}\right)" if is_weak else inner


def is_close(got: float, expected: float, relative: float, absolute: float = 0.0) -> bool:
    """Within the tolerance, up to the rounding of the tolerance itself: 0.1 is within 0.1 of 0.2 and of 0."""
    allowed = max(relative * abs(expected), absolute)
    slack = 4 * np.finfo(np.float64).eps * max(abs(got), abs(expected))
    return math.isfinite(got) and abs(got - expected) <= allowed + float(slack)
