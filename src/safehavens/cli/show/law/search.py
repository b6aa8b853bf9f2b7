"""The results of a search, as text: what was found, by group, and the command that leads on."""

from __future__ import annotations

import shlex
from typing import Final

from safehavens.api import Corpus
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count
from safehavens.search.results import Hit, SearchResults
from safehavens.wording.labels import HIT, N_
from safehavens.wording.sentences import capitalize
from safehavens.wording.translated.law_words import tell_rule

_WAYS_ON: Final = (
    ("safehavens ask", N_("asks you for a place, an agency and what it is asked to do")),
    ("safehavens place NAME", N_("shows the law of a place")),
    ("safehavens instrument WORDS", N_("finds a law by words of its title")),
)


def show_results(corpus: Corpus, results: SearchResults) -> None:
    """Write what was found; where nothing was, what to do instead."""
    page = Page()
    for word, other in results.read_as.items():
        page.line(say("%(word)s was read as %(other)s.", word=word, other=other))
    if not results.groups:
        page.line(say("Nothing was found for: %(words)s", words=results.words.strip()))
        page.line(say("Try fewer or other words, or one of these:"))
        for command, says in _WAYS_ON:
            page.line(f"• {command}: {say(says)}", 2)
    elif not results.whole:
        page.line(say("Nothing has all of these words. This has some of them."))
    for group in results.groups:
        head = say(HIT[group.kind])
        if len(group.hits) < group.count:
            count = language().number(group.count)
            part = say("%(shown)s of %(count)s", shown=len(group.hits), count=count)
            head = f"{head} ({part})"
        page.heading(head, apart=page.height > 0)
        for hit in group.hits:
            _show_hit(corpus, page, hit)
    more = next((group for group in results.groups if len(group.hits) < group.count), None)
    if more is not None:
        page.line()
        page.line(say("More of a group: %(command)s", command=_more(results, more.kind)))
    if results.groups and len(results.groups) > 1:
        page.line(say_count("%(count)s result in all.", "%(count)s results in all.", results.count))
    page.show()


def _show_hit(corpus: Corpus, page: Page, hit: Hit) -> None:
    if hit.kind in ("card", "ask"):
        page.line(f"• {capitalize(say(hit.title))}", 2)
        page.line(_ask_command(corpus, hit), 4)
    elif hit.kind == "place":
        page.line(f"• {hit.title}", 2)
    elif hit.kind == "paper":
        page.line(f"• {hit.title}: {say(hit.text)}", 2)
        page.line(f'safehavens ask PLACE "{hit.title}" --who AGENCY', 4)
    else:
        page.line(f"• {hit.title}", 2)
        rule = corpus.lawbook.norms.get(hit.id)
        page.line(hit.text if rule is None else tell_rule(language(), rule), 4)
        if hit.kind != "fact":
            page.line(hit.id, 4)


def _ask_command(corpus: Corpus, hit: Hit) -> str:
    place = "PLACE" if hit.place is None else shlex.quote(corpus.gazetteer.get(hit.place).name)
    facts = "".join(f" {name}={str(value).lower()}" for name, value in hit.facts.items())
    return f"safehavens ask {place} {hit.action or 'ACTION'} --who {hit.who or 'AGENCY'}{facts}"


def _more(results: SearchResults, kind: str) -> str:
    return f"safehavens search --in {kind} {shlex.quote(results.words.strip())}"
