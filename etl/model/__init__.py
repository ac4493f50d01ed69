"""The tagger: one small encoder that marks names, roles, quotes, figures and meeting words in one pass over a text."""

from etl.model.manifest import ModelError
from etl.model.tagger import Tagger
from etl.model.tagging import Link, TaggedSpan, Tagging

__all__ = ["Link", "ModelError", "TaggedSpan", "Tagger", "Tagging"]
