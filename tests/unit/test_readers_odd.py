"""What programs really write: dialects of tables, shapes of JSON, mail, feeds, web archives. Each gives the sample article, whole."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable

import pytest

from etl.readers import Article, UnreadableError, read, read_all
from etl.readers.moments import parse_moment
from tests.unit.archive_samples import warc
from tests.unit.page_samples import BODY, HEADLINE, TEXT, document, page

QUOTED = TEXT.replace("“", '"').replace("”", '"')
URL = "https://bay.example/news/pier"
MARKUP = "".join(f"<p>{words}</p>" for words in BODY)


def bodies(content: bytes | str, name: str) -> list[str]:
    """The body of each article, paragraphs parted by blank lines."""
    return ["\n\n".join(span.of(article.text) for span in article.spans_of("body")) for article in read(document(content, name))]


def only(content: bytes | str, name: str) -> Article:
    (article,) = read(document(content, name))
    return article


# --- tables -------------------------------------------------------------------------------------------------------------------------


def table(**dialect: object) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, **{"lineterminator": "\n", **dialect})  # type: ignore[arg-type]
    writer.writerows([("title", "text", "date"), (HEADLINE, QUOTED, "2024-05-06"), ("Other news", QUOTED, "06/05/2024")])
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        table(),
        table(delimiter=";"),
        table(delimiter="|"),
        table(quoting=csv.QUOTE_ALL, lineterminator="\r\n"),
        table(doublequote=False, escapechar="\\"),
        table(quotechar="'", quoting=csv.QUOTE_ALL),
        f"sep=;\n{table(delimiter=';')}",
        f"\n\r\n{table()}",
        f"# exported on a Monday\n{table()}",
        ("\ufeff" + table(quoting=csv.QUOTE_ALL)).encode(),
        table(delimiter="\t").encode("utf-16"),
        table().replace("Other", "Oth\0er"),
    ],
)
def test_dialects_of_tables(content: bytes | str) -> None:
    assert bodies(content, "x.csv") == [QUOTED, QUOTED]
    first, second = read(document(content, "x.csv"))
    assert first.headline == HEADLINE
    assert first.published is not None
    assert second.published is None  # the sixth of May or the fifth of June


@pytest.mark.parametrize("name", ["x.txt", "stdin"])
def test_a_table_without_its_ending_is_told_by_its_header(name: str) -> None:
    assert bodies(table(), name) == [QUOTED, QUOTED]


def test_a_line_with_commas_is_no_table() -> None:
    assert only(f"Text, pictures\n\n{TEXT}", "x.txt").text.startswith("Text, pictures")


# --- JSON ---------------------------------------------------------------------------------------------------------------------------

ROW = {"title": HEADLINE, "text": TEXT}
SHAPES: dict[str, object] = {
    "weblog": [{"title": {"rendered": HEADLINE.replace("'", "&#8217;")}, "content": {"rendered": MARKUP, "protected": False}, "link": URL}],
    "paragraphs": {"title": HEADLINE, "body": list(BODY)},
    "blocks": {"title": HEADLINE, "body": [{"type": "p", "text": words} for words in BODY] + [{"type": "image", "text": None}]},
    "nested blocks": {"title": HEADLINE, "content": {"children": [{"text": words} for words in BODY]}},
    "interface of a paper": {"response": {"results": [{"webTitle": HEADLINE, "webUrl": URL, "fields": {"bodyText": TEXT}}]}},
    "search engine": {"hits": {"hits": [{"_id": 1, "_source": ROW}]}},
    "by number": {"17": ROW},
    "camel case": {"articles": [{"articleTitle": HEADLINE, "fullText": TEXT, "publishedAt": "2024-05-06T10:00:00Z"}]},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_json(shape: str) -> None:
    article = only(json.dumps(SHAPES[shape]), "x.json")
    assert [span.of(article.text) for span in article.spans_of("body")] == list(BODY)
    assert article.headline == HEADLINE


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps(ROW, indent=1) + "\n" + json.dumps(ROW, indent=1), "x.json"),
        ("\n".join([json.dumps(ROW)] * 2).encode("utf-16"), "x.jsonl"),
        ("\n".join([json.dumps(ROW)] * 2), "stdin"),
        (json.dumps([ROW, ROW]), "x.txt"),
        (json.dumps({"items": [ROW, ROW]}), "stdin"),
    ],
)
def test_json_in_sequence_in_utf16_and_without_a_name(content: bytes | str, name: str) -> None:
    assert bodies(content, name) == [TEXT, TEXT]


def test_entities_in_a_headline_are_read() -> None:
    assert only(json.dumps({"title": "Mayor&#8217;s pier &amp; quay", "text": TEXT}), "x.json").headline == "Mayor’s pier & quay"


# --- encodings ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "expected"),
    [(TEXT.encode().replace(b"rotted", b"rot\x92ted"), "rot’ted"), (f"{TEXT}\n\nAna Núñez".encode() + b" said \x96 no.", "said – no.")],
)
def test_strays_among_utf8_leave_the_rest_as_it_is(broken: bytes, expected: str) -> None:
    article = only(broken, "x.txt")
    assert BODY[1] in article.text
    assert expected in article.text
    assert article.charset == "utf-8 with windows-1252"


def test_plain_windows_text_is_no_mixture() -> None:
    assert only(f"{TEXT}\n\nZoë said so.".encode("cp1252"), "x.txt").charset == "cp1252"


# --- other names for text -----------------------------------------------------------------------------------------------------------


def test_markup_without_a_page_around_it_is_html() -> None:
    assert bodies(MARKUP, "x.txt") == [TEXT]


def test_rich_text_under_another_name_is_told() -> None:
    with pytest.raises(UnreadableError, match="Rich Text") as raised:
        read(document(rf"{{\rtf1\ansi {TEXT}}}", "x.txt"))
    assert raised.value.code == "format_unsupported"


# --- mail ---------------------------------------------------------------------------------------------------------------------------

HEAD = f"From: desk@bay.example\r\nSubject: {HEADLINE}\r\nDate: Tue, 05 Nov 2024 23:10:00 -0800\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize("plain", ["", "View this mail in your browser."])
def test_the_longer_part_of_a_newsletter_is_read(plain: str) -> None:
    parts = f"--q\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n--q\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page()}\r\n--q--"
    assert bodies(f"{HEAD}Content-Type: multipart/alternative; boundary=q\r\n\r\n{parts}", "x.eml") == [TEXT]


def test_a_mail_inside_a_mail() -> None:
    inner = f"From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}"
    assert bodies(f"{HEAD}Content-Type: message/rfc822\r\n\r\n{inner}", "x.eml") == [TEXT]


# --- feeds --------------------------------------------------------------------------------------------------------------------------


def test_a_feed_with_bare_ampersands() -> None:
    entry = f"<title>Pier &nbsp;& quay</title><link>{URL}?a=1&b=2</link><description><![CDATA[{MARKUP} & so on]]></description>"
    article = only(f"<rss version='2.0'><channel><title>Bay</title><item>{entry}</item></channel></rss>", "x.rss")
    assert (article.headline, article.url) == ("Pier & quay", f"{URL}?a=1&b=2")
    assert "&amp;" not in article.text


def test_wire_items_in_utf16_are_told_by_their_bytes() -> None:
    item = f"<newsItem guid='a'><contentSet>{MARKUP}</contentSet></newsItem>"
    assert bodies(item.encode("utf-16"), "x.xml") == [TEXT]


# --- web archives -------------------------------------------------------------------------------------------------------------------

PAGES = {f"https://bay.example/{n}": ("200 OK", page().encode()) for n in range(4)}
WHOLE = warc(PAGES)
ZIPPED = warc(PAGES, compressed=True)


@pytest.mark.parametrize("share", [0.3, 0.55, 0.8, 0.97])
@pytest.mark.parametrize(("content", "name"), [(WHOLE, "x.warc"), (ZIPPED, "x.warc.gz")])
def test_a_record_that_is_cut_off_is_refused_and_those_before_it_are_read(content: bytes, name: str, share: float) -> None:
    reading = read_all(document(content[: int(share * len(content))], name))
    assert len(reading.articles) == int(share * 4)
    assert [refused.code for refused in reading.refused] == ["broken"]


def test_a_web_archive_compressed_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert bodies(gzip.compress(WHOLE), "x.warc.gz") == [TEXT] * 4
    read_all(document(WHOLE.replace(b"Content-Length: ", b"Content-Length: 9", 1), "x.warc"))
    assert capsys.readouterr() == ("", "")  # the library's remarks stay out of the terminal


# --- dates --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "0001-01-01T00:00:00",
        "1970-01-01T00:00:00Z",
        "9999-12-31",
        "9999999999",
        "Tue, 35 Nov 2024 23:10:00 -0800",
        "Mon, 99 Foo 2024 10:10",
    ],
)
def test_what_programs_write_for_no_date_is_none(words: str) -> None:
    assert parse_moment(words, "metadata") is None


@pytest.mark.parametrize("make", [lambda: "1970-01-01", lambda: "Jan. 1, 1970, 7:05 p.m."])
def test_a_day_of_1970_is_one(make: Callable[[], str]) -> None:
    assert parse_moment(make(), "metadata") is not None
