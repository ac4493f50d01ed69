"""`cuttings status`: what is loaded, by which extractor version, what is quarantined and why."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote

import duckdb
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from etl.cli.terminal import answers, fail
from etl.home import Home
from etl.readers.reasons import REASONS
from etl.serving import NotPublishedError, open_snapshot
from etl.store import Selection, Store, StoreError
from models import Article, Base, Document, Load

_COUNTED = ("articles", "people", "organisations", "places", "positions", "meetings", "figures", "quotes")


def run(quarantine: bool) -> int:
    """Print the state of the warehouse, or every quarantined document; returns the exit status."""
    home = Home.from_env()
    if home.database_url is None and not (home.root / "record.sqlite").is_file():
        return fail(f"nothing is loaded in {home.root} yet; run `cuttings load PATH`, or set CUTTINGS_HOME")
    try:
        store = Store.open(home.record_url, migrate=False)
        with store.engine.connect().execution_options(cuttings_read_only=True) as connection:
            if quarantine:
                _print_quarantine(connection)
            else:
                _print_state(answers(), connection, store, home)
        store.close()
    except (StoreError, SQLAlchemyError) as error:
        return fail(f"the record store cannot be read: {error}")
    return 0


def _print_state(console: Console, connection: Connection, store: Store, home: Home) -> None:
    stored = {name: connection.execute(select(func.count()).select_from(Base.metadata.tables[name])).scalar_one() for name in _COUNTED}
    published = _published(home)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in (published or stored).items():
        table.add_row(name, f"{count:,}")
    console.print(table)
    if published and published["articles"] != stored["articles"]:
        console.print(f"not published as they are: articles in the record store: {stored['articles']:,}; run `cuttings publish`")
    _print_versions(console, connection, store, home)
    _print_reasons(console, connection)
    _print_last_load(console, connection)
    console.print(f"\nsnapshot: {_snapshot(home)}")


def _published(home: Home) -> dict[str, int] | None:
    """What there is to ask: who is who is settled at publication, so that the store counts a body under two names twice. None without a
    snapshot that can be read.
    """
    try:
        with open_snapshot(home.snapshot) as snapshot:
            counts = ", ".join(f"(select count(*) from {name})" for name in _COUNTED)
            row = snapshot.execute(f"select {counts}").fetchone() or ()
    except (NotPublishedError, duckdb.Error):
        return None
    return dict(zip(_COUNTED, row, strict=True))


def _print_versions(console: Console, connection: Connection, store: Store, home: Home) -> None:
    query = select(Article.extractor_version, func.count()).group_by(Article.extractor_version).order_by(Article.extractor_version)
    for extractor, count in connection.execute(query):
        console.print(f"{count:,} {'article' if count == 1 else 'articles'} read by extractor {extractor}")
    _print_outdated(console, store, home)


def _print_outdated(console: Console, store: Store, home: Home) -> None:
    """What this program would read otherwise than it is stored, and how far a reprocessing has come."""
    from etl.load.staging import count_staged, staging_path
    from etl.model.manifest import ModelError, installed_version

    try:
        version = installed_version()
    except ModelError as error:
        console.print(f"no extractor is ready: {error}")
        return
    if outdated := store.count_outdated(version, Selection()):
        console.print(f"not yet reprocessed: {outdated:,} documents were not read by the present extractor {version}")
        staged = count_staged(staging_path(home, version))
        console.print(f"cuttings reprocess reads them anew{f'; {staged:,} are read and wait to be published' if staged else ''}")


def _print_reasons(console: Console, connection: Connection) -> None:
    query = select(Document.reason_code, func.count()).where(Document.status == "quarantined").group_by(Document.reason_code)
    reasons = connection.execute(query.order_by(func.count().desc(), Document.reason_code)).all()
    if reasons:
        listed = ", ".join(f"{code} {count:,}" for code, count in reasons)
        console.print(f"\nquarantined: {listed}", markup=False)
        console.print("cuttings status --quarantine lists them and says what to do; cuttings load --retry tries them again")


def _print_last_load(console: Console, connection: Connection) -> None:
    last = connection.execute(select(Load.__table__).order_by(Load.started_at.desc(), Load.load_id).limit(1)).first()
    if last is not None:
        counts = f"{last.documents_loaded:,} loaded, {last.documents_unchanged:,} unchanged, {last.documents_quarantined:,} quarantined"
        console.print(f"\nlast load: {last.started_at:%Y-%m-%d %H:%M} UTC, {last.status}: {counts}")


def _print_quarantine(connection: Connection) -> None:
    """A line a document, parted by tabs: reason code, address, what is wrong with it, what to do."""
    query = select(Document.reason_code, Document.uri, Document.reason).where(Document.status == "quarantined")
    for code, uri, reason in connection.execute(query.order_by(Document.reason_code, Document.uri)):
        fields = (code or "", unquote(uri.removeprefix("file://")), reason or "", REASONS.get(code or "", ""))
        print(*(" ".join(field.split()) for field in fields), sep="\t")


def _snapshot(home: Home) -> str:
    if not home.snapshot.is_file():
        return "none published yet; run `cuttings publish`"
    stat = home.snapshot.stat()
    return f"{home.snapshot}, {stat.st_size / 1e6:,.1f} MB, published {datetime.fromtimestamp(stat.st_mtime, UTC):%Y-%m-%d %H:%M} UTC"
