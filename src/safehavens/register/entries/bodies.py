"""What an entry of each kind may say: one closed form a kind.

There is no field for a name, a birth date, an alien number or a status, and none that is not
listed here is taken. Text is words of closed lists, days, times, numbers and ids of the corpus;
`reason` alone is free text, off unless the agency allows it (`safehavens.register.privacy`). No
form holds a number with a fraction, so that one text stands for one body
(`safehavens.register.entries.reading_bodies.write_body`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from safehavens.corpus.model import Basis, Confidence, Verdict
from safehavens.register.entries import closed_lists as lists

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
NormId = Annotated[str, Field(pattern=r"^[a-z0-9_/-]+#[a-z0-9-]+$", max_length=200)]
Division = Annotated[
    str, Field(pattern=r"^ocd-division/country:[a-z]{2}(/[a-z_]+:[a-z0-9._~-]+)*$")
]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
CaseNo = Annotated[str, Field(pattern=r"^[A-Z]{2,6}-\d{4}-\d{5,7}-[0-9X]$")]
ReportId = Annotated[str, Field(pattern=r"^[a-z0-9_-]+(/[a-z0-9_-]+)*$", max_length=120)]
Period = Annotated[str, Field(pattern=r"^20\d{2}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12]|-F)?$")]
"""A year, month, quarter, half or, with F, the fiscal year that ends in it."""
Count = Annotated[int, Field(ge=0, le=999_999)]
"""Too short for a number that is given to a person."""
Version = Annotated[
    str, Field(pattern=r"^\d+(\.\d+)*((a|b|rc|\.dev|\.post|\+)\d*)*$", max_length=40)
]
Receipt = Annotated[str, Field(pattern=r"^[A-Z]{0,4}-?(20[0-9]{2}-)?[0-9]{1,6}$")]
"""Letters, a year, and up to six digits: longer ones cannot be told from a person's number."""
EntryNo = Annotated[int, Field(ge=1)]
PublicFact = bool | int | Word
"""The value of a fact that is not private. Numbers are whole."""
Reason = Annotated[str, Field(min_length=1, max_length=200)]


class Body(BaseModel):
    """What all forms share. `v` is the version of the form."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    v: Literal[1] = 1


class RequestBody(Body):
    """A request that came in. Two people in one letter are two requests.

    `form` is a paper of the corpus (`i_247a`), `asks` its actions; `office` a field office by its
    three letters. `facts` are public facts that the paper shows.
    """

    received_at: AwareDatetime
    channel: lists.Channel
    sender: lists.Sender
    office: lists.Office | None = None
    form: Word
    form_revised: Annotated[str, Field(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")] | None = None
    box: lists.Box | None = None
    probable_cause_box_checked: bool | None = None
    signed: bool | None = None
    warrant: lists.Warrant | None = None
    warrant_form: lists.WarrantForm | None = None
    asks: Annotated[tuple[Word, ...], Field(min_length=1, max_length=12)]
    information: Word | None = None
    location: lists.Location | None = None
    copy_in_languages: Annotated[tuple[lists.Language, ...], Field(max_length=8)] = ()
    officer_identity: lists.OfficerIdentity | None = None
    late_reason: lists.LateReason | None = None


class AnswerBody(Body):
    """What the law of a day says of one action, on public facts alone.

    `settled_outside`: private facts were given, used in memory and dropped. They do not show in any
    other field: verdict, norms and duties are those of the public facts.
    """

    action: Word
    who: Word
    place: Division
    law_day: date
    facts: dict[Word, PublicFact | None]
    verdict: Verdict
    possible: tuple[Verdict, ...]
    basis: Basis
    deciding: tuple[NormId, ...]
    duties: tuple[NormId, ...]
    presumed: tuple[Word, ...]
    settled_outside: bool
    confidence: Confidence | None
    corpus: Digest
    version: Annotated[
        str, Field(pattern=r"^\d+(\.\d+)*((a|b|rc|\.dev|\.post|\+)\d*)*$", max_length=40)
    ]


class DecisionBody(Body):
    """What the agency resolved to do on one action. `contrary`: against the verdict given."""

    action: Word
    decided: lists.Decided
    ground: lists.Ground | NormId
    contrary: bool
    approved_by: lists.Role | None = None
    reason: Reason | None = None


class ActBody(Body):
    """What was done, and when. `offense_ground` where a statute counts what allowed it."""

    act: lists.ActDone
    happened_at: AwareDatetime
    language: lists.Language | None = None
    how: lists.How | None = None
    to: lists.Addressee | None = None
    offense_ground: lists.OffenseGround | None = None
    reason: Reason | None = None


class DutyBody(Body):
    """What became of a duty that came with the answer. `act` is the number of the act's entry."""

    norm: NormId
    state: lists.DutyState
    act: EntryNo | None = None
    why: lists.DutyWhy | None = None


class WithdrawalBody(Body):
    """The request was taken back."""

    withdrawn_by: lists.WithdrawnBy
    happened_at: AwareDatetime


class CorrectionBody(Body):
    """Fields of the entry `target` as they should read. The entry itself stays as it is."""

    changes: Annotated[dict[Word, Any], Field(min_length=1, max_length=12)]
    why: lists.CorrectionWhy


class TallyBody(Body):
    """A total that the book cannot count. `by` are words of the report's breakdown."""

    report: ReportId
    period: Period
    measure: Word
    by: dict[Word, Word] = Field(default_factory=dict)
    n: Count
    drawn_from: lists.DrawnFrom


class NilBody(Body):
    """The agency certifies that nothing of a report's kind was received in a period."""

    report: ReportId
    period: Period
    certified: Literal[True]


class ReportBody(Body):
    """A report that was made or sent: what it rests on. `replaces` is the entry it corrects."""

    report: ReportId
    period: Period
    template: Digest
    figures: Digest
    corpus: Digest
    up_to: EntryNo
    complete: bool
    sent_at: AwareDatetime | None = None
    how: lists.SentHow | None = None
    receipt: Receipt | None = None
    replaces: EntryNo | None = None


class SettingsBody(Body):
    """How the agency keeps its book. Each entry replaces what it names and leaves the rest.

    `holidays` are all days of a year on which its offices are closed, federal holidays among them;
    where the law names federal holidays, those are computed. `word` adds a word that free text may
    use; `agency_name` has words of agencies and of the place alone
    (`safehavens.register.privacy.checking_fields`).
    """

    agency_name: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z .,'&()-]{2,79}$")] | None = None
    place: Division | None = None
    who: tuple[Word, ...] | None = None
    zone: Annotated[str, Field(pattern=r"^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$")] | None = None
    holidays: dict[Annotated[str, Field(pattern=r"^20\d{2}$")], tuple[date, ...]] | None = None
    free_text: bool | None = None
    word: Annotated[str, Field(pattern=r"^[a-z][a-z'-]{1,30}$")] | None = None
    retain_years: Annotated[int, Field(ge=1, le=100)] | None = None
    smallest_cell: Annotated[int, Field(ge=1, le=100)] | None = None


class KeyBody(Body):
    """A public key for heads (Ed25519, hex), under the signature of the one before, if any."""

    public_key: Digest
    signed_by_last: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")] | None = None


class HeadBody(Body):
    """A head that left the house: its text says how long the chain was, and its last hash."""

    up_to: EntryNo
    hash: Digest
    root: Digest
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


class DestroyBody(Body):
    """The body of the entry `target` was destroyed. Its number, time, kind and leaf stay."""

    why: lists.DestroyWhy
    approved_by: Annotated[tuple[lists.Role, ...], Field(min_length=2)]


class HoldBody(Body):
    """Nothing may be destroyed while a hold is set."""

    state: lists.HoldState
    why: lists.HoldWhy


FORMS: Final[dict[lists.Kind, type[Body]]] = {
    "request": RequestBody,
    "answer": AnswerBody,
    "decision": DecisionBody,
    "act": ActBody,
    "duty": DutyBody,
    "withdrawal": WithdrawalBody,
    "correction": CorrectionBody,
    "tally": TallyBody,
    "nil": NilBody,
    "report": ReportBody,
    "settings": SettingsBody,
    "key": KeyBody,
    "head": HeadBody,
    "destroy": DestroyBody,
    "hold": HoldBody,
}
