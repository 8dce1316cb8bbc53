"""Which misconception does a wrong program show?

Every mistake of an exercise is a wrong program. What the submission did on each check is compared with
what each mistake does there: a mistake that did the same on *every* check where the submission is wrong
is named, with its evidence. A mistake that also agrees everywhere else wins over one that does not; two
that agree alike are both named. Where no single mistake explains everything, two may do so together, each
on its own part of the failing checks.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steepest_graders.checks import Check, Outcome
from steepest_graders.exercise import Misconception, Mistake
from steepest_graders.relations import Relation, find_relations, shared_relation
from steepest_graders.report import Finding, Verdict
from steepest_graders.text import Text

EVIDENCE = Text(
    "In {share} your answers are those of a program with exactly this mistake.",
    "在{share}中，你的答案与恰好犯这个错误的程序完全相同。",
)
ALL_FAILING = Text("all {count} failing checks", "全部 {count} 个未通过的检查项")
SOME_FAILING = Text("{count} of {all} failing checks", "{all} 个未通过检查项中的 {count} 个")
ONE_FAILING = Text("the one failing check", "唯一未通过的检查项")
CONVENTION = Text("In {share} your answers are those of that convention.", "在{share}中，你的答案正是那种约定的答案。")
ALL_TELLING = Text("all {count} checks that tell the two apart", "能区分两者的全部 {count} 个检查项")
ONE_TELLING = Text("the one check that tells the two apart", "能区分两者的那一个检查项")
EXAMPLE = Text(
    " For `{call}` that gives {got} instead of {expected}.",
    "例如 `{call}`：得到 {got}，应为 {expected}。",
)
MAX_NAMED = 2
_MAX_EXAMPLE = 160


@dataclass(frozen=True)
class Profile:
    """What a mistake does on every check, by the check's name."""

    mistake: Mistake
    outcomes: Mapping[str, Outcome]

    @property
    def misconception(self) -> Misconception:
        """What the mistake shows."""
        return self.mistake.misconception


def wrong_checks(checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> list[Check]:
    """The checks that were run and not accepted."""
    return [
        check for check in checks if check.name in outcomes and outcomes[check.name].verdict is not Verdict.ACCEPTED
    ]


@dataclass(frozen=True)
class Match:
    """A mistake, and the failing checks on which the submission did what it does."""

    profile: Profile
    checks: Sequence[Check]


def diagnose(checks: Sequence[Check], outcomes: Mapping[str, Outcome], profiles: Sequence[Profile]) -> list[Match]:
    """The mistakes that explain every failing check: one mistake, several alike, or two at once; else none."""
    wrong = wrong_checks(checks, outcomes)
    if not wrong:
        return []
    matches = [
        Match(profile, [check for check in wrong if _same(check, outcomes[check.name], profile.outcomes[check.name])])
        for profile in profiles
    ]
    whole = _closest([match for match in matches if len(match.checks) == len(wrong)], checks, outcomes)
    if whole:
        return whole if len(whole) <= MAX_NAMED else []
    return _two_at_once(matches, checks, outcomes)


def _closest(matches: Sequence[Match], checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> list[Match]:
    """Those that fail the fewest checks which the submission passes; one for each misconception."""
    surplus = [len(_surplus([match], checks, outcomes)) for match in matches]
    closest = [match for match, extra in zip(matches, surplus, strict=True) if extra == min(surplus)]
    return list({match.profile.misconception.slug: match for match in closest}.values())


def _two_at_once(matches: Sequence[Match], checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> list[Match]:
    """The pair of mistakes that together explain every failing check and would fail no other.

    Each must explain a check that the other does not. Of several pairs the one whose mistakes do the least
    that the submission does not; where two pairs are alike, nobody can tell, and none is named.
    """
    wrong = {check.name for check in wrong_checks(checks, outcomes)}
    found: dict[frozenset[str], tuple[int, list[Match]]] = {}
    for one, other in itertools.combinations(matches, 2):
        first, second = {check.name for check in one.checks}, {check.name for check in other.checks}
        slugs = frozenset(match.profile.misconception.slug for match in (one, other))
        if first | second != wrong or first <= second or second <= first or len(slugs) < 2:
            continue
        if not _surplus([one, other], checks, outcomes):
            found[slugs] = (_unlike(one, checks, outcomes) + _unlike(other, checks, outcomes), [one, other])
    least = min((cost for cost, _ in found.values()), default=0)
    best = [pair for cost, pair in found.values() if cost == least]
    return best[0] if len(best) == 1 else []


def _unlike(match: Match, checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> int:
    """On how many checks the mistake fails otherwise than the submission does."""
    fails = [check for check in wrong_checks(checks, match.profile.outcomes) if check.name in outcomes]
    return len(fails) - len(match.checks)


def _surplus(matches: Sequence[Match], checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> set[str]:
    """The names of checks that the submission passes and one of the mistakes fails."""
    return {
        check.name
        for match in matches
        for check in wrong_checks(checks, match.profile.outcomes)
        if check.name in outcomes and outcomes[check.name].verdict is Verdict.ACCEPTED
    }


def finding(match: Match, wrong: Sequence[Check], outcomes: Mapping[str, Outcome], accepted: bool | None) -> Finding:
    """The misconception with its evidence; `accepted` is None unless it is a convention of the exercise."""
    misconception = match.profile.misconception
    return Finding(
        slug=misconception.slug,
        title=misconception.name,
        explanation=misconception.explanation,
        evidence=_evidence(match.checks, len(wrong), outcomes, convention=accepted is not None),
        lesson=misconception.lesson,
        convention=accepted is not None,
        accepted=bool(accepted),
    )


def relations_of(wrong: Sequence[Check], outcomes: Mapping[str, Outcome]) -> dict[str, list[Relation]]:
    """The relations that each wrong value shows, by check name."""
    mismatches = [(check, outcomes[check.name].mismatch) for check in wrong]
    return {check.name: find_relations(mismatch, check.sizes()) for check, mismatch in mismatches if mismatch}


def _evidence(wrong: Sequence[Check], count: int, outcomes: Mapping[str, Outcome], *, convention: bool) -> Text:
    if convention:
        parts = [CONVENTION.format(share=ONE_TELLING if len(wrong) == 1 else ALL_TELLING.format(count=len(wrong)))]
    elif len(wrong) < count:
        parts = [EVIDENCE.format(share=SOME_FAILING.format(count=len(wrong), all=count))]
    else:
        parts = [EVIDENCE.format(share=ONE_FAILING if count == 1 else ALL_FAILING.format(count=count))]
    relation = shared_relation(list(relations_of(wrong, outcomes).values()))
    if relation is not None and any(check.public for check in wrong):
        parts.append(Text(" " + relation.everywhere.en, relation.everywhere.zh))
    example = next((outcomes[check.name].comparison for check in wrong if outcomes[check.name].comparison), None)
    if example is not None and len(example.call + example.got + example.expected) <= _MAX_EXAMPLE:
        parts.append(EXAMPLE.format(call=example.call, got=example.got, expected=example.expected))
    return Text("".join(part.en for part in parts), "".join(part.zh for part in parts))


def _same(check: Check, one: Outcome, other: Outcome) -> bool:
    if Verdict.ACCEPTED in (one.verdict, other.verdict):
        return False
    return check.agree(one, other)
