"""Files of questions, in and out: our text form, Moodle XML, GIFT. Used by the pages and by the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from steepest.authoring import complaints
from steepest.course import textform
from steepest_graders.quiz import Question, QuestionError, question_from_dict, question_to_dict
from steepest_graders.quizformats import (
    Imported,
    UnreadableFile,
    read_gift,
    read_moodle,
    unused,
    write_gift,
    write_moodle,
)
from steepest_graders.text import Text

LARGEST_FILE = 2 * 1024 * 1024  # bytes
MOST_QUESTIONS = 500
FORMS = {"yaml": ("yaml", "application/yaml"), "moodle": ("xml", "application/xml"), "gift": ("gift", "text/plain")}

TOO_LARGE = Text(
    "The file is larger than {most} MiB: export fewer questions at a time.", "文件超过 {most} MiB：请分批导出。"
)
TOO_MANY = Text(
    "The file holds more than {most} questions: import fewer at a time.", "文件中的题目超过 {most} 道：请分批导入。"
)
PACKED = Text("The file is packed: unpack it and choose the file inside.", "这是压缩文件：请解压后选择里面的文件。")
EMPTY = Text("There is no question in the file.", "文件里没有题目。")
ENCODING = Text(
    "The file is not UTF-8 (byte {place} can't be read): save it as UTF-8 in an editor, and try again.",
    "文件不是 UTF-8 编码（第 {place} 个字节无法读取）：请在编辑器中另存为 UTF-8 再试。",
)
ELSEWHERE = Text(
    "This is the id of a question that stands elsewhere: it is left out.", "这是别处一道题目的 id，没有导入。"
)
HEAD_LEFT = Text(
    "Only questions are imported: title, settings and draws of the quiz are left out.",
    "只导入题目：测验的标题、设置和抽题规则没有导入。",
)
THE_QUIZ = Text("the quiz", "测验")
BAD_YAML = Text("Line {line}: {message}", "第 {line} 行：{message}")
NUMBERED = Text("question {number}", "第 {number} 题")
MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(data: bytes, taken: Iterable[str]) -> list[Imported]:
    """What a file would make, whatever it is. Ids that are `taken` get a number. Raises UnreadableFile."""
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(TOO_LARGE.format(most=LARGEST_FILE // 1024**2))
    if data.startswith(MAGIC):
        raise UnreadableFile(PACKED)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith(b"<") or (data[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<" in data[:4]):
        found = read_moodle(data, taken)
    else:
        text = _decoded(data)
        found = _yaml(text, set(taken)) if _is_yaml(text) else read_gift(text, taken)
    if not found:
        raise UnreadableFile(EMPTY)
    if len(found) > MOST_QUESTIONS:
        raise UnreadableFile(TOO_MANY.format(most=MOST_QUESTIONS))
    return [_explained(one) for one in found]


def write(form: str, questions: Sequence[Question], category: str = "") -> tuple[bytes, list[Text]]:
    """The file, and what other programs will not see of it: its first comments say that too. Raises KeyError."""
    if form == "moodle":
        data, losses = write_moodle(questions, category)
        head, root, rest = data.partition(b"<quiz>")
        notes = "".join(f"<!-- {_both(loss)} -->\n" for loss in losses)
        return head + notes.encode() + root + rest, losses
    if form == "gift":
        text, losses = write_gift(questions, category)
        return "".join([*(f"// {_both(loss)}\n" for loss in losses), text]).encode(), losses
    if form not in FORMS:
        raise KeyError(form)
    return textform.write([question_to_dict(question) for question in questions]).encode(), []


def _both(loss: Text) -> str:
    """On one line, and without what would end a comment."""
    return " ".join(f"{loss.en} {loss.zh}".split()).replace("--", "- -")


def _explained(one: Imported) -> Imported:
    """With what our reader has against it among the remarks, in both languages."""
    if one.error is None:
        return one
    return replace(one, remarks=(*one.remarks, complaints.in_both_languages(one.error)), error=None)


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in BOMS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(ENCODING.format(place=error.start + 1)) from None


YAML = re.compile(r"-\s+\{?\s*(id|type):|\s*-\s*$|(id|type|title|questions|prompt):")


def _is_yaml(text: str) -> bool:
    """Ours: a list of questions, one question, or a quiz with a list of them."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and YAML.match(lines[0]) is not None


def _yaml(text: str, taken: set[str]) -> list[Imported]:
    form = textform.read(text, largest=LARGEST_FILE)
    if form.problem:
        raise UnreadableFile(BAD_YAML.format(line=form.problem.line, message=form.problem.message))
    data = form.data
    if not isinstance(data, Mapping):
        return _list_of_ours(data, taken)
    if "type" in data:
        return _list_of_ours([data], taken)
    return [Imported(THE_QUIZ, "", remarks=(HEAD_LEFT,)), *_list_of_ours(data.get("questions"), taken)]


def _list_of_ours(entries: Any, taken: set[str]) -> list[Imported]:
    listed = entries if isinstance(entries, list) else []
    return [_ours(number, entry, taken) for number, entry in enumerate(listed, 1)]


def _ours(number: int, entry: Any, taken: set[str]) -> Imported:
    place = NUMBERED.format(number=number)
    if isinstance(entry, str):
        return Imported(place, entry[:64], remarks=(ELSEWHERE,))
    try:
        question = question_from_dict(entry, complete=False)
    except QuestionError as error:
        return Imported(place, str(entry.get("id", "")) if isinstance(entry, Mapping) else "", error=error)
    name = unused(question.id[:58].rstrip("-"), taken) if question.id in taken else question.id
    taken.add(name)
    return Imported(place, question.id, {**entry, "id": name})
