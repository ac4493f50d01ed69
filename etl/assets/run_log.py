"""How a load that Dagster started tells how far it is; `etl.load.loader.Watcher` for the run's log."""

from __future__ import annotations

from dagster import get_dagster_logger

from etl.load.loader import LoadReport, Step


class RunLog:
    """Progress goes to the run's log, a line for each tenth. The command line puts a progress bar in its place."""

    def __init__(self) -> None:
        self.report: LoadReport | None = None
        self._tenth = -1  # tenths of the load already told

    def step(self, step: Step) -> None:
        """Called after each document."""
        tenth = 10 * step.done // max(1, step.total)
        if tenth != self._tenth:
            self._tenth = tenth
            get_dagster_logger().info(f"{step.done:,} of {step.total:,} documents, {step.words:,} words")

    def wait(self) -> None:
        """Called when another process is loading and this one has to wait."""
        get_dagster_logger().warning("another load is writing; waiting for it to finish")

    def finish(self, report: LoadReport) -> None:
        """Called with the closing report, once everything is saved."""
        self.report = report
        get_dagster_logger().info(f"{report.loaded:,} loaded, {report.unchanged:,} unchanged, {len(report.quarantined):,} quarantined")
        for document in report.quarantined[:20]:
            get_dagster_logger().warning(f"quarantined ({document.code}): {document.uri}: {document.reason}")
