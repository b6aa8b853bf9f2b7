"""A Decision as a Markdown memo for a file."""

from __future__ import annotations

from datetime import date

from safehavens.cli.output.footer import footer_text
from safehavens.cli.speech import language, say, say_answer, say_day, say_possible
from safehavens.corpus.model import Lawbook
from safehavens.decide.beside.first_lines import list_qualifications
from safehavens.decide.beside.related_answers import RelatedAnswer
from safehavens.decide.decision import Decision, Reason
from safehavens.decide.summary import explain_outside, name_because, summarize_decision
from safehavens.wording.agency_sentences import agency_sentences, listing_sentence
from safehavens.wording.answers import OUTSIDE_HEADING
from safehavens.wording.coverage_sentences import search_sentence
from safehavens.wording.labels import RULE
from safehavens.wording.sentences import (
    capitalize,
    describe_confidence,
    describe_reading,
    describe_spell,
    ruling_sentence,
    typed_value,
    unchanged_sentence,
)


def write_memo(decision: Decision, lawbook: Lawbook, written: date) -> str:
    """The answer as a memo that can be put on file. It holds no value of a private fact.

    Parameters
    ----------
    decision : Decision
    lawbook : Lawbook
        The one that was asked.
    written : datetime.date
        The day of the memo.
    """
    summary = summarize_decision(language(), lawbook, decision)
    confidence = (
        say("no rule was considered")
        if decision.confidence is None
        else describe_confidence(language(), decision.confidence)
    )
    lines = [
        f"# {decision.action} — {decision.place_name} — {decision.who}",
        "",
        f"**{capitalize(say_answer(decision.verdict, decision.basis))}.** {summary}",
        *_list_possible(decision),
        *(line for text in list_qualifications(language(), decision) for line in ("", text)),
        "",
        "- " + say("Law of: %(date)s", date=say_day(decision.on)),
        "- " + say("Memo written: %(date)s", date=say_day(written)),
        f"- {unchanged_sentence(language(), decision.law_since, decision.law_until)}",
        "- " + say("Lowest confidence: %(confidence)s", confidence=confidence),
    ]
    if decision.note:
        lines.append("- " + say("Place: %(note)s", note=decision.note))
    for sentence in agency_sentences(
        language(), lawbook.vocabulary, decision.place_name, decision.who, decision.agency,
        decision.given.get("ownership") == "private",
    ):  # fmt: skip
        lines.append("- " + sentence)
    if decision.outside and decision.verdict != "depends":
        lines += _heading(say(OUTSIDE_HEADING))
        lines += [
            f"- `{item.norm}`: {explain_outside(language(), lawbook, item)}"
            for item in decision.outside
        ]
    if decision.because:
        lines += _heading(say(name_because(decision)))
        for reason in decision.because:
            lines += _describe_rule(reason)
    lines += _list_set_aside(decision)
    if decision.questions:
        lines += _heading(say("Facts still missing"))
        lines += [f"- {say(question.ask)} (`{question.fact}`)" for question in decision.questions]
    lines += _list_facts(decision)
    if decision.duties:
        lines += _heading(say("Related duties"))
        lines += [
            f"- {duty.citation.says} ({duty.citation.title}, {duty.citation.cite})"
            for duty in decision.duties
        ]
    if decision.see_also:
        lines += _heading(say("See also"))
        lines += [_describe_related(related) for related in decision.see_also]
    if decision.coverage:
        lines += _heading(say("How far the law was searched"))
        lines += [
            f"- {level.place_name}: {search_sentence(language(), level, decision.on)}"
            for level in decision.coverage
        ]
    lines += ["", f"*{footer_text(decision.corpus)}*", ""]
    return "\n".join(lines)


def _describe_related(related: RelatedAnswer) -> str:
    answer, cited = capitalize(say_answer(related.verdict, related.basis)), related.citation
    return f"- {related.action}: {answer}. {cited.says} ({cited.title}, {cited.cite})"


def _list_possible(decision: Decision) -> list[str]:
    if decision.verdict != "depends":
        return []
    return ["", say("It may be: %(answers)s.", answers=say_possible(decision))]


def _heading(text: str) -> list[str]:
    return ["", f"## {text}", ""]


def _list_set_aside(decision: Decision) -> list[str]:
    lines = []
    for reason in decision.reasons:
        for by in reason.set_aside_by:
            text = say("%(rule)s by %(other)s: %(why)s.", rule=f"`{reason.norm}`",
                       other=f"`{by.by}`", why=say(RULE[by.rule]))  # fmt: skip
            lines.append(f"- {text}")
    for reason in decision.reasons:
        if (taken_out := reason.considered.taken_out) is not None:
            ruling = ruling_sentence(language(), taken_out, taken_out.url)
            lines.append(f"- `{reason.norm}`. {ruling}")
    return [*_heading(say("Set aside")), *lines] if lines else []


def _list_facts(decision: Decision) -> list[str]:
    lines: list[str] = []
    kept, follows, fixed = say("used, not kept"), say("follows"), say("as the action says")
    lines += [f"- `{name}` = {typed_value(value)}" for name, value in decision.given.items()]
    lines += [f"- `{name}`: {kept}" for name in decision.private]
    lines += [
        f"- `{name}` = {typed_value(value)} ({follows})" for name, value in decision.implied.items()
    ]
    lines += [
        f"- `{name}` = {typed_value(value)} ({fixed})" for name, value in decision.fixed.items()
    ]
    assumed = {item.fact for item in decision.presumed}
    listings = {item.fact: listing_sentence(language(), item) for item in decision.listed}
    lines += [f"- `{fact}`: {text}" for fact, text in listings.items() if fact not in assumed]
    for item in decision.presumed:
        changes = "; ".join(
            f"{value} → {say_answer(verdict, item.bases[value])}"
            for value, verdict in item.otherwise.items()
        )
        note = say("assumed")
        if changes:
            note = say("assumed; would change it: %(changes)s", changes=changes)
        listed = f": {listings[item.fact]}" if item.fact in listings else ""
        lines.append(f"- `{item.fact}` = {typed_value(item.value)} ({note}){listed}")
    return [*_heading(say("Facts")), *lines] if lines else []


def _describe_rule(reason: Reason) -> list[str]:
    considered = reason.considered
    citation = considered.citation
    title = f"{citation.title}, {citation.cite}"
    link = f"[{title}]({citation.url})" if citation.url else title
    basis = say(
        "In force %(days)s; confidence: %(confidence)s; %(reading)s.",
        days=describe_spell(language(), considered.spell),
        confidence=describe_confidence(language(), citation.confidence),
        reading=describe_reading(language(), citation.seen, citation.checked),
    )
    lines = [f"- **{link}** (`{reason.norm}`): {citation.says} {basis}"]
    lines += [
        f"  - {ruling_sentence(language(), touch, touch.url)}" for touch in considered.rulings
    ]
    return lines
