"""Questions in the formats of other programs: GIFT and Moodle XML.

    for found in read_gift(text):            # or read_moodle(data)
        found.data                           # a question of ours as a mapping, None where there is none of it
        found.remarks                        # what was not understood, in both languages: nothing is lost silently

    text, losses = write_gift(questions)     # or write_moodle(questions): bytes
    losses                                   # what another program will not see; we read all of it back

A question that we wrote carries our own form in a comment, so that what the format can't say survives between two
sites of ours; where somebody edited the question in the file, what stands there counts (see `seal`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from steepest_graders.quiz import Question
from steepest_graders.quizformats import gift, moodle
from steepest_graders.quizformats.foreign import Shape, UnreadableFile
from steepest_graders.quizformats.mapping import AS_MATCHING, Exported, Imported, slug, to_ours, unused
from steepest_graders.text import Text

__all__ = ["Imported", "UnreadableFile", "read_gift", "read_moodle", "slug", "unused", "write_gift", "write_moodle"]


def read_gift(source: str, taken: Iterable[str] = ()) -> list[Imported]:
    """What a GIFT file holds; ids that are `taken` get a number. Raises UnreadableFile."""
    used = set(taken)
    return [to_ours(found, used) for found in gift.read(source)]


def read_moodle(source: bytes, taken: Iterable[str] = ()) -> list[Imported]:
    """What a Moodle XML file holds; ids that are `taken` get a number. Raises UnreadableFile."""
    used = set(taken)
    return [to_ours(found, used) for found in moodle.read(source)]


def write_gift(questions: Iterable[Question], category: str = "") -> tuple[str, list[Text]]:
    """The file, and what is lost to others."""
    exported = _exported(questions)
    for index, (found, ours) in enumerate(exported.questions):
        if found.shape is Shape.ORDERING:  # GIFT has none
            places = (
                replace(answer, share=1.0, match={"": str(place)}) for place, answer in enumerate(found.answers, 1)
            )
            exported.questions[index] = (replace(found, shape=Shape.MATCHING, answers=tuple(places)), ours)
            exported.losses.append(AS_MATCHING.format(id=found.id))
    return gift.write(exported.questions, category), exported.losses


def write_moodle(questions: Iterable[Question], category: str = "") -> tuple[bytes, list[Text]]:
    """The file, and what is lost to others."""
    exported = _exported(questions)
    return moodle.write(exported.questions, category), exported.losses


def _exported(questions: Iterable[Question]) -> Exported:
    exported = Exported()
    for question in questions:
        exported.add(question)
    return exported
