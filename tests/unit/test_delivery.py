"""Where a finished page goes, and what is said of it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from etl.cli.delivery import deliver


def write(stream):
    return stream.write("<p>a page</p>")


@pytest.fixture
def shown(monkeypatch):
    """Addresses that the browser was asked to show."""
    addresses = []
    monkeypatch.setattr("webbrowser.open", lambda address: addresses.append(address) or True)
    return addresses


def test_without_a_file_it_is_the_answer(capsys, shown):
    assert deliver(write, "what 5 articles hold", None) == 0
    assert (*capsys.readouterr(), shown) == ("<p>a page</p>", "", [])


def test_a_file_is_named(capsys, shown, tmp_path):
    assert deliver(write, "what 5 articles hold", tmp_path / "r.html") == 0
    assert (tmp_path / "r.html").read_text() == "<p>a page</p>"
    assert "".join(capsys.readouterr().err.split()) == f"what5articlesholdin{tmp_path}/r.html" and shown == []


def test_the_browser_gets_a_file_of_its_own(capsys, shown):
    assert deliver(write, "67 facts of b006", None, "b006.html") == 0
    (address,) = shown
    page = Path(address.removeprefix("file://"))
    assert (page.name, page.read_text()) == ("b006.html", "<p>a page</p>")


def test_without_a_browser_the_file_is_there(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    assert deliver(write, "67 facts of b006", tmp_path / "b.html", "b006.html") == 1
    assert (tmp_path / "b.html").is_file() and "no browser could be started" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_said(capsys, shown, tmp_path):
    assert deliver(write, "67 facts of b006", tmp_path / "none" / "b.html", "b006.html") == 1
    assert "cannot write" in capsys.readouterr().err and shown == []


def test_a_reader_who_has_seen_enough_is_no_error(monkeypatch):
    def closed(stream):
        raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", io.StringIO())  # it is closed, so that Python does not complain at its end
    assert deliver(closed, "what 5 articles hold", None) == 0 and sys.stderr.closed
