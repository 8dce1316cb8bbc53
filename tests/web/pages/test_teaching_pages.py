"""The instructor's page shows what a class met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from steepest.accounts import queries
from steepest.db import Database
from steepest.models import RoleName

Reader = Any  # the class in conftest.py
PAGE = "/en/exercises/mse"
SUM = "import numpy as np\n\ndef mse(y_pred, y_true):\n    return np.sum((y_pred - y_true) ** 2)\n"
RIGHT = """import numpy as np

def mse(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    return np.mean((y_pred - y_true) ** 2)
"""


def test_an_instructor_sees_who_solved_and_which_misconceptions_were_met(
    reader: Reader, another: Reader, database: Database, grade_all: Callable[[], None]
) -> None:
    for who, sources in ((reader, (SUM, RIGHT)), (another, (SUM.replace("np.sum((y", "np.sum((0 + y"),))):
        who.get(PAGE)
        for source in sources:
            who.send(PAGE, {"source": source})
    grade_all()
    reader.sign_up("Grace")
    with database.write() as session:
        queries.grant(session, "Grace", RoleName.INSTRUCTOR)
    reader.get("/en/teach")
    assert "1 of 2 (50 %)" in reader.text
    assert "nobody tried it yet" in reader.text
    assert ">Teach</a>" in reader.text
    reader.get("/zh/teach")
    assert "2 人中 1 人（50%）" in reader.text
