"""Write the figures into the units' folders."""

from steepest_exercises import COURSE_ROOT
from steepest_exercises.figures import drawn

for path, svg in drawn().items():
    (COURSE_ROOT / path).parent.mkdir(exist_ok=True)
    (COURSE_ROOT / path).write_text(svg, encoding="utf-8")
