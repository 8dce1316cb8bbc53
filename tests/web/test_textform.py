"""The text form: plain YAML, with the line of everything; hostile YAML is refused before anything is built."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from steepest.course import textform

words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n :#'\"-?[]{}|>&*!%@`~="), max_size=12
)
plain = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
data = st.recursive(
    plain | words,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "no", "1"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=100)
@given(data.filter(lambda value: value is not None))
def test_what_is_written_reads_back_equal_here_and_elsewhere(value: object) -> None:
    source = textform.write({"key": value})
    assert textform.read(source).data == {"key": value}
    assert yaml.safe_load(source) == {"key": value}


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("a: &x [1]\nb: *x\n", 1, "Anchors"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tags"),
        ("a: 1\na: 2\n", 2, "twice"),
        ("[" * 50, 1, "deeply"),
        ("a: 1\nb: c: d\n", 2, "YAML"),
        ("a: \x00", 1, "characters"),
        ("x" * (textform.LARGEST + 1), 1, "longer"),
        ("? [1]\n: 2\n", 1, "word"),
    ],
)
def test_what_cannot_be_read_is_named_at_its_line(source: str, line: int, said: str) -> None:
    problem = textform.read(source).problem
    assert problem is not None
    assert (problem.line, said in problem.message.en, all(problem.message)) == (line, True, True)


def test_scalars_are_what_they_look_like() -> None:
    source = "a: 1e-3\nb: yes\nc: 12:30\nd: 2026-01-01\ne: 1e999\nf: 0x1f\ng: true\nh:\n"
    assert textform.read(source).data == {
        "a": 0.001,
        "b": "yes",
        "c": "12:30",
        "d": "2026-01-01",
        "e": "1e999",
        "f": "0x1f",
        "g": True,
        "h": None,
    }
