"""A course as it stands in its folder: loaded once, immutable, looked up by slug.

    course = load_course(root)                  # CourseError names the file, what is wrong and what to do
    course.title, course.summary                # Text
    for unit in course.units:                   # the outline, in order
        for entry in unit.entries:              # Entry(room, slug, title, summary, level, minutes, unit)
            url = f"/{lang}/{entry.room}/{entry.slug}"
    course.lessons["some-slug"]                 # Mapping[str, Lesson]
    course.exercises["mse"]                     # Mapping[str, Exercise], of steepest_graders
    course.quizzes["check-your-losses"]         # Mapping[str, Quiz], of steepest_graders.quiz
    course.questions["why-not-mse"]             # Mapping[str, Question]: of quick checks and quizzes
    course.entry("exercises", "mse"), course.unit_of("mse")
    before, after = course.neighbours("mse")    # Entry | None
    k, n = course.position("some-slug")         # lesson k of n

    lesson.document("zh")                       # steepest.prose.Document: parts, headings
    lesson.questions                            # its quick checks, in the order of the text
    lesson.path.en                              # the source file, relative to the course: 'suggest an edit'

Files of a unit, beside the exercises' folders:

    unit.toml                                   title, summary, level, minutes, contents, leads-to
    <lesson>.en.md  <lesson>.zh.md              between two lines of three hyphens at the top: `title` and
                                                `summary`; in the English one also `level` and `minutes`
    <lesson>.questions.yaml                     its quick checks
    <quiz>.yaml                                 a quiz (see steepest_graders/quiz/README.md)
    figures/<name>.en.svg  <name>.zh.svg        drawn by the course's figures scripts
"""

from steepest.course.loading import load_course, read_course
from steepest.course.model import Course, CourseError, Entry, Lesson, Unit

__all__ = ["Course", "CourseError", "Entry", "Lesson", "Unit", "load_course", "read_course"]
