"""Which language an article is written in."""

from __future__ import annotations

import re

_MINIMUM_WORDS = 12
_SAMPLE = 3000
# Words that hardly any other language shares: the model is only asked where they do not settle it.
_ENGLISH = re.compile(r"\b(?:the|and|of|to|that|was|were|with|for|said|has|have|which|from|his|her|their)\b")


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language of `text`; `en` for very short texts without a sign of another language."""
    sample = text[:_SAMPLE]
    words = re.findall(r"\w+", sample)
    if len(words) < _MINIMUM_WORDS:
        return "en" if sample.isascii() else _classify(sample)
    if len(_ENGLISH.findall(sample.lower())) > 0.15 * len(words):
        return "en"
    return _classify(sample)


def _classify(sample: str) -> str:
    import py3langid  # loads its model at the first call; most articles never need it

    return str(py3langid.classify(sample)[0])
