"""A decision in a few sentences, in any language: the answer, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from safehavens.corpus.model import Basis, Instrument, Lawbook, Verdict
from safehavens.decide.decision import Decision, Outside, Question, Reason
from safehavens.decide.request import Request
from safehavens.wording import answers
from safehavens.wording.languages import Language
from safehavens.wording.translated.law_words import quote_rule


def summarize(
    language: Language,
    lawbook: Lawbook,
    place_name: str,
    request: Request,
    verdict: Verdict,
    basis: Basis,
    reasons: Sequence[Reason],
    questions: Sequence[Question],
    outside: Sequence[Outside],
    not_a_request: bool,
    uncertain_in_time: Sequence[str] = (),
    may_not_bind: Sequence[str] = (),
) -> str:
    """Who may, must or must not do what, where, on which day's law, and why."""
    kind = answers.answer_kind(verdict, basis)
    answer = _tell_answer(language, lawbook, place_name, request, kind, bool(questions))
    why = _explain(
        language, lawbook, request.place, kind, reasons, questions, outside,
        _explain_doubts(language, lawbook, uncertain_in_time, may_not_bind),
    )  # fmt: skip
    order = [language.gettext(answers.NOT_A_REQUEST)] if not_a_request else []
    return " ".join([answer, why, *order])


def summarize_decision(language: Language, lawbook: Lawbook, decision: Decision) -> str:
    """What `Decision.summary` says, in another language."""
    return summarize(
        language,
        lawbook,
        decision.place_name,
        Request(decision.place, decision.who, decision.action, decision.on),
        decision.verdict,
        decision.basis,
        decision.reasons,
        decision.questions,
        decision.outside,
        decision.not_a_request,
        decision.uncertain_in_time,
        decision.may_not_bind,
    )


def tell_answer(language: Language, lawbook: Lawbook, decision: Decision) -> str:
    """Who may, must or must not do what, where, on which day's law: the summary without why."""
    kind = answers.answer_kind(decision.verdict, decision.basis)
    request = Request(decision.place, decision.who, decision.action, decision.on)
    return _tell_answer(
        language, lawbook, decision.place_name, request, kind, bool(decision.questions)
    )


def _tell_answer(
    language: Language,
    lawbook: Lawbook,
    place_name: str,
    request: Request,
    kind: answers.AnswerKind,
    facts_decide: bool,
) -> str:
    return answers.answer_sentence(
        language, lawbook.vocabulary, place_name, request.who, request.action, request.on, kind,
        facts_decide,
    )  # fmt: skip


def explain_decision(
    language: Language,
    lawbook: Lawbook,
    decision: Decision,
    name_rule: Callable[[str], str] | None = None,
) -> str:
    """Why a decision is what it is, in a few sentences: the summary without its answer.

    Parameters
    ----------
    name_rule : callable, optional
        What to call a norm of an id that does not decide, as in `explain_outside`.
    """
    kind = answers.answer_kind(decision.verdict, decision.basis)
    return _explain(
        language, lawbook, decision.place, kind, decision.reasons, decision.questions,
        decision.outside, explain_doubts(language, lawbook, decision, name_rule), name_rule,
    )  # fmt: skip


def explain_doubts(
    language: Language,
    lawbook: Lawbook,
    decision: Decision,
    name_rule: Callable[[str], str] | None = None,
) -> list[str]:
    """What is not known of the law itself and decides, a sentence for each rule."""
    return _explain_doubts(
        language, lawbook, decision.uncertain_in_time, decision.may_not_bind, name_rule
    )


def _explain_doubts(
    language: Language,
    lawbook: Lawbook,
    uncertain_in_time: Sequence[str],
    may_not_bind: Sequence[str],
    name_rule: Callable[[str], str] | None = None,
) -> list[str]:
    name = name_rule or partial(_name_rule, lawbook)
    return [
        *(answers.unsure_day_sentence(language, name(norm)) for norm in uncertain_in_time),
        *(answers.may_not_bind_sentence(language, name(norm)) for norm in may_not_bind),
    ]


def _explain(
    language: Language,
    lawbook: Lawbook,
    place: str,
    kind: answers.AnswerKind,
    reasons: Sequence[Reason],
    questions: Sequence[Question],
    outside: Sequence[Outside],
    doubts: Sequence[str],
    name_rule: Callable[[str], str] | None = None,
) -> str:
    if kind == "depends":
        asked = [language.gettext(question.ask) for question in questions]
        return " ".join(filter(None, [answers.depends_sentence(language, asked), *doubts]))
    citations = [reason.considered.citation for reason in reasons if reason.decides]
    if kind == "not_required":
        return answers.no_duty_sentence(language, place, [c.issuer for c in citations])
    if kind == "no_rule":
        binding = any(reason.considered.citation.binding for reason in reasons)
        return answers.no_rule_sentence(language, binding)
    if kind == "does_not_apply":
        sentences = [explain_outside(language, lawbook, item, name_rule) for item in outside[:1]]
        if len(outside) > 1:
            sentences.append(answers.other_rules_sentence(language, len(outside) - 1))
        name = name_rule or partial(_name_rule, lawbook)
        powers = [c.norm for c in citations if c.grants == "power"]
        sentences += [answers.open_power_sentence(language, name(norm)) for norm in powers[:1]]
        issuers = [c.issuer for c in citations if c.grants == "no_duty"]
        if issuers:
            others = [_instrument(lawbook, item.norm).issuer for item in outside]
            no_duty = answers.no_duty_sentence(language, place, issuers, others)
            local = len(set(others) - set(issuers)) > 0  # a rule of another maker is told first
            return " ".join([*sentences, no_duty] if local else [no_duty, *sentences])
        return " ".join([*sentences, language.gettext(answers.NOT_PERMISSION)])
    quoted = [quote_rule(language, citation.title, citation) for citation in citations]
    if kind == "conflict":
        return answers.conflict_sentence(language, quoted)
    return answers.agreeing_sentence(language, quoted)


def name_because(decision: Decision) -> str:
    """The heading of the rules that decide, or may; in English."""
    return answers.because_heading(
        answers.answer_kind(decision.verdict, decision.basis),
        all(reason.considered.citation.grants == "no_duty" for reason in decision.because),
    )


def explain_outside(
    language: Language,
    lawbook: Lawbook,
    outside: Outside,
    name_rule: Callable[[str], str] | None = None,
) -> str:
    """A rule that does not decide, and what takes it out, as a sentence.

    Parameters
    ----------
    name_rule : callable, optional
        What to call a norm of an id; by default its instrument's title and its pinpoint.
    """
    name = name_rule or partial(_name_rule, lawbook)
    rule = name(outside.norm)
    if outside.ruling is not None:
        return answers.suspended_sentence(
            language, rule, outside.ruling.title, outside.ruling.citation
        )
    if outside.set_aside_by:
        by = [name(beaten.by) for beaten in outside.set_aside_by]
        return answers.beaten_sentence(language, rule, by)
    because = [
        answers.describe_reason(language, lawbook.facts[name], value)
        for name, value in outside.facts.items()
    ]
    if outside.private:
        because.append(answers.describe_private_reason(language))
    return answers.not_met_sentence(language, rule, because)


def _name_rule(lawbook: Lawbook, id: str) -> str:
    return f"{_instrument(lawbook, id).title}, {lawbook.norms[id].cite}"


def _instrument(lawbook: Lawbook, norm: str) -> Instrument:
    return lawbook.instruments[lawbook.norms[norm].instrument]
