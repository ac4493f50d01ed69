"""Web addresses and feeds, against a server on loopback; and standard input."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from etl.readers import UnreadableError, Web, fetch, read
from etl.readers.locate import MAX_BYTES
from etl.readers.private_hosts import Doorkeeper
from tests.pipeline.warehouse import STORY, Warehouse, outcome_of
from tests.unit.page_samples import HEADLINE, TEXT, page

TEASER = "The council of the harbour town has settled when its old pier will open again and who is to pay for all of it in the end."


class _Server(BaseHTTPRequestHandler):
    asked: Counter[str] = Counter()
    agents: set[str] = set()
    is_over = Event()

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        self.agents.add(self.headers["User-Agent"])
        route = {
            "/moved": lambda: self._answer(302, b"", ("Location", "/2023/05/06/pier")),
            "/inside": lambda: self._answer(302, b"", ("Location", f"http://localhost:{self.server.server_address[1]}/pier")),
            "/local": lambda: self._answer(302, b"", ("Location", "file:///etc/passwd")),
            "/loop": lambda: self._answer(302, b"", ("Location", "/loop")),
            "/gone": lambda: self._answer(404, b"no"),
            "/busy": lambda: self._answer(*((503, b"", ("Retry-After", "0")) if self.asked["/busy"] < 3 else (200, page().encode()))),
            "/broken": lambda: self._answer(502, b""),
            "/silent": lambda: self.is_over.wait(20),
            "/drip": self._drip,
            "/cut": lambda: self._answer(200, b"<html>", length=5000),
            "/feed": lambda: self._answer(200, self._feed().encode(), ("Content-Type", "application/rss+xml")),
            "/robots.txt": lambda: self._answer(200, b"User-agent: *\nDisallow: /private/\n"),
            "/dump.jsonl": lambda: self._answer(200, b'{"text": "' + STORY.format(word="x").replace("\n", "\\n").encode() + b'"}\n{bad\n'),
        }.get(self.path)
        if route:
            route()
        else:
            content = (
                page().encode() if "pier" in self.path else STORY.format(word=self.path).encode() if "story" in self.path else bytes(5000)
            )
            self._answer(200, content, ("Content-Type", "text/html" if "pier" in self.path else "text/plain"))

    def _feed(self) -> str:
        at = f"http://127.0.0.1:{self.server.server_address[1]}"
        inside = at.replace("127.0.0.1", "localhost") + "/story/4"
        links = (f"{at}/story/1", f"{at}/private/story/2", f"{at}/gone", f"{at}/story/1", inside)
        teasers = "".join(f"<item><title>{n}</title><link>{n}</link><description>{TEASER}</description></item>" for n in links)
        whole = f"<item><title>Whole</title><link>{at}/story/3</link><description>{STORY.format(word='three') * 3}</description></item>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Bay Courier</title>{teasers}{whole}</channel></rss>'

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.is_over.wait(0.05):
            try:
                self.wfile.write(b"<p>still more</p>" * 5000)
            except OSError:
                return

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str], length: int | None = None) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(length or len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        running.daemon_threads = True
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        _Server.is_over.set()
        running.shutdown()


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """A session without pauses, past any proxy of the machine the tests run on."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Web(connect_seconds=5, read_seconds=0.5, total_seconds=1.0, pause_seconds=0.0)


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


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/gone", "answers 404"),
        ("/local", "no web address"),
        ("/inside", "inside of this machine"),
        ("/loop", "round and round"),
        ("/silent", "silent|time"),
        ("/drip", "too slow"),
        ("/cut", "Incomplete|incomplete"),
        ("/broken", "after four tries"),
    ],
)
def test_what_cannot_be_had_says_why(server: str, web: Web, path: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as raised:
        web.fetch(server + path, MAX_BYTES)
    assert raised.value.code == "unreachable"
    assert raised.value.reason


def test_a_closed_port_and_a_name_that_is_none(web: Web) -> None:
    for address in ("http://127.0.0.1:9/x", "http://no-such-host.invalid/x", "http://[::1/x", "https://"):
        with pytest.raises(UnreadableError) as raised:
            web.fetch(address, MAX_BYTES)
        assert raised.value.code == "unreachable", address


def test_a_server_that_is_busy_is_asked_again(server: str, web: Web) -> None:
    assert read(web.fetch(f"{server}/busy", MAX_BYTES))
    assert _Server.asked["/busy"] == 3


def test_pages_are_not_asked_twice_for_their_faults(server: str, web: Web) -> None:
    before = _Server.asked["/gone"]
    with pytest.raises(UnreadableError):
        web.fetch(f"{server}/gone", MAX_BYTES)
    assert _Server.asked["/gone"] == before + 1


@pytest.mark.parametrize("path", ["/big", "/drip"])
def test_too_large(server: str, web: Web, path: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        web.fetch(server + path, limit=1000)
    assert raised.value.code == "too_large"


def test_the_program_says_who_it_is(server: str, web: Web) -> None:
    web.fetch(f"{server}/pier", MAX_BYTES)
    assert any(agent.startswith("cuttings/") and "robots.txt" in agent for agent in _Server.agents)


def test_robots_txt_binds_what_no_user_named(server: str, web: Web) -> None:
    assert web.fetch(f"{server}/private/pier", MAX_BYTES)
    with pytest.raises(UnreadableError, match=r"robots\.txt"):
        web.follow(f"{server}/private/pier", MAX_BYTES)


@pytest.mark.parametrize(
    ("peer", "is_public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("127.0.0.1", False),
        ("10.0.0.7", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:192.168.1.1", False),
        ("0.0.0.0", False),
    ],
)
def test_what_feeds_may_link_to(peer: str, is_public: bool) -> None:
    doorkeeper = Doorkeeper()
    if is_public:
        doorkeeper.check("paper.example", 443, peer)
        return
    with pytest.raises(UnreadableError, match="name it yourself"):
        doorkeeper.check("paper.example", 443, peer)


def test_a_name_that_answers_with_another_address_the_second_time() -> None:
    doorkeeper = Doorkeeper()
    doorkeeper.named = "paper.example"
    doorkeeper.check("paper.example", 443, "93.184.215.14")
    doorkeeper.named = None
    with pytest.raises(UnreadableError):
        doorkeeper.check("paper.example", 443, "127.0.0.1")


def test_a_feed_is_loaded_with_the_pages_behind_it(server: str, warehouse: Warehouse) -> None:
    report = warehouse.load(f"{server}/feed")
    assert outcome_of(report) == (2, 0, [("2", "unreachable"), ("gone", "unreachable"), ("4", "unreachable")])
    named = [f"{server}/feed#{server.replace(':', '%3A', 1).replace(':', '%3A')}/story/3", f"{server}/story/1"]
    found = [uri for (uri,) in warehouse.rows("select uri from documents where status = 'loaded' order by 1")]
    assert [uri.replace("%3A", ":") for uri in found] == sorted(uri.replace("%3A", ":") for uri in named)
    assert outcome_of(warehouse.load(f"{server}/feed"))[:2] == (0, 2)


def test_a_dump_from_the_web(server: str, warehouse: Warehouse) -> None:
    assert outcome_of(warehouse.load(f"{server}/dump.jsonl")) == (1, 0, [("dump.jsonl#2", "broken")])


def test_a_page_that_was_gone_is_tried_again(server: str, warehouse: Warehouse) -> None:
    address = f"{server}/gone"
    warehouse.load(address)
    before = _Server.asked["/gone"]
    assert outcome_of(warehouse.load(retry=())) == (0, 0, [("gone", "unreachable")])
    assert _Server.asked["/gone"] == before + 1


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def into(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return into


def test_standard_input(pipe: Callable[[bytes], None]) -> None:
    pipe(TEXT.encode())
    document = fetch("-")
    assert document.uri.startswith("stdin:")
    assert read(document)[0].text == TEXT


def test_standard_input_is_loaded_and_known_again(pipe: Callable[[bytes], None], warehouse: Warehouse) -> None:
    for expected in ((1, 0, []), (0, 1, [])):
        pipe(STORY.format(word="piped").encode())
        assert outcome_of(warehouse.load("-")) == expected
    pipe(b"")
    assert outcome_of(warehouse.load("-"))[2][0][1] == "empty"
    assert warehouse.load(retry=()).quarantined[0].code == "empty"
