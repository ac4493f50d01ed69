"""`cuttings review`: open questions with their sentences; decisions that mean nothing or contradict each other; by the real command."""

from __future__ import annotations

import json

from tests.pipeline.conftest import run_cuttings

STORY = """Council votes on harbour

Tessa Okonjo opened the talks on Monday.

"We need the harbour," {name} said after the vote.
"""


def test_what_people_decide_is_asked_applied_and_reported(tmp_path):
    home, texts = tmp_path / "home", tmp_path / "texts"
    texts.mkdir()
    (texts / "one.txt").write_text(STORY.format(name="Okonjo"))
    (texts / "two.txt").write_text(STORY.replace("Tessa Okonjo", "T. Okonjo").format(name="Okonjo"))
    assert run_cuttings(home, "load", texts).returncode == 0

    asked = run_cuttings(home, "review")
    assert asked.returncode == 0, asked.stderr
    wanted = ("Tessa Okonjo", "T. Okonjo", "opened the talks on Monday", "- {same: [", "1 open, 1 shown")
    assert all(words in asked.stdout for words in wanted)

    lines = [
        "- {same: ['person:T. Okonjo', 'person:Tessa Okonjo'], reason: one mayor, author: AB}",
        "- {same: [Nobody Here, Tessa Okonjo], reason: a slip, author: AB}",
    ]
    (home / "decisions.yaml").write_text("\n".join(lines))
    assert run_cuttings(home, "publish").returncode == 0
    decided = run_cuttings(home, "review")
    assert (decided.returncode, "0 open" in decided.stdout) == (1, True)
    assert "decision 2 is unmatched" in " ".join(decided.stdout.split()) and "decision 1" not in decided.stdout
    people = "select name from people where name like '%Okonjo'"
    assert json.loads(run_cuttings(home, "sql", people, "--format", "json").stdout) == [{"name": "Tessa Okonjo"}]

    lines[1] = "- {different: ['person:T. Okonjo', 'person:Tessa Okonjo'], reason: two of them, author: CD}"
    (home / "decisions.yaml").write_text("\n".join(lines))
    run_cuttings(home, "publish")
    against = run_cuttings(home, "review")
    assert against.returncode == 1
    assert all(f"decision {n} is contradicted" in " ".join(against.stdout.split()) for n in (1, 2))

    (home / "decisions.yaml").unlink()  # undone by deleting the lines
    run_cuttings(home, "publish")
    assert "1 open, 1 shown" in run_cuttings(home, "review").stdout
