"""A Decision as a Markdown memo for a file."""

from __future__ import annotations

from datetime import date

from safehavens.decide.decision import Decision, Reason
from safehavens.wording.labels import RULE
from safehavens.wording.languages import ENGLISH
from safehavens.wording.sentences import (
    describe_days,
    describe_reading,
    ruling_sentence,
    typed_value,
    unchanged_sentence,
)


def write_memo(decision: Decision, written: date) -> str:
    """The answer as a memo that can be put on file. It holds no value of a private fact.

    Parameters
    ----------
    decision : Decision
    written : datetime.date
        The day of the memo.
    """
    lines = [
        f"# {decision.action} — {decision.place_name} — {decision.who}",
        "",
        f"**{decision.verdict.capitalize()}.** {decision.summary}",
        "",
        f"- Law of: {ENGLISH.day(decision.on)}",
        f"- Memo written: {ENGLISH.day(written)}",
        f"- {unchanged_sentence(ENGLISH, decision.law_since, decision.law_until)}",
        f"- Lowest confidence: {decision.confidence or 'no rule was considered'}",
        f"- Corpus: `{decision.corpus[:12]}`",
    ]
    if decision.note:
        lines.append(f"- Place: {decision.note}")
    if decision.because:
        lines += ["", "## Because" if decision.verdict != "depends" else "## May decide", ""]
        for reason in decision.because:
            lines += _norm(reason)
    aside = [reason for reason in decision.reasons if reason.set_aside_by]
    out = [reason for reason in decision.reasons if reason.considered.taken_out]
    if aside or out:
        lines += ["", "## Set aside", ""]
    for reason in aside:
        lines += [f"- `{reason.norm}` by `{by.by}`: {RULE[by.rule]}." for by in reason.set_aside_by]
    for reason in out:
        taken_out = reason.considered.taken_out
        assert taken_out is not None
        lines.append(f"- `{reason.norm}`. {ruling_sentence(ENGLISH, taken_out, taken_out.url)}")
    if decision.questions:
        lines += ["", "## Facts still missing", ""]
        lines += [f"- {question.ask} (`{question.fact}`)" for question in decision.questions]
    lines += ["", "## Facts", ""]
    lines += [f"- `{name}` = {typed_value(value)}" for name, value in decision.given.items()]
    lines += [f"- `{name}`: used, not kept" for name in decision.private]
    lines += [f"- `{name}` = {typed_value(v)} (follows)" for name, v in decision.implied.items()]
    for item in decision.presumed:
        change = "; ".join(f"{value} → {verdict}" for value, verdict in item.otherwise.items())
        tail = f"; would change it: {change}" if change else ""
        lines.append(f"- `{item.fact}` = {typed_value(item.value)} (assumed{tail})")
    if decision.duties:
        lines += ["", "## Related duties", ""]
        lines += [
            f"- {duty.citation.says} ({duty.citation.title}, {duty.citation.cite})"
            for duty in decision.duties
        ]
    lines += ["", f"*{decision.disclaimer}*", ""]
    return "\n".join(lines)


def _norm(reason: Reason) -> list[str]:
    considered = reason.considered
    citation = considered.citation
    link = (
        f"[{citation.title}, {citation.cite}]({citation.url})"
        if citation.url
        else (f"{citation.title}, {citation.cite}")
    )
    lines = [
        f"- **{link}** (`{reason.norm}`): {citation.says} "
        f"In force {describe_days(ENGLISH, considered.start, considered.end)}; confidence "
        f"{citation.confidence}; {describe_reading(ENGLISH, citation.seen, citation.checked)}."
    ]
    lines += [f"  - {ruling_sentence(ENGLISH, touch, touch.url)}" for touch in considered.rulings]
    return lines
