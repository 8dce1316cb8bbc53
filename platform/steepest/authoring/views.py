"""The pages where instructors write: lists, the editor, versions, publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from steepest.accounts import throttle
from steepest.authoring import changes, composing, guards, previewing, running, starters, store, transfer  # noqa: F401
from steepest.authoring.examining import Examined, examine
from steepest.authoring.room import Answer, room
from steepest.course import textform
from steepest.course.textform import LARGEST
from steepest.languages import in_language
from steepest.models import DEFAULT_OFFERING, Document, DocumentKind, DocumentVersion, Offering, RoleName
from steepest.site import site
from steepest_graders.quiz import TYPES, CodeReading, Counts, FillIn, Question, When, question_to_dict
from steepest_graders.quiz.arrangements import MATCH_RULES, ORDER_RULES
from steepest_graders.quiz.choices import CHOICE, RULES
from steepest_graders.quiz.model import COMMON, REPLIES, WRONG
from steepest_graders.quiz.numeric import TOLERANCE
from steepest_graders.quiz.quizzes import DRAW, HEAD, LEVELS, SETTINGS
from steepest_graders.quiz.reading import NAME
from steepest_graders.quizformats import unused
from steepest_graders.text import LANGUAGES

__all__ = ["room"]
SHELF = "/<any(questions, quizzes):shelf>"
CREDITS = dict.fromkeys((*RULES, *ORDER_RULES, *MATCH_RULES))
KINDS = {"questions": DocumentKind.QUESTION, "quizzes": DocumentKind.QUIZ}


@room.app_template_global("type_name")
def type_name(kind: str) -> str:
    """What a type of question is called."""
    return in_language(starters.NAMES[kind]) if kind in starters.NAMES else kind


@room.get(SHELF)
def index(shelf: str) -> str:
    """What there is, to search, and where to begin a new one."""
    return _index(shelf)


def _index(shelf: str, problem: str = "") -> str:
    guards.author()
    asked = {name: request.args.get(name, "").replace("\0", "").strip() for name in ("q", "tag", "bank", "type")}
    bank = request.args.get("bank", type=int)
    with site().database.read() as session:
        found = store.search(
            session, KINDS[shelf], words=asked["q"][:200], tag=asked["tag"], bank_id=bank, type=asked["type"]
        )
        return render_template(
            f"authoring/{shelf}.html",
            shelf=shelf,
            asked=asked,
            documents=found,
            is_cut=len(found) == store.MOST_SHOWN,
            shipped=_shipped(asked) if shelf == "questions" and bank is None else [],
            banks=store.banks(session),
            tags=store.tags(session, KINDS[shelf]),
            names=starters.NAMES,
            problem=problem,
            fields=request.form,
        )


def _shipped(asked: Mapping[str, str]) -> list[Question]:
    """The course's own questions that fit."""

    def fits(question: Question) -> bool:
        text = f"{question.id} {question.prompt.en} {question.prompt.zh} {' '.join(question.tags)}".casefold()
        return (
            all(word.casefold() in text for word in asked["q"].split())
            and asked["tag"] in ("", *question.tags)
            and asked["type"] in ("", question.type)
        )

    return [question for question in site().course.questions.values() if fits(question)]


@room.post(SHELF)
def create(shelf: str) -> Answer:
    """A new document, with a text to begin from."""
    viewer = guards.author()
    slug, kind = request.form.get("slug", "").strip(), request.form.get("type", "")
    if problem := _bad_slug(shelf, slug):
        return _index(shelf, problem), 422
    source = starters.QUIZ if shelf == "quizzes" else starters.question(kind, slug) if kind in starters.NAMES else ""
    if not source:
        return _index(shelf, _("Choose a type.")), 422
    try:
        with site().database.write() as session:
            bank = store.bank(session, request.form.get("bank", "")) if shelf == "questions" else None
            document = store.create(session, KINDS[shelf], slug, bank=bank)
            store.save_draft(session, document, guards.account(viewer), source, 0)
    except store.Taken:
        return _index(shelf, _taken(slug)), 422
    return redirect(url_for("authoring.edit", shelf=shelf, slug=slug), 303)


def _bad_slug(shelf: str, slug: str) -> str:
    if not NAME.fullmatch(slug) or len(slug) > 60:
        return str(_("An id is made of small letters, digits and hyphens, at most 60: step-size-1"))
    course = site().course
    return _taken(slug) if slug in (course.questions if shelf == "questions" else _course_slugs()) else ""


def _course_slugs() -> set[str]:
    return {*site().course.quizzes, *(entry.slug for entry in site().course.entries)}


def _taken(slug: str) -> str:
    return str(_("The id %(id)s is taken.", id=slug))


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editor shows: a text, what is wrong with it, and how the document stands."""

    document: Document
    source: str
    based_on: int
    newest: DocumentVersion | None
    is_draft: bool = False
    others: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_stale(self) -> bool:
        """Somebody else has saved since this text was begun."""
        return self.based_on < self.document.newest


@room.get(f"{SHELF}/<slug>")
def edit(shelf: str, slug: str) -> str:
    """The editor; of a question that ships with the course, its text."""
    viewer = guards.author()
    with site().database.read() as session:
        document = store.find(session, KINDS[shelf], slug)
        if document is not None:
            return _editor(shelf, _desk(session, document, guards.account(viewer)))
    return _shipped_page(shelf, slug)


def _shipped_page(shelf: str, slug: str) -> str:
    question = site().course.questions.get(slug) if shelf == "questions" else None
    if question is None:
        abort(404)
    return render_template(
        "authoring/shipped.html",
        question=question,
        source=textform.write(question_to_dict(question)),
        preview=previewing.preview(question, "asked", _most()),
    )


def _desk(session: Session, document: Document, account_id: int) -> Desk:
    newest = store.version(session, document, document.newest) if document.newest else None
    draft = store.draft(session, document, account_id)
    return Desk(
        document=document,
        source=draft.source if draft else newest.source if newest else "",
        based_on=draft.based_on if draft else document.newest,
        newest=newest,
        is_draft=draft is not None and (newest is None or draft.source != newest.source),
        others=tuple(store.drafters(session, document, account_id)),
    )


def _editor(shelf: str, desk: Desk) -> str:
    document = desk.document
    with site().database.read() as session:
        examined = _examined(session, document.kind, document.slug, desk.source)
        return render_template(
            "authoring/editor.html",
            shelf=shelf,
            desk=desk,
            document=document,
            examined=examined,
            theirs=changes.rows(desk.newest.source, desk.source) if desk.newest and desk.is_stale else None,
            previews=_previews(session, examined),
            banks=[bank for bank, _count in store.banks(session)],
            composed=composing.fields(session, examined.form.data, _zone(session)) if shelf == "quizzes" else None,
            help=_completions(),
            most=LARGEST,
        )


def _examined(session: Session, kind: DocumentKind, slug: str, source: str) -> Examined:
    """As `examine`, and what a quiz asks for and doesn't find."""
    examined = examine(kind, slug, source, site().course)
    return replace(examined, problems=(*examined.problems, *composing.missing(session, examined)))


def _zone(session: Session) -> str:
    """The time zone of the class that the author teaches, of several the one joined last."""
    taught = [number for number, role in guards.author().roles if role is RoleName.INSTRUCTOR]
    return session.get_one(Offering, taught[-1] if taught else DEFAULT_OFFERING).timezone


def _completions() -> dict[str, object]:
    """What the editor offers to complete: keys by where they stand, and words by their key."""
    keys = {"choices": CHOICE, "wrong": WRONG, "settings": SETTINGS, "draw": DRAW, "tolerance": TOLERANCE}
    return {
        "types": {kind: in_language(name) for kind, name in starters.NAMES.items()},
        "misconceptions": {slug: in_language(one.name) for slug, one in site().course.misconceptions.items()},
        "common": COMMON,
        "own": {kind: question.keys for kind, question in TYPES.items()},
        "head": HEAD,
        "inside": keys,
        "texts": (*REPLIES, "prompt", "text", "feedback", "explanation", "title", "summary"),
        "languages": LANGUAGES,
        "words": {"level": LEVELS, "counts": tuple(Counts), "credit": tuple(CREDITS)},
        "whens": tuple(When),
    }


def _previews(session: Session, examined: Examined) -> list[previewing.Preview]:
    if examined.question:
        return [previewing.preview(examined.question, "asked", _most())]
    if not examined.quiz:
        return []
    return [
        previewing.preview(question, f"asked-{index}", _most(1))
        for index, question in enumerate(composing.questions(session, examined.quiz))
    ]


def _most(first: int = previewing.FIRST_SHOWN) -> int:
    """How many variants are asked for."""
    return request.values.get("variants", first, type=int)


@room.post(f"{SHELF}/preview")
def preview(shelf: str) -> str:
    """What is wrong with a text, and how its students will see it: for the page's script."""
    guards.author()
    with site().database.read() as session:
        examined = _examined(session, KINDS[shelf], request.form.get("slug", ""), _typed())
        return render_template("authoring/preview.html", examined=examined, previews=_previews(session, examined))


@room.post(f"{SHELF}/<slug>/draft")
def draft(shelf: str, slug: str) -> tuple[str, int]:
    """Keep what stands in the editor. 409 where somebody else has saved since."""
    viewer = guards.author()
    with site().database.write() as session:
        document = store.find(session, KINDS[shelf], slug) or abort(404)
        if len(source := _typed()) > LARGEST:
            return _("The text is too long to be kept."), 413
        based_on = min(_number("based_on"), document.newest)
        store.save_draft(session, document, guards.account(viewer), source, based_on)
        if based_on < document.newest:
            return _("Somebody else has saved this meanwhile. Your text is kept: save to see both."), 409
    return "", 204


@room.post(f"{SHELF}/<slug>")
def work(shelf: str, slug: str) -> Answer:
    """What the pressed button says. A text that is refused is kept as a draft."""
    viewer = guards.author()
    action = request.form.get("action", "save")
    if action not in _ACTIONS:
        abort(400)
    with site().database.write() as session:
        document = store.find(session, KINDS[shelf], slug) or abort(404)
        if action in ("discard", "withdraw", "bank", "delete"):
            return _simple(session, action, shelf, document, guards.account(viewer))
    source = composing.text(_typed(), request.form) if "composed" in request.form else _typed()
    if len(source) > LARGEST:
        abort(413)
    if action == "run":
        return _run(shelf, slug, guards.account(viewer), source)
    return _save(shelf, slug, guards.account(viewer), source, and_publish=action == "publish")


_ACTIONS = frozenset({"save", "publish", "preview", "run", "withdraw", "discard", "bank", "delete"})


def _run(shelf: str, slug: str, account_id: int, source: str) -> Answer:
    """Run the code of the text, and make what it prints the key."""
    data = textform.read(source).data
    code = data.get("code") if isinstance(data, dict) else None
    if not isinstance(code, str):
        return _refused(shelf, slug, account_id, source, _("There is no `code` to run."))
    try:
        with site().database.write() as session:
            throttle.hit(session, "run-question", str(account_id), running.OFTEN)
        output = running.printed(code)
    except throttle.Throttled as wait:
        return _refused(shelf, slug, account_id, source, _("Wait %(seconds)s seconds.", seconds=wait.seconds))
    except running.DidNotRun as error:
        return _refused(shelf, slug, account_id, source, _("The code does not run: %(why)s", why=str(error)))
    flash(_("The code ran; what it prints is the key now."))
    return _refused(shelf, slug, account_id, running.with_output(source, output))


def _save(shelf: str, slug: str, account_id: int, source: str, *, and_publish: bool) -> Answer:
    with site().database.read() as session:
        examined = _examined(session, KINDS[shelf], slug, source)
    if request.form.get("action") == "preview" or (and_publish and examined.errors):
        problem = _("It can't be published yet: correct what is marked.") if and_publish else ""
        return _refused(shelf, slug, account_id, source, problem)
    if and_publish and (problem := _key_problem(account_id, examined)):
        return _refused(shelf, slug, account_id, source, problem)
    try:
        with site().database.write() as session:
            document = store.find(session, KINDS[shelf], slug) or abort(404)
            number = _store(session, document, account_id, source, examined)
            if and_publish:
                store.publish(session, document, number)
    except store.Conflict:
        return _refused(shelf, slug, account_id, source, status=409)
    flash(
        _("Published as version %(number)s.", number=number)
        if and_publish
        else _("Saved as version %(number)s.", number=number)
    )
    return redirect(url_for("authoring.edit", shelf=shelf, slug=slug), 303)


def _key_problem(account_id: int, examined: Examined) -> str:
    """Why a key of code doesn't hold, by running it: a wrong one would fail every right answer."""
    asked = [examined.question] if examined.question else examined.quiz.own.values() if examined.quiz else ()
    for question in asked:
        if not isinstance(question, CodeReading | FillIn):
            continue
        try:
            with site().database.write() as session:
                throttle.hit(session, "run-question", str(account_id), running.OFTEN)
            running.check_key(question)
        except throttle.Throttled as wait:
            return str(_("Wait %(seconds)s seconds.", seconds=wait.seconds))
        except running.NoSandbox:
            flash(
                _("No sandbox is here to run the code of %(id)s: see for yourself that its key holds.", id=question.id)
            )
        except running.DidNotRun as error:
            return str(
                _("The key of %(id)s doesn't hold when its code is run: %(why)s", id=question.id, why=str(error))
            )
    return ""


def _store(session: Session, document: Document, account_id: int, source: str, examined: Examined) -> int:
    """The number of the version that says this: a new one, unless the newest says it already."""
    based_on = _number("based_on")
    if document.newest and based_on == document.newest:
        newest = store.version(session, document, document.newest)
        if newest.source == source:
            store.discard_draft(session, document, account_id)
            return newest.number
    return store.save(session, document, account_id, source, examined.said, based_on=based_on).number


def _refused(shelf: str, slug: str, account_id: int, source: str, problem: str = "", status: int = 422) -> Answer:
    """The editor again, with the text that was sent; it is kept as a draft."""
    with site().database.write() as session:
        document = store.find(session, KINDS[shelf], slug) or abort(404)
        store.save_draft(session, document, account_id, source, min(_number("based_on"), document.newest))
        desk = _desk(session, document, account_id)
    page = _editor(shelf, replace(desk, problem=problem))
    return (page, status) if problem or status == 409 else page


def _simple(session: Session, action: str, shelf: str, document: Document, account_id: int) -> Response:
    where = url_for("authoring.edit", shelf=shelf, slug=document.slug)
    if action == "discard":
        store.discard_draft(session, document, account_id)
        if document.newest == 0 and not store.drafters(session, document, account_id):
            session.delete(document)
            where = url_for("authoring.index", shelf=shelf)
    elif action == "withdraw":
        store.withdraw(session, document)
        flash(_("Withdrawn: no student gets it from now on. Attempts that have begun keep it."))
    elif action == "delete" and document.published is None and "sure" in request.form:
        session.delete(document)
        flash(_("Deleted."))
        where = url_for("authoring.index", shelf=shelf)
    elif action == "bank":
        store.move(session, document, store.bank(session, request.form.get("bank", "")))
        flash(_("Moved."))
    return redirect(where, 303)


@room.get(f"{SHELF}/<slug>/versions")
def versions(shelf: str, slug: str) -> str:
    """Every version, and what changed between two of them."""
    guards.author()
    with site().database.read() as session:
        document = store.find(session, KINDS[shelf], slug) or abort(404)
        listed = store.versions(session, document)
        by_number = {version.number: version for version, _author in listed}
        after = by_number.get(request.args.get("after", document.newest, type=int))
        if after is None and listed:
            abort(404)
        before = by_number.get(request.args.get("before", after.number - 1 if after else 0, type=int))
        return render_template(
            "authoring/versions.html",
            shelf=shelf,
            document=document,
            versions=listed,
            before=before,
            after=after,
            rows=changes.rows(before.source if before else "", after.source) if after else [],
        )


@room.post(f"{SHELF}/<slug>/restore")
def restore(shelf: str, slug: str) -> Response:
    """An old version's text as the newest one."""
    viewer = guards.author()
    try:
        with site().database.write() as session:
            document = store.find(session, KINDS[shelf], slug) or abort(404)
            old = store.version(session, document, _number("number"))
            said = examine(document.kind, slug, old.source, site().course).said
            store.save(
                session,
                document,
                guards.account(viewer),
                old.source,
                said,
                based_on=_number("based_on"),
                restored_from=old.number,
            )
    except NoResultFound:
        abort(404)
    except store.Conflict:
        flash(_("Somebody else has saved this meanwhile: look at the newest version first."), "error")
    else:
        flash(_("Version %(number)s is the newest again.", number=old.number))
    return redirect(url_for("authoring.versions", shelf=shelf, slug=slug), 303)


@room.post(f"{SHELF}/<slug>/copy")
def copy(shelf: str, slug: str) -> Response:
    """The same text under another id, as a draft of one's own."""
    viewer = guards.author()
    with site().database.write() as session:
        document = store.find(session, KINDS[shelf], slug)
        shipped = site().course.questions.get(slug) if shelf == "questions" else None
        if document is not None and document.newest:
            source = store.version(session, document, document.newest).source
        elif shipped is not None:
            source = textform.write(question_to_dict(shipped))
        else:
            abort(404)
        shipped_ids = set(site().course.questions) if shelf == "questions" else _course_slugs()
        new = unused(slug[:56].rstrip("-"), store.slugs(session, KINDS[shelf]) | shipped_ids)
        copied = store.create(session, KINDS[shelf], new, bank=document.bank if document else None)
        store.save_draft(session, copied, guards.account(viewer), changes.renamed(source, slug, new), 0)
    flash(_("This is a copy, with an id of its own."))
    return redirect(url_for("authoring.edit", shelf=shelf, slug=new), 303)


def _typed() -> str:
    return request.form.get("source", "").replace("\r\n", "\n").replace("\0", "")  # which PostgreSQL can't keep


def _number(name: str) -> int:
    return max(0, request.form.get(name, 0, type=int))
