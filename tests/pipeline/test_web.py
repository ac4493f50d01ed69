"""Web addresses, against a server on loopback."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from etl.readers import UnreadableError, Web, fetch, read
from tests.unit.page_samples import HEADLINE, TEXT, page


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self._answer(302, b"", ("Location", "/2023/05/06/pier"))
        elif self.path == "/local":
            self._answer(302, b"", ("Location", "file:///etc/passwd"))
        elif self.path == "/gone":
            self._answer(404, b"no")
        else:
            self._answer(200, page().encode() if "pier" in self.path else bytes(5000), ("Content-Type", "text/html"))

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.mark.parametrize("path", ["/2023/05/06/pier", "/moved"])
def test_page_from_an_address(server: str, path: str) -> None:
    document = fetch(server + path)
    assert document.uri == server + path
    (article,) = read(document)
    assert (article.headline, article.url) == (HEADLINE, server + path)


def test_date_from_the_address(server: str) -> None:
    (article,) = read(fetch(f"{server}/2023/05/06/pier"))
    assert article.published is not None
    assert (str(article.published.start), article.published.basis) == ("2023-05-06", "url")


@pytest.mark.parametrize("path", ["/gone", "/local"])
def test_unreachable(server: str, path: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        fetch(server + path)
    assert raised.value.code == "unreachable"


def test_too_large(server: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        Web().fetch(f"{server}/big", limit=1000)
    assert raised.value.code == "too_large"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    document = fetch("-")
    assert document.uri.startswith("stdin:")
    assert read(document)[0].text == TEXT
