"""A Decision as text for a terminal."""

from __future__ import annotations

from safehavens.cli.show.page import Page
from safehavens.decide.decision import Considered, Decision, Reason
from safehavens.wording.labels import MODALITY, RULE
from safehavens.wording.languages import ENGLISH
from safehavens.wording.sentences import (
    describe_became,
    describe_confidence,
    ruling_sentence,
    source_sentence,
    typed_value,
    unchanged_sentence,
    written_sentence,
)


def show_decision(decision: Decision, explain: bool = False) -> None:
    """Write an answer: verdict, why, norms, presumptions, duties, date, sources.

    Parameters
    ----------
    decision : Decision
    explain : bool
        Every norm considered, those that decide nothing included.
    """
    page = Page()
    page.verdict(decision.verdict)
    page.line(decision.summary)
    if decision.note:
        page.line(decision.note)
    _because(page, decision)
    _set_aside(page, decision)
    if explain:
        _others(page, decision)
    _questions(page, decision)
    _facts(page, decision)
    _duties(page, decision)
    _footing(page, decision)
    page.show()


def _because(page: Page, decision: Decision) -> None:
    if not decision.because:
        return
    page.heading("Because" if decision.verdict != "depends" else "Rules that may decide it")
    for reason in decision.because:
        _norm(page, reason)


def _norm(page: Page, reason: Reason) -> None:
    considered = reason.considered
    citation = considered.citation
    page.line(f"• {reason.norm} ({MODALITY[citation.modality]})", 2)
    page.line(citation.says, 4)
    page.line(_written(considered), 4)
    page.line(source_sentence(ENGLISH, citation.seen, citation.checked, citation.url), 4)
    for touch in considered.rulings:
        page.line(ruling_sentence(ENGLISH, touch, touch.url), 4)
    if citation.note:
        page.line(f"Note: {citation.note}", 4)


def _set_aside(page: Page, decision: Decision) -> None:
    aside = [reason for reason in decision.reasons if reason.set_aside_by]
    out = [reason for reason in decision.reasons if reason.considered.taken_out]
    if not aside and not out:
        return
    page.heading("Set aside")
    for reason in aside:
        for by in reason.set_aside_by:
            page.line(f"• {reason.norm} by {by.by}: {RULE[by.rule]}.", 2)
    for reason in out:
        taken_out = reason.considered.taken_out
        assert taken_out is not None
        page.line(f"• {reason.norm}. {ruling_sentence(ENGLISH, taken_out, taken_out.url)}", 2)


def _others(page: Page, decision: Decision) -> None:
    page.heading("Every other rule considered")
    others = [reason for reason in decision.reasons if not reason.decides]
    if not others:
        page.line("None.", 2)
    for reason in others:
        citation = reason.considered.citation
        page.line(f"• {reason.norm}: {_what_became(reason)}", 2)
        page.line(citation.says, 4)
        page.line(_written(reason.considered), 4)
        for name in ("when", "unless"):
            if (condition := getattr(citation, name)) is not None:
                page.line(f"{name.capitalize()}: {condition}", 4)
        page.line(source_sentence(ENGLISH, citation.seen, citation.checked, citation.url), 4)


def _what_became(reason: Reason) -> str:
    considered = reason.considered
    return describe_became(
        ENGLISH,
        considered.taken_out is not None,
        considered.citation.binding,
        reason.holds,
        bool(reason.set_aside_by),
    )


def _written(considered: Considered) -> str:
    citation = considered.citation
    return written_sentence(
        ENGLISH, citation.title, citation.cite, considered.start, considered.end,
        citation.confidence,
    )  # fmt: skip


def _questions(page: Page, decision: Decision) -> None:
    if not decision.questions:
        return
    page.heading("Facts still missing, most useful question first")
    for question in decision.questions:
        private = " (about the person's own status: never stored)" if question.private else ""
        page.line(f"• {question.fact}: {question.ask}{private}", 2)
        merged: dict[tuple[str, ...], list[str]] = {}
        for answer, verdicts in question.leads_to.items():
            merged.setdefault(verdicts, []).append(answer)
        for possible, values in merged.items():
            page.line(f"{', '.join(values)}: {' or '.join(possible)}", 6)


def _facts(page: Page, decision: Decision) -> None:
    if decision.given or decision.private:
        page.heading("Given")
        for name, given in decision.given.items():
            page.line(f"• {name} = {typed_value(given)}", 2)
        for name in decision.private:
            page.line(
                f"• {name} (about the person's own status: used for this answer, not kept)", 2
            )
    for name, implied in decision.implied.items():
        page.line(f"• {name} = {typed_value(implied)} follows", 2)
    turning = [item for item in decision.presumed if item.otherwise]
    idle = [item for item in decision.presumed if not item.otherwise]
    if turning:
        page.heading("Assumed; another answer would change the verdict")
        for item in turning:
            page.line(f"• {item.fact} = {typed_value(item.value)}: {item.ask}", 2)
            for other, verdict in item.otherwise.items():
                page.line(f"{other}: {verdict}", 6)
    if idle:
        page.heading("Assumed, with no effect on the verdict")
        page.line(", ".join(f"{item.fact} = {typed_value(item.value)}" for item in idle), 2)


def _duties(page: Page, decision: Decision) -> None:
    if not decision.duties:
        return
    page.heading("Related duties")
    for duty in decision.duties:
        sure = "" if duty.certain else " (if its condition is met)"
        page.line(f"• {duty.citation.norm}{sure}: {duty.citation.says}", 2)
        page.line(f"{duty.citation.title}, {duty.citation.cite}.", 4)


def _footing(page: Page, decision: Decision) -> None:
    page.heading("What this answer is based on")
    page.line(f"The law of {ENGLISH.day(decision.on)}.", 2)
    page.line(unchanged_sentence(ENGLISH, decision.law_since, decision.law_until), 2)
    if decision.confidence is not None:
        confidence = describe_confidence(ENGLISH, decision.confidence)
        page.line(f"Lowest confidence of these rules: {confidence}.", 2)
    page.line(f"Corpus {decision.corpus[:12]}. {decision.disclaimer}", 2)
