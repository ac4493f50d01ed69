"""The files under sql/: headers that say what is true, views that answer, checks that find."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from etl.dictionary import write_dictionary
from etl.publish.sqlfiles import SqlFileError, in_order, narrow, read_folder, read_sql_file
from models import Base

ROOT = Path(__file__).parent.parent.parent
SQL = ROOT / "sql"
VIEWS = read_folder(SQL / "views")
EXAMPLES = sorted((SQL / "examples").glob("*.sql"))
NAMES = lambda file: file.name  # noqa: E731
PROMISED = {
    "who_met_whom", "meetings_timeline", "meeting_tree", "office_history", "office_holders", "figures_by_source", "figure_series",
    "quotes_by_speaker", "quotes_about", "most_quoted", "requests", "people_in_articles", "organisation_heads", "article_facts",
    "data_quality", "article_zones",
}  # fmt: skip
LOOKUPS = {"quotes_of", "offices_of", "meetings_of", "figures_on", "facts_of_article"}


def test_the_promised_views_are_there() -> None:
    assert not PROMISED - {view.name for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_a_header_is_the_view(view: object, snapshot: duckdb.DuckDBPyConnection) -> None:
    file = next(v for v in VIEWS if v is view)
    result = snapshot.execute(f"select * from {file.name}")
    assert [column[0] for column in result.description or ()] == list(file.columns)
    assert file.row.startswith("One row a") and file.weakness


MAY_BE_EMPTY = {"quotes_about", "figure_contradictions", "open_candidates"}


@pytest.mark.parametrize("view", [v for v in VIEWS if v.name not in MAY_BE_EMPTY], ids=NAMES)
def test_a_view_gives_rows_without_repeats(view: object, snapshot: duckdb.DuckDBPyConnection) -> None:
    name = next(v.name for v in VIEWS if v is view)
    rows, distinct = snapshot.execute(
        f"select count(*), (select count(*) from (select distinct * from {name})) from {name}"
    ).fetchone() or (0, 0)
    assert rows == distinct > 0


@pytest.mark.parametrize("view", [v for v in VIEWS if "evidence" in v.columns], ids=NAMES)
def test_evidence_stands_in_an_article(view: object, snapshot: duckdb.DuckDBPyConnection) -> None:
    name = next(v.name for v in VIEWS if v is view)
    lost = snapshot.execute(
        f"select evidence from {name} where not exists (select 1 from articles where contains(text, evidence))"
    ).fetchall()
    assert lost == []


OF_NO_FACT = {"article_cards", "data_quality", "meeting_names"}
"""Views whose rows are an article, a measure or a name that other views show: there is no sentence to show."""


def are(columns: object, pattern: str) -> list[str]:
    return [name for name in columns if re.fullmatch(pattern, name)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("view", [v for v in VIEWS if v.name not in OF_NO_FACT], ids=NAMES)
def test_a_row_says_article_day_and_sentence(view: object, snapshot: duckdb.DuckDBPyConnection) -> None:
    file = next(v for v in VIEWS if v is view)
    articles, days, sentences = (are(file.columns, f"(.+_)?{name}") for name in ("articles?", "on|date_from", "evidence"))
    assert articles and days and len(sentences) >= len(are(file.columns, "(.+_)?article"))
    missing = " or ".join(f"nullif({name}, '') is null" for name in [*articles, *sentences])
    assert snapshot.execute(f"select * from {file.name} where {missing}").fetchall() == []


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_ids_stand_behind_names(view: object, snapshot: duckdb.DuckDBPyConnection) -> None:
    """An id is called one, no other column holds one, and the columns to read come first."""
    file = next(v for v in VIEWS if v is view)
    ids = are(file.columns, ".+_id")
    assert not ids or len(list(file.columns)[: list(file.columns).index(ids[0])]) >= len(file.columns) / 2
    described = snapshot.execute(f"select column_name, column_type from (describe {file.name})").fetchall()
    for name, kind in described:
        if kind == "BIGINT" and name not in ids:
            top = snapshot.execute(f'select max(abs("{name}")) from {file.name}').fetchone() or (None,)
            assert (top[0] or 0) < 2**40, name


def test_views_and_columns_carry_their_header_as_comment(snapshot: duckdb.DuckDBPyConnection) -> None:
    for view in VIEWS:
        comment = snapshot.execute("select comment from duckdb_views() where view_name = ?", [view.name]).fetchone()
        columns = snapshot.execute("select column_name, comment from duckdb_columns() where table_name = ?", [view.name]).fetchall()
        assert comment == (view.comment,)
        assert dict(columns) == view.columns


def test_tables_and_columns_carry_the_models_comments(snapshot: duckdb.DuckDBPyConnection) -> None:
    found = {(t, c): words for t, c, words in snapshot.execute("select table_name, column_name, comment from duckdb_columns()").fetchall()}
    tables = dict(snapshot.execute("select table_name, comment from duckdb_tables()").fetchall())
    for table in Base.metadata.tables.values():
        if table.info.get("published", True):
            assert tables[table.name] == table.comment
            assert {c.name: found[table.name, c.name] for c in table.columns} == {c.name: c.comment for c in table.columns}


def test_lookups_take_a_word_and_are_commented(snapshot: duckdb.DuckDBPyConnection) -> None:
    query = "select function_name, comment from duckdb_functions() where function_type = 'table_macro' and not internal"
    found = dict(snapshot.execute(query).fetchall())
    assert set(found) == LOOKUPS and all("from " + name in comment for name, comment in found.items())
    for name in LOOKUPS:
        assert snapshot.execute(f"from {name}('e')").description


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_answers(path: Path, snapshot: duckdb.DuckDBPyConnection) -> None:
    result = snapshot.execute(read_sql_file(path).query)
    assert result.description
    result.fetchall()


def test_there_is_an_example_for_each_of_the_twelve_questions() -> None:
    assert [path.stem[:3] for path in EXAMPLES] == [f"q{number:02}" for number in range(1, 13)]


def test_every_pointer_of_the_models_is_checked() -> None:
    query = read_sql_file(SQL / "checks" / "no_dangling_references.sql").query
    checked = set(re.findall(r"'(\w+)' as fact,\s+'(\w+)' as pointer", query))
    published = {name: table for name, table in Base.metadata.tables.items() if table.info.get("published", True)}
    assert checked == {(name, column.name) for name, table in published.items() for column in table.columns if column.foreign_keys}


def test_the_data_dictionary_is_current() -> None:
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == write_dictionary(SQL), "run: python -m etl.dictionary"


@pytest.mark.parametrize(
    ("text", "words", "evidence"),
    [
        ("One came. Two left the hall. Three stayed.", "Two", "Two left the hall."),
        ("Dr. Roe of the U.S. Mint spoke on Monday. He sat.", "spoke", "Dr. Roe of the U.S. Mint spoke on Monday."),
        ("A headline\n“We are done,” she said. “Go home.”\nMore", "she said", "“We are done,” she said."),
        ("First line\nthe only sentence here\nlast line", "only", "the only sentence here"),
        ("It cost 3.5 million. Nobody paid.", "3.5 million", "It cost 3.5 million."),
        ("He left 🎻 early. Élan won the day. The end.", "won", "Élan won the day."),
        ("Both sentences. Stand inside.", "sentences. Stand", "Both sentences. Stand inside."),
    ],
)
def test_evidence_is_the_sentence(snapshot: duckdb.DuckDBPyConnection, text: str, words: str, evidence: str) -> None:
    start = text.index(words)
    assert snapshot.execute("select evidence_of(?, ?, ?)", [text, start, start + len(words)]).fetchone() == (evidence,)


def test_a_header_is_read(tmp_path: Path) -> None:
    path = tmp_path / "boats.sql"
    path.write_text(
        "-- One row a boat.\n--\n-- name: what it is called; a\n--   long story.\n-- built_on: when.\n--\n-- Weakness: rust.\nselect 1;\n"
    )
    file = read_sql_file(path)
    assert (file.name, file.row, file.weakness, file.query) == ("boats", "One row a boat.", "rust.", "select 1")
    assert file.columns == {"name": "what it is called; a long story.", "built_on": "when."}


@pytest.mark.parametrize("content", ["select 1", "-- only words\n", "\n-- late\nselect 1"])
def test_a_file_without_header_or_query_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.sql"
    path.write_text(content)
    with pytest.raises(SqlFileError, match=r"bad\.sql"):
        read_sql_file(path)


def test_views_come_after_those_they_read(tmp_path: Path) -> None:
    for name, source in (("a_last", "b_middle"), ("b_middle", "c_first"), ("c_first", "articles")):
        (tmp_path / f"{name}.sql").write_text(f"-- One row.\nselect * from {source}\n")
    assert [view.name for view in in_order(read_folder(tmp_path))] == ["c_first", "b_middle", "a_last"]
    (tmp_path / "c_first.sql").write_text("-- One row.\nselect * from a_last\n")
    with pytest.raises(SqlFileError, match="circle"):
        in_order(read_folder(tmp_path))


def test_a_lookup_narrows_the_view_it_reads(tmp_path: Path) -> None:
    """The view's table is replaced by what the lookup found; a lookup that names another table is refused."""
    paths = {name: tmp_path / f"{name}.sql" for name in ("view_of", "boats_of", "lost")}
    paths["view_of"].write_text("-- One row.\nselect b.name from prepared.boats as b inner join ports on b.port = ports.port\n")
    lookup = "-- Boats.\n--\n-- Narrows: prepared.{} as b.\ncreate macro boats_of(who) as table\nselect *\nfrom view_of\norder by name"
    paths["boats_of"].write_text(lookup.format("boats"))
    paths["lost"].write_text(lookup.format("ships"))
    view, boats, lost = (read_sql_file(path) for path in paths.values())
    assert "from (\nselect b.name from found as b inner join ports" in narrow(boats, [view]).query
    assert narrow(view, [view]) == view
    with pytest.raises(SqlFileError, match="lost reads no view"):
        narrow(lost, [view])


@pytest.mark.parametrize(
    ("lookup", "view", "condition"),
    [
        ("quotes_of('MÁRSH')", "quotes_by_speaker", "speaker ilike '%marsh%'"),
        ("offices_of('marsh')", "office_history", "person ilike '%marsh%'"),
        ("meetings_of('marsh')", "meetings_timeline", "participants ilike '%marsh%'"),
        ("figures_on('Boats')", "figure_series", "measured ilike '%boats%' or evidence ilike '%boats%'"),
        ("figures_on('')", "figure_series", "true"),
        ("facts_of_article('00003')", "article_facts", "article = '00003'"),
        ("facts_of_article('HARBOUR')", "article_facts", "headline ilike '%harbour%'"),
    ],
)
def test_a_lookup_gives_the_rows_of_its_view(snapshot: duckdb.DuckDBPyConnection, lookup: str, view: str, condition: str) -> None:
    found, wanted = (snapshot.execute(query).fetchall() for query in (f"from {lookup}", f"from {view} where {condition}"))
    assert sorted(found, key=repr) == sorted(wanted, key=repr) and found


@pytest.mark.parametrize(
    ("question", "text", "is_found"),
    [
        ("ferry passengers", "9,000 passengers of the ferry", True),
        ("ferry passengers", "9,000 passengers of the bus", False),
        ("ferries", "one ferry", True),
        ("ferry", "ten ferries", True),
        ("ferr", "ten ferries", True),
        ("erries", "ten ferries", False),
        ("tax", "the taxes of 2024", True),
        ("tax", "a taxi", False),
        ("the taxes", "a tax on the rich", True),
        ("churches", "one church", True),
        ("SAO", "in São Paulo", True),
        ("são", "in Sao Paulo", True),
        ("5 %", "some 5 per cent of", True),
        ("%", "40 percent", True),
        ("%", "forty ferries", False),
        ("2024", "in the fiscal year 2023-2024", True),
        ("9,000", "“9,000”, she said", True),
        ("co-operative", "a (co-operative)", True),
        ("работа", "много работы", False),
        ("работ", "много работы", True),
        ("_", "anything", True),
        ("a.*", "ferries", False),
        ("workers", "Cambodians working in Seoul", True),
        ("working", "one worker", True),
        ("working", "two workers", True),
        ("workers", "who work in Seoul", True),
        ("workers", "a workshop", False),
        ("producers", "produced in Seoul", True),
        ("employment", "40 are employed", True),
        ("elections", "he was elected", True),
        ("station", "in the state", False),
        ("order", "in an ord", False),
        ("workers Seoul", "working in Busan", False),
    ],
)
def test_a_question_is_words_in_any_order(snapshot: duckdb.DuckDBPyConnection, question: str, text: str, is_found: bool) -> None:
    assert snapshot.execute("select has_words(?, ?)", [text, question]).fetchone() == (is_found,)


SHOWN = "concat_ws(' ', measured, unit, per, period_text, place, source, evidence)"


def test_figures_on_finds_what_has_the_words(snapshot: duckdb.DuckDBPyConnection) -> None:
    """Every word of what is shown of a figure, alone and with one from elsewhere in the row; and nothing by a word that stands nowhere."""
    shown = [row[0] for row in snapshot.execute(f"select distinct {SHOWN} from figure_series").fetchall()]
    words = {word for text in shown for word in re.findall(r"\w+", text)}
    assert len(words) > 10
    questions = [*words, *(f"{text.split()[-1]} {text.split()[0]}" for text in shown), "nowhere", "boats nowhere"]
    for question in questions:
        query = f"select figure_id from figure_series where has_words({SHOWN}, $asked) order by all"
        wanted = snapshot.execute(query, {"asked": question}).fetchall()
        found = snapshot.execute(f"select figure_id from figures_on('{question.replace(chr(39), chr(39) * 2)}') order by all").fetchall()
        assert found == wanted, question
        assert ("nowhere" in question) == (not found)


@pytest.mark.parametrize("word", ["", "\u0301", "\ufe0f\ufe0f", "\u200b", "\0", "🎻🎻🎻🎻", "ខ្មែរ", "é" * 9])
def test_every_word_has_a_code(snapshot: duckdb.DuckDBPyConnection, word: str) -> None:
    """Whatever stands in an article, its publication does not fail: of some words nothing is left without their accents."""
    (code,) = snapshot.execute("select word_code(?)", [word]).fetchone() or (None,)
    assert code is not None and 0 <= code < 65521


@pytest.mark.parametrize(("one", "other"), [("ferry", "ferr"), ("élan", "elan"), ("São", "Sao"), ("tax", "tax")])
def test_words_that_begin_alike_share_their_code(snapshot: duckdb.DuckDBPyConnection, one: str, other: str) -> None:
    assert snapshot.execute("select word_code(?) = word_code(?), word_code('bus') = word_code('car')", [one, other]).fetchone() == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("between", "ends"),
    [
        ("Ann met Bo| on Monday and |asked for boats.", 0),
        ("Ann met Bo| on Monday. She |asked for boats.", 1),
        ("Ann met Bo|.\n\nShe |asked for boats.", 1),
        ("Ann met Bob|. They ate. She |asked for boats.", 2),
        ("Ann met Dr| J. Bo and |left.", 0),
    ],
)
def test_sentences_that_end_between_two_spans(snapshot: duckdb.DuckDBPyConnection, between: str, ends: int) -> None:
    first, middle, last = between.split("|")
    spans = [first + middle + last, len(first), len(first + middle)]
    assert snapshot.execute("select sentence_ends(?, ?, ?)", spans).fetchone() == (ends,)
    assert snapshot.execute("select sentence_ends(?, ?, ?)", [spans[0], spans[2], spans[1]]).fetchone() == (0,)
