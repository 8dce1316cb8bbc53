"""Questions and quizzes: what is asked, and what an answer is worth. See `README.md` beside this file for authors.

    question = question_from_dict(data)            # QuestionError: .problem, .remedy, .path within the mapping
    question_to_dict(question)                     # the mapping again; a question is the same text form everywhere

    asked = question.variant(seed, shuffle=True)   # the numbers and the order that belong to a seed
    asked.face()                                   # what a page may draw before an answer: nothing of the key
    asked.judge(["2.5"])                           # Judgement, or ResponseError with a message for the student
    asked.solution()                               # a right answer in the same form, for when it is due

An answer is always a sequence of strings:

    single, true-false           [id of the choice]         ["true"] or ["false"]
    multiple                     the ids that are chosen, in any order
    numeric, short, formula      [what was typed]
    ordering                     the items' ids, first to last
    matching                     a target's id for each item, in the items' order; "" where there is none yet
    code-reading, fill-in        [what was typed]

The key never leaves the server before it is due: a page draws a Face, and after an answer the Judgement of it,
which speaks of what was answered and not of what would have been right.

A fill-in needs a grader: `judge` raises NeedsGrading with the line, and `running.grade_line` runs it.
"""

from steepest_graders.quiz.arrangements import Item, Matching, Ordering
from steepest_graders.quiz.choices import Choice, MultipleChoice, SingleChoice, TrueFalse
from steepest_graders.quiz.code import CodeReading, FillIn, NeedsGrading
from steepest_graders.quiz.expressions import Expression, ExpressionError, parse
from steepest_graders.quiz.formula import Formula
from steepest_graders.quiz.model import (
    Face,
    Judgement,
    Mark,
    Option,
    Question,
    Remark,
    ResponseError,
    version_of,
)
from steepest_graders.quiz.numeric import Numeric, Tolerance
from steepest_graders.quiz.quizzes import Counts, Draw, Quiz, Settings, When, quiz_from_dict, quiz_to_dict
from steepest_graders.quiz.reading import Path, QuestionError
from steepest_graders.quiz.running import NotRunnable, grade_line, key_problem, output_of
from steepest_graders.quiz.short import ShortText
from steepest_graders.quiz.types import TYPES, question_from_dict, question_to_dict

__all__ = [
    "TYPES",
    "Choice",
    "CodeReading",
    "Counts",
    "Draw",
    "Expression",
    "ExpressionError",
    "Face",
    "FillIn",
    "Formula",
    "Item",
    "Judgement",
    "Mark",
    "Matching",
    "MultipleChoice",
    "NeedsGrading",
    "NotRunnable",
    "Numeric",
    "Option",
    "Ordering",
    "Path",
    "Question",
    "QuestionError",
    "Quiz",
    "Remark",
    "ResponseError",
    "Settings",
    "ShortText",
    "SingleChoice",
    "Tolerance",
    "TrueFalse",
    "When",
    "grade_line",
    "key_problem",
    "output_of",
    "parse",
    "question_from_dict",
    "question_to_dict",
    "quiz_from_dict",
    "quiz_to_dict",
    "version_of",
]
