"""A Decision as a Markdown memo for a file."""

from __future__ import annotations

from datetime import date

from safehavens.cli.show import words
from safehavens.decide.decision import Decision, Reason


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
        f"- Law of: {decision.on}",
        f"- Memo written: {written}",
        f"- Norms on this question stand so {words.days(decision.law_since, decision.law_until)}",
        f"- Lowest confidence: {decision.confidence or 'no norm was considered'}",
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
        lines += [
            f"- `{reason.norm}` by `{by.by}`: {words.RULE[by.rule]}." for by in reason.set_aside_by
        ]
    for reason in out:
        assert reason.considered.taken_out is not None
        lines.append(f"- `{reason.norm}`. {words.ruling(reason.considered.taken_out)}")
    if decision.questions:
        lines += ["", "## Still to be known", ""]
        lines += [f"- {question.ask} (`{question.fact}`)" for question in decision.questions]
    lines += ["", "## Facts", ""]
    lines += [f"- `{name}` = {words.value(value)}" for name, value in decision.given.items()]
    lines += [f"- `{name}`: used, not kept" for name in decision.private]
    lines += [f"- `{name}` = {words.value(v)} (follows)" for name, v in decision.implied.items()]
    for item in decision.presumed:
        change = "; ".join(f"{value} → {verdict}" for value, verdict in item.otherwise.items())
        tail = f"; would change it: {change}" if change else ""
        lines.append(f"- `{item.fact}` = {words.value(item.value)} (presumed{tail})")
    if decision.duties:
        lines += ["", "## What comes with it", ""]
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
    checked = f", {citation.checked}" if citation.checked else ""
    lines = [
        f"- **{link}** (`{reason.norm}`): {citation.says} "
        f"In force {words.days(considered.start, considered.end)}; confidence "
        f"{citation.confidence}; {words.SEEN[citation.seen]}{checked}."
    ]
    lines += [f"  - {words.ruling(touch)}" for touch in considered.rulings]
    return lines
