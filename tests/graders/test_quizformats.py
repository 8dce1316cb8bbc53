"""GIFT and Moodle XML: what others wrote is read or remarked, and what we write comes back equal."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steepest_graders.quiz import QuestionError, question_from_dict
from steepest_graders.quizformats import (
    Imported,
    UnreadableFile,
    read_gift,
    read_moodle,
    write_gift,
    write_moodle,
)

HERE = Path(__file__).parent / "questions"
SEALS = re.compile(rb"<!--.*?-->|// steepest:[^\n]*\n", re.DOTALL)


def by_title(found: list[Imported]) -> dict[str, Imported]:
    return {one.title: one for one in found}


def remarks(one: Imported) -> str:
    return " ".join(remark.en for remark in one.remarks)


def test_a_moodle_file_with_every_type_is_read_or_remarked() -> None:
    found = by_title(read_moodle((HERE / "moodle-made-by-hand.xml").read_bytes()))
    assert len(found) == 12

    step = found["Direction of the step"]
    assert step.category == "Optimisers/Week 3"
    assert step.data == {
        "id": "step-1",
        "type": "single",
        "tags": ["gradient-descent"],
        "points": 2.0,
        "prompt": {"en": "Which way does **gradient descent** step from $w_0$?"},
        "choices": [
            {
                "id": "against-the-gradient",
                "text": {"en": "Against the gradient"},
                "correct": True,
                "feedback": {"en": "Yes."},
            },
            {"id": "sideways", "text": {"en": "Sideways"}, "feedback": {"en": "Half."}},
            {"id": "along-the-gradient", "text": {"en": "Along the gradient"}},
        ],
        "explanation": {"en": "See the lesson & its figure."},
    }
    for lost in ("script", "Hints", "50 %"):
        assert lost in remarks(step)

    adam = found["Adam keeps"]
    assert adam.data is not None
    assert adam.data["prompt"] == {"en": "What does Adam keep?", "zh": "Adam 保存什么？"}
    assert adam.data["choices"][0]["text"] == {"en": "mean", "zh": "均值"}
    assert adam.data["choices"][1]["text"] == {"en": "$$v$$", "zh": "$$v$$"}
    assert [choice.get("correct", False) for choice in adam.data["choices"]] == [True, True, False]
    assert remarks(adam) == "A text in the language 'fr' is left out."

    truth = found["Convexity"].data
    assert truth is not None
    assert truth["prompt"] == {"en": r"1 &lt; 2 \* 3 is \*true\*"}
    assert (truth["answer"], truth["right"], truth["otherwise"]) == (True, {"en": "Right."}, {"en": "Look again."})

    short = found["Name the optimiser"].data
    assert short is not None
    assert short["prompt"] == {"en": "Which optimiser keeps *two* moments?"}
    assert (short["answers"], short["case"]) == (["Adam"], True)
    assert short["wrong"] == [{"answers": ["AdamW"], "feedback": {"en": "Nearly."}, "score": 0.4}]
    assert short["otherwise"] == {"en": "No."}

    number = found["One step"]
    assert number.data is not None
    assert (number.data["value"], number.data["tolerance"], number.data["unit"]) == (0.5, {"absolute": 0.01}, "m")
    assert number.data["wrong"] == [{"value": 50, "feedback": {"en": "You divided."}}]
    assert "Units other than the first" in remarks(number)
    assert "0.5 ± 0.1" in remarks(number)

    matching = found["Losses"].data
    assert matching is not None
    assert [item["match"] for item in matching["items"]] == ["cross-entropy", "mse"]
    assert [target["id"] for target in matching["targets"]] == ["cross-entropy", "mse", "accuracy"]

    ordering = found["Training step"].data
    assert ordering is not None
    assert [item["id"] for item in ordering["items"]] == ["forward", "backward", "update"]

    for title, said in (
        ("Explain", "essay"),
        ("Note", "no question"),
        ("Gaps", "cloze"),
        ("Computed", "'calculated'"),
        ("Drag", "'ddwtos'"),
    ):
        assert found[title].data is None
        assert said in remarks(found[title])


def test_a_gift_file_with_every_type_is_read_or_remarked() -> None:
    found = read_gift((HERE / "gift-made-by-hand.gift").read_text())
    kinds = [one.data and one.data["type"] for one in found]
    assert kinds == [
        "single",
        "multiple",
        "true-false",
        "short",
        "short",
        "numeric",
        "numeric",
        "matching",
        None,
        None,
        None,
    ]
    step = found[0]
    assert step.data is not None
    assert (step.data["id"], step.data["tags"], step.category) == ("step-1", ["gradient-descent"], "Optimisers/Week 3")
    assert step.data["prompt"] == {"en": "Which way does **gradient descent** step from $w_0$?"}
    assert step.data["explanation"] == {"en": "See the lesson."}
    assert "50 %" in remarks(step)
    gap = found[3]
    assert gap.data is not None
    assert gap.data["prompt"]["en"].endswith("keeps two moments.")
    assert found[4].data is not None
    assert found[4].data["otherwise"] == {"en": "No."}
    ranged = found[6].data
    assert ranged is not None
    assert (ranged["value"], ranged["tolerance"]) == (3, {"absolute": 2})
    for one, said in zip(found[-3:], ("essay", "no question", "never end with }"), strict=True):
        assert said in remarks(one)
    assert found[-1].place.en == "line 38"


def test_every_question_that_is_made_can_be_asked() -> None:
    found = read_gift((HERE / "gift-made-by-hand.gift").read_text())
    found += read_moodle((HERE / "moodle-made-by-hand.xml").read_bytes())
    for one in found:
        if one.data is not None:
            question_from_dict(one.data, complete=False)


# --- there and back ---

ALPHABET = "aZ 0é中，~=#{}:*_[]%→!?-+.|/\"'"
words = st.text(ALPHABET, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
FORMULAS = ["$x_1$", r"$\frac{a_{1}}{b}$", "$$w^* = 0$$", "{{a}}", "`code`", "**bold**"]
lines = st.builds("{} {}".format, words, st.sampled_from([*FORMULAS, "end"]))
texts = lines.map(lambda line: {"en": line, "zh": f"{line}，对"})
names = st.integers(0, 99).map("name-{}".format)
said = {"right": texts, "otherwise": texts}
numbers = st.floats(-1e6, 1e6)


def options(**extra: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    option = st.fixed_dictionaries({"id": names, "text": texts, **extra})
    return st.lists(option, min_size=2, max_size=4, unique_by=(lambda one: one["id"], lambda one: one["text"]["en"]))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A question of any type that a file of others can hold."""
    kind = draw(st.sampled_from(["single", "multiple", "true-false", "short", "numeric", "matching", "ordering"]))
    data = {"id": draw(names), "type": kind, "prompt": draw(texts)}
    data |= draw(
        st.fixed_dictionaries({}, optional={"tags": st.lists(names, max_size=2, unique=True), "explanation": texts})
    )
    if kind in ("single", "multiple"):
        data["choices"] = draw(options(feedback=texts))
        right = draw(st.sets(st.sampled_from(range(len(data["choices"]))), min_size=1))
        for index in right if kind == "multiple" else list(right)[:1]:
            data["choices"][index]["correct"] = True
    elif kind == "true-false":
        data |= {"answer": draw(st.booleans())} | draw(st.fixed_dictionaries({}, optional=said))
    elif kind == "short":
        data |= {"answers": draw(st.lists(words, min_size=1, max_size=3, unique=True))}
        data |= draw(st.fixed_dictionaries({}, optional=said))
    elif kind == "numeric":
        data |= {"value": draw(numbers), "tolerance": {"absolute": draw(st.sampled_from([0, 0.01, 2]))}}
        data |= draw(st.fixed_dictionaries({}, optional={"unit": st.sampled_from(["s", "m/s"]), **said}))
    elif kind == "matching":
        data |= {"targets": draw(options())}
        target = st.sampled_from([one["id"] for one in data["targets"]])
        data |= {"items": draw(options(match=target))}
    else:
        data |= {"items": draw(options())}
    return data


def askable(data: dict[str, Any]) -> bool:
    try:
        question_from_dict(data)
    except QuestionError:
        return False
    return True


@settings(max_examples=25)
@given(questions().filter(askable))
def test_what_we_write_we_read_back_equal(data: dict[str, Any]) -> None:
    asked = [question_from_dict(data), question_from_dict(data | {"id": "another"})]
    for found in (read_gift(write_gift(asked)[0]), read_moodle(write_moodle(asked)[0])):
        assert [one.data for one in found] == [data, data | {"id": "another"}]
        assert all(one.remarks == () for one in found)


def bare(data: dict[str, Any]) -> Any:
    """A question without what files of others have no place for: the names of its parts."""
    if isinstance(data, dict):
        return {key: bare(value) for key, value in data.items() if key not in ("id", "match") and value != []}
    return [bare(item) for item in data] if isinstance(data, list) else data


@settings(max_examples=25)
@given(questions().filter(askable))
def test_what_others_can_hold_comes_back_without_our_comment_too(data: dict[str, Any]) -> None:
    question = question_from_dict(data)
    (found,) = read_moodle(SEALS.sub(b"", write_moodle([question])[0]))
    assert found.data is not None, remarks(found)
    expected = bare(data)
    if data["type"] == "matching":  # several items may share a target, and targets come in their items' order
        del expected["targets"]
    got = bare(dict(found.data))
    assert {key: value for key, value in got.items() if key in expected or key != "targets"} == expected


def test_an_asterisk_is_itself_in_the_files_of_others_too() -> None:
    text = {"en": "?", "zh": "？"}
    data = {"id": "star", "type": "short", "prompt": text, "answers": ["*", "2*x"]}
    slope = {"id": "slope", "type": "formula", "prompt": text, "answer": "3*x"}
    slope["variables"] = {"x": {"from": 1, "to": 2}}
    written = write_moodle([question_from_dict(data), question_from_dict(slope)])[0]
    assert rb"<text>\*</text>" in written
    assert rb"<text>2\*x</text>" in written
    assert re.search(r"<text>3 ?\\\* ?x</text>", written.decode())
    for found in (
        read_moodle(SEALS.sub(b"", written)),
        read_gift(re.sub(r"// steepest:[^\n]*\n", "", write_gift([question_from_dict(data)])[0])),
    ):
        assert found[0].data
        assert found[0].data["answers"] == ["*", "2*x"]
        assert not found[0].remarks


def test_a_question_of_ours_comes_back_whole_where_its_id_is_taken() -> None:
    data = {
        "id": "power",
        "type": "numeric",
        "parameters": {"a": [2, 3]},
        "prompt": {"en": "The square of {{a}}?", "zh": "{{a}} 的平方？"},
        "value": "a ** 2",
    }
    question = question_from_dict(data)
    for found in (read_gift(write_gift([question])[0], {"power"}), read_moodle(write_moodle([question])[0], {"power"})):
        assert [one.data for one in found] == [data | {"id": "power-2"}]


MULTICHOICE = """<quiz><question type="multichoice"><name><text>q</text></name>
<questiontext><text>Which?</text></questiontext><single>true</single>
<correctfeedback><text>Your answer is correct.</text></correctfeedback>
<incorrectfeedback><text>Read chapter 3.</text></incorrectfeedback>
<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question>
<question type="numerical"><name><text>n</text></name><questiontext><text>How much?</text></questiontext>
<answer fraction="100"><text>3</text><tolerance>0.1</tolerance></answer>
<answer fraction="0"><text>9</text><tolerance>2</tolerance></answer></question></quiz>"""


def test_what_has_no_place_here_is_named() -> None:
    choice, number = read_moodle(MULTICHOICE.encode())
    assert remarks(choice) == "What is said of the whole answer ('Read chapter 3.') is left out: " + (
        "write it into the feedback of the options."
    )
    assert "The tolerance of the wrong value 9 is left out" in remarks(number)


@pytest.mark.parametrize("form", ["moodle_auto_format", "markdown"])
def test_texts_full_of_what_is_never_closed_are_read_like_any_other(form: str) -> None:
    parts = (r"\(", r"\[", r"\\(", "<a <", "<span lang=x>", "<span lang=x ", "{mlang x}a", "<!--", "<![x", "$$a$ ", " ")
    for part in parts:
        text = escape(part * 30_000)
        words = f"<questiontext format='{form}'><text>{text}</text></questiontext>"
        source = f"<quiz><question type='essay'>{words}</question></quiz>"
        (found,) = read_moodle(source.encode())
        assert found.data is None


def test_a_question_that_was_edited_in_the_file_is_read_as_it_stands() -> None:
    data = {
        "id": "way",
        "type": "true-false",
        "prompt": {"en": "Down it goes.", "zh": "往下走。"},
        "answer": True,
        "misconception": "gradient-ascent",
    }
    text, _losses = write_gift([question_from_dict(data)])
    (same,) = read_gift(text)
    assert same.data == data
    (edited,) = read_gift(text.replace("Down it goes.", "Up it goes."))
    assert edited.data is not None
    assert edited.data["prompt"]["en"] == "Up it goes."
    assert "misconception" not in edited.data, "GIFT can't say it, and the comment no longer counts"


@settings(max_examples=25)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_no_file_makes_a_reader_fail(source: str) -> None:
    for read in (read_gift, lambda text: read_moodle(f"<quiz><question type='multichoice'>{text}".encode())):
        try:
            found = read(source)
        except UnreadableFile:
            continue  # refused, with a remedy
        for one in found:
            assert one.data is not None or one.remarks


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE q [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><quiz>&c;</quiz>', "document type"),
        (b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', "document type"),
        (b"<quiz>" + b"<question>" * 100_000, "nested too deeply"),
        (b"<quiz>\xff</quiz>", "well-formed"),
        (b'<?xml version="1.0" encoding="no-such"?><quiz/>', "well-formed"),
        (b"<rss/>", "<rss>"),
    ],
)
def test_a_hostile_or_foreign_xml_is_refused_with_a_remedy(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_moodle(data)


def test_other_encodings_of_xml_are_read() -> None:
    source = (
        '<?xml version="1.0" encoding="{}"?><quiz><question type="truefalse"><questiontext><text>é?</text>'
        '</questiontext><answer fraction="100"><text>true</text></answer></question></quiz>'
    )
    for encoding in ("utf-8", "utf-16", "iso-8859-1"):
        (found,) = read_moodle(source.format(encoding).encode(encoding))
        assert found.data is not None
        assert found.data["prompt"] == {"en": "é?"}
