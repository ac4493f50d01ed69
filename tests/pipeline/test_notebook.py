"""The worked notebook is executed, cell by cell, on the demonstration articles.

`python -m tests.pipeline.test_notebook` writes the answers into it; read them before committing them.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest

from etl.model.manifest import installed_version
from tests.pipeline.conftest import load_demonstration

ROOT = Path(__file__).parent.parent.parent
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def cells() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return found


def execute(home: Path) -> list[str]:
    """What each code cell prints, with its last expression, as Jupyter shows it."""
    namespace: dict[str, Any] = {}
    shown = []
    os.environ["CUTTINGS_HOME"] = str(home)
    for cell in cells():
        if cell["cell_type"] != "code":
            continue
        tree, stream = ast.parse("".join(cell["source"])), io.StringIO()
        last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(stream):
            exec(compile(tree, "notebook", "exec"), namespace)
            value = eval(compile(last, "notebook", "eval"), namespace) if last else None
            if value is not None:
                print(repr(value))
        shown.append(stream.getvalue())
    return shown


@pytest.fixture(scope="module")
def answers(demonstration: Path) -> list[str]:
    before = os.environ.get("CUTTINGS_HOME")
    try:
        return execute(demonstration)
    finally:
        os.environ.pop("CUTTINGS_HOME") if before is None else os.environ.update(CUTTINGS_HOME=before)


def test_every_cell_answers(answers: list[str]) -> None:
    written = ["".join(output["text"]) for cell in cells() if cell["cell_type"] == "code" for output in cell["outputs"]]
    assert len(answers) == sum(cell["cell_type"] == "code" for cell in cells()) >= 5
    assert all(re.search(r"\w", answer) for answer in answers[1:])
    assert [columns(text) for text in written] == [columns(answer) for answer in answers[1:]], "run: python -m tests.pipeline.test_notebook"


def columns(answer: str) -> list[str]:
    """Names of a table's columns; the rows move with every better reading and are no matter of this test."""
    return re.findall(r"\w+", answer.splitlines()[1]) if answer.startswith("┌") else []


def test_the_notebook_says_who_gave_its_answers() -> None:
    said = r"^The answers printed here are extractor \d\S+'s; a later one may count otherwise\.$"
    assert re.search(said, "".join(cells()[0]["source"]), re.MULTILINE)


def stamp(notebook: dict[str, Any], version: str) -> None:
    """Name the extractor in the notebook's first cell."""
    lines = [line.rstrip("\n") for line in notebook["cells"][0]["source"]]
    kept = [line for line in lines if not line.startswith("The answers printed here are")]
    said = f"The answers printed here are extractor {version}'s; a later one may count otherwise."
    notebook["cells"][0]["source"] = [*(f"{line}\n" for line in kept), *([] if kept[-1] == "" else ["\n"]), said]


def main() -> None:
    """Write the present answers into the notebook."""
    with tempfile.TemporaryDirectory() as home:
        load_demonstration(Path(home))
        shown = iter(execute(Path(home)))
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    stamp(notebook, installed_version())
    for number, cell in enumerate(c for c in notebook["cells"] if c["cell_type"] == "code"):
        text = next(shown)
        cell["execution_count"] = number + 1
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}] if text else []
    NOTEBOOK.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
