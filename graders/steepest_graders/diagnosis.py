"""Which misconception does a wrong program show?

Every mistake of an exercise is a wrong program. What the submission did on each check is compared with
what each mistake does there: a mistake that did the same on *every* check where the submission is wrong
is named, with its evidence. A mistake that also agrees everywhere else wins over one that does not; two
that agree alike are both named.
"""

from __future__ import annotations

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
ONE_FAILING = Text("the one failing check", "唯一未通过的检查项")
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


def matching(checks: Sequence[Check], outcomes: Mapping[str, Outcome], profiles: Sequence[Profile]) -> list[Profile]:
    """The profiles that do the same as `outcomes` wherever those are wrong; the closest only."""
    wrong = wrong_checks(checks, outcomes)
    if not wrong:
        return []
    agreeing = [
        profile
        for profile in profiles
        if all(_same(check, outcomes[check.name], profile.outcomes[check.name]) for check in wrong)
    ]
    surplus = [len(_wrong_names(checks, profile, outcomes)) - len(wrong) for profile in agreeing]
    closest = [profile for profile, extra in zip(agreeing, surplus, strict=True) if extra == min(surplus)]
    by_slug = {profile.misconception.slug: profile for profile in closest}
    return list(by_slug.values())


def finding(
    profile: Profile, checks: Sequence[Check], outcomes: Mapping[str, Outcome], accepted: bool | None
) -> Finding:
    """The misconception with its evidence; `accepted` is None unless it is a convention of the exercise."""
    wrong = wrong_checks(checks, outcomes)
    misconception = profile.misconception
    return Finding(
        slug=misconception.slug,
        title=misconception.name,
        explanation=misconception.explanation,
        evidence=_evidence(wrong, outcomes),
        lesson=misconception.lesson,
        convention=accepted is not None,
        accepted=bool(accepted),
    )


def relations_of(wrong: Sequence[Check], outcomes: Mapping[str, Outcome]) -> dict[str, list[Relation]]:
    """The relations that each wrong value shows, by check name."""
    mismatches = [(check, outcomes[check.name].mismatch) for check in wrong]
    return {check.name: find_relations(mismatch, check.sizes()) for check, mismatch in mismatches if mismatch}


def _evidence(wrong: Sequence[Check], outcomes: Mapping[str, Outcome]) -> Text:
    share = ONE_FAILING if len(wrong) == 1 else ALL_FAILING.format(count=len(wrong))
    parts = [EVIDENCE.format(share=share)]
    relation = shared_relation(list(relations_of(wrong, outcomes).values()))
    if relation is not None:
        parts.append(Text(" " + relation.everywhere.en, relation.everywhere.zh))
    example = next((outcomes[check.name].comparison for check in wrong if outcomes[check.name].comparison), None)
    if example is not None and len(example.call + example.got + example.expected) <= _MAX_EXAMPLE:
        parts.append(EXAMPLE.format(call=example.call, got=example.got, expected=example.expected))
    return Text("".join(part.en for part in parts), "".join(part.zh for part in parts))


def _same(check: Check, one: Outcome, other: Outcome) -> bool:
    if Verdict.ACCEPTED in (one.verdict, other.verdict):
        return False
    return check.agree(one, other)


def _wrong_names(checks: Sequence[Check], profile: Profile, outcomes: Mapping[str, Outcome]) -> list[str]:
    return [check.name for check in wrong_checks(checks, profile.outcomes) if check.name in outcomes]
