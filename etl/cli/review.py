"""`cuttings review`: the most valuable open questions of who is who, with their sentences, and decisions that were not applied."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from etl.cli.terminal import answers, fail, printable
from etl.home import Home
from etl.publish.identities import DECISIONS_FILE, read_file
from etl.resolve.decisions import DecisionError

_CANDIDATES = """select kind, reason, weight, left_name, left_country, left_articles, left_evidence, left_id,
    right_name, right_country, right_articles, right_evidence, right_id
    from open_candidates order by weight desc, left_name, right_name, left_id, right_id limit ?"""
_NOT_APPLIED = "select decision_no, status, note, decision from decisions where status <> 'applied' order by decision_no"


def run(limit: int) -> int:
    """Print them; returns the exit status: 1 when a decision was not applied, or the file cannot be understood."""
    home = Home.from_env()
    if not home.snapshot.is_file():
        return fail(f"nothing is published in {home.root} yet; run `cuttings load PATH`, or set CUTTINGS_HOME")
    path = home.snapshot.with_name(DECISIONS_FILE)
    try:
        read_file(path)
        with duckdb.connect(str(home.snapshot), read_only=True) as snapshot:
            candidates = snapshot.execute(_CANDIDATES, [limit]).fetchall()
            total = snapshot.execute("select count(*) from entity_candidates").fetchall()[0][0]
        faults = unapplied(home)
    except (DecisionError, duckdb.Error) as error:
        return fail(str(error))
    for kind, reason, weight, *sides in candidates:
        _print_candidate(f"{kind}, {reason}; articles: {weight}", sides[:5], sides[5:])
    console = answers()
    console.print(f"{total:,} open, {len(candidates):,} shown; write what you decide into {path} and run `cuttings publish`")
    for line in faults:
        console.print(line)
    return 1 if faults else 0


def unapplied(home: Home) -> list[str]:
    """What the snapshot says of decisions that mean nothing or contradict each other, a line each."""
    with duckdb.connect(str(home.snapshot), read_only=True) as snapshot:
        faults = snapshot.execute(_NOT_APPLIED).fetchall()
    return [f"decision {number} is {status}: {note}: {printable(text)}" for number, status, note, text in faults]


def _print_candidate(heading: str, left: Sequence[object], right: Sequence[object]) -> None:
    """Both sides with articles and sentence, and the two lines to choose from."""
    console = answers()
    console.print(heading)
    for name, country, articles, evidence, _ in (left, right):
        sentence = " ".join(printable(str(evidence or "")).split())
        where = f", in {articles}: {sentence}" if articles else ", mentioned nowhere by name"
        console.print(f"  {printable(str(name))}{f' ({country})' if country else ''}{where}")
    ids = f"[{left[4]}, {right[4]}]"
    console.print(f"  - {{same: {ids}, reason: …, author: …}}")
    console.print(f"  - {{different: {ids}, reason: …, author: …}}\n")
