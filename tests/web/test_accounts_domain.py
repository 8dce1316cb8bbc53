"""Accounts, sessions, links, roles, and what becomes of a guest's work."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, select, update

from steepest import progress, submissions
from steepest.accounts import queries, throttle
from steepest.accounts.names import Refused, clean_name, name_key
from steepest.accounts.queries import Viewer
from steepest.accounts.throttle import Throttled
from steepest.db import Database
from steepest.models import (
    Account,
    Draft,
    OneTimeLink,
    Participant,
    Purpose,
    RoleName,
    Room,
    SessionRow,
    Submission,
    Throttle,
    Visit,
    now,
)
from steepest_graders import Exercise

PASSWORD = "correct horse battery"


def seen(database: Database, viewer: Viewer) -> Viewer | None:
    """Who the viewer's cookie names now."""
    with database.read() as session:
        return queries.viewer(session, viewer.session_key)


def test_ada_signs_up_and_is_a_student(database: Database, ada: Viewer) -> None:
    assert seen(database, ada) == ada
    assert (ada.name, ada.is_guest, ada.operator) == ("Ada", False, False)
    assert ada.roles == ((1, RoleName.STUDENT),)
    assert not ada.teaches()


def test_ada_signs_in_by_any_spelling_of_her_name(database: Database, ada: Viewer) -> None:
    for name in ("Ada", "ada", " ADA ", "Ａｄａ"):
        assert queries.sign_in(database, name, PASSWORD).account_id == ada.account_id


def test_a_sign_in_makes_a_new_session_and_ends_the_one_before(database: Database, ada: Viewer) -> None:
    again = queries.sign_in(database, "Ada", PASSWORD, current=ada)

    assert again.session_key != ada.session_key
    assert seen(database, again) == again
    assert seen(database, ada) is None


def test_signing_out_ends_the_session_whatever_cookie_somebody_kept(database: Database, ada: Viewer) -> None:
    with database.write() as session:
        queries.sign_out(session, ada.session_key)

    assert seen(database, ada) is None


def test_an_expired_session_is_nobodys(database: Database, ada: Viewer) -> None:
    with database.write() as session:
        session.execute(update(SessionRow).values(expires=now() - timedelta(seconds=1)))

    assert seen(database, ada) is None


def test_a_session_lives_on_as_long_as_its_holder_comes_back(database: Database, ada: Viewer) -> None:
    with database.write() as session:
        session.execute(update(SessionRow).values(expires=now() + timedelta(seconds=60)))
        queries.touch(session, ada)

    with database.read() as session:
        assert session.get_one(SessionRow, ada.session_key).expires > now() + timedelta(days=29)


@pytest.mark.parametrize("name", ["Ada", "ada", "ＡＤＡ", "Ada "])
def test_a_name_is_taken_in_every_spelling(database: Database, ada: Viewer, name: str) -> None:
    with pytest.raises(Refused) as caught:
        queries.sign_up(database, name, PASSWORD)

    assert caught.value.reason == "name_taken"


def test_of_many_who_want_one_name_at_once_one_gets_it(database: Database) -> None:
    def sign_up(number: int) -> str:
        try:
            return queries.sign_up(database, "Ada", PASSWORD).name
        except Refused as refused:
            return refused.reason

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(sign_up, range(4)))

    assert outcomes == ["Ada", "name_taken", "name_taken", "name_taken"]


@pytest.mark.parametrize(
    ("name", "password", "reason"),
    [
        ("A", PASSWORD, "name_short"),
        ("  ", PASSWORD, "name_short"),
        ("a" * 41, PASSWORD, "name_long"),
        ("<script>", PASSWORD, "name_letters"),
        ("Ada\u202eadA", PASSWORD, "name_letters"),
        ("Ada", "short", "password_short"),
        ("Ada", "x" * 1025, "password_long"),
        ("Ada Lovelace", "ada lovelace", "password_is_name"),
    ],
)
def test_bad_names_and_passwords_are_refused_in_both_languages(
    database: Database, name: str, password: str, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        queries.sign_up(database, name, password)

    assert caught.value.reason == reason
    assert caught.value.message.en != caught.value.message.zh


def test_names_of_all_scripts_are_names() -> None:
    for name in ("阿达", "Zoë", "Ada Lovelace", "O'Neil", "ada_l-1", "علي"):
        assert clean_name(name) == name
    assert clean_name("  Ada   Lovelace ") == "Ada Lovelace"
    assert name_key("Straße") == name_key("STRASSE")


def test_a_closed_site_takes_no_new_accounts(database: Database) -> None:
    with pytest.raises(Refused) as caught:
        queries.sign_up(database, "Ada", PASSWORD, is_open=False)

    assert caught.value.reason == "signup_closed"


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(database: Database, ada: Viewer) -> None:
    answers = []
    for name, password in (("Ada", "a wrong password"), ("Nobody", PASSWORD), ("", ""), ("Ada", "")):
        with pytest.raises(Refused) as caught:
            queries.sign_in(database, name, password)
        answers.append((caught.value.reason, str(caught.value)))

    assert len(set(answers)) == 1


def test_the_password_is_stored_as_an_argon2_hash_alone(database: Database, ada: Viewer) -> None:
    with database.read() as session:
        stored = session.scalars(select(Account.password_hash)).one()

    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_a_hash_of_yesterdays_strength_is_renewed_at_the_next_sign_in(database: Database, ada: Viewer) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    with database.write() as session:
        session.execute(update(Account).values(password_hash=weak))

    queries.sign_in(database, "Ada", PASSWORD)

    with database.read() as session:
        assert session.scalars(select(Account.password_hash)).one() != weak
    assert queries.sign_in(database, "Ada", PASSWORD).name == "Ada"


def test_guessing_a_password_is_stopped_even_for_who_guesses_right_at_last(database: Database, ada: Viewer) -> None:
    for _ in range(throttle.SIGN_IN_BY_NAME.hits):
        with pytest.raises(Refused):
            queries.sign_in(database, "ada", "a wrong password", address="192.0.2.1")

    with pytest.raises(Throttled) as caught:
        queries.sign_in(database, "ADA", PASSWORD, address="192.0.2.2")

    assert 0 < caught.value.seconds <= 300


def test_the_throttle_opens_again_when_its_window_is_over(database: Database, ada: Viewer) -> None:
    with database.write() as session:
        for _ in range(throttle.SIGN_IN_BY_NAME.hits):
            throttle.hit(session, "sign-in-name", name_key("Ada"), throttle.SIGN_IN_BY_NAME)
        session.execute(update(Throttle).values(resets=now()))

    assert queries.sign_in(database, "Ada", PASSWORD).name == "Ada"


def test_a_right_password_clears_the_tries_on_the_name(database: Database, ada: Viewer) -> None:
    for _ in range(2):
        for _ in range(throttle.SIGN_IN_BY_NAME.hits - 1):
            with pytest.raises(Refused):
                queries.sign_in(database, "Ada", "")
        queries.sign_in(database, "Ada", PASSWORD)


def test_a_lecture_hall_behind_one_address_signs_up_and_in_at_once(database: Database) -> None:
    limits = {"sign-up": throttle.SIGN_UP_BY_ADDRESS, "sign-in-address": throttle.SIGN_IN_BY_ADDRESS}
    with database.write() as session:
        for scope, limit in limits.items():
            for _ in range(400):
                throttle.hit(session, scope, "192.0.2.1", limit)


def test_the_throttle_keeps_nobodys_address(database: Database, ada: Viewer) -> None:
    queries.sign_in(database, "Ada", PASSWORD, address="192.0.2.77")

    with database.read() as session:
        assert not [key for key in session.scalars(select(Throttle.key)) if "192.0.2.77" in key]


# --- one-time links ---


def operator_link(database: Database) -> str:
    with database.write() as session:
        return queries.make_operator_link(session)


def test_whoever_holds_the_link_and_is_signed_in_becomes_operator_once(
    database: Database, grace: Viewer, alan: Viewer
) -> None:
    token = operator_link(database)

    queries.claim_operator(database, grace, token)
    with pytest.raises(Refused, match="used"):
        queries.claim_operator(database, alan, token)

    after = seen(database, grace)
    assert after
    assert after.operator
    assert after.teaches(offering_id=7)  # everywhere
    stranger = seen(database, alan)
    assert stranger
    assert not stranger.operator


def test_a_guest_or_an_old_or_a_made_up_link_makes_nobody_operator(
    database: Database, grace: Viewer, guest: Viewer
) -> None:
    first = operator_link(database)
    second = operator_link(database)

    for viewer, token in ((guest, second), (grace, first), (grace, "made up"), (grace, "")):
        with pytest.raises(Refused):
            queries.claim_operator(database, viewer, token)
    with database.write() as session:
        session.execute(update(OneTimeLink).values(expires=now()))
    with pytest.raises(Refused):
        queries.claim_operator(database, grace, second)
    with database.read() as session:
        assert not queries.has_operator(session)


def test_an_operator_link_is_worth_nothing_once_there_is_an_operator(
    database: Database, grace: Viewer, alan: Viewer
) -> None:
    token = operator_link(database)
    with database.write() as session:
        queries.grant(session, "Grace", None)

    with pytest.raises(Refused):
        queries.claim_operator(database, alan, token)


def test_a_token_is_stored_hashed_and_lives_an_hour(database: Database) -> None:
    token = operator_link(database)

    with database.read() as session:
        link = session.scalars(select(OneTimeLink)).one()
    assert token not in link.token_hash
    assert link.expires - link.created == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=5))


def test_a_reset_sets_a_new_password_and_ends_every_session(database: Database, ada: Viewer) -> None:
    other = queries.sign_in(database, "Ada", PASSWORD)
    with database.write() as session:
        token = queries.make_reset_link(session, "ada")
        assert queries.link_account(session, Purpose.RESET, token) == "Ada"

    with pytest.raises(Refused, match="at least"):
        queries.reset_password(database, token, "short")
    after = queries.reset_password(database, token, "another good password")

    assert after.account_id == ada.account_id
    assert [seen(database, viewer) for viewer in (ada, other)] == [None, None]
    assert queries.sign_in(database, "Ada", "another good password").name == "Ada"
    with pytest.raises(Refused):
        queries.sign_in(database, "Ada", PASSWORD)
    with pytest.raises(Refused):
        queries.reset_password(database, token, "a third good password")


def test_a_link_of_one_purpose_serves_no_other(database: Database, ada: Viewer) -> None:
    with database.write() as session:
        reset = queries.make_reset_link(session, "Ada")
    with pytest.raises(Refused):
        queries.claim_operator(database, ada, reset)
    with pytest.raises(Refused):
        queries.reset_password(database, operator_link(database), "another good password")


# --- roles ---


def test_a_grant_takes_the_place_of_the_role_before(database: Database, grace: Viewer) -> None:
    assert grace.teaches()
    assert not grace.teaches(offering_id=2)

    with database.write() as session:
        queries.grant(session, "grace", RoleName.ASSISTANT)
    after = seen(database, grace)

    assert after
    assert after.roles == ((1, RoleName.ASSISTANT),)
    assert not after.teaches()


def test_who_teaches_a_class_does_not_work_in_it(ada: Viewer) -> None:
    """What they try out is none of its figures."""
    roles = ((1, RoleName.STUDENT), (2, RoleName.STUDENT), (3, RoleName.ASSISTANT))
    assert replace(ada, roles=roles).offering_id == 2
    assert replace(ada, roles=((3, RoleName.INSTRUCTOR),)).offering_id == 1


def test_a_role_for_nobody_is_an_error(database: Database) -> None:
    with pytest.raises(LookupError, match="no account named Nobody"), database.write() as session:
        queries.grant(session, "Nobody", RoleName.INSTRUCTOR)


# --- a guest's work ---


@pytest.fixture
def busy_guest(database: Database, guest: Viewer, exercises: dict[str, Exercise]) -> Viewer:
    """A guest with a submission, a run, a draft, an answer and a page visited."""
    with database.write() as session:
        submissions.submit(session, guest, exercises["mse"], "def mse(): pass", site_seed="s")
        submissions.save_draft(session, guest, "mse-gradient", "# later")
        answer(guest, session, "why-not-mse")
        answer(guest, session, "why-not-mse")
        progress.visit(session, guest, Room.LESSONS, "overview")
    return guest


def answer(viewer: Viewer, session: object, question: str) -> None:
    progress.answer(
        session,  # type: ignore[arg-type]
        viewer,
        lesson="overview",
        question=question,
        version="1",
        chosen=["b"],
        correct=True,
    )


def test_signing_in_shows_what_of_the_guest_would_move(database: Database, ada: Viewer, busy_guest: Viewer) -> None:
    signed_in = queries.sign_in(database, "Ada", PASSWORD, current=busy_guest)

    assert seen(database, busy_guest) is None
    with database.read() as session:
        merge = queries.merge_preview(session, signed_in)
    assert merge == queries.Merge(
        guest_id=busy_guest.participant_id,
        submissions=1,
        drafts=1,
        answers=1,
        attempts=0,
        exercises=("mse", "mse-gradient"),
    )


def test_nothing_moves_before_the_reader_says_so(database: Database, ada: Viewer, busy_guest: Viewer) -> None:
    signed_in = queries.sign_in(database, "Ada", PASSWORD, current=busy_guest)

    with database.read() as session:
        assert submissions.history(session, signed_in, "mse") == []


@contextmanager
def changed_rows(database: Database) -> Iterator[list[int]]:
    """How many rows each statement changed meanwhile."""
    counts: list[int] = []

    def note(connection: object, cursor: Any, statement: str, *rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            counts.append(cursor.rowcount)

    event.listen(database.engine, "after_cursor_execute", note)
    yield counts
    event.remove(database.engine, "after_cursor_execute", note)


def test_a_merge_moves_all_of_it_by_changing_one_row(database: Database, ada: Viewer, busy_guest: Viewer) -> None:
    signed_in = queries.sign_in(database, "Ada", PASSWORD, current=busy_guest)

    with database.write() as session, changed_rows(database) as changed:
        assert queries.merge_guest(session, signed_in)
        session.flush()
    assert sum(changed) == 2  # the guest's owner, and the session that needn't ask any more

    with database.read() as session:
        assert [entry.submission.source for entry in submissions.history(session, signed_in, "mse")] == [
            "def mse(): pass"
        ]
        draft = submissions.load_draft(session, signed_in, "mse-gradient")
        assert draft
        assert draft.source == "# later"
        assert set(progress.answers(session, signed_in, "overview")) == {"why-not-mse"}
        places = session.scalars(select(Visit.place).where(Visit.participant_id.in_(queries.mine(signed_in)))).all()
        assert places == ["overview"]
        assert queries.merge_preview(session, signed_in) is None
    with database.write() as session:
        assert not queries.merge_guest(session, signed_in)


def test_signing_up_offers_the_same(database: Database, busy_guest: Viewer) -> None:
    signed_up = queries.sign_up(database, "Ada", PASSWORD, current=busy_guest)

    with database.write() as session:
        assert queries.merge_guest(session, signed_up)
    with database.read() as session:
        assert len(submissions.history(session, signed_up, "mse")) == 1


def test_who_declines_is_not_asked_again(database: Database, ada: Viewer, busy_guest: Viewer) -> None:
    signed_in = queries.sign_in(database, "Ada", PASSWORD, current=busy_guest)

    with database.write() as session:
        queries.decline_merge(session, signed_in)

    after = seen(database, signed_in)
    assert after
    with database.write() as session:
        assert queries.merge_preview(session, after) is None
        assert not queries.merge_guest(session, after)
        assert submissions.history(session, after, "mse") == []


def test_a_guest_who_did_nothing_is_not_asked_about(database: Database, ada: Viewer, guest: Viewer) -> None:
    assert queries.sign_in(database, "Ada", PASSWORD, current=guest).guest_id is None


def test_nobody_takes_another_accounts_work_by_naming_it(database: Database, ada: Viewer, alan: Viewer) -> None:
    with database.write() as session:
        session.get_one(SessionRow, alan.session_key).guest_id = ada.participant_id
        submissions.save_draft(session, ada, "mse", "# ada's")

    thief = seen(database, alan)
    assert thief
    with database.write() as session:
        assert queries.merge_preview(session, thief) is None
        assert not queries.merge_guest(session, thief)


def test_the_newest_draft_shows_after_a_merge(database: Database, ada: Viewer, guest: Viewer) -> None:
    with database.write() as session:
        submissions.save_draft(session, ada, "mse", "# the older one")
        submissions.save_draft(session, guest, "mse", "# the newer one")
    signed_in = queries.sign_in(database, "Ada", PASSWORD, current=guest)
    with database.write() as session:
        queries.merge_guest(session, signed_in)

    with database.write() as session:
        draft = submissions.load_draft(session, signed_in, "mse")
        assert draft
        assert draft.source == "# the newer one"
        submissions.save_draft(session, signed_in, "mse", "# and on")
    with database.read() as session:
        draft = submissions.load_draft(session, signed_in, "mse")
        assert draft
        assert draft.source == "# and on"


def test_guests_are_purged_after_a_month_with_all_their_work_and_accounts_never(
    database: Database, ada: Viewer, busy_guest: Viewer
) -> None:
    with database.write() as session:
        submissions.save_draft(session, ada, "mse", "# stays")
        recent = queries.start_guest(session)
        session.execute(
            update(Participant)
            .where(Participant.id != recent.participant_id)
            .values(last_seen=now() - timedelta(days=31))
        )
    with database.write() as session:
        assert queries.purge(session) == 1

    with database.read() as session:
        assert set(session.scalars(select(Participant.id))) == {ada.participant_id, recent.participant_id}
        assert session.scalars(select(Submission)).all() == []
        assert [draft.source for draft in session.scalars(select(Draft))] == ["# stays"]
    assert seen(database, busy_guest) is None
    assert seen(database, ada)
