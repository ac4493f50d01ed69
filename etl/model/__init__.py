"""The tagger: one small encoder that marks all kinds of spans in one pass."""

from etl.model.tagging import Link, TaggedSpan, Tagging

__all__ = ["Link", "TaggedSpan", "Tagging"]
