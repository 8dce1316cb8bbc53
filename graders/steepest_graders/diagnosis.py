"""Which misconception does a wrong program show?

Every mistake of an exercise is a wrong program. What the submission did on each check is compared with
what each mistake does there: a mistake that did the same on *every* check where the submission is wrong
is named, with its evidence, unless it also fails much where the submission does not: then the submission has
not made that mistake, but a smaller one. Two that agree alike are both named. Where no single mistake
explains everything, two may do so together: at once, as `pairing` combines them, or each on its
own part of the failing checks. Of two, each must show: nobody is told of a mistake that left no trace.
Where several functions were asked for, each is also explained for itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from steepest_graders.checks import Check, Outcome
from steepest_graders.exercise import Misconception, Mistake
from steepest_graders.relations import Relation, find_relations, shared_relation
from steepest_graders.report import Comparison, Finding, Verdict
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
COMBINED = Text(
    "In {share} your answers are those of a program with these two mistakes at once.",
    "在{share}中，你的答案与同时犯这两个错误的程序完全相同。",
)
OF_FUNCTION = Text("{share} of `{function}`", "`{function}` 的{share}")
EXAMPLE = Text(
    " For `{call}` that gives {got} instead of {expected}.",
    "例如 `{call}`：得到 {got}，应为 {expected}。",
)
MAX_NAMED = 2
MOST_SURPLUS = 1 / 3  # of the checks that a mistake explains, so many more may it fail
_MAX_EXAMPLE = 160


class Explanation(Protocol):
    """A program with one mistake, or with two at once: what they show, and what it does on every check, by name."""

    @property
    def misconceptions(self) -> Sequence[Misconception]:
        """What is named where a submission does the same."""

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """By the check's name; they may be found out only when they are asked for."""


@dataclass(frozen=True)
class Profile:
    """What a mistake does on every check, by the check's name."""

    mistake: Mistake
    outcomes: Mapping[str, Outcome]

    @property
    def misconception(self) -> Misconception:
        """What the mistake shows."""
        return self.mistake.misconception

    @property
    def misconceptions(self) -> tuple[Misconception]:
        """That one."""
        return (self.mistake.misconception,)


@dataclass(frozen=True)
class Combination:
    """What a program with two mistakes at once does."""

    misconceptions: tuple[Misconception, Misconception]
    outcomes: Mapping[str, Outcome]


def wrong_checks(checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> list[Check]:
    """The checks that were run and not accepted."""
    return [
        check for check in checks if check.name in outcomes and outcomes[check.name].verdict is not Verdict.ACCEPTED
    ]


@dataclass(frozen=True)
class Match:
    """An explanation, the failing checks on which the submission did what it does, and out of how many.

    `function` is named where only the checks of one function are explained.
    """

    profile: Explanation
    checks: Sequence[Check]
    count: int
    function: str = ""


def diagnose(
    checks: Sequence[Check],
    outcomes: Mapping[str, Outcome],
    profiles: Sequence[Explanation],
    combinations: Sequence[Explanation] = (),
    functions: Mapping[str, str] | None = None,
) -> list[Match]:
    """The mistakes that explain every failing check: one mistake, several alike, or two at once; else none.

    `functions` says which function each check asks for, by the check's name: where the whole can't be
    explained, the failing checks of one function may be.
    """
    whole = _explain(checks, outcomes, profiles, combinations)
    groups: dict[str, list[Check]] = {}
    for check in checks:
        groups.setdefault((functions or {}).get(check.name, ""), []).append(check)
    if whole or len(groups) < 2:
        return whole
    return [
        replace(match, function=function)
        for function, group in groups.items()
        for match in _explain(group, outcomes, profiles, combinations)
    ]


def _explain(
    checks: Sequence[Check],
    outcomes: Mapping[str, Outcome],
    profiles: Sequence[Explanation],
    combinations: Sequence[Explanation],
) -> list[Match]:
    wrong = wrong_checks(checks, outcomes)
    if not wrong:
        return []
    matches = [
        Match(profile, [check for check in wrong if _agrees(profile, check, outcomes)], len(wrong))
        for profile in profiles
    ]
    whole = _closest([match for match in matches if len(match.checks) == len(wrong)], checks, outcomes)
    if whole:
        return whole if len(whole) <= MAX_NAMED else []
    together = {_slugs(pair) for pair in combinations}
    return _combined(combinations, profiles, checks, outcomes) or _two_at_once(matches, checks, outcomes, together)


def _agrees(profile: Explanation, check: Check, outcomes: Mapping[str, Outcome]) -> bool:
    return _same(check, outcomes[check.name], profile.outcomes[check.name])


def _closest(matches: Sequence[Match], checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> list[Match]:
    """Those that fail the fewest checks which the submission passes; one for each misconception, or two of them.

    A few more may be: a mistake's program may also lack what the submission has, as a test of shapes. One that
    fails many more is a broader mistake than the submission made.
    """
    surplus = [len(_surplus([match], checks, outcomes)) for match in matches]
    closest = [
        match
        for match, extra in zip(matches, surplus, strict=True)
        if extra == min(surplus) and extra <= len(match.checks) * MOST_SURPLUS
    ]
    return list({_slugs(match.profile): match for match in closest}.values())


def _slugs(explanation: Explanation) -> frozenset[str]:
    return frozenset(misconception.slug for misconception in explanation.misconceptions)


def _combined(
    combinations: Sequence[Explanation],
    profiles: Sequence[Explanation],
    checks: Sequence[Check],
    outcomes: Mapping[str, Outcome],
) -> list[Match]:
    """The one pair of mistakes that, made at once, does what the submission does on every check, and fails no other.

    Asked check by check: most pairs are told from the submission by the first. Where two pairs are alike,
    nobody can tell, and none is named. Exceptions alone are no evidence: too much raises the same.
    """
    wrong = wrong_checks(checks, outcomes)
    if all(outcomes[check.name].error for check in wrong):
        return []
    found = {
        _slugs(pair): match
        for pair in combinations
        if all(_agrees(pair, check, outcomes) for check in wrong)
        and not _surplus([match := Match(pair, wrong, len(wrong))], checks, outcomes)
        and _both_show(pair, profiles, wrong, outcomes)
    }
    return list(found.values()) if len(found) == 1 else []


def _both_show(
    pair: Explanation, profiles: Sequence[Explanation], wrong: Sequence[Check], outcomes: Mapping[str, Outcome]
) -> bool:
    """Whether each mistake of a pair has a failing check to show for itself, which the other alone does not explain.

    A mistake that a check tells by a word, as that the input was changed, shows there by that word only.
    """
    alone = {slug: [profile for profile in profiles if _slugs(profile) == {slug}] for slug in _slugs(pair)}
    for slug, programs in alone.items():
        others = [program for other, several in alone.items() if other != slug for program in several]
        own = [check for check in wrong if not any(_agrees(other, check, outcomes) for other in others)]
        if not any(_shows(program, check, outcomes) for program in programs for check in own):
            return False
    return True


def _shows(profile: Explanation, check: Check, outcomes: Mapping[str, Outcome]) -> bool:
    alone = profile.outcomes[check.name]
    if alone.verdict is Verdict.ACCEPTED:
        return False
    word = _word(alone.signature)
    return word is None or word == _word(outcomes[check.name].signature)


def _word(signature: Any) -> str | None:
    """What a failure is called where it is no wrong number, and so says nothing of how it came about."""
    if signature is None:
        return "nothing"
    return signature[0] if isinstance(signature, tuple) and signature and isinstance(signature[0], str) else None


def _two_at_once(
    matches: Sequence[Match],
    checks: Sequence[Check],
    outcomes: Mapping[str, Outcome],
    together: Collection[frozenset[str]],
) -> list[Match]:
    """The pair of mistakes that together explain every failing check and would fail no other.

    Each must explain a check that the other does not. Of several pairs the one whose mistakes do the least
    that the submission does not; where two pairs are alike, nobody can tell, and none is named. Nor is a pair
    of those that `together` make one program, which would have been found; and what looks the same
    everywhere has one cause.
    """
    wrong = {check.name for check in wrong_checks(checks, outcomes)}
    words = {_word(outcomes[name].signature) for name in wrong}
    if len(words) == 1 and None not in words:
        return []
    found: dict[frozenset[str], tuple[int, list[Match]]] = {}
    for one, other in itertools.combinations(matches, 2):
        first, second = {check.name for check in one.checks}, {check.name for check in other.checks}
        slugs = _slugs(one.profile) | _slugs(other.profile)
        if first | second != wrong or first <= second or second <= first or len(slugs) < 2 or slugs in together:
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


def findings(match: Match, outcomes: Mapping[str, Outcome], conventions: Mapping[str, bool]) -> list[Finding]:
    """The misconceptions of a match with their evidence; `conventions` of the exercise: slug -> accepted."""
    return [
        Finding(
            slug=misconception.slug,
            title=misconception.name,
            explanation=misconception.explanation,
            evidence=_evidence(match, outcomes, convention=misconception.slug in conventions),
            lesson=misconception.lesson,
            convention=misconception.slug in conventions,
            accepted=conventions.get(misconception.slug, False),
        )
        for misconception in match.profile.misconceptions
    ]


def relations_of(wrong: Sequence[Check], outcomes: Mapping[str, Outcome]) -> dict[str, list[Relation]]:
    """The relations that each wrong value shows, by check name."""
    mismatches = [(check, outcomes[check.name].mismatch) for check in wrong]
    return {check.name: find_relations(mismatch, check.sizes()) for check, mismatch in mismatches if mismatch}


def _evidence(match: Match, outcomes: Mapping[str, Outcome], *, convention: bool) -> Text:
    wrong = match.checks
    if len(match.profile.misconceptions) > 1:
        parts = [COMBINED.format(share=_share(match))]
    elif convention:
        parts = [CONVENTION.format(share=ONE_TELLING if len(wrong) == 1 else ALL_TELLING.format(count=len(wrong)))]
    else:
        parts = [EVIDENCE.format(share=_share(match))]
    relation = shared_relation(list(relations_of(wrong, outcomes).values()))
    if relation is not None and any(check.public for check in wrong):
        parts.append(Text(" " + relation.everywhere.en, relation.everywhere.zh))
    example = next((outcomes[check.name].comparison for check in wrong if outcomes[check.name].comparison), None)
    if example is not None and _is_telling(example):
        parts.append(EXAMPLE.format(call=example.call, got=example.got, expected=example.expected))
    return Text("".join(part.en for part in parts), "".join(part.zh for part in parts))


def _is_telling(example: Comparison) -> bool:
    """Whether it says what came out and what should have (a path does not), in a few words."""
    words = (example.call, example.got, example.expected)
    return all(words) and len("".join(words)) <= _MAX_EXAMPLE


def _share(match: Match) -> Text:
    """In how many of the failing checks."""
    if len(match.checks) < match.count:
        share = SOME_FAILING.format(count=len(match.checks), all=match.count)
    else:
        share = ONE_FAILING if match.count == 1 else ALL_FAILING.format(count=match.count)
    return OF_FUNCTION.format(share=share, function=match.function) if match.function else share


def _same(check: Check, one: Outcome, other: Outcome) -> bool:
    if Verdict.ACCEPTED in (one.verdict, other.verdict):
        return False
    return check.agree(one, other)
