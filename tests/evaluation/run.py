"""`make evaluate`: the plain texts of the gold corpus through the real pipeline, scored, held above floors that never fall unnoticed.

    python -m tests.evaluation.run [--split dev|test|both] [--misses ROW] [--update] [--lower]

Floors and the corpus digest stand in `floors.json`. `--update` raises floors to the present scores (less a small margin); a floor is only
lowered, and a changed corpus only accepted, with `--lower`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from tests.evaluation.score import Tally, score_article
from tests.gold import CORPUS, read_gold, split

FLOORS = Path(__file__).with_name("floors.json")
MARGIN = 0.005
SPLITS = ("dev", "test")


def corpus_digest() -> str:
    """Digest of the articles and the split that the floors belong to (dev and test only: more training text changes no yardstick)."""
    digest = hashlib.sha256()
    for name in SPLITS:
        for article in sorted(split(name)):
            digest.update(f"{name}/{article}\n".encode() + (CORPUS / "articles" / f"{article}.xml").read_bytes())
    return digest.hexdigest()


def load_texts(articles: list[str], home: Path) -> Path:
    """Write the plain texts, load them with what the pages say of date and outlet, and return the published snapshot."""
    texts = home / "texts"
    texts.mkdir(parents=True)
    with (home / "sidecar.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "source", "published"])
        for article in articles:
            gold = read_gold(article)
            (texts / f"{article}.txt").write_bytes(gold.text.encode("utf-8"))
            writer.writerow([f"{article}.txt", gold.facts.get("publisher", ""), gold.facts.get("published", "")])
    environment = {**os.environ, "CUTTINGS_HOME": str(home / "warehouse")}
    environment.pop("CUTTINGS_DATABASE_URL", None)
    command = [str(Path(sys.executable).with_name("cuttings")), "load", str(texts), "--metadata", str(home / "sidecar.csv")]
    subprocess.run(command, env=environment, check=True, stdout=sys.stderr)
    return home / "warehouse" / "cuttings.duckdb"


def score_split(name: str, snapshot: Path) -> Tally:
    """Scores of one split in a snapshot that holds it."""
    tally = Tally()
    with duckdb.connect(str(snapshot), read_only=True) as db:
        ids = {
            Path(uri).stem: article
            for uri, article in db.execute("select uri, article_id from articles join documents using (document_id)").fetchall()
        }
        for article in split(name):
            score_article(tally, read_gold(article), db, ids[article])
    return tally


def show(name: str, results: dict[str, dict[str, float]]) -> None:
    """Print one table of scores."""
    print(f"\n{name:42}{'P':>8}{'R':>8}{'F1':>8}{'gold':>7}")
    for row, r in results.items():
        print(f"{row:42}{r['p']:8.3f}{r['r']:8.3f}{r['f1']:8.3f}{r['gold']:7.0f}")


def below_floors(results: dict[str, dict[str, dict[str, float]]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Rows that fell under their floor, in words; a row that vanished counts as fallen."""
    fallen = []
    for name, rows in floors.items():
        for row, floor in rows.items():
            got = results.get(name, {}).get(row, {"f1": 0.0})["f1"]
            if name in results and got < floor:
                fallen.append(f"{name}: {row} is {got:.3f}, the floor is {floor:.3f}")
    return fallen


def updated_floors(
    results: dict[str, dict[str, dict[str, float]]], floors: dict[str, dict[str, float]], *, lower: bool
) -> dict[str, dict[str, float]]:
    """Floors raised to the results less MARGIN; lowered only where asked for."""
    new = {name: dict(rows) for name, rows in floors.items()}
    for name, rows in results.items():
        for row, r in rows.items():
            floor = round(max(r["f1"] - MARGIN, 0), 4)
            new.setdefault(name, {})[row] = floor if lower else max(floor, new[name].get(row, 0.0))
    return new


def main() -> int:
    """Score, print, compare with the floors; exit 1 when one fell or the corpus changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=[*SPLITS, "both"], default="both")
    parser.add_argument(
        "--misses",
        help="list misses of this row (dev only): mentions, people, organisations, positions, quotes, speakers, figures, meetings",
    )
    parser.add_argument("--update", action="store_true", help="raise the floors to the present scores")
    parser.add_argument("--lower", action="store_true", help="with --update: also lower floors and accept a changed corpus")
    args = parser.parse_args()
    names = SPLITS if args.split == "both" else (args.split,)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = load_texts([a for name in names for a in split(name)], Path(folder))
        tallies = {name: score_split(name, snapshot) for name in names}
    results = {name: tally.results() for name, tally in tallies.items()}
    for name, rows in results.items():
        show(name, rows)
    for miss in tallies["dev"].misses if args.misses and "dev" in tallies else []:
        if miss.startswith(f"{args.misses}\t"):
            print(miss)
    return compare(results, update=args.update, lower=args.lower)


def compare(results: dict[str, dict[str, dict[str, float]]], *, update: bool, lower: bool, path: Path = FLOORS) -> int:
    """Check the floors in `path`, or rewrite them; returns the exit code."""
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"corpus": corpus_digest(), "floors": {}}
    if held["corpus"] != corpus_digest() and not (update and lower):
        print("\nThe dev or test articles differ from those the floors were set on; run with --update --lower to accept them.")
        return 1
    fallen = below_floors(results, held["floors"])
    if update and (lower or not fallen):
        floors = updated_floors(results, held["floors"], lower=lower)
        path.write_text(json.dumps({"corpus": corpus_digest(), "floors": floors}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"\nfloors written to {path}")
        return 0
    print("\n" + ("\n".join(["below the floor:", *fallen]) if fallen else "all scores hold their floors"))
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
