"""Hostile and broken input: each ends as an article or as a reason of the documented list; nothing else is lost, nothing crashes."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import re
import resource
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.readers import REASONS, Document, UnreadableError, address, expand, fetch, offered, read, read_all, unpack
from etl.readers.formats import archive, base
from tests.unit.archive_samples import link, pdf, tarred, warc, zipped
from tests.unit.page_samples import TEXT, document, page
from tests.unit.test_readers_formats import ATOM, DUMPS, MAIL, NINJS_1, RSS, newsml

MEGABYTE = 1 << 20
ENDINGS = (
    ".txt",
    ".html",
    ".json",
    ".jsonl",
    ".csv",
    ".parquet",
    ".xml",
    ".rss",
    ".eml",
    ".mbox",
    ".pdf",
    ".zip",
    ".tar",
    ".gz",
    ".warc",
    ".mhtml",
)
WHOLE: dict[str, bytes] = {
    "pier.txt": TEXT.encode(),
    "page.html": page().encode(),
    "page.mhtml": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
    + page().encode()
    + b"\r\n--x--",
    "item.json": json.dumps(NINJS_1).encode(),
    "lines.jsonl": str(DUMPS["d.jsonl"]).encode(),
    "table.csv": str(DUMPS["f.csv"]).encode(),
    "rows.parquet": bytes(DUMPS["i.parquet"]),  # type: ignore[arg-type]
    "feed.rss": RSS.encode(),
    "feed.atom": ATOM.encode(),
    "item.xml": newsml().encode(),
    "mail.eml": MAIL.encode(),
    "mail.mbox": f"From x Sat May  6 07:08:09 2023\n{MAIL}".encode(),
    "page.pdf": pdf(["The pier is closed, the council said on Tuesday."] * 4),
    "crawl.warc": warc({"https://bay.example/1": ("200 OK", page().encode())}),
    "crawl.warc.gz": warc({"https://bay.example/1": ("200 OK", page().encode())}, compressed=True),
    "week.zip": zipped({"a.txt": TEXT.encode(), "b.html": page().encode()}),
    "week.tar": tarred({"a.txt": TEXT.encode(), "b.html": page().encode()}),
    "week.tar.gz": gzip.compress(tarred({"a.txt": TEXT.encode()})),
    "pier.txt.bz2": bz2.compress(TEXT.encode()),
    "pier.txt.xz": lzma.compress(TEXT.encode()),
}


def settle(content: bytes, name: str) -> list[str]:
    """The codes of all parts that hold no article; every article is checked to be whole."""
    reading = read_all(document(content, name))
    assert reading.articles or reading.refused
    for article in reading.articles:
        assert article.text
        assert "\x00" not in article.text
        assert all(zone.span.end <= len(article.text) for zone in article.zones)
    codes = [refused.code for refused in reading.refused]
    assert set(codes) <= REASONS.keys()
    assert not {"extractor_crash", "extractor_timeout"} & set(codes)
    if not reading.articles:
        with pytest.raises(UnreadableError):
            read(document(content, name))
    return codes


# --- nothing, noise, and the wrong name -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x00" * 600], ids=["empty", "blank", "mark", "nuls"])
def test_empty(content: bytes, ending: str) -> None:
    assert settle(content, f"x{ending}")[0] in {"empty", "no_article", "broken", "binary"}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("seed", [1, 2])
def test_noise(ending: str, seed: int) -> None:
    noise = random.Random(seed).randbytes(3000)
    assert settle(noise, f"x{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", ["pier.txt", "page.html", "page.pdf", "week.zip"])
def test_wrong_ending(name: str, ending: str) -> None:
    settle(WHOLE[name], f"x{ending}")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", WHOLE)
def test_cut_off(name: str, share: float) -> None:
    settle(WHOLE[name][: int(len(WHOLE[name]) * share)], name)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", WHOLE)
def test_damaged_bytes(name: str, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(WHOLE[name])
    for _ in range(max(3, len(content) // 100)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    settle(bytes(content), name)


@pytest.mark.parametrize("name", WHOLE)
def test_whole_ones_are_read(name: str) -> None:
    assert read(document(WHOLE[name], name))


@given(st.binary(max_size=300), st.sampled_from(ENDINGS))
@settings(max_examples=150, deadline=None)
def test_any_bytes(content: bytes, ending: str) -> None:
    settle(content, f"x{ending}")


# --- encodings --------------------------------------------------------------------------------------------------------------------

ACCENTS = TEXT.replace("Ana Reyes", "Ána Réyes Núñez")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le"])
def test_encodings(charset: str) -> None:
    if charset == "utf-16-le":  # without its mark it is not told from binary data
        assert settle(ACCENTS.encode(charset), "x.txt") == ["binary"]
        return
    assert "Ána Réyes Núñez" in read(document(ACCENTS.encode(charset), "x.txt"))[0].text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00", "encoding_unknown"),
        (TEXT.encode() + b"\x00" + TEXT.encode(), "binary"),
        (b"\x01\x02\x03" * 300, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "binary"),
        ("Die Hafenverwaltung hat am Dienstag beschlossen, den alten Steg zu sperren, weil er verfault ist.", "language_unsupported"),
        ("Совет порта во вторник решил закрыть старый пирс, потому что треть его свай сгнила.", "language_unsupported"),
        (b"1234567890\n" * 50, "no_article"),
        (b"Share\nTweet\nPrint\nSubscribe\nSign in\n", "no_article"),
    ],
)  # fmt: skip
def test_text_that_is_none(content: bytes | str, code: str) -> None:
    assert settle(content.encode() if isinstance(content, str) else content, "x.txt") == [code]


def test_mixed_encodings_are_read_or_refused_never_mangled() -> None:
    mixed = "Núñez said so on Tuesday, the council told reporters.\n".encode() + "Núñez said so again on Friday.\n".encode("cp1252")
    reading = read_all(document(mixed, "x.txt"))
    assert reading.refused or "Núñez said so again" in reading.articles[0].text


# --- size -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".txt", ".html", ".json", ".jsonl", ".csv", ".xml", ".eml"])
def test_fifty_megabytes_of_one_line(ending: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = (b"word " * 10 + b"x") * (50 * MEGABYTE // 51)
    assert set(settle(content, f"x{ending}")) <= {"too_large", "broken", "no_article", "format_unsupported"}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 800 * 1024


def test_many_short_lines() -> None:
    assert set(settle(b"a b\n" * 60_000, "x.txt")) <= {"no_article", "language_unsupported"}


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + TEXT,
        "<b><i>" * 20_000 + TEXT,
        "<table><tr><td>" * 5_000 + TEXT,
        "<ul><li>" * 10_000,
        "<" * 100_000,
        "<p " * 50_000,
        "<!--" * 20_000,
        "&" * 100_000,
    ],
)  # fmt: skip
def test_deeply_nested_and_runaway_html(markup: str) -> None:
    settle(f"<html><body>{markup}".encode(), "x.html")


@pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b'[{"text":' * 1000 + b"1" + b"}]" * 1000])
def test_deeply_nested_json(name: str, content: bytes) -> None:
    assert set(settle(content, name)) <= {"broken", "no_article", "empty"}


# --- XML --------------------------------------------------------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]>"
)


@pytest.mark.parametrize("root", ["rss", "newsItem", "nitf", "html"])
@pytest.mark.parametrize(
    "head",
    [
        LAUGHS,
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY m SYSTEM "file:///etc/passwd">]>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
    ids=["bomb", "file", "parameter", "dtd"],
)
def test_entities(root: str, head: str) -> None:
    body = f"<item><title>&m;</title><description>{TEXT} &m; &l;</description></item><p>{TEXT} &m; &l;</p>"
    reading = read_all(document(f"{head}<{root}>{body}</{root}>", "x.xml"))
    assert reading.articles or reading.refused
    assert not any("root:" in article.text or len(article.text) > 10_000 for article in reading.articles)


# --- archives ---------------------------------------------------------------------------------------------------------------------


def nested_zip(depth: int) -> bytes:
    content = TEXT.encode()
    for level in range(depth):
        content = zipped({f"level{level}.{'zip' if level else 'txt'}": content})
    return content


def growing_zip() -> bytes:
    """A ZIP whose members are 30 MB of zeros each."""
    return zipped({f"{n}.txt": bytes(30 * MEGABYTE) for n in range(2)})


@pytest.mark.parametrize(
    ("name", "make", "codes"),
    [
        ("x.zip", growing_zip, {"bomb"}),
        ("x.gz", lambda: gzip.compress(bytes(3 * MEGABYTE)), {"bomb"}),
        ("x.bz2", lambda: bz2.compress(bytes(3 * MEGABYTE)), {"bomb"}),
        ("x.zip", lambda: nested_zip(2), set()),
        ("x.zip", lambda: nested_zip(6), {"too_deep"}),
        ("x.zip", lambda: zipped(dict.fromkeys(["../up.txt", "/x.txt", "C:\\x.txt", "..\\y.txt"], b"x")), {"unsafe_path"}),
        ("x.tar", lambda: tarred({"../up.txt": TEXT.encode(), "/etc/x.txt": TEXT.encode()}), {"unsafe_path"}),
        ("x.tar", lambda: tarred({"a": link("a", "b"), "b": link("b", "a"), "c": link("c", "/x", tarfile.LNKTYPE)}), {"unsafe_path"}),
        ("x.tar", lambda: tarred({"d": link("d", "", tarfile.CHRTYPE), "p": link("p", "", tarfile.FIFOTYPE)}), {"not_a_file"}),
        ("x.zip", lambda: zipped({}), {"no_article", "empty"}),
        ("x.docx", lambda: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), {"format_unsupported"}),
        ("x.zip", lambda: zipped({"a.exe": b"MZ\x90" * 100, "b.xyz": b"abc"}), {"format_unsupported"}),
        ("x.zip", lambda: zipped({"a\nb.txt": TEXT.encode(), "ü#%.txt": TEXT.encode(), "-rf": TEXT.encode()}), set()),
    ],
)  # fmt: skip
def test_archives(name: str, make: Callable[[], bytes], codes: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", MEGABYTE)
    found = set(settle(make(), name))
    assert found <= codes if name == "x.zip" and "empty" in codes else found == codes


def test_budget_of_one_archive_is_bounded() -> None:
    budget = base.Budget(bytes_left=1000, members_left=2)
    with pytest.raises(UnreadableError, match="unpacks to more"):
        base.read_limited(io.BytesIO(bytes(2000)).read, budget)
    budget.count_member()
    budget.count_member()
    with pytest.raises(UnreadableError) as raised:
        budget.count_member()
    assert raised.value.code == "too_large"


def test_password() -> None:
    content = bytearray(zipped({"a.txt": TEXT.encode()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    assert settle(bytes(content), "x.zip") == ["encrypted"]


def test_damaged_member_costs_itself_only() -> None:
    content = bytearray(zipped({"a.txt": TEXT.encode(), "b.txt": (TEXT * 2).encode()}))
    content[60] ^= 0xFF
    reading = read_all(document(bytes(content), "x.zip"))
    assert ([a.uri for a in reading.articles], [r.code for r in reading.refused]) == (["file:///in/x.zip#b.txt"], ["broken"])


def test_five_thousand_small_members_are_taken_out_one_by_one() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(5000):
            archive.writestr(f"{number}.txt", b"")
    parts = unpack(document(buffer.getvalue(), "x.zip"))
    assert isinstance(parts, Iterator)
    assert len({part.uri for part in parts}) == 5000


# --- files ------------------------------------------------------------------------------------------------------------------------


def code_of_path(path: Path | str) -> str:
    with pytest.raises(UnreadableError) as raised:
        fetch(path)
    assert raised.value.code in REASONS
    return raised.value.code


def test_missing_vanished_and_no_files(tmp_path: Path) -> None:
    assert code_of_path(tmp_path / "none.txt") == "missing"
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert code_of_path(tmp_path / "gone.txt") == "missing"
    os.mkfifo(tmp_path / "pipe")
    assert code_of_path(tmp_path / "pipe") == "not_a_file"
    assert code_of_path(tmp_path) == "not_a_file"
    (tmp_path / "self").symlink_to("self")
    assert code_of_path(tmp_path / "self") in {"unreadable", "missing"}


def test_file_too_large(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(65 * MEGABYTE)
    assert code_of_path(tmp_path / "big.txt") == "too_large"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "x.txt").chmod(0)
    assert code_of_path(tmp_path / "x.txt") == "unreadable"


def test_link_loops_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "x.txt").write_text(TEXT, encoding="utf-8")
    assert [path.name for path in expand([str(tmp_path)])] == ["x.txt"]


@pytest.mark.parametrize("name", ["a b.txt", "ü#%?.txt", "-rf.txt", "line\nbreak.txt", "quote'\".txt", "*.txt", "[x].txt", b"\xff\xfe.txt"])
def test_odd_names(name: str | bytes, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text(TEXT, encoding="utf-8")
    (found,) = expand([str(path)])
    fetched = fetch(found)
    assert read(fetched)
    assert fetched.uri == address(found)
    fetched.uri.encode("ascii")


def test_sidecar_and_half_written_files_are_no_input(tmp_path: Path) -> None:
    for name in ("x.txt", "about.csv", "y.part", ".hidden", "metadata.csv"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [path.name for path in expand([str(tmp_path)], leave_out=[str(tmp_path / "about.csv")])] == ["x.txt"]
    assert list(offered(["-", "https://bay.example/x", str(tmp_path / "x.txt")])) == ["-", "https://bay.example/x", tmp_path / "x.txt"]


# --- the list of reasons ----------------------------------------------------------------------------------------------------------


def test_every_code_is_documented_and_every_document_used() -> None:
    root = Path(base.__file__).parents[2]
    source = "".join(path.read_text(encoding="utf-8") for folder in ("readers", "load") for path in (root / folder).rglob("*.py"))
    pattern = r"""(?:UnreadableError\(|Refused\((?:uri|part\.uri|document\.uri|part_uri\([^)]*\)+), |reason_code=)\s*"([a-z_]+)\""""
    assert set(re.findall(pattern, source)) <= REASONS.keys()
    listed = Path(base.__file__).parents[1].joinpath("reasons.py").read_text(encoding="utf-8")
    assert listed.count('": "') == len(REASONS)
    for code, sentence in REASONS.items():
        assert f'"{code}"' in source.replace(listed, ""), code
        assert sentence.endswith(".")


def test_documents_are_not_changed_by_reading() -> None:
    whole = document(WHOLE["week.zip"], "week.zip")
    again = Document(whole.uri, bytes(whole.content), whole.sha256)
    assert read(whole) == read(again)
