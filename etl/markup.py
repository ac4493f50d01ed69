"""What every HTML page of ours keeps to: words of articles are escaped, and nothing runs that the page does not name by its hash."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape


def safe(text: str) -> str:
    """Escaped for text and attributes; control characters become visible, since HTML allows none."""
    return escape(visible(text))


def visible(text: str) -> str:
    """Control characters but line end and tab as �."""
    return "".join(char if char in "\n\t" or (char >= " " and not "\x7f" <= char <= "\x9f") else "�" for char in text)


def document(title: str, style: str, body: str, script: str = "") -> str:
    """A whole page that needs nothing else. `body` is markup, `title` plain text; the page's policy allows this style and script only."""
    allowed = f"script-src {_hash(script)}; " if script else ""
    policy = f"default-src 'none'; style-src {_hash(style)}; {allowed}base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{safe(title)}</title>
<style>{style}</style>
</head>
<body>
{body}
{f"<script>{script}</script>" if script else ""}
</body>
</html>
"""


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
