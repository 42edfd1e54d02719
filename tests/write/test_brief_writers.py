"""What a brief's pages do with hostile sources: they show them and run nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from factories import make_document, make_mention, make_report
from lagebild.brief import compose
from lagebild.link import link
from lagebild.records import Brief, Document, Evidence
from lagebild.spans import Span
from lagebild.write import BRIEF_WRITERS, brief_html, brief_markdown

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(2)> [click](javascript:alert(3)) & done.'


def _made(text: str = HOSTILE, **fields: object) -> tuple[Brief, dict[str, Document]]:
    doc = make_document(text=text, **{"title": HOSTILE, "publisher": HOSTILE, **fields})
    report = make_report(text=text, evidence=Evidence(span=Span(0, len(text)), quote=text))
    documents = {"d-1": doc}
    return compose([(link([report])[0], [report.mention])], documents, lang="de"), documents


def test_html_escapes_everything_it_shows() -> None:
    seen: list[tuple[str, set[str]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, {name for name, _ in attrs}))

    Reader().feed(brief_html(*_made()))
    assert {"mark", "article"} <= {tag for tag, _ in seen}
    assert not {"script", "img"} & {tag for tag, _ in seen}
    assert not [names for _, names in seen if any(name.startswith("on") for name in names)]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert url not in re.findall(r'href="([^"]*)"', brief_html(*_made(url=url)))
    assert f"<{url}>" not in brief_markdown(*_made(url=url))


def test_markdown_escapes_marks_and_keeps_one_line_a_claim() -> None:
    text = brief_markdown(*_made(text="Eine Zeile\n# keine Überschrift, `kein` *Code* von <b>hier</b>.\n"))
    assert "\n# keine" not in text
    assert "<b>" not in text.replace("\\<b\\>", "")


def test_marks_lie_at_the_quoted_sentence_and_the_text_is_whole() -> None:
    text = "Erster Satz. Nordkorea startete eine Rakete. Letzter Satz."
    doc = make_document(text=text)
    quote = Span(13, 44)
    mention = make_mention(text=text, evidence=Evidence(span=quote, quote=quote.of(text)))
    report = make_report(text=text, evidence=mention.evidence)
    made = compose([(link([report])[0], [report.mention])], {"d-1": doc}, lang="en")
    html = brief_html(made, {"d-1": doc})
    article = re.search(r'<p class="text"[^>]*>(.*?)</p>', html, re.DOTALL)
    assert article is not None
    assert re.search(r"<mark[^>]*>.*?Nordkorea startete eine Rakete\.</mark>", article.group(1))
    assert re.sub(r"<sup>.*?</sup>|<[^>]+>", "", article.group(1)) == text


def test_every_writer_handles_an_empty_brief() -> None:
    made = compose([], {}, lang="en")
    for writer in BRIEF_WRITERS.values():
        assert made.title in writer(made, {}).replace("\\", "")
