"""`cuttings show`: every fact where it stands, nothing of an article able to run, and the page in a real browser."""

from __future__ import annotations

import re
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from selenium import webdriver
from selenium.webdriver.common.by import By

from etl.cli.show import run
from etl.publish import publish
from etl.serving import open_snapshot
from etl.show import ChoiceError, Fact, Page, Zone, choose_article, print_page, read_page, render
from etl.show.pieces import cut
from tests.pipeline.test_search import SQL, save
from tests.pipeline.test_ui import CHROMIUM, DRIVER, browser

__all__ = ["browser"]
EVIL = "</style><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">'\"&\x00\x1b[2J"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("show")
    save(f"sqlite:///{folder / 'record.sqlite'}", range(12))
    publish(f"sqlite:///{folder / 'record.sqlite'}", folder / "cuttings.duckdb", SQL)
    return folder


@pytest.fixture
def page(home: Path) -> Page:
    with open_snapshot(home / "cuttings.duckdb") as snapshot:
        return read_page(snapshot, choose_article(snapshot, "00003"))


def evil_page() -> Page:
    fact = Fact("figure", "figures", 1, EVIL, EVIL, ((2, len(EVIL)),), {EVIL: EVIL})
    return Page(1, EVIL, EVIL, {"outlet": EVIL}, f'https://x/"{EVIL}', EVIL + "\n", [Zone("body", 0, len(EVIL))], [fact])


def test_every_fact_is_on_the_page_with_its_row(home: Path, page: Page) -> None:
    with open_snapshot(home / "cuttings.duckdb") as snapshot:
        count = snapshot.execute("select count(*) from article_facts where article_id = ?", [page.article_id]).fetchone()
    html = render(page)
    assert (len(page.facts),) == count and len(re.findall(r'<li id="f\d+"', html)) == len(page.facts)
    for number, fact in enumerate(page.facts):
        assert f'id="t{number}"' in html and f'href="#t{number}"' in html and f"<dd>{fact.id}</dd>" in html
    assert {fact.kind for fact in page.facts} == {"mention", "position", "meeting", "figure", "quote"}


def test_a_quote_in_two_pieces_leaves_what_is_between(page: Page) -> None:
    quote = next(fact for fact in page.facts if len(fact.spans) > 1)
    assert [page.text[start:end] for start, end in quote.spans] == ["The sea keeps no accounts,", "We do."]


def test_names_stand_beside_ids(page: Page) -> None:
    quote = next(fact for fact in page.facts if fact.kind == "quote")
    assert re.fullmatch(r"\D+ \(\d+\)", quote.attributes["speaker_id"])


def test_furniture_is_grey(page: Page) -> None:
    assert re.search(r'class="grey" title="furniture">[^<]*Nobody Named Zed', render(page))


@given(
    st.text(max_size=40),
    st.lists(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), min_size=1, max_size=3), max_size=8),
    st.lists(st.integers(0, 40), max_size=4),
)
def test_pieces_make_the_text_and_hold_what_covers_them(text: str, given_spans: list[list[tuple[int, int]]], cuts: list[int]) -> None:
    inside = [tuple((s, min(s + n, len(text))) for s, n in spans if s < len(text)) for spans in given_spans]
    facts = [Fact("mention", "mentions", 1, "", "", spans, {}) for spans in inside if spans]
    edges = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    zones = [Zone("body", start, end) for start, end in pairwise(edges)]
    pieces = cut(text, zones, facts)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    for piece in pieces:
        covering = {n for n, fact in enumerate(facts) if any(s <= piece.start and piece.end <= e for s, e in fact.spans)}
        assert set(piece.facts) == covering and (not text or piece.zone == "body")
    assert sorted(n for piece in pieces for n in piece.begins) == list(range(len(facts)))


def test_nothing_of_an_article_is_markup() -> None:
    html = render(evil_page())
    assert html.count("<script>") == 1 and "<img" not in html and "\x00" not in html and "\x1b" not in html
    assert "javascript:" not in render(Page(1, "a", "a", {}, "javascript:alert(1)", "a", [], []))


def test_the_page_needs_nothing_else(page: Page) -> None:
    html = render(page)
    assert not re.search(r"<(link|iframe|object|embed|img|base)\b|@import|url\(|src=", html)
    assert "default-src 'none'" in html and "unsafe" not in html


@pytest.mark.parametrize("asked", ["00003", "0000003"[2:], "  00003 ", "file:///landing/00003.txt"])
def test_an_article_is_found_by(home: Path, page: Page, asked: str) -> None:
    with open_snapshot(home / "cuttings.duckdb") as snapshot:
        assert choose_article(snapshot, asked) == choose_article(snapshot, str(page.article_id)) == page.article_id
        assert choose_article(snapshot, str(page.article_id)[:9]) == page.article_id


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("0000", r"10 articles could be meant by 0000; give an id:\n  \d+  0000\d  2021-"),
        ("boats", "12 articles"),
        ("zeppelin", "no article"),
        ("", "say which"),
    ],
)
def test_what_is_not_one_article_is_said(home: Path, asked: str, message: str) -> None:
    with open_snapshot(home / "cuttings.duckdb") as snapshot, pytest.raises(ChoiceError, match=message):
        choose_article(snapshot, asked)


def test_text_has_every_fact_and_no_control_characters(page: Page) -> None:
    for shown in (page, evil_page()):
        stream = StringIO()
        print_page(shown, Console(file=stream, width=100))
        assert all(f"\n[{number}] " in stream.getvalue() for number in range(1, len(shown.facts) + 1))
        assert "\x1b" not in stream.getvalue()


def test_the_command(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CUTTINGS_HOME", str(home))
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    assert run("00003", False, None, False) == 0 and capsys.readouterr().out.startswith("<!doctype html>")
    assert run("00003", True, None, False) == 0 and "| Read more" in capsys.readouterr().out
    assert run("00003", False, tmp_path / "a.html", True) == 0 and opened == [(tmp_path / "a.html").as_uri()]
    assert run("00003", True, None, True) == 2 and run("zeppelin", False, None, False) == 1
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert run("00003", False, None, False) == 0 and "| Read more" in capsys.readouterr().out
    monkeypatch.setenv("CUTTINGS_HOME", str(tmp_path))
    assert run("00003", False, None, False) == 1 and "cuttings load" in capsys.readouterr().err


@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its driver here: run .ci/chromium.sh")
class TestBrowser:
    """The page as a reader sees it."""

    def show(self, driver: webdriver.Chrome, page: Page, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_text(render(page), encoding="utf-8")
        driver.get((tmp_path / "page.html").as_uri())

    def test_text_and_rows_lead_to_each_other(self, browser: webdriver.Chrome, page: Page, tmp_path: Path) -> None:
        self.show(browser, page, tmp_path)
        assert page.headline in browser.find_element(By.TAG_NAME, "h1").text
        assert browser.execute_script("return document.querySelector('article').textContent") == page.text
        number = next(n for n, fact in enumerate(page.facts) if fact.kind == "figure")
        mark = browser.find_element(By.CSS_SELECTOR, f"#t{number} + a.mark")
        browser.execute_script("arguments[0].click()", mark)
        card = browser.find_element(By.ID, f"f{number}")
        assert "lit" in card.get_attribute("class") and card.find_element(By.TAG_NAME, "dl").is_displayed()
        assert str(page.facts[number].id) in card.text
        colours = {
            browser.execute_script("return getComputedStyle(arguments[0]).backgroundColor", m)
            for m in browser.find_elements(By.CSS_SELECTOR, ".mark")
        }
        assert len(colours) >= 3

    def test_a_kind_can_be_hidden(self, browser: webdriver.Chrome, page: Page, tmp_path: Path) -> None:
        self.show(browser, page, tmp_path)
        key = browser.find_element(By.CSS_SELECTOR, "button.quote")
        key.click()
        assert not any(card.is_displayed() for card in browser.find_elements(By.CSS_SELECTOR, ".card.quote"))
        assert browser.find_elements(By.CSS_SELECTOR, ".mark.quote") == []
        key.click()
        assert all(card.is_displayed() for card in browser.find_elements(By.CSS_SELECTOR, ".card.quote"))

    def test_an_article_cannot_run_anything(self, browser: webdriver.Chrome, tmp_path: Path) -> None:
        self.show(browser, evil_page(), tmp_path)
        assert browser.title != "owned" and browser.find_elements(By.TAG_NAME, "img") == []
        assert browser.execute_script("return document.querySelectorAll('script').length") == 1
