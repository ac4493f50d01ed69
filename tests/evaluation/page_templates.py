"""Pages as news sites build them, written by hand for the benchmark of HTML readers; none is a copy of a real site's page."""

# ruff: noqa: E501 - markup is easier to read whole

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Story:
    """What a page shows: the article (headline, paragraphs), and the lines its plain text had around it (bylines, captions, teasers)."""

    headline: str
    paragraphs: Sequence[str]
    around: Sequence[str]


_SECTIONS = ("Home", "World", "Business", "Sport", "Opinion", "Culture", "Weather", "Video")
_OTHERS = (
    (
        "Ferry strike enters its second week",
        "Talks between the crews and the operator broke off on Sunday night without a date for a new round.",
    ),
    (
        "Rents rise again in the old town",
        "A two-room flat near the market now costs a fifth more than three years ago, a survey of agents found.",
    ),
    (
        "What the new bus lanes mean for cyclists",
        "Paint has dried on six kilometres of road, and not everybody on two wheels is happy with it.",
    ),
)
_COOKIES = "We and our partners use cookies to store information on your device. You can accept all of them or choose which to allow."
_LETTER = "Get the five stories that matter in your inbox every morning. By signing up you agree to our terms and our privacy notice."
_FOOT = "© 2023 Harbour Media Ltd. All rights reserved. Terms of use. Privacy. Contact the newsroom. Advertise with us. Jobs."
_COMMENTS = (
    ("tidewatcher", "I have lived beside that road for thirty years and nobody ever asked us what we think of any of this."),
    ("Old Salt", "Same promises as last time. See you here again in two years when nothing has happened."),
)


def _links(words: Sequence[str], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/{n}">{escape(word)}</a></{tag}>' for n, word in enumerate(words))


def _blocks(lines: Sequence[str], opening: str = "<p>", closing: str = "</p>") -> str:
    return "".join(f"{opening}{escape(line)}{closing}\n" for line in lines)


def _related() -> str:
    return "".join(f'<div class="card"><h4><a href="/{n}">{title}</a></h4><p>{lead}</p></div>' for n, (title, lead) in enumerate(_OTHERS))


def _inside(story: Story, insert: str, opening: str = "<p>", closing: str = "</p>") -> str:
    """The paragraphs with something else after the second one."""
    return _blocks(story.paragraphs[:2], opening, closing) + insert + _blocks(story.paragraphs[2:], opening, closing)


def _page(head: str, body: str) -> str:
    return f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def _title(story: Story) -> str:
    return f"<title>{escape(story.headline)} | The Harbour Herald</title>"


def daily(story: Story) -> str:
    """A large daily: JSON-LD, a cookie dialogue, share buttons, a newsletter box inside the text, teasers with leads, comments."""
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "publisher": {"name": "The Harbour Herald"},
    }
    insert = f'<aside class="newsletter"><h3>Sign up for our newsletter</h3><p>{_LETTER}</p><button>Sign up</button></aside>'
    comments = "".join(f'<div class="comment"><b>{who}</b><p>{words}</p></div>' for who, words in _COMMENTS)
    return _page(
        f'{_title(story)}<script type="application/ld+json">{json.dumps(linked)}</script>',
        f'<div class="consent" role="dialog"><p>{_COOKIES}</p><button>Accept all</button></div><header><nav><ul>{_links(_SECTIONS)}</ul></nav>'
        f"</header><main><article><h1>{escape(story.headline)}</h1><div class=share><a>Share</a><a>Tweet</a><a>Email</a></div>"
        f'<div class="article-body">{_inside(story, insert)}</div>{_blocks(story.around, "<figcaption>", "</figcaption>")}</article>'
        f'<section class="more"><h3>More on this</h3>{_related()}</section><section id="comments"><h3>2 comments</h3>{comments}</section></main>'
        f"<footer><p>{_FOOT}</p></footer>",
    )


def weblog(story: Story) -> str:
    """A small paper on a weblog program: widgets beside the text, tags, a box about the author, the next post."""
    return _page(
        _title(story),
        f'<div id="masthead"><a href="/">The Harbour Herald</a><ul>{_links(_SECTIONS[:5])}</ul></div><div id="content">'
        f'<article class="post hentry"><header class="entry-header"><h1 class="entry-title">{escape(story.headline)}</h1>'
        f'{_blocks(story.around, "<div class=entry-meta>", "</div>")}</header><div class="entry-content">{_blocks(story.paragraphs)}</div>'
        f'<footer class="entry-footer">Filed under: <a>Local</a>, <a>Council</a></footer></article>'
        f'<div class="author-box"><h4>About the desk</h4><p>Our desk has followed the harbour since 1951 and answers letters on Fridays.</p></div>'
        f'<nav class="post-navigation">Previous: <a>{_OTHERS[0][0]}</a> Next: <a>{_OTHERS[1][0]}</a></nav></div>'
        f'<div id="secondary"><div class="widget"><h3>Recent posts</h3><ul>{_links([title for title, _ in _OTHERS])}</ul></div>'
        f'<div class="widget"><h3>Archive</h3><ul>{_links(["March 2023", "February 2023"])}</ul></div></div><div id="colophon">{_FOOT}</div>',
    )


def tables(story: Story) -> str:
    """A page of 2003: tables for columns, fonts for headings."""
    cells = "".join(f"<tr><td><a href='/{n}'>{name}</a></td></tr>" for n, name in enumerate(_SECTIONS))
    return _page(
        _title(story),
        f"<table width=780><tr><td colspan=3><img alt=Herald></td></tr><tr><td valign=top><table>{cells}</table></td><td valign=top>"
        f"<font size=5><b>{escape(story.headline)}</b></font>{_blocks(story.around, '<br><i>', '</i>')}{_blocks(story.paragraphs)}"
        f"<p><b>READ MORE:</b> <a href=/1>{_OTHERS[0][0]}</a></p></td><td valign=top><b>Top stories</b><br>"
        f"{'<br>'.join(f'<a>{title}</a>' for title, _ in _OTHERS)}</td></tr></table><center><small>{_FOOT}</small></center>",
    )


def breaks(story: Story) -> str:
    """Text in one block, paragraphs parted by two line breaks."""
    text = "<br><br>".join(escape(line) for line in story.paragraphs)
    return _page(
        _title(story),
        f'<ul class=menu>{_links(_SECTIONS)}</ul><div class="story"><h1>{escape(story.headline)}</h1>{_blocks(story.around, "<small>", "</small>")}'
        f'<div class="text">{text}</div></div><div class="box"><b>Most read</b><ol>{_links([title for title, _ in _OTHERS])}</ol></div>'
        f"<div>{_FOOT}</div>",
    )


def application(story: Story) -> str:
    """What a program in the browser leaves when the page is saved: nameless blocks, advertisements between them, data in scripts."""
    advert = '<div class="a9x"><div class="f0"><span>Advertisement</span></div></div>'
    text = _inside(story, advert, '<div class="c1"><p class="t7">', "</p></div>")
    state = json.dumps({"props": {"stories": [title for title, _ in _OTHERS], "consent": _COOKIES}})
    return _page(
        f'{_title(story)}<meta property="og:title" content="{escape(story.headline)}"><meta property="og:site_name" content="The Harbour Herald">',
        f'<div id="root"><div class="x1"><div class="x2">{_links(_SECTIONS, "span")}</div></div><div class="x3"><div class="x4"><h1 class="h9">'
        f'{escape(story.headline)}</h1></div>{_blocks(story.around, "<div class=x5><span>", "</span></div>")}<div class="x6">{text}</div>'
        f'<div class="x7"><div>Up next</div>{_related()}</div></div><div class="x8">{_FOOT}</div></div><script>window.__S={state}</script>',
    )


def pictures(story: Story) -> str:
    """A magazine: pictures with captions between the paragraphs, a line of the text repeated in large type, tags at the end."""
    figures = _blocks(story.around, '<figure><img src="/p.jpg"><figcaption>', "</figcaption></figure>")
    pull = f'<blockquote class="pullquote">{escape(story.paragraphs[-1].split(". ")[0])}</blockquote>' if story.paragraphs else ""
    return _page(
        _title(story),
        f'<header class="site"><nav>{_links(_SECTIONS, "span")}</nav></header><article itemscope><h1 itemprop="headline">{escape(story.headline)}</h1>'
        f'<section itemprop="articleBody">{_inside(story, figures)}</section>{pull}<ul class="tags">{_links(["Harbour", "Council", "Money"])}</ul>'
        f'</article><aside class="rail"><h3>Editors’ choice</h3>{_related()}</aside><footer>{_FOOT}</footer>',
    )


TEMPLATES: tuple[Callable[[Story], str], ...] = (daily, weblog, tables, breaks, application, pictures)
