"""Documents from web addresses, for users with a network."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from hashlib import sha256
from typing import IO
from urllib.parse import urlparse

from etl.readers.article import Document, UnreadableError

TIMEOUT_SECONDS = 30
_AGENT = "cuttings (reads news pages for its user)"


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to web addresses and nowhere else: no `file:`, no `ftp:`."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if urlparse(newurl).scheme not in ("http", "https"):
            raise urllib.error.URLError(f"redirected to {newurl}, which is no web address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_web_address(name: str) -> bool:
    """Whether `name` is an http or https address."""
    return name.startswith(("http://", "https://"))


def fetch_web(url: str, limit: int) -> Document:
    """The bytes at a web address, at most `limit` of them; raises UnreadableError (`unreachable`, `too_large`)."""
    opener = urllib.request.build_opener(_WebOnly)
    try:
        with opener.open(urllib.request.Request(url, headers={"User-Agent": _AGENT}), timeout=TIMEOUT_SECONDS) as answer:
            content = bytes(answer.read(limit + 1))
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise UnreadableError("unreachable", f"{error}"[:300]) from error
    if len(content) > limit:
        raise UnreadableError("too_large", f"more than {limit:,} bytes")
    return Document(url, content, sha256(content).hexdigest())
