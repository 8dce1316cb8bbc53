"""Small wrong changes of a right program, to see whether the checks notice.

Each mutant differs from the program in one place: an operator, a number, a comparison, a keyword, a
missing statement. A mutant that every check accepts is either equivalent, or shows that a probe is missing.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_NAMES = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "exp": "expm1",
    "log": "log2",
    "log1p": "log",
    "sqrt": "square",
    "square": "abs",
    "abs": "square",
    "floor": "ceil",
    "sin": "cos",
    "cos": "sin",
    "zeros_like": "ones_like",
    "zeros": "ones",
    "copy": "view",
}


class Mutant(NamedTuple):
    """`change` says what was done, as `line: old -> new`; `source` is the whole program."""

    change: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every program that differs from `source` in one place, without doubles."""
    tree = ast.parse(source)
    found: dict[str, Mutant] = {}
    for path in _paths(tree):
        for replacement in _changes(_at(tree, path)):
            mutant = _replaced(tree, path, replacement)
            if mutant.source not in found and mutant.source != ast.unparse(tree):
                found[mutant.source] = mutant
    return list(found.values())


_Path = tuple[tuple[str, int | None], ...]
_Change = ast.AST | None  # None: leave the statement out


def _paths(node: ast.AST, path: _Path = ()) -> Iterator[_Path]:
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield (*path, (name, None))
            yield from _paths(value, (*path, (name, None)))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield (*path, (name, index))
                    yield from _paths(item, (*path, (name, index)))


def _at(node: ast.AST, path: _Path) -> ast.AST:
    for name, index in path:
        value = getattr(node, name)
        node = value if index is None else value[index]
    return node


def _changes(node: ast.AST) -> Iterator[_Change]:
    for kind, change in _CHANGES.items():
        if isinstance(node, kind):
            yield from change(node)


def _operator(node: ast.AST) -> Iterator[_Change]:
    assert isinstance(node, ast.BinOp | ast.AugAssign)
    other = _OPERATORS.get(type(node.op))
    if other:
        changed = copy.copy(node)
        changed.op = other()
        yield changed
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div | ast.Pow):
        yield ast.BinOp(node.right, node.op, node.left)
    if isinstance(node, ast.BinOp):
        yield node.left


def _comparison(node: ast.AST) -> Iterator[_Change]:
    assert isinstance(node, ast.Compare)
    other = _COMPARISONS.get(type(node.ops[0]))
    if other and len(node.ops) == 1:
        yield ast.Compare(node.left, [other()], node.comparators)


def _number(node: ast.AST) -> Iterator[_Change]:
    assert isinstance(node, ast.Constant)
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node.value, float):
        yield ast.Constant(node.value * 2 if node.value else 1.0)


def _sign(node: ast.AST) -> Iterator[_Change]:
    assert isinstance(node, ast.UnaryOp)
    if isinstance(node.op, ast.USub | ast.Not):
        yield node.operand


def _call(node: ast.AST) -> Iterator[_Change]:
    assert isinstance(node, ast.Call)
    for keyword in node.keywords:
        yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not keyword])
    if len(node.args) == 2:
        yield ast.Call(node.func, node.args[::-1], node.keywords)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name in _NAMES and isinstance(node.func, ast.Attribute):
        yield ast.Call(ast.Attribute(node.func.value, _NAMES[name], ast.Load()), node.args, node.keywords)


def _statement(node: ast.AST) -> Iterator[_Change]:
    yield None


_CHANGES: dict[type[ast.AST], Callable[[ast.AST], Iterator[_Change]]] = {
    ast.BinOp: _operator,
    ast.Compare: _comparison,
    ast.Constant: _number,
    ast.UnaryOp: _sign,
    ast.Call: _call,
    ast.AugAssign: lambda node: (*_operator(node), *_statement(node)).__iter__(),
    ast.Assign: _statement,
    ast.If: _statement,
    ast.Raise: _statement,
}


def _replaced(tree: ast.Module, path: _Path, replacement: _Change) -> Mutant:
    old = _at(tree, path)
    copied = copy.deepcopy(tree)
    parent, (name, index) = _at(copied, path[:-1]), path[-1]
    new = ast.Pass() if replacement is None else replacement
    if index is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[index] = new
    ast.fix_missing_locations(copied)
    change = f"{_shown(old)} -> {'nothing' if replacement is None else _shown(new)}"
    return Mutant(f"{getattr(old, 'lineno', 0)}: {change}", ast.unparse(copied))


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:80]
