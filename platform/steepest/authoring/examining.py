"""What a text says and what is wrong with it, at which line: for the editor, for saving, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from steepest import prose
from steepest.authoring import complaints
from steepest.authoring.store import Said
from steepest.course import Course, textform
from steepest.course.textform import Form, Problem
from steepest.models import DocumentKind
from steepest_graders.quiz import Draw, Question, QuestionError, Quiz, question_from_dict, quiz_from_dict, version_of
from steepest_graders.quiz.linting import Finding, lint
from steepest_graders.quiz.reading import Fields, Path
from steepest_graders.quiz.variants import filled, filler
from steepest_graders.text import LANGUAGES, Text

NO_MISCONCEPTION = Text("There is no misconception {slug!r} in this course.", "本课程没有常见误解“{slug}”。")
NO_SUCH_QUESTION = Text("There is no published question {name!r}.", "没有已发布的题目“{name}”。")
SCARCE = Text(
    "Of the tag {tag!r} {count} are to be drawn; beside those that are listed there are {found}.",
    "要抽取 {count} 道标签为“{tag}”的题目；除已列出的之外只有 {found} 道。",
)
OTHER_ID = Text(
    "The id is {here!r}: this is the question {there!r}. Copy it to give it another id.",
    "这里的 id 是“{here}”，而这道题是“{there}”。要换 id 请先复制。",
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A text, read: the question or quiz where it can be asked, and all that is wrong or could be better."""

    form: Form
    question: Question | None = None
    quiz: Quiz | None = None
    problems: tuple[Problem, ...] = ()
    said: Said = field(default_factory=Said)

    @property
    def errors(self) -> list[Problem]:
        """What keeps it from being published."""
        return [problem for problem in self.problems if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        """What could be better."""
        return [problem for problem in self.problems if problem.is_warning]


def examine(kind: DocumentKind, slug: str, source: str, course: Course) -> Examined:
    """Read a text as the document `slug` ('' for any)."""
    form = textform.read(source)
    if form.problem:
        return Examined(form, problems=(form.problem,))
    if kind is DocumentKind.QUIZ:
        return examine_quiz(form, slug, course)
    return examine_question(form, slug, course)


def examine_question(form: Form, slug: str, course: Course, path: Path = ()) -> Examined:
    """The question at `path` of a text."""
    data = _at(form.data, path)
    said = _said(data, "prompt")
    try:
        question = question_from_dict(data, complete=False)
    except QuestionError as error:
        return Examined(form, problems=(_problem(form, error, path),), said=said)
    problems = []
    if slug and question.id != slug:
        problems.append(Problem(form.line((*path, "id")), OTHER_ID.format(here=question.id, there=slug)))
    problems += _prose(form, _filled(question), path)
    problems += [
        Problem(form.line((*path, *_place_of(question.source, name))), NO_MISCONCEPTION.format(slug=name))
        for name in dict.fromkeys(question.misconceptions)
        if name not in course.misconceptions
    ]
    if not problems:
        problems += [_warning(form, finding, path) for finding in lint(question)]
    return Examined(form, question, None, tuple(problems), Said(said.title, said.type, question.tags, question.version))


def examine_quiz(form: Form, slug: str, course: Course) -> Examined:
    """The quiz that a text holds."""
    said = _said(form.data, "title")
    try:
        quiz = quiz_from_dict(slug or "quiz", form.data, complete=False)
    except QuestionError as error:
        return Examined(form, problems=(_problem(form, error),), said=said)
    problems = [*_prose(form, form.data, ())]
    for index, entry in enumerate(form.data.get("questions") or []):
        if isinstance(entry, Mapping):
            inner = examine_question(form, "", course, ("questions", index))
            problems += inner.problems
    content_hash = version_of(form.data)
    return Examined(form, None, quiz, tuple(dict.fromkeys(problems)), Said(said.title, "quiz", (), content_hash))


def scarce(
    examined: Examined, is_there: Callable[[str], bool], offered: Callable[[Draw], set[str] | None]
) -> Iterator[Problem]:
    """What the quiz asks for and doesn't find. `offered`: the ids that a draw may take, None where nobody knows."""
    quiz, form = examined.quiz, examined.form
    if quiz is None:
        return
    for index, name in enumerate(quiz.listed):
        if name not in quiz.own and not is_there(name):
            yield Problem(form.line(("questions", index)), NO_SUCH_QUESTION.format(name=name))
    for index, draw in enumerate(quiz.draws):
        found = offered(draw)
        if found is not None and (left := len(found - set(quiz.listed))) < draw.count:
            message = SCARCE.format(count=draw.count, tag=draw.tag, found=left)
            yield Problem(form.line(("draw", index)), message, is_warning=True)


def _problem(form: Form, error: QuestionError, path: Path = ()) -> Problem:
    return Problem(form.line((*path, *error.path)), complaints.in_both_languages(error))


def _warning(form: Form, finding: Finding, path: Path) -> Problem:
    return Problem(form.line((*path, *finding.path)), finding.message, is_warning=True)


def _filled(question: Question) -> Any:
    """The mapping with the numbers of one variant in its texts."""
    if not question.parameters:
        return question.source
    fields = Fields(question.source, list(question.source), complete=False)
    return filled(question.source, filler(fields, question.values))


def _prose(form: Form, data: Any, path: Path) -> Iterator[Problem]:
    """Every text that can't be shown: a formula that is broken, a script, a second paragraph."""
    for place, language, text in texts(data, path):
        try:
            prose.to_safe_inline_html(text, language)
        except prose.ProseError as error:
            yield Problem(form.line(place), complaints.of_prose(error))


def texts(data: Any, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Every text of a mapping: its place, its language, and what it says."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key in LANGUAGES and isinstance(value, str):
                yield (*path, key), key, value.strip()
            else:
                yield from texts(value, (*path, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts(value, (*path, index))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _place_of(data: Any, slug: str, path: Path = ()) -> Path:
    """Where a misconception is named."""
    items = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if key == "misconception" and value == slug:
            return (*path, key)
        if found := _place_of(value, slug, (*path, key)):
            return found
    return ()


def _said(data: Any, key: str) -> Said:
    """As much as can be said of a text that may be broken."""
    if not isinstance(data, Mapping):
        return Said()
    title = data.get(key) if isinstance(data.get(key), Mapping) else {}
    english, chinese = (str(title.get(language) or "") for language in LANGUAGES)  # type: ignore[union-attr]
    kind = data.get("type")
    return Said(Text(english or chinese, chinese or english), kind if isinstance(kind, str) else "")
