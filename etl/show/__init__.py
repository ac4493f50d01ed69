"""One article with every fact highlighted and linked to its row: as an HTML file or for a terminal."""

from __future__ import annotations

from etl.show.article import ChoiceError, Fact, Page, Zone, choose_article, read_page
from etl.show.html import render
from etl.show.text import print_page

__all__ = ["ChoiceError", "Fact", "Page", "Zone", "choose_article", "print_page", "read_page", "render"]
