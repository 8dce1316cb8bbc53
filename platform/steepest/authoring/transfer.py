"""Import, with a review before anything is stored, and export."""

from __future__ import annotations

from contextlib import closing

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from steepest.authoring import exchange, guards, previewing, store
from steepest.authoring.examining import examine_question
from steepest.authoring.room import Answer, room
from steepest.course import textform
from steepest.languages import in_language
from steepest.models import Document, DocumentKind
from steepest.site import site
from steepest_graders.quiz import Question, QuestionError, question_from_dict
from steepest_graders.quizformats import Imported, UnreadableFile, unused

ROOMY = {"authoring.bring", "authoring.keep"}


@room.url_value_preprocessor
def _let_files_in(endpoint: str | None, _values: object) -> None:
    """Before the token of the form is read: a file of questions is larger than a program."""
    if endpoint in ROOMY:
        request.max_content_length = 4 * exchange.LARGEST_FILE  # as a form writes it
        request.max_form_memory_size = 4 * exchange.LARGEST_FILE


@room.route("/import", methods=["GET", "POST"])
def bring() -> Answer:
    """Choose a file, and see what it would make."""
    guards.author()
    upload = request.files.get("file")
    if request.method == "GET":
        return _choose()
    if upload is None or not upload.filename:
        return _choose(_("Choose a file first.")), 422
    with site().database.read() as session:
        taken = _taken(session)
        banks = [bank.name for bank, _count in store.banks(session)]
    try:
        with closing(upload):
            found = exchange.read(upload.read(exchange.LARGEST_FILE + 1), taken)
    except UnreadableFile as error:
        return _choose(
            _("%(name)s can't be imported: %(why)s", name=upload.filename, why=in_language(error.message))
        ), 422
    return _review(upload.filename[:120], found, banks)


def _choose(problem: str = "") -> str:
    size, most = exchange.LARGEST_FILE // 1024**2, exchange.MOST_QUESTIONS
    return render_template("authoring/import.html", problem=problem, largest=size, most=most)


def _review(name: str, found: list[Imported], banks: list[str]) -> str:
    made = []
    for index, one in enumerate(found):
        if one.data is None:
            continue
        examined = examine_question(textform.Form(one.data), "", site().course)
        question = question_from_dict(one.data, complete=False)
        made.append((one, previewing.preview(question, f"found-{index}", 1), examined.problems))
    category = next((one.category for one, *_rest in made if one.category), "")
    return render_template(
        "authoring/review.html",
        name=name,
        found=found,
        made=made,
        text=textform.write([dict(one.data or {}) for one, *_rest in made]),
        bank=category.rsplit("/", 1)[-1][:80],
        banks=banks,
    )


@room.post("/import/keep")
def keep() -> Answer:
    """Store what is ticked, as versions that are not published."""
    viewer = guards.author()
    form = textform.read(request.form.get("text", "").replace("\r\n", "\n"), largest=exchange.LARGEST_FILE * 2)
    wanted = set(request.form.getlist("take"))
    entries = form.data if isinstance(form.data, list) else []
    with site().database.write() as session:
        bank = store.bank(session, request.form.get("bank", ""))
        taken = _taken(session)
        kept = 0
        for entry in entries[: exchange.MOST_QUESTIONS]:
            question = _readable(entry)
            if question is None or question.id not in wanted:
                continue
            slug = unused(question.id[:58].rstrip("-"), taken) if question.id in taken else question.id
            taken.add(slug)
            document = store.create(session, DocumentKind.QUESTION, slug, bank=bank)
            source = textform.write({**question.source, "id": slug})
            said = examine_question(textform.read(source), slug, site().course).said
            store.save(session, document, guards.account(viewer), source, said, based_on=0)
            kept += 1
    flash(
        ngettext(
            "%(num)s question is stored, not published yet.", "%(num)s questions are stored, not published yet.", kept
        )
    )
    return redirect(url_for("authoring.index", shelf="questions", bank=bank.id if bank else None), 303)


def _readable(entry: object) -> Question | None:
    try:
        return question_from_dict(entry, complete=False)
    except QuestionError:
        return None


def _taken(session: Session) -> set[str]:
    return {*store.slugs(session, DocumentKind.QUESTION), *site().course.questions}


@room.get("/export")
def take() -> Response:
    """The questions that a search finds, or one of them, as a file."""
    guards.author()
    form, name = request.args.get("form", "yaml"), request.args.get("id", "")
    if form not in exchange.FORMS:
        abort(404)
    with site().database.read() as session:
        questions = _found(session, name)
    data, _losses = exchange.write(form, questions)
    suffix, mimetype = exchange.FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name or "questions"}.{suffix}"'}
    return Response(data, mimetype=mimetype, headers=headers)


def _found(session: Session, name: str) -> list[Question]:
    if name:
        document = store.find(session, DocumentKind.QUESTION, name)
        if document is None and name in site().course.questions:
            return [site().course.questions[name]]
        documents = [document or abort(404)]
    else:
        documents = list(
            store.search(
                session,
                DocumentKind.QUESTION,
                words=request.args.get("q", "")[:200],
                tag=request.args.get("tag", ""),
                bank_id=request.args.get("bank", type=int),
                type=request.args.get("type", ""),
                most=exchange.MOST_QUESTIONS,
            )
        )
    read = (_newest(session, document) for document in documents if document.newest)
    return [question for question in read if question is not None]


def _newest(session: Session, document: Document) -> Question | None:
    """The newest version that can be read; a text that can't is no question yet."""
    return _readable(textform.read(store.version(session, document, document.newest).source).data)
