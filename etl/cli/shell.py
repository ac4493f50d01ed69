"""The interactive shells of `cuttings sql`: harlequin or the DuckDB command line where they are installed, else a prompt of our own.

All three see the snapshot only: read-only, no other files, no network, no extensions, and no way to change that.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.cli.query import answer
from etl.cli.terminal import fail, messages
from etl.home import Home
from etl.serving import NotPublishedError, open_snapshot

_KEYWORDS = (
    *(
        "select",
        "distinct",
        "from",
        "inner",
        "left",
        "join",
        "on",
        "using",
        "where",
        "and",
        "or",
        "not",
        "in",
        "is",
        "null",
        "like",
        "between",
    ),
    *(
        "group",
        "having",
        "order",
        "by",
        "asc",
        "desc",
        "limit",
        "union",
        "with",
        "case",
        "when",
        "over",
        "partition",
        "describe",
        "summarize",
    ),
)
_HINT = "End a query with ;  .tables lists tables and views  .columns NAME says what is in one  .help says more  .quit leaves"
_HELP = frozenset((".help", "help", "?"))
_MANUAL = """\
.tables               every view, lookup and table, and what a row of it is
.tables WORD          those whose name or meaning has the word; .tables view, .tables lookup, .tables table: those alone
.columns NAME         what stands in each column of a view or table
.quit                 leaves

Begin with a view, one line a question:
  from who_met_whom limit 10;
  select speaker, quote, article from quotes_by_speaker where quote ilike '%budget%';
A lookup takes part of a name, or words, in single quotation marks:
  from quotes_of('okonjo');       from offices_of('okonjo');      from meetings_of('okonjo');
  from figures_on('ferry passengers');                            from facts_of_article('b006');
It goes on like any table:
  select quote, cue from quotes_of('okonjo') where kind = 'direct';

Names and titles are as printed: compare with ilike. A day is null where nothing settles it. Nothing here can change anything.
A query ends with a semicolon and may go over several lines; ctrl-c drops it, the tab key completes names."""
_LEAVE = frozenset((".quit", ".exit", "quit", "exit"))
_TABLES = """
with named as (
    select 1 as place, 'view' as kind, view_name as name, comment
    from duckdb_views() where not internal and database_name = current_catalog()
    union all
    select 2, 'lookup', concat(function_name, '(', array_to_string(parameters, ', '), ')'), comment
    from duckdb_functions() where not internal and function_type = 'table_macro' and database_name = current_catalog()
    union all
    select 3, 'table', table_name, comment from duckdb_tables()
    where not internal and database_name = current_catalog() and schema_name = 'main'
)
select kind, name, rtrim(regexp_extract(comment, '^.*?[^.]{{3}}[.;]( |$)|^.*$'), '; ') as what from (
    select * from named
    where case '{0}' when 'view' then kind = 'view' when 'lookup' then kind = 'lookup' when 'table' then kind = 'table'
        else contains(lower(concat(name, ' ', comment)), '{0}') end
    union all
    select 0, error('nothing that there is to ask has {0} in its name or meaning; .tables lists everything'), null, null
    where '{0}' not in ('view', 'lookup', 'table')
        and not exists (select 1 from named where contains(lower(concat(name, ' ', comment)), '{0}'))
)
order by place, name
"""
_KINDS = {"views": "view", "lookups": "lookup", "tables": "table"}
_COLUMNS = """
with found as (
    select column_index, column_name, data_type, comment
    from duckdb_columns() where database_name = current_catalog() and schema_name = 'main' and table_name ilike '{0}'
)
select column_name, data_type, comment from (
    select * from found
    union all
    select 0, error(case
        when exists (select 1 from duckdb_functions() where function_name ilike '{0}' and function_type = 'table_macro' and not internal)
            then '{0} is a lookup, which takes its argument in single quotation marks; its columns: describe from {0}(''name'')'
        else 'there is no view or table called {0}; .tables lists them'
    end), null, null where not exists (select 1 from found)
)
order by column_index
"""
_CLOSED = "set enable_external_access = false; set lock_configuration = true;"


def open_shell(home: Home, choice: str) -> int:
    """Run the shell called `choice` (auto, harlequin, duckdb, plain) until its user leaves; returns the exit status."""
    if not home.snapshot.is_file():
        raise NotPublishedError(f"nothing is published in {home.root} yet; run `cuttings load PATH` first, or set CUTTINGS_HOME")
    if choice == "auto":
        choice = next((name for name in ("harlequin", "duckdb") if _is_usable(name, home.snapshot)), "plain")
    if choice == "plain":
        with open_snapshot(home.snapshot) as connection:
            _prompt(connection, home)
        return 0
    if not _is_usable(choice, home.snapshot):
        return fail(f"{choice} is not installed, or opens no snapshot in its safe mode; --shell plain needs nothing else", 2)
    with tempfile.TemporaryDirectory(prefix="cuttings-") as folder:
        start = Path(folder) / "closed.sql"
        start.write_text(_CLOSED + "\n", encoding="utf-8")
        return subprocess.run(command(choice, home.snapshot, start), check=False).returncode


def _is_usable(shell: str, snapshot: Path) -> bool:
    """Whether it is there and works; the DuckDB command line of some packages sets an option at its start that its safe mode forbids."""
    if not shutil.which(shell):
        return False
    if shell == "harlequin":
        return True
    probe = [*command(shell, snapshot, Path()), "-c", "select count(*) from articles"]
    return subprocess.run(probe, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode == 0


def command(shell: str, snapshot: Path, start: Path) -> list[str]:
    """How to start harlequin or the DuckDB command line; `start` is a file whose statements close the way out."""
    if shell == "harlequin":
        return ["harlequin", "--adapter", "duckdb", "--read-only", "--no-download-tzdata", "--init-path", str(start), str(snapshot)]
    return ["duckdb", "-safe", "-readonly", "-no-init", str(snapshot)]


def _prompt(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Queries end with a semicolon; dot commands list what there is."""
    messages().print(f"{home.snapshot} (read-only). {_HINT}", markup=False)
    with _line_editing(connection, home):
        for query in _typed():
            try:
                answer(connection, query, "table")
            except duckdb.Error as error:
                fail(str(error))
            except KeyboardInterrupt:
                fail("interrupted")


def _typed() -> Iterator[str]:
    """Complete queries, as they are typed."""
    lines: list[str] = []
    while True:
        try:
            line = input("   ...> " if lines else "cuttings> ")
        except EOFError:
            return
        except KeyboardInterrupt:
            lines = []
            print()
            continue
        word = line.strip().rstrip(";").lower()
        if not lines and word in _LEAVE:
            return
        if not lines and word in _HELP:
            messages().print(_MANUAL, markup=False, highlight=False)
            continue
        if not lines and word.startswith("."):
            yield from dot_command(line.strip())
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []


def dot_command(line: str) -> Iterator[str]:
    """The query that a dot command stands for; none, and a message, for one that there is not."""
    name, _, argument = line.strip(" ;").partition(" ")
    asked = argument.strip().replace("'", "''")
    if name == ".tables":
        yield _TABLES.format(_KINDS.get(asked.lower(), asked.lower()))
    elif name == ".columns" and asked:
        yield _COLUMNS.format(asked)
    else:
        fail(f"{line} is no command; there are .tables, .tables WORD, .columns NAME, .help and .quit")


@contextmanager
def _line_editing(connection: duckdb.DuckDBPyConnection, home: Home) -> Iterator[None]:
    """History, and names completed with the tab key, where Python was built with readline."""
    try:
        import readline
    except ImportError:
        yield
        return
    file = home.root / ".sql_history"
    words = sorted({*_KEYWORDS, *names(connection)})
    readline.set_completer(lambda text, state: ([*completions(words, text), ""][state:] or [""])[0] or None)
    readline.set_completer_delims(" \t\n,;()=<>'\"")
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    try:
        if file.exists():
            readline.read_history_file(file)
        yield
    finally:
        readline.set_history_length(1_000)
        try:
            readline.write_history_file(file)
        except OSError:
            fail(f"the history cannot be written to {file}")


def names(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Tables, views, their columns and our functions."""
    query = (
        "select table_name, column_name from duckdb_columns() where not internal and schema_name = 'main' "
        "union all select function_name, null from duckdb_functions() where not internal"
    )
    return {name for row in connection.execute(query).fetchall() for name in row if name}


def completions(words: list[str], text: str) -> list[str]:
    """Words that begin with `text`; behind `articles.` only what follows the dot is completed."""
    before, dot, start = text.rpartition(".")
    return [before + dot + word for word in words if word.startswith(start.lower())]
