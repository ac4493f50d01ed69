"""Documents from web addresses, for users with a network."""

from __future__ import annotations

import time
from hashlib import sha256
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import requests
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from etl.readers.article import Document, UnreadableError
from etl.readers.private_hosts import Doorkeeper, GuardedAdapter

ROBOT = "cuttings"
"""The name that robots.txt files may address."""
_MAX_ROBOTS = 500_000


class Web:
    """One session of reading pages: says who it is, tries again what may pass (429, 502–504, broken connections), and keeps its limits."""

    def __init__(
        self, connect_seconds: float = 10.0, read_seconds: float = 30.0, total_seconds: float = 120.0, pause_seconds: float = 0.5
    ) -> None:
        """Time-outs: for a connection, for each silence of the server, and for the whole document. `pause_seconds` doubles before each
        further try, unless the server names a time (`Retry-After`).
        """
        self._timeout, self._total = (connect_seconds, read_seconds), total_seconds
        self._doorkeeper, self._session = Doorkeeper(), requests.Session()
        self._session.max_redirects = 5
        self._session.headers["User-Agent"] = f"{ROBOT}/{version('cuttings')} (reads news pages for its user; honours robots.txt)"
        tries = Retry(3, redirect=False, backoff_factor=pause_seconds, backoff_max=20, status_forcelist=(429, 502, 503, 504))
        for scheme in ("http://", "https://"):  # no `file:`, no `ftp:`, also not behind a redirect
            self._session.mount(scheme, GuardedAdapter(self._doorkeeper, max_retries=tries))
        self._robots: dict[str, RobotFileParser] = {}

    def fetch(self, url: str, limit: int) -> Document:
        """The bytes at a web address that the user named, at most `limit`; raises UnreadableError (`unreachable`, `too_large`)."""
        self._doorkeeper.named = _host(url)
        return self._document(url, limit)

    def follow(self, url: str, limit: int) -> Document:
        """As `fetch`, for an address that no user named but a feed: where robots.txt lets us, and nowhere inside (Doorkeeper)."""
        self._doorkeeper.named = None
        if not self._may_follow(url):
            raise UnreadableError("unreachable", "the site's robots.txt keeps programs out of this address; save the page by hand")
        return self._document(url, limit)

    def _document(self, url: str, limit: int) -> Document:
        content, media_type = self._read(url, limit)
        return Document(url, content, sha256(content).hexdigest(), _MEDIA_TYPES.get(media_type))

    def _read(self, url: str, limit: int) -> tuple[bytes, str]:
        """Content, and its media type as the server names it."""
        until = time.monotonic() + self._total
        try:
            with self._session.get(url, timeout=self._timeout, stream=True) as answer:
                if answer.status_code != 200:
                    raise UnreadableError("unreachable", f"the server answers {answer.status_code} {answer.reason or ''}".rstrip())
                if int(answer.headers.get("Content-Length") or 0) > limit:
                    raise UnreadableError("too_large", f"{answer.headers['Content-Length']} bytes; the limit is {limit:,}")
                content = self._drain(answer, limit, until)
                return content, (answer.headers.get("Content-Type") or "").split(";")[0].strip().lower()
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise UnreadableError("unreachable", _explain(error)) from error

    def _drain(self, answer: requests.Response, limit: int, until: float) -> bytes:
        content = bytearray()
        for chunk in answer.iter_content(1 << 16):
            content += chunk
            if len(content) > limit:
                raise UnreadableError("too_large", f"more than {limit:,} bytes")
            if time.monotonic() > until:
                raise UnreadableError("unreachable", f"the server is too slow: not done after {self._total:.0f} seconds")
        return bytes(content)

    def _may_follow(self, url: str) -> bool:
        """What robots.txt says, asked once a site; one that cannot be read forbids nothing."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            try:
                rules.parse(self._read(urljoin(site, "/robots.txt"), _MAX_ROBOTS)[0].decode("utf-8", errors="replace").splitlines())
            except UnreadableError:
                rules.parse([])
            self._robots[site] = rules
        return self._robots[site].can_fetch(ROBOT, url)


_MEDIA_TYPES = {"application/rss+xml": "application/rss+xml", "application/atom+xml": "application/rss+xml"}
"""Where the server's word decides before the first bytes do: feeds that begin with something odd. All else is told by its bytes."""


def is_web_address(name: str) -> bool:
    """Whether `name` is an http or https address."""
    return name.startswith(("http://", "https://"))


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # `http://[::1/x`; the session says so in its own words
        return None


def _explain(error: Exception) -> str:
    """What went wrong, for people; the library's own words where there are no better ones."""
    known = {
        requests.exceptions.ConnectTimeout: "the server does not answer in time",
        requests.exceptions.ReadTimeout: "the server falls silent",
        requests.exceptions.SSLError: "the server's certificate is not to be trusted",
        requests.exceptions.TooManyRedirects: "it is redirected round and round",
        requests.exceptions.InvalidSchema: "it is redirected to what is no web address",
        requests.exceptions.RetryError: "the server is busy or broken, after four tries",
    }
    said = next((words for kind, words in known.items() if isinstance(error, kind)), None)
    return f"{said} ({error})"[:300] if said else f"{type(error).__name__}: {error}"[:300]
