"""`steepest grade` as a person or a CI job runs it: real processes, their exit codes and what they print."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import steepest_graders.writers
from steepest_graders import Exercise
from steepest_graders.notebook import read_notebook

SCHEMA = json.loads((Path(steepest_graders.writers.__file__).parent / "report.schema.json").read_text())
WRONG = "import numpy as np\n\ndef mse(y_pred, y_true):\n    return np.sum((y_pred - y_true) ** 2)\n"


def steepest(*arguments: str | Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "steepest", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "ada.py"
    path.write_text(WRONG)
    return path


def test_a_right_file_exits_with_0_and_says_so(a_right_mse: Path) -> None:
    done = steepest("grade", "mse", a_right_mse)
    assert done.returncode == 0
    assert f"{a_right_mse}: accepted" in done.stdout
    assert done.stderr.startswith("sandbox: ")


def test_a_wrong_file_exits_with_1_and_names_the_misconception(wrong: Path) -> None:
    done = steepest("grade", "mse", wrong)
    assert done.returncode == 1
    assert "You return the sum, not the mean." in done.stdout


def test_the_report_speaks_chinese(wrong: Path) -> None:
    done = steepest("grade", "mse", wrong, "--lang", "zh")
    assert done.returncode == 1
    assert "答案错误" in done.stdout
    assert "wrong answer" not in done.stdout


def test_json_is_one_document_after_its_schema_in_the_order_given(wrong: Path, a_right_mse: Path) -> None:
    done = steepest("grade", "mse", wrong, a_right_mse, wrong, "--format", "json", "--jobs", "2")
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    assert [report["submission"] for report in document["reports"]] == [str(wrong), str(a_right_mse), str(wrong)]
    assert [report["verdict"] for report in document["reports"]] == ["wrong_answer", "accepted", "wrong_answer"]
    assert document["reports"][0]["misconceptions"][0]["slug"] == "sum-not-mean"
    assert done.returncode == 1


def test_standard_input_is_a_file_called_dash(a_right_mse: Path) -> None:
    done = steepest("grade", "mse", "-", "--format", "json", stdin=a_right_mse.read_bytes())
    assert json.loads(done.stdout)["reports"][0]["submission"] == "-"
    assert done.returncode == 0


def test_outputs_take_their_format_from_suffix_or_prefix(tmp_path: Path, wrong: Path) -> None:
    by_suffix, by_prefix = tmp_path / "report.json", tmp_path / "report.log"
    done = steepest("grade", "mse", wrong, "--output", by_suffix, "--output", f"text:{by_prefix}", "--output", "csv:-")
    assert done.returncode == 1
    assert done.stdout.startswith("submission,exercise,verdict")
    jsonschema.validate(json.loads(by_suffix.read_text()), SCHEMA)
    assert "wrong answer" in by_prefix.read_text()


def test_a_wrong_answer_is_annotated_where_its_function_begins(wrong: Path) -> None:
    done = steepest("grade", "mse", wrong, "--format", "github")
    assert done.stdout.startswith(f"::error file={wrong},line=3,title=mse%3A wrong answer::You return the sum")


def test_an_unknown_exercise_names_near_ones(wrong: Path) -> None:
    done = steepest("grade", "mse-gradiant", wrong)
    assert done.returncode == 2
    assert "mse-gradient" in done.stderr
    assert done.stdout == ""


def test_no_readable_file_is_wrong_usage(tmp_path: Path) -> None:
    done = steepest("grade", "mse", tmp_path / "missing.py")
    assert done.returncode == 2
    assert "No such file" in done.stderr


def test_an_unreadable_file_among_others_gets_its_own_report(tmp_path: Path, a_right_mse: Path) -> None:
    latin, long = tmp_path / "latin.py", tmp_path / "long.py"
    latin.write_bytes("# für\n".encode("latin-1"))
    long.write_bytes(b"#" * 70_000)
    files = [tmp_path / "missing.py", latin, long, a_right_mse]
    done = steepest("grade", "mse", *files, "--format", "json")
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    assert [report["verdict"] for report in document["reports"]] == ["compile_error"] * 3 + ["accepted"]
    assert done.returncode == 1


def notebook(*cells: str) -> str:
    listed = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "# Homework"}, *listed], "nbformat": 4})


def test_a_notebook_is_its_code_cells_and_what_is_no_python_is_ignored_with_a_note(
    tmp_path: Path, a_right_mse: Path
) -> None:
    path = tmp_path / "ada.ipynb"
    path.write_text(notebook("%matplotlib inline\n!ls", "%%bash\n1 +", f"%%time\n{a_right_mse.read_text()}", "mse?"))
    done = steepest("grade", "mse", path)
    assert done.returncode == 0, done.stdout
    noted = "%matplotlib inline; !ls; %%bash; %%time; mse?"
    assert f"ada.ipynb: 5 magics or shell lines of the notebook were ignored: {noted}" in done.stderr


@pytest.mark.parametrize(
    ("cell", "source", "ignored"),
    [
        ("x = (7\n% 3)", "x = (7\n% 3)\n", ()),
        ('"""\n!ls\n"""', '"""\n!ls\n"""\n', ()),
        ("if x:\n    %timeit f()\ny = 1", "if x:\n    pass  # %timeit f()\ny = 1\n", ("%timeit f()",)),
        ("files = !ls\n?len", "pass  # files = !ls\npass  # ?len\n", ("files = !ls", "?len")),
        ("%cd ..\ny = (7\n% 3)", "pass  # %cd ..\ny = (7\n% 3)\n", ("%cd ..",)),
        ("\n%%timeit n = 3\nf(n)", "\n# %%timeit n = 3\n# f(n)\n", ("%%timeit n = 3",)),
        ("%%capture out\n%cd ..\nx = 1", "# %%capture out\npass  # %cd ..\nx = 1\n", ("%%capture out", "%cd ..")),
        ("def f(:\n    pass\n%cd ..", "def f(:\n    pass\npass  # %cd ..\n", ("%cd ..",)),
    ],
    ids=["modulo", "string", "indented", "assigned, help", "beside a modulo", "timed", "captured", "beside an error"],
)
def test_only_what_python_can_not_read_is_a_magic(cell: str, source: str, ignored: tuple[str, ...]) -> None:
    assert read_notebook(notebook(cell).encode()) == (source, ignored)


@given(st.text() | st.text(alphabet="%!?x=\n ()'\"#\\", max_size=40))
def test_any_cell_keeps_its_lines(cell: str) -> None:
    lines = cell.replace("\r\n", "\n").removesuffix("\n").count("\n") + 1
    assert read_notebook(notebook(cell).encode()).source.count("\n") == lines


def test_progress_is_shown_on_a_terminal_and_nowhere_else(wrong: Path) -> None:
    assert "Grading" not in steepest("grade", "mse", wrong, wrong).stderr
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "steepest", "grade", "mse", str(wrong), str(wrong)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=theirs, timeout=120)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    os.close(theirs)
    assert "Grading" in shown
    assert "100%" in shown


def test_a_folder_and_a_pattern_stand_for_their_programs(tmp_path: Path, a_right_mse: Path) -> None:
    for name in ("b.py", "a.py", ".hidden/c.py", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(a_right_mse.read_text())
    expected = [str(tmp_path / "a.py"), str(tmp_path / "b.py")]
    for named in (tmp_path, tmp_path / "*.py"):
        done = steepest("grade", "mse", named, "--format", "json")
        assert [report["submission"] for report in json.loads(done.stdout)["reports"]] == expected


def test_a_manifest_maps_files_to_exercises(tmp_path: Path, wrong: Path, exercises: dict[str, Exercise]) -> None:
    (tmp_path / "adam.py").write_text(exercises["adam"].solution)
    (tmp_path / "steepest.toml").write_text('[submissions]\n"ad[a].py" = "mse"\n"adam.py" = "adam"\n')
    done = steepest("grade", "--manifest", tmp_path / "steepest.toml", "--format", "csv")
    rows = [line.split(",")[1:3] for line in done.stdout.splitlines()[1:]]
    assert rows == [["mse", "wrong_answer"], ["adam", "accepted"]]
    assert done.returncode == 1


@pytest.mark.parametrize("text", ["", "[submissions", 'submissions = "mse"', "\xff"])
def test_a_broken_manifest_says_what_it_needs(tmp_path: Path, text: str) -> None:
    path = tmp_path / "steepest.toml"
    path.write_bytes(text.encode("latin-1"))
    done = steepest("grade", "--manifest", path)
    assert done.returncode == 2
    assert "[submissions]" in done.stderr


def test_what_a_program_prints_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "alan.py"
    path.write_text('print("\\x1b[2J\\u202e\\x07")\n' + WRONG)
    done = steepest("grade", "mse", path)
    assert "\\x1b[2J\\u202e\\x07" in done.stdout
    assert not {"\x1b", "\u202e", "\x07"} & set(done.stdout)


def test_an_output_with_no_known_format_is_wrong_usage(wrong: Path) -> None:
    done = steepest("grade", "mse", wrong, "--output", "report.xyz")
    assert done.returncode == 2
    assert "json:report.xyz" in done.stderr


def test_switching_the_sandbox_off_says_so_loudly(a_right_mse: Path) -> None:
    done = steepest("grade", "mse", a_right_mse, "--sandbox", "off")
    assert done.returncode == 0
    assert "WARNING" in done.stderr


def test_grading_needs_neither_the_web_nor_a_database() -> None:
    script = "import sys, steepest.cli.grade; print(sorted({'flask', 'sqlalchemy', 'markdown'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
