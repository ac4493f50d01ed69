"""Learn the weights of the meeting decisions from corpus train, and write them to `etl/lexicon/meeting_weights.csv`.

    python -m tests.evaluation.meeting_training [--write] [--check]     (--check: five-fold cross-validation on train, and dev)

Plain numpy: ridge-penalised logistic regression by Newton's method, one against the rest for decisions with several labels.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import etl.lexicon
from etl.extract.meetings import linear
from etl.extract.meetings.nature import kind_features, status_features
from etl.extract.meetings.participants import candidates, pair_features, taking_part
from etl.extract.meetings.propose import find_candidates, trigger_features
from etl.extract.meetings.sameness import read_reports, same_features
from etl.extract.meetings.setting import dates_near, may_hold, parent_features, place_candidates, place_features, time_features
from etl.text.dates import resolve_expression
from tests.evaluation.meeting_gold import GoldScene, agrees, gold_scene
from tests.gold import split

CUT = -0.5
FOLDS = 5
HEADER = (
    "# Weights of the meeting decisions (etl/extract/meetings/linear.py); written by tests/evaluation/meeting_training.py, not by hand.\n"
)


@dataclass(frozen=True)
class Case:
    """One decision: its features, the right label (`yes` or `no`, or a kind), and the article it comes from."""

    features: frozenset[str]
    label: str
    article: str


@dataclass(frozen=True)
class Decision:
    """What is learned: where the cases come from, and how strongly weights are held down."""

    name: str
    cases: Callable[[GoldScene], Iterable[tuple[set[str], str]]]
    ridge: float = 3.0
    rarest: int = 4
    reads_sides: bool = False


def participant_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    for event, numbers in gold.events.items():
        triggers = [gold.triggers[n] for n in numbers]
        right = gold.sides(event)
        for entity in candidates(gold.scene, triggers):
            yield pair_features(gold.scene, triggers, entity), "yes" if entity in right else "no"


def status_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    for event, numbers in gold.events.items():
        for number in numbers:
            yield status_features(gold.scene, gold.triggers[number]), gold.meeting(event).get("status", "held")


def kind_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    for event, numbers in gold.events.items():
        triggers = [gold.triggers[n] for n in numbers]
        kinds = [gold.scene.by_entity[e][0].kind for e in gold.sides(event)]
        counts = kinds.count("person"), kinds.count("organisation"), kinds.count("place")
        yield kind_features(gold.scene, triggers, *counts), gold.meeting(event)["kind"]


def guessed_sides(gold: GoldScene, event: str) -> set[int]:
    return {e for e, _ in taking_part(gold.scene, [gold.triggers[n] for n in gold.events[event]])}


def same_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    reports = read_reports(gold.scene)
    home = {n: {e for e, numbers in gold.events.items() if n in numbers} for n in range(len(reports))}
    for later in reports:
        for earlier in reports[max(0, later.index - 14) : later.index]:
            label = "yes" if home[earlier.index] & home[later.index] else "no"
            yield same_features(gold.scene, earlier, later, reports[earlier.index + 1 : later.index]), label


def place_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    for event, numbers in gold.events.items():
        triggers = [gold.triggers[n] for n in numbers]
        right = gold.meeting(event).get("place", "").split()
        for entity in place_candidates(gold.scene, triggers):
            yield place_features(gold.scene, triggers, gold.scene.by_entity[entity]), "yes" if gold.entities.ids[entity] in right else "no"


def time_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    published = gold.published
    for event, numbers in gold.events.items():
        when, status = gold.meeting(event).get("when"), gold.meeting(event).get("status", "held")
        if not when or not published:
            continue
        triggers = [gold.triggers[n] for n in numbers]
        for index, trigger in enumerate(triggers):
            dates = dates_near(gold.scene, trigger)
            for date in dates:
                period = resolve_expression(date, published, future=status in ("planned", "requested"))
                right = period is not None and period.start is not None and agrees(when, period)
                yield time_features(gold.scene, trigger, index == 0, date, dates, status), "yes" if right else "no"


def parent_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    triggers = {e: [gold.triggers[n] for n in numbers] for e, numbers in gold.events.items()}
    sides = {e: guessed_sides(gold, e) for e in gold.events}
    for child in gold.events:
        for parent in gold.events:
            if parent != child and may_hold(triggers[parent]):
                statuses = gold.scene.status_of(triggers[child]), gold.scene.status_of(triggers[parent])
                features = parent_features(gold.scene, triggers[child], triggers[parent], (sides[child], sides[parent]), statuses)
                yield features, "yes" if gold.meeting(child).get("part_of") == parent else "no"


def trigger_cases(gold: GoldScene) -> Iterable[tuple[set[str], str]]:
    names = sorted((m for m in gold.scene.mentions if m.form == "name"), key=lambda m: m.span)
    marked = [t.span for t in gold.triggers]
    for candidate in find_candidates(gold.scene.analysis):
        if not any(m.span.overlaps(candidate.span) for m in names):
            right = any(m.overlaps(candidate.span) for m in marked)
            yield trigger_features(gold.scene.analysis, names, candidate), "yes" if right else "no"


PARTICIPANT = Decision("participant", participant_cases)
DECISIONS = [
    Decision("trigger", trigger_cases),
    Decision("status", status_cases, ridge=2.0),
    PARTICIPANT,
    Decision("kind", kind_cases),
    Decision("same", same_cases, reads_sides=True),
    Decision("place", place_cases),
    Decision("time", time_cases),
    Decision("parent", parent_cases, reads_sides=True),
]


def gather(decision: Decision, articles: Sequence[str]) -> list[Case]:
    return [Case(frozenset(f), label, a) for a in articles for f, label in decision.cases(gold_scene(a))]


def gather_crossed(decision: Decision, articles: Sequence[str], sides: Sequence[Case]) -> list[Case]:
    """Cases of a decision that reads participants: those are guessed by weights that have not seen the article, as they will be in use."""
    weights, found = linear.all_weights(), []
    kept = weights["participant"]
    for number in range(FOLDS):
        fold = set(articles[number::FOLDS])
        weights["participant"] = fit(PARTICIPANT, [c for c in sides if c.article not in fold])
        found += gather(decision, sorted(fold))
    weights["participant"] = kept
    return found


def fit(decision: Decision, cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Label -> feature -> weight."""
    seen = Counter((f, c.article) for c in cases for f in c.features)
    spread = Counter(f for f, _ in seen)
    names = sorted(f for f, n in spread.items() if n >= decision.rarest)
    column = {f: i for i, f in enumerate(names)}
    matrix = np.zeros((len(cases), len(names) + 1))
    matrix[:, -1] = 1.0
    for row, case in enumerate(cases):
        matrix[row, [column[f] for f in case.features if f in column]] = 1.0
    labels = sorted({c.label for c in cases})
    wanted = ["yes"] if set(labels) <= {"yes", "no"} else labels
    table = {}
    for label in wanted:
        weights = _newton(matrix, np.array([c.label == label for c in cases], float), decision.ridge)
        table[label] = {**{f: float(weights[i]) for f, i in column.items() if abs(weights[i]) >= 0.02}, linear.BIAS: float(weights[-1])}
    return table


def _newton(matrix: np.ndarray, truth: np.ndarray, ridge: float) -> np.ndarray:
    weights = np.zeros(matrix.shape[1])
    penalty = np.full(matrix.shape[1], ridge)
    penalty[-1] = 0.01
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        slope = matrix.T @ (chance - truth) + penalty * weights
        curve = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-5:
            break
    return weights


def check(decision: Decision, cases: Sequence[Case], others: Sequence[Case]) -> None:
    """Print precision, recall and F1 (yes-or-no) or accuracy: cross-validated on train, then dev."""
    articles = sorted({c.article for c in cases})
    folds = [set(articles[i::5]) for i in range(5)]
    judged: list[tuple[str, str]] = []
    for fold in folds:
        table = fit(decision, [c for c in cases if c.article not in fold])
        judged += [(guess(table, c.features), c.label) for c in cases if c.article in fold]
    table = fit(decision, cases)
    for name, pairs in (("cross", judged), ("dev", [(guess(table, c.features), c.label) for c in others])):
        if set(table) == {"yes"}:
            wanted, right = sum(w == "yes" for _, w in pairs), sum(g == w == "yes" for g, w in pairs)
            p, r = right / max(1, sum(g == "yes" for g, _ in pairs)), right / max(1, wanted)
            result = f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f} of {wanted}"
        else:
            result = f"right {sum(g == w for g, w in pairs) / max(1, len(pairs)):.3f} of {len(pairs)}"
        print(f"{decision.name:12} {name:6} {result}  features {sum(map(len, table.values()))}")


def guess(table: dict[str, dict[str, float]], features: Iterable[str]) -> str:
    scores = {label: weights[linear.BIAS] + sum(weights.get(f, 0.0) for f in features) for label, weights in table.items()}
    if set(table) == {"yes"}:
        return "yes" if scores["yes"] > CUT else "no"
    return max(scores, key=lambda label: (scores[label], label))


def write(tables: dict[str, dict[str, dict[str, float]]]) -> None:
    path = Path(etl.lexicon.__file__).with_name(linear.TABLE)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["decision", "label", "feature", "weight"])
        for decision, labels in sorted(tables.items()):
            for label, weights in sorted(labels.items()):
                writer.writerows([decision, label, f, f"{w:.3f}"] for f, w in sorted(weights.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--ridge", type=float)
    parser.add_argument("--rarest", type=int)
    args = parser.parse_args()
    tables = dict(linear.all_weights())
    sides: list[Case] = []
    for decision in DECISIONS:
        if args.only and decision.name != args.only:
            continue
        decision = replace(decision, ridge=args.ridge or decision.ridge, rarest=args.rarest or decision.rarest)
        if decision.reads_sides:
            sides = sides or gather(PARTICIPANT, split("train"))
            cases = gather_crossed(decision, split("train"), sides)
        else:
            cases = gather(decision, split("train"))
        if args.check:
            check(decision, cases, gather(decision, split("dev")))
        tables[decision.name] = fit(decision, cases)
        if args.write:
            write(tables)
            load = etl.lexicon.load_csv
            load.cache_clear()
            linear.all_weights.cache_clear()


if __name__ == "__main__":
    main()
