"""The README's first screen is executed: its commands exist, its query is the demonstration's, its answer is the answer.

After a change that moves the answer: `python -m tests.pipeline.test_readme` writes the new one; read it before committing it.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.pipeline.conftest import load_demonstration, run_cuttings

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def blocks(kind: str) -> list[str]:
    """Contents of the README's fenced blocks of this kind, in order."""
    return [content for label, content in _BLOCK.findall(README.read_text(encoding="utf-8")) if label == kind]


def answer(home: Path) -> str:
    """What is printed for the README's question."""
    asked = run_cuttings(home, "sql", "-", stdin=blocks("sql")[0])
    assert asked.returncode == 0, asked.stderr
    return asked.stdout


def test_the_printed_answer_is_the_answer(demonstration):
    assert answer(demonstration) == blocks("")[0]


def test_the_question_is_the_demonstrations():
    assert blocks("sql")[0] == (ROOT / "demo" / "question.sql").read_text(encoding="utf-8")


def test_the_make_targets_exist():
    targets = re.findall(r"^make (\w+)", "\n".join(blocks("sh")), re.M)
    assert targets == ["demo", "test"]
    for target in targets:
        assert subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^cuttings (\w+)", "\n".join(blocks("sh")), re.M))))
def test_the_commands_exist_with_their_options(command, tmp_path):
    words = [line.split("#")[0] for line in "\n".join(blocks("sh")).splitlines() if line.startswith(f"cuttings {command}")]
    known = run_cuttings(tmp_path, command, "--help").stdout
    for option in re.findall(r"--\w+", " ".join(words)):
        assert option in known


@pytest.mark.parametrize("place", re.findall(r"`((?:etl|corpus|sql|models|migrations)[\w/]*)`", README.read_text(encoding="utf-8")))
def test_the_map_shows_what_is_there(place):
    assert (ROOT / place).exists()


def main() -> None:
    """Write the present answer into the README."""
    with tempfile.TemporaryDirectory() as home:
        text = README.read_text(encoding="utf-8").replace(f"```\n{blocks('')[0]}```", f"```\n{answer(load_demonstration(Path(home)))}```")
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
