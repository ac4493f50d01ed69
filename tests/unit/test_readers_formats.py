"""Each format: bytes -> articles with headline, date, writers, outlet, and body."""

from __future__ import annotations

import csv
import gzip
import io
import json
import textwrap
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.readers import Article, Document, Sidecar, UnreadableError, is_container, read, read_all, unpack
from etl.readers.article import WireItem
from etl.readers.formats import choose_format, load_formats
from tests.unit.archive_samples import link, pdf, tarred, warc, zipped
from tests.unit.page_samples import BODY, HEADLINE, TEXT, document, page

URL = "https://bay.example/news/pier"
NAMED = "https%3A//bay.example/news/pier"
DAY = date(2023, 5, 6)
ROW = {"title": HEADLINE, "author": "Jane Roe", "url": URL, "date": "2023-05-06T07:08:09Z", "source": "The Bay Courier", "text": TEXT}


def only(content: bytes | str, name: str, sidecar: Sidecar | None = None) -> Article:
    articles = read(document(content, name), sidecar)
    assert len(articles) == 1
    return articles[0]


def body_of(article: Article) -> list[str]:
    return [span.of(article.text) for span in article.spans_of("body")]


def check(article: Article, *, published: date | None = DAY, byline: str | None = "Jane Roe", headline: str = HEADLINE) -> None:
    """The sample article, whole, with its headline once and nothing else to be read."""
    assert body_of(article) == list(BODY)
    assert article.headline == headline
    assert article.byline == byline
    assert (article.published.start if article.published else None) == published
    assert article.language == "en"
    assert len(article.spans_of("headline")) <= 1


def code_of(content: bytes | str, name: str) -> str:
    with pytest.raises(UnreadableError) as raised:
        read(document(content, name))
    return raised.value.code


# --- web pages -----------------------------------------------------------------------------------------------------------------

LINKED = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2023-05-06T07:08:09Z",
    "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Organization", "name": "Bay Courier Staff"}],
    "publisher": {"@type": "Organization", "name": "The Bay Courier"},
}  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        f'<script type="application/ld+json">{json.dumps(LINKED)}</script>',
        f'<script type="application/ld+json">{json.dumps({"@graph": [{"@type": "WebSite", "name": "x"}, LINKED]})}</script>',
        f'<script type="application/ld+json">{{broken</script><script type="application/ld+json">[{json.dumps(LINKED)}]</script>',
        '<meta property="article:published_time" content="2023-05-06T07:08:09+02:00"><meta name="author" content="By Jane Roe">'
        '<meta property="og:site_name" content="The Bay Courier">',
    ],
)
def test_html_with_metadata(head: str) -> None:
    article = only(page(head + f'<link rel="canonical" href="{URL}">'), "page.html")
    check(article)
    assert (article.source_name, article.source_basis, article.source_domain, article.url) == (
        "The Bay Courier",
        "metadata",
        "bay.example",
        URL,
    )
    assert article.published is not None
    assert article.published.basis == "metadata"


def test_html_without_metadata_invents_nothing() -> None:
    article = only(page(), "page.html")
    check(article, published=None, byline=None)
    assert article.url is None


def test_html_date_from_its_address() -> None:
    article = only(page('<link rel="canonical" href="https://bay.example/2023/05/06/pier">'), "page.html")
    assert article.published is not None
    assert (article.published.start, article.published.basis) == (DAY, "url")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_html_in_other_charsets(charset: str) -> None:
    text = page().replace('charset="utf-8"', f'charset="{charset}"').replace("Ana Reyes", "Ána Réyes")
    assert "Ána Réyes" in only(text.encode(charset), "page.html").text


def test_html_is_told_by_its_bytes_whatever_its_name() -> None:
    assert only(page(), "page.txt").media_type == "text/html"


def test_html_captions_and_teasers_inside_the_article_are_not_read() -> None:
    extra = "<p>READ MORE: Ferry strike enters its second week</p>"
    assert body_of(only(page(extra=extra), "page.html")) == list(BODY)


def test_mhtml() -> None:
    text = (
        f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {URL}\r\nSubject: pier\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="xx"\r\n\r\n--xx\r\nContent-Type: text/html; charset=utf-8\r\n'
        f"Content-Location: {URL}\r\n\r\n{page()}\r\n--xx\r\nContent-Type: image/png\r\n\r\nabc\r\n--xx--\r\n"
    )
    article = only(text, "page.mhtml")
    check(article, published=None, byline=None)
    assert article.url == URL


# --- dumps ---------------------------------------------------------------------------------------------------------------------


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, rows[0].keys(), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def as_parquet(rows: list[dict[str, str]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer)
    return buffer.getvalue()


DUMPS = {
    "a.json": json.dumps([ROW, {**ROW, "text": ""}, ROW]),
    "b.json": json.dumps({"status": "ok", "articles": [ROW, {**ROW, "text": None}, ROW]}),
    "c.json": json.dumps({"response": {"results": [ROW, {"title": "x"}, ROW]}}),
    "d.jsonl": "\n".join([json.dumps(ROW), "{broken", json.dumps(ROW)]),
    "e.json": "\n".join(json.dumps(row) for row in (ROW, {}, ROW)),
    "f.csv": as_csv([ROW, {**ROW, "text": " "}, ROW]),
    "g.tsv": as_csv([ROW, {**ROW, "text": "nan"}, ROW], "\t"),
    "h.csv": as_csv([ROW, {**ROW, "text": ""}, ROW], ";"),
    "i.parquet": as_parquet([ROW, {**ROW, "text": ""}, ROW]),
}


@pytest.mark.parametrize("name", DUMPS)
def test_dumps_are_read_row_by_row(name: str) -> None:
    content = DUMPS[name]
    reading = read_all(document(content, name))
    assert [article.uri for article in reading.articles] == [f"file:///in/{name}#{NAMED}", f"file:///in/{name}#3"]
    assert [refused.uri for refused in reading.refused] == [f"file:///in/{name}#2"]
    assert reading.refused[0].code in {"no_article", "broken"}
    for article in reading.articles:
        check(article)
        assert (article.source_name, article.url) == ("The Bay Courier", URL)


def test_a_part_keeps_its_address_when_the_list_moves_on() -> None:
    fresh = {**ROW, "url": "https://bay.example/news/ferry"}
    uris = [{part.uri for part in unpack(document(json.dumps(rows), "latest.json"))} for rows in ([ROW, ROW | {"url": None}], [fresh, ROW])]
    assert f"file:///in/latest.json#{NAMED}" in uris[0] & uris[1]


@pytest.mark.parametrize("name", DUMPS)
def test_a_row_taken_out_is_a_document_that_reads_alike(name: str) -> None:
    """The ledger keeps each row; a retry reads it without its dump, and without its media type."""
    dump = document(DUMPS[name], name)
    rows = [part for part in unpack(dump) if isinstance(part, Document)]
    assert [read(Document(row.uri, row.content, row.sha256)) for row in rows] == [[article] for article in read(dump)]
    assert is_container(dump)
    assert not any(is_container(row) for row in rows)


def test_one_object_is_one_article_under_its_own_name() -> None:
    article = only(json.dumps(ROW), "one.json")
    check(article)
    assert article.uri == "file:///in/one.json"


def test_markup_in_a_dump() -> None:
    markup = "".join(f"<p>{words.replace('about', '<b>about</b>')}</p>" for words in BODY)
    check(only(json.dumps({**ROW, "text": markup}), "one.json"))


@pytest.mark.parametrize("columns", [{"text": "story_body_en"}, {"text": "Story Body EN"}])
def test_columns_given_by_the_user(columns: dict[str, str], tmp_path: Path) -> None:
    rows = [{"story_body_en": TEXT, "title": HEADLINE, "author": "Jane Roe", "date": "2023-05-06"}]
    path = tmp_path / "metadata.yaml"
    path.write_text(json.dumps({"columns": columns, "articles": [{"file": "dump.csv", "source": "The Bay Courier"}]}), encoding="utf-8")
    article = only(as_csv(rows), "dump.csv", Sidecar.load(path))
    check(article)
    assert (article.source_name, article.source_basis) == ("The Bay Courier", "sidecar")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("package.json", json.dumps({"name": "x", "version": "1.0"})),
        ("gold.json", json.dumps({"file": "a.txt", "article": {"headline": None}, "people": [{"name": "Ana Reyes"}]})),
        ("list.json", json.dumps([1, 2, 3])),
        ("empty.json", "[]"),
        ("metadata-of-mine.csv", "file,source,published\na.txt,The Bay Courier,2023-05-06\n"),
        ("numbers.parquet", as_parquet([{"a": "1"}])),
        ("notes.md", "# Notes\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- **Rule**: one\n- **Rule**: two\n\n```\ncode\n```\n"),
        ("table.md", "## Figures\n\n" + "| place | people |\n" * 20),
    ],
)
def test_what_is_no_article(name: str, content: bytes | str) -> None:
    assert code_of(content, name) == "no_article"


def test_an_article_with_a_list_stays_an_article() -> None:
    listed = "\n\n".join([HEADLINE, *BODY, "What comes next:", "- The divers go down again in June.", "- The council votes in July."])
    assert "The divers go down again in June" in " ".join(body_of(only(listed, "pier.md")))
    markdown = f"# {HEADLINE}\n\n*By Jane Roe*\n\n{TEXT}"
    article = only(markdown, "pier.md")
    assert (article.headline, article.byline) == (HEADLINE, "Jane Roe")


# --- agencies ------------------------------------------------------------------------------------------------------------------

NINJS_1 = {
    "uri": "http://wire.example/1", "type": "text", "pubstatus": "usable", "versioncreated": "2023-05-06T07:08:09Z", "headline": HEADLINE,
    "byline": "Jane Roe", "body_text": TEXT,
}  # fmt: skip
NINJS_3 = {
    "uri": "http://wire.example/1", "firstCreated": "2023-05-06T07:08:09Z", "pubStatus": "usable", "headlines": [{"value": HEADLINE}],
    "by": "Jane Roe", "bodies": [{"contenttype": "text/plain", "value": TEXT}], "infosources": [{"name": "Andes Wire"}],
}  # fmt: skip


@pytest.mark.parametrize("item", [NINJS_1, NINJS_3])
def test_ninjs(item: dict[str, object]) -> None:
    check(only(json.dumps(item), "item.json"))


@pytest.mark.parametrize("item", [{**NINJS_1, "pubstatus": "canceled"}, {**NINJS_3, "pubStatus": "withheld"}])
def test_withdrawn_ninjs(item: dict[str, object]) -> None:
    assert code_of(json.dumps(item), "item.json") == "withdrawn"


@pytest.mark.parametrize(
    ("item", "version"),
    [
        ({**NINJS_1, "version": "2"}, "000000002"),
        (NINJS_1, "2023-05-06T07:08:09Z"),
        ({**NINJS_1, "pubstatus": "canceled", "version": 11}, "000000011"),
        ({**NINJS_3, "versionCreated": "2023-05-07"}, "2023-05-07"),
    ],
)
def test_a_wire_item_is_told_in_every_version(item: dict[str, object], version: str) -> None:
    (part,) = unpack(document(json.dumps(item), "any.json"))
    assert part.item == WireItem("http://wire.example/1", version)


def test_newsml_items_carry_guid_and_version() -> None:
    for status in ("usable", "canceled"):
        (part,) = unpack(document(newsml(status), "any.xml"))
        assert part.item == WireItem("urn:x", "000000001")


def newsml(status: str = "usable") -> str:
    paragraphs = "".join(f"<p>{words}</p>" for words in BODY)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" version="1"><itemMeta><itemClass qcode="ninat:text"/>
<provider literal="Andes Wire"/><versionCreated>2023-05-07T00:00:00Z</versionCreated><firstCreated>2023-05-06T07:08:09Z</firstCreated>
<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><headline>{HEADLINE}</headline><by>By Jane Roe</by></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs}</body></html></inlineXML></contentSet></newsItem>"""


def test_newsml() -> None:
    article = only(newsml(), "item.xml")
    check(article)
    assert article.source_name == "Andes Wire"
    assert article.uri == "file:///in/item.xml"


def test_withdrawn_newsml() -> None:
    assert code_of(newsml("canceled"), "item.xml") == "withdrawn"


def test_nitf() -> None:
    paragraphs = "".join(f"<p>{words}</p>" for words in BODY)
    head = '<head><docdata><date.issue norm="20230506T070809"/></docdata></head>'
    top = f"<body.head><hedline><hl1>{HEADLINE}</hl1></hedline><byline>By Jane Roe</byline></body.head>"
    check(only(f"<nitf>{head}<body>{top}<body.content>{paragraphs}</body.content></body></nitf>", "item.xml"))


# --- feeds ---------------------------------------------------------------------------------------------------------------------

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Bay Courier</title><link>https://bay.example</link>
<item><title>{HEADLINE}</title><link>{URL}</link><pubDate>Sat, 06 May 2023 07:08:09 GMT</pubDate><dc:creator>Jane Roe</dc:creator>
<description>Short.</description><content:encoded><![CDATA[{"".join(f"<p>{words}</p>" for words in BODY)}]]></content:encoded></item>
<item><title>Only a teaser</title><link>https://bay.example/2</link><description>Short.</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Bay Courier</title><entry><title>{HEADLINE}</title><link href="{URL}"/>
<published>2023-05-06T07:08:09Z</published><updated>2023-05-09T00:00:00Z</updated><author><name>Jane Roe</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{"".join(f"<p>{words}</p>" for words in BODY)}</div></content></entry>
<entry><title>Only a teaser</title><summary>Short.</summary></entry></feed>"""


@pytest.mark.parametrize(
    ("content", "name", "teaser"), [(RSS, "feed.rss", "https%3A//bay.example/2"), (ATOM, "feed.xml", "2")], ids=["rss", "atom"]
)
def test_feeds(content: str, name: str, teaser: str) -> None:
    reading = read_all(document(content, name))
    (article,) = reading.articles
    check(article)
    assert (article.url, article.source_name) == (URL, "The Bay Courier")
    assert article.published is not None
    assert article.published.basis == "feed"
    assert [refused.code for refused in reading.refused] == ["no_article"]
    assert (reading.refused[0].uri, reading.refused[0].link) == (f"file:///in/{name}#{teaser}", None)


def test_a_feed_from_the_web_names_the_pages_to_follow() -> None:
    whole = document(RSS, "feed.rss")
    parts = list(unpack(Document("https://bay.example/feed", whole.content, whole.sha256)))
    assert [getattr(part, "link", None) for part in parts] == [None, "https://bay.example/2"]
    assert read(parts[0]) if isinstance(parts[0], Document) else False


# --- mail, PDF, web archives, archives -----------------------------------------------------------------------------------------

WRAPPED = "\n\n".join(textwrap.fill(words, 72) for words in BODY)
MAIL = (
    f"From: Jane Roe <jane@bay.example>\nTo: readers@bay.example\nSubject: Fwd: {HEADLINE}\nDate: Sat, 06 May 2023 07:08:09 +0700\n"
    f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{WRAPPED}\n"
)


def test_mail_is_unwrapped() -> None:
    check(only(MAIL, "news.eml"))


def test_mail_in_html() -> None:
    content = MAIL.replace("text/plain", "text/html").split("\n\n")[0] + "\n\n" + page()
    check(only(content, "news.eml"))


def test_mailbox() -> None:
    box = "".join(f"From jane@bay.example Sat May  6 07:08:09 2023\n{MAIL}\n" for _ in range(2))
    articles = read(document(box, "news.mbox"))
    assert [article.uri for article in articles] == ["file:///in/news.mbox#1", "file:///in/news.mbox#2"]
    check(articles[1])


def test_pdf() -> None:
    lines = [HEADLINE, "By Jane Roe", "6 May 2023", ""]
    for words in BODY:
        lines += [*textwrap.wrap(words.replace("“", '"').replace("”", '"'), 80), ""]
    article = only(pdf(lines), "page.pdf")
    assert article.headline == HEADLINE
    assert article.byline == "Jane Roe"
    assert article.published is not None
    assert article.published.start == DAY
    assert " ".join(" ".join(body_of(article)).split()) == " ".join(TEXT.split()).replace("“", '"').replace("”", '"')
    assert code_of(pdf([]), "scan.pdf") == "no_text_layer"


@pytest.mark.parametrize("compressed", [False, True])
def test_warc(compressed: bool) -> None:
    content = warc({URL: ("200 OK", page().encode()), "https://bay.example/gone": ("404 Not Found", b"<html></html>")}, compressed)
    reading = read_all(document(content, "crawl.warc.gz" if compressed else "crawl.warc"))
    (article,) = reading.articles
    check(article, published=None, byline=None)
    assert (article.url, article.source_domain) == (URL, "bay.example")
    assert [refused.code for refused in reading.refused] == ["no_article"]


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_archives_of_anything(kind: str) -> None:
    members = {
        "a/pier one.txt": TEXT.encode(),
        "b.html": page().encode(),
        "c.jsonl": json.dumps(ROW).encode(),
        "d.png": b"\x89PNG\r\n\x1a\n",
        "__MACOSX/._x": b"x",
    }
    content = zipped(members) if kind == "zip" else tarred(members)
    content = gzip.compress(content) if kind == "tar.gz" else content
    reading = read_all(document(content, f"week.{kind}"))
    inner = "#week.tar" if kind == "tar.gz" else ""
    assert {article.uri.removeprefix(f"file:///in/week.{kind}{inner}") for article in reading.articles} == {
        "#a/pier%20one.txt",
        "#b.html",
        f"#c.jsonl#{NAMED}",
    }
    assert [(refused.uri[-6:], refused.code) for refused in reading.refused] == [("#d.png", "format_unsupported")]


def test_sidecar_of_a_member(tmp_path: Path) -> None:
    path = tmp_path / "metadata.csv"
    path.write_text("file,source,published\nweek.zip,The Bay Courier,2023-05\npier.txt,The Bay Courier,2023-05-06\n", encoding="utf-8")
    content = zipped({"pier.txt": TEXT.encode(), "quay.txt": TEXT.encode()})
    found = {article.uri.split("#")[1]: article.published for article in read(document(content, "week.zip"), Sidecar.load(path))}
    assert [period.start for period in found.values() if period] == [DAY, date(2023, 5, 1)]


def test_links_and_paths_out_of_an_archive_are_refused() -> None:
    members = {"ok.txt": TEXT.encode(), "../up.txt": TEXT.encode(), "link": link("link", "/etc/passwd")}
    reading = read_all(document(tarred(members), "x.tar"))
    assert len(reading.articles) == 1
    assert [refused.code for refused in reading.refused] == ["unsafe_path", "unsafe_path"]


def test_every_format_says_what_it_does() -> None:
    for known in load_formats():
        assert (known.read is None) != (known.split is None)
        assert known.media_type.count("/") == 1
    endings = [ending for known in load_formats() for ending in known.endings]
    assert len(endings) == len(set(endings))


def test_media_type_decides_before_the_name() -> None:
    known = choose_format(Document("file:///in/x.bin", TEXT.encode(), "0", "text/plain"))
    assert known.media_type == "text/plain"
