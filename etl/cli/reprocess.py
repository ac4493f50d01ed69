"""`cuttings reprocess`: stored articles are read by the present extractor; what that changes is shown before it is published."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from filelock import FileLock, Timeout
from rich.console import Console

from etl.cli.loading import Bar, publish_only, show_progress
from etl.cli.terminal import answers, fail, printable
from etl.home import Home
from etl.load.changes import KINDS, Changes, Way
from etl.load.reprocess import Reprocessing, Review
from etl.model.manifest import installed_version
from etl.store import Selection, Store, StoreError

_WAYS: tuple[Way, ...] = ("gained", "lost", "changed")
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: how many processes, how many examples, whether only to look, whether to go on without a question."""

    workers: int | None
    examples: int
    is_dry: bool
    is_agreed: bool
    is_quiet: bool


def run(chosen: Selection, wish: Wish) -> int:
    """Reprocess; returns the exit status."""
    home = Home.from_env()
    if home.database_url is None and not (home.root / "record.sqlite").is_file():
        return fail(f"nothing is loaded in {home.root} yet; run `cuttings load PATH`, or set CUTTINGS_HOME")
    home.reprocess.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(home.reprocess / ".lock", timeout=0):
            store = Store.open(home.record_url)
            try:
                return _reprocess(Reprocessing(home, store, installed_version(), chosen), wish)
            finally:
                store.close()
    except Timeout:
        return fail("another `cuttings reprocess` is at work in this warehouse; wait for it, or stop it, and try again")
    except StoreError as error:
        return fail(f"the reprocessing stopped: {error}. The old facts serve; run it again once this is mended, it goes on where it was")


def _reprocess(work: Reprocessing, wish: Wish) -> int:
    out = answers()
    if work.count():
        with show_progress(wish.is_quiet) as bar:
            work.progress = Bar(bar, bar.add_task("reading", total=None, name="", words="")).step
            work.extract(wish.workers)
        review = work.review(wish.examples)
        print_review(out, review, wish.examples)
        if problem := _agree(review, wish):
            out.print(problem)
            work.staging.close()
            return 0 if wish.is_dry else 1
        report = work.apply()
        out.print(f"{report.loaded:,} documents have their new facts")
    elif not work.was_begun:
        out.print(f"nothing to do: every chosen article was read by this extractor ({work.version})")
        work.staging.remove()
        return 0
    status = publish_only()
    if not status:
        work.finish()
    return status


def _agree(review: Review, wish: Wish) -> str | None:
    """Why not to go on, if so."""
    kept = "the old facts serve; what was read stays, `cuttings reprocess` goes on from here"
    if wish.is_dry:
        return f"\ndry run: {kept}"
    if len(review.failed) == review.documents:
        return f"\nnothing could be read anew: {kept}"
    if wish.is_agreed:
        return None
    if not sys.stdin.isatty():
        return f"\nnot published: {kept} with --yes, or asks at a terminal"
    said = input("\nPut these facts in place of the old ones and publish them? [y/N] ")
    return None if said.strip().lower() in ("y", "yes") else f"not published: {kept}"


def print_review(out: Console, review: Review, examples: int) -> None:
    """Counts by kind, then examples, then what failed."""
    out.print(f"{review.documents:,} documents read anew, {review.changed:,} of them with other facts, {len(review.failed):,} failed\n")
    out.print(f"{'':10} {'gained':>8} {'lost':>8} {'changed':>8} {'as before':>10}")
    counts = review.changes.counts
    for kind in KINDS:
        gained, lost, changed = (counts[kind, way] for way in _WAYS)
        out.print(f"{kind:10} {gained:8,} {lost:8,} {changed:8,} {counts[kind, 'kept']:10,}")
    if examples:
        _print_examples(out, review.changes)
    for outcome in review.failed[:_LISTED]:
        out.print(printable(f"failed, keeps its old facts: {outcome.task.uri}: {outcome.reason_code}: {outcome.reason}"))
    if len(review.failed) > _LISTED:
        out.print(f"and {len(review.failed) - _LISTED:,} more")


def _print_examples(out: Console, changes: Changes) -> None:
    for kind in KINDS:
        for way in _WAYS:
            if found := changes.examples.get((kind, way)):
                out.print(f"\n{kind} {way}, for example")
                for words in found:
                    out.print(printable(f"  {words}"))
