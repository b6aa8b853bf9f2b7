"""The words of an answer: by the verdict and what it rests on, never by the verdict alone.

That nothing forbids an act gives nobody permission to do it. So *permitted* is said to be permitted
only where it rests on a power; where it does not, the answer says what was found and what was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal

from safehavens.corpus.model import Basis, Fact, FactValue, Verdict, Vocabulary
from safehavens.corpus.places.division import level, short
from safehavens.wording.labels import HEADINGS, N_, YES_NO
from safehavens.wording.languages import Language
from safehavens.wording.sentences import count_sentence, name_subject
from safehavens.wording.translated.place_words import fit_articles, name_place

AnswerKind = Literal[
    "prohibited", "required", "permitted", "not_required", "does_not_apply", "no_rule", "open",
    "conflict", "depends",
]  # fmt: skip
"""What an answer is to the one who asks. `open`: permitted, and what it rests on is not at hand."""

_PERMITTED: Final[Mapping[Basis | None, AnswerKind]] = {
    "power": "permitted",
    "outside": "does_not_apply",
    "no_duty": "not_required",
    "silence": "no_rule",
    None: "open",
}
ANSWER_WORDS: Final[Mapping[AnswerKind, str]] = {
    "prohibited": N_("Prohibited"),
    "required": N_("Required"),
    "permitted": N_("Permitted"),
    "not_required": N_("Not required"),
    "does_not_apply": N_("This rule does not apply"),
    "no_rule": N_("No rule found"),
    "open": N_("Neither forbidden nor required"),
    "conflict": N_("Conflict"),
    "depends": N_("Depends"),
}
ANSWER_MARKS: Final[Mapping[AnswerKind, str]] = {
    "prohibited": "✗",
    "required": "!",
    "permitted": "✓",
    "not_required": "–",
    "does_not_apply": "–",
    "no_rule": "–",
    "open": "–",
    "conflict": "⚡",
    "depends": "?",
}
ANSWER_MEANS: Final[Mapping[AnswerKind, str]] = {
    "prohibited": N_("A rule that applies says that the agency must not."),
    "required": N_("A rule that applies says that the agency must."),
    "permitted": N_("A rule that applies says that the agency may."),
    "not_required": N_(
        "A rule only says that its law does not require it. Whether other law gives the power to "
        "do it is a separate question."
    ),
    "does_not_apply": N_(
        "A rule on this was found, and it does not decide this case. That is not permission."
    ),
    "no_rule": N_(
        "No rule in the corpus covers it for this agency on this day. That is not permission."
    ),
    "open": N_(
        "No rule that applies forbids or requires it; the answer to the single question says "
        "whether a rule permits it."
    ),
    "conflict": N_("Rules disagree, and which of them prevails is not settled."),
    "depends": N_("It depends on facts that are not known yet."),
}
_ANSWER: Final[Mapping[AnswerKind, str]] = {
    "prohibited": N_("In %(place)s, %(who)s must not %(action)s (law of %(date)s)."),
    "required": N_("In %(place)s, %(who)s must %(action)s (law of %(date)s)."),
    "permitted": N_("In %(place)s, %(who)s may %(action)s (law of %(date)s)."),
    "not_required": N_(
        "In %(place)s, no rule was found that requires %(who)s to %(action)s (law of %(date)s)."
    ),
    "does_not_apply": N_(
        "In %(place)s, no rule that was found tells %(who)s to %(action)s or not to, in this case "
        "(law of %(date)s)."
    ),
    "no_rule": N_(
        "In %(place)s, no rule was found that tells %(who)s to %(action)s or not to "
        "(law of %(date)s)."
    ),
    "open": N_(
        "In %(place)s, no rule that applies forbids or requires %(who)s to %(action)s "
        "(law of %(date)s)."
    ),
    "conflict": N_(
        "In %(place)s, the law is unsettled on whether %(who)s may %(action)s (law of %(date)s)."
    ),
    "depends": N_(
        "In %(place)s, whether %(who)s may %(action)s depends on facts that are not known yet "
        "(law of %(date)s)."
    ),
}
_NOT_KNOWN: Final = N_(
    "In %(place)s, it is not known whether %(who)s may %(action)s (law of %(date)s)."
)
_REASON: Final[Mapping[tuple[str, FactValue], str]] = {
    ("warrant", "none"): N_("there is no warrant"),
    ("warrant", "administrative"): N_("the warrant is administrative"),
    ("warrant", "judicial"): N_("the warrant is judicial"),
    ("court_order", True): N_("there is a court order"),
    ("court_order", False): N_("there is no court order"),
    ("purpose", "civil_immigration"): N_("the purpose is civil immigration enforcement"),
    ("purpose", "criminal"): N_("the purpose is a criminal matter"),
    ("agreement", "none"): N_("the agency has no agreement with immigration authorities"),
    ("area", "public"): N_("the area is open to the public"),
    ("area", "nonpublic"): N_("the area is not open to the public"),
    ("federal_money", False): N_("it is not federal money"),
    ("federal_money", True): N_("it is federal money"),
}
"""What a fact's value comes to as a reason; of the others, question and answer are quoted."""

_MOST_REASONS: Final = 3

NOT_PERMISSION: Final = N_("This is not permission: law that is not coded here may apply.")
NOT_A_REQUEST: Final = N_(
    "A judge's warrant or a court order is not a request: obey it, or ask counsel."
)


OUTSIDE_HEADING: Final = HEADINGS["outside"]


def because_heading(kind: AnswerKind, all_no_duty: bool) -> str:
    """The heading of the rules that decide, or may; in English.

    Parameters
    ----------
    all_no_duty : bool
        Whether all of them only say that their law does not require the act.
    """
    if kind in ("does_not_apply", "no_rule", "not_required") and all_no_duty:
        return N_("Rules that say only that it is not required")
    if kind in ("depends", "does_not_apply", "no_rule"):
        return N_("Rules that may decide it")
    return N_("Because")


def answer_kind(verdict: Verdict, basis: Basis | None) -> AnswerKind:
    """What an answer is to the one who asks.

    Parameters
    ----------
    verdict : Verdict
    basis : Basis or None
        What the verdict rests on; of *permitted* alone it matters. None: not at hand.
    """
    return _PERMITTED[None if basis == "rule" else basis] if verdict == "permitted" else verdict


def answer_words(language: Language, verdict: Verdict, basis: Basis | None) -> str:
    """An answer in a word or a few."""
    return language.gettext(ANSWER_WORDS[answer_kind(verdict, basis)])


def join_alternatives(language: Language, words: Iterable[str]) -> str:
    """Alternatives: *required or permitted*."""
    either = language.gettext("or")
    return f" {either} ".join(words)


def answer_sentence(
    language: Language,
    vocabulary: Vocabulary,
    place_name: str,
    who: str,
    action: str,
    on: date,
    kind: AnswerKind,
    facts_decide: bool = True,
) -> str:
    """Who may, must or must not do what, where, and on which day's law; or that no rule says so.

    Parameters
    ----------
    vocabulary : Vocabulary
        Has the words for `who` and `action`.
    place_name : str
        The name of the government, such as ``Chicago, Illinois``.
    facts_decide : bool
        Of an answer that depends: whether facts that may be asked for decide it; else it is what
        is not known of the law itself.
    """
    pattern = _ANSWER[kind] if facts_decide or kind != "depends" else _NOT_KNOWN
    told = language.gettext(pattern) % {
        "place": name_place(language, place_name),
        "who": name_subject(language, vocabulary, who),
        "action": language.gettext(vocabulary.actions.get(action, action)),
        "date": language.day(on),
    }
    return fit_articles(language, told)


# ---- why ----------------------------------------------------------------------------------------


def depends_sentence(language: Language, questions: Sequence[str]) -> str:
    """How many facts may decide it, and the most useful question; nothing without questions."""
    if not questions:
        return ""
    sentence = count_sentence(
        language, "One fact may decide it.", "%(count)s facts may decide it.", len(questions)
    )
    first = language.gettext("First: %(question)s") % {"question": questions[0]}
    return f"{sentence} {first}"


def unsure_day_sentence(language: Language, rule: str) -> str:
    """That the answer turns on a rule of which no source gives the day."""
    text = language.gettext(
        "It depends on whether %(rule)s was in force on this day: no source gives the exact day on "
        "which it began or ended."
    )
    return text % {"rule": rule}


def may_not_bind_sentence(language: Language, rule: str) -> str:
    """That the answer turns on a rule of which it is not known whether it binds the agency."""
    text = language.gettext(
        "It depends on whether %(rule)s binds this agency, which is not known: an elected officer "
        "is bound by local law only where that law and state law say so."
    )
    return text % {"rule": rule}


def open_power_sentence(language: Language, rule: str) -> str:
    """That a rule may give permission, if it applies."""
    text = language.gettext("%(rule)s may permit it; whether it applies is not known.")
    return text % {"rule": rule}


def agreeing_sentence(language: Language, rules: Sequence[str]) -> str:
    """The first of the rules that decide, each as `quote_rule` has it, and how many agree."""
    if len(rules) == 1:
        return rules[0]
    more = count_sentence(
        language, "One other rule agrees.", "%(count)s other rules agree.", len(rules) - 1
    )
    return f"{rules[0]} {more}"


def conflict_sentence(language: Language, rules: Sequence[str]) -> str:
    """The rules that disagree, each as `quote_rule` has it."""
    disagree = language.gettext("Two rules disagree, and which prevails is not settled.")
    return " ".join([disagree, *rules[:2]])


def no_rule_sentence(language: Language, some_found: bool) -> str:
    """That no rule was found, or none that decides, and that this is no permission.

    Parameters
    ----------
    some_found : bool
        Whether a rule covers the action, one that says at most that its law does not require it.
    """
    found = N_("No rule in the corpus covers this.")
    if some_found:
        found = N_(
            "No rule in the corpus decides this; at most, one says that its law does not require "
            "it."
        )
    return f"{language.gettext(found)} {language.gettext(NOT_PERMISSION)}"


def no_duty_sentence(
    language: Language, place: str, issuers: Sequence[str], others: Sequence[str] = ()
) -> str:
    """Which law does not require the act, and what was not found.

    Parameters
    ----------
    place : str
        Open Civic Data id of the government asked about.
    issuers : sequence of str
        The ids of those whose rules say that they do not require it.
    others : sequence of str
        The ids of those whose other rules were found, and do not decide.
    """
    levels = {level(short(issuer)) for issuer in issuers}
    federal = all(_is_in_us(issuer) for issuer in issuers)
    if levels == {"national"} and federal:
        law = N_("Federal law does not require this.")
    elif levels == {"national"}:
        law = N_("National law does not require this.")
    elif levels == {"state"} and federal:
        law = N_("State law does not require this.")
    elif levels == {"national", "state"} and federal:
        law = N_("Neither federal nor state law requires this.")
    else:
        law = N_("The law found here does not require this.")
    nothing_below = {level(short(id)) for id in (*issuers, *others)} == {"national"}
    if nothing_below and federal and level(short(place)) != "national":
        rest = N_(
            "No state or local rule was found. Whether state law gives the power to do it is a "
            "separate question."
        )
    elif others:
        rest = N_("Whether the law gives the power to do it is a separate question.")
    else:
        rest = N_(
            "No other rule was found. Whether the law gives the power to do it is a separate "
            "question."
        )
    return f"{language.gettext(law)} {language.gettext(rest)}"


def _is_in_us(id: str) -> bool:
    return (short(id) + "/").startswith("us/")


# ---- why a rule does not apply ------------------------------------------------------------------


def not_met_sentence(language: Language, rule: str, reasons: Sequence[str]) -> str:
    """That a rule does not apply, because of these facts; without any, because of where it is."""
    if not reasons:
        return language.gettext("%(rule)s does not apply here.") % {"rule": rule}
    told = [*reasons[:_MOST_REASONS]]
    if more := reasons[_MOST_REASONS:]:
        told.append(
            language.ngettext(
                "one other fact takes it out", "%(count)s other facts take it out", len(more)
            )
            % {"count": language.number(len(more))}
        )
    joined = language.gettext(", and because ").join(told)
    return language.gettext("%(rule)s does not apply, because %(reasons)s.") % {
        "rule": rule, "reasons": joined,
    }  # fmt: skip


def suspended_sentence(language: Language, rule: str, title: str, citation: str) -> str:
    """That a ruling keeps a rule from applying."""
    text = language.gettext("%(rule)s does not apply: a court ruling suspends it (%(ruling)s).")
    return text % {"rule": rule, "ruling": f"{title}, {citation}"}


def beaten_sentence(language: Language, rule: str, by: Sequence[str]) -> str:
    """That other rules set a rule aside."""
    text = language.gettext("%(rule)s does not decide: it is set aside by %(others)s.")
    return text % {"rule": rule, "others": "; ".join(by)}


def other_rules_sentence(language: Language, number: int) -> str:
    """How many more rules do not decide."""
    return count_sentence(
        language,
        "One other rule was found, and it does not decide this case either.",
        "%(count)s other rules were found, and none of them decides this case either.",
        number,
    )


def describe_reason(language: Language, fact: Fact, value: FactValue) -> str:
    """What is known of a fact, as it is said after "because"."""
    phrase = _REASON.get((fact.name, value))
    if phrase is not None:
        return language.gettext(phrase)
    return language.gettext("the answer to “%(question)s” is “%(answer)s”") % {
        "question": language.gettext(fact.ask),
        "answer": describe_value(language, fact, value),
    }


def describe_private_reason(language: Language) -> str:
    """The same of a private fact, of which no value is told."""
    return language.gettext("what was said of the person's own status takes it out")


def describe_value(
    language: Language, fact: Fact | None, value: FactValue | tuple[FactValue, ...] | None
) -> str:
    """A fact's value in plain words; of several, that it is one of them."""
    if value is None:
        return language.gettext("Not known")
    if isinstance(value, tuple):
        first, *others = [describe_value(language, fact, one) for one in value]
        return join_alternatives(language, [first, *map(_within_a_phrase, others)])
    if isinstance(value, bool):
        return language.gettext(YES_NO[value])
    if isinstance(value, str):
        known = fact.label(value) if fact is not None else None
        return language.gettext(known) if known else value.replace("_", " ").capitalize()
    number = language.number(value)
    return f"{number} {language.gettext(fact.unit)}" if fact is not None and fact.unit else number


def _within_a_phrase(label: str) -> str:
    """A label without its capital letter, unless it has names in it."""
    return label if any(letter.isupper() for letter in label[1:]) else label[:1].lower() + label[1:]
