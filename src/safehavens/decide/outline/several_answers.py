"""The answers to several questions at once, such as all that a paper asks for, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from safehavens.corpus.model import Lawbook
from safehavens.corpus.papers import Paper
from safehavens.decide.decision import Decision
from safehavens.decide.outline.footer import tell_footer
from safehavens.decide.outline.section import Item, Outline, Section, paragraphs
from safehavens.decide.outline.short_answer import outline_short
from safehavens.values.quick_dataclass import dataclass
from safehavens.wording.languages import Language
from safehavens.wording.sentences import capitalize, count_sentence


@dataclass(frozen=True, slots=True)
class SeveralOutlines:
    """Short answers on one page: what they are about, each of them, and what holds for all.

    `opening` says what the paper is, and what to look for on it. Of each answer `title` is the
    action; what is never cut stands once, in `last`.
    """

    opening: tuple[Section, ...]
    answers: tuple[Outline, ...]
    last: Section


def outline_several(
    language: Language, lawbook: Lawbook, decisions: Sequence[Decision], paper: Paper | None
) -> SeveralOutlines:
    """Short answers to several questions.

    Parameters
    ----------
    language : Language
    lawbook : Lawbook
        The one that was asked.
    decisions : sequence of Decision
        In the order in which they are to stand.
    paper : Paper, optional
        What asks for all of them.
    """
    answers = []
    footers = [tell_footer(language, decision.corpus) for decision in decisions[:1]]
    for_all: dict[str, None] = {}
    told: set[Item] = set()
    for decision in decisions:
        outline = outline_short(language, lawbook, decision, neighbors=False)
        says = language.gettext(lawbook.vocabulary.actions[decision.action])
        *sections, last = outline.sections
        answers.append(
            replace(
                outline,
                title=f"{decision.action}: {says}",
                sections=tuple(_leave_out(sections, told)),
            )
        )
        told.update(item for section in sections if section.listed for item in section.items)
        for_all.update(dict.fromkeys(item.text for item in last.items))
    lines = [line for line in for_all if line not in footers]
    return SeveralOutlines(
        tuple(_open(language, paper, len(decisions))),
        tuple(answers),
        paragraphs(*lines, *footers),
    )


def _leave_out(sections: Sequence[Section], told: set[Item]) -> Iterator[Section]:
    """Sections without the entries of lists that stand above already, such as the same duty."""
    for section in sections:
        items = tuple(i for i in section.items if not (section.listed and i in told))
        if items:
            yield replace(section, items=items)


def _open(language: Language, paper: Paper | None, number: int) -> list[Section]:
    if paper is None:
        return []
    says = capitalize(language.gettext(paper.says))
    asks = count_sentence(
        language, "It asks for one thing.", "It asks for %(count)s things.", number
    )
    look = language.gettext("What to read off the paper")
    items = tuple(Item(language.gettext(text)) for text in paper.read_off)
    return [paragraphs(f"{says}. {asks}"), Section(look, items)]
