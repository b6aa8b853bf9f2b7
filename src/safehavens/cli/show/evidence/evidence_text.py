"""Evidence as text: all of it in short, a topic, a claim on all sides, a study in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count
from safehavens.evidence.library import Bears, ClaimEvidence, Evidence, TopicEvidence
from safehavens.evidence.studies import SIDES, Claim, Estimate, Side, Study
from safehavens.evidence.synthesis import Cell, Point, count_signs
from safehavens.wording import evidence_labels as labels
from safehavens.wording.evidence_labels import effect_words, family_words
from safehavens.wording.sentences import capitalize

_MOST_ESTIMATES: Final = 3


def show(found: object) -> None:
    """Write what was found: an Evidence, a TopicEvidence, a ClaimEvidence or a Study."""
    page = Page()
    if isinstance(found, Evidence):
        _add_overview(page, found)
    elif isinstance(found, TopicEvidence):
        _add_topic(page, found)
    elif isinstance(found, ClaimEvidence):
        _add_claim(page, found)
    elif isinstance(found, Study):
        _add_study_in_full(page, found)
    page.show()


def _add_overview(page: Page, evidence: Evidence) -> None:
    studies = say_count("%(count)s study", "%(count)s studies", len(evidence.studies))
    claims = say_count("%(count)s claim", "%(count)s claims", len(evidence.claims))
    page.titled(say("Evidence"), f": {studies}, {claims}")
    page.line(say("What studies found of law that limits help to immigration enforcement, or "
                  "demands it. No entry is an endorsement."))  # fmt: skip
    page.heading(say("Topics"))
    for topic in evidence.topics:
        count = sum(study.topic == topic for study in evidence.studies.values())
        page.line(f"• {topic}: {say(labels.TOPIC[topic])} ({language().number(count)})", 2)
    page.heading(say("Claims, with the direct studies for, against, without an effect, mixed"))
    for claim in evidence.claims.values():
        _add_claim_line(page, claim)
    page.line()
    page.line(say("--claim ID shows one on all sides; --topic NAME the studies of a topic."))


def _add_claim_line(page: Page, claim: Claim) -> None:
    counts = "/".join(
        str(sum(one.direct and one.bears == side for one in claim.bears)) for side in SIDES
    )
    page.line(f"• {claim.id} ({counts}): {claim.claim}", 2)


def _add_topic(page: Page, found: TopicEvidence) -> None:
    studies = say_count("%(count)s study", "%(count)s studies", len(found.studies))
    page.titled(capitalize(say(labels.TOPIC[found.topic])), f": {studies}")
    if found.claims:
        page.heading(say("Claims that they bear on"))
        for claim in found.claims:
            _add_claim_line(page, claim)
    page.heading(say("Studies, the better designs first"))
    for study in found.studies:
        _add_study(page, study, study.estimates)
    _add_together(page, found.points, found.cells)


def _add_claim(page: Page, found: ClaimEvidence) -> None:
    claim = found.claim
    page.titled(claim.claim, f" ({claim.id})")
    page.line(say("Said by: %(who)s.", who=claim.said_by))
    page.heading(say("Where it stands"))
    page.line(claim.standing)
    page.line(say("How sure that is: %(sure)s.", sure=claim.confidence))
    page.heading(say("What was not measured"))
    page.line(claim.gaps)
    about = _or(say(labels.DIRECTION[one]) for one in claim.about)
    page.heading(say("Direct evidence: %(about)s", about=about))
    _add_sides(page, found.direct, claim)
    page.heading(say("Mirror and other evidence: law that goes the other way, or none"))
    _add_sides(page, found.mirror, claim)
    _add_together(page, found.points, found.cells)


def _or(words: Iterable[str]) -> str:
    return f" {say('or')} ".join(words)


def _add_sides(page: Page, sides: Mapping[Side, tuple[Bears, ...]], claim: Claim) -> None:
    if not any(sides.values()):
        page.line(say("No study here."), 2)
    for side, found in sides.items():
        if not found:
            continue
        count = language().number(len(found))
        page.line(f"{capitalize(say(labels.SIDE[side]))}: {count}", 2)
        for one in found:
            estimates = [e for e in one.study.estimates if e.family in claim.families]
            _add_study(page, one.study, estimates or one.study.estimates, one.bearing.note)


def _add_study(page: Page, study: Study, estimates: Sequence[Estimate], note: str = "") -> None:
    status, design = say(labels.STATUS[study.status]), say(labels.DESIGN[study.design_kind])
    page.line(f"• {study.id} ({status}; {design})", 4)
    for estimate in estimates[:_MOST_ESTIMATES]:
        page.line(f"{estimate.outcome}: {_describe(estimate)}", 6)
    if len(estimates) > _MOST_ESTIMATES:
        more = language().number(len(estimates) - _MOST_ESTIMATES)
        page.line(say("and %(count)s more", count=more), 6)
    if note:
        page.line(say("Note: %(note)s", note=note), 6)


def _describe(estimate: Estimate) -> str:
    """An estimate's number, its error where that was read, and what the study says of it."""
    said = estimate.text or say("no number was read")
    if estimate.effect is None:
        return said
    number = effect_words(language(), estimate.scale, estimate.effect)
    if estimate.ci is not None:
        low, high = (effect_words(language(), estimate.scale, end) for end in estimate.ci)
        number = say("%(number)s (95%% interval %(low)s to %(high)s)",
                     number=number, low=low, high=high)  # fmt: skip
    elif estimate.se is not None:
        error = effect_words(language(), estimate.scale, estimate.se).lstrip("+")
        number = say("%(number)s (standard error %(error)s)", number=number, error=error)
    return f"{number}; {said}"


def _add_together(page: Page, points: Sequence[Point], cells: Sequence[Cell]) -> None:
    """The directions counted by family, and what may be pooled."""
    page.heading(say("Together"))
    families = dict.fromkeys(point.estimate.family for point in points)
    for family in families:
        for mirror in (False, True):
            of = [
                point for point in points
                if point.estimate.family == family and point.study.is_mirror == mirror
            ]  # fmt: skip
            if of:
                _add_votes(page, family, mirror, of)
    if families:
        page.line(say(labels.VOTES_NOT_SIZES))
    pooled = [cell for cell in cells if cell.pooled is not None]
    for cell in pooled:
        _add_pooled(page, cell)
    if not pooled:
        page.line(say(labels.NOT_POOLED))


def _add_votes(page: Page, family: str, mirror: bool, points: Sequence[Point]) -> None:
    signs = count_signs(points)
    number = language().number
    votes = say(
        "less with limits %(less)s, no change told %(none)s, more with limits %(more)s",
        less=number(signs.less), none=number(signs.none), more=number(signs.more),
    )  # fmt: skip
    name = capitalize(family_words(language(), family))
    beside = f" ({say('from law that goes the other way, turned around')})" if mirror else ""
    page.line(f"• {name}{beside}: {votes}", 2)


def _add_pooled(page: Page, cell: Cell) -> None:
    assert cell.pooled is not None
    pooled, number = cell.pooled, language().number
    text = say(
        "%(name)s, %(about)s, %(scale)s: %(effect)s with limits, 95%% interval %(low)s to "
        "%(high)s, a further study between %(least)s and %(most)s; %(studies)s studies",
        name=capitalize(family_words(language(), cell.family)),
        about=say(labels.DIRECTION[cell.direction]),
        scale=say(labels.COMMON_SCALE[cell.scale]),
        effect=number(round(pooled.effect, 4)),
        low=number(round(pooled.low, 4)),
        high=number(round(pooled.high, 4)),
        least=number(round(pooled.predicted_low, 4)),
        most=number(round(pooled.predicted_high, 4)),
        studies=number(pooled.studies),
    )
    page.line(f"• {text}", 2)


def _add_study_in_full(page: Page, study: Study) -> None:
    page.titled(study.id, f": {study.cite}")
    if study.doi is not None:
        seen = "" if study.doi_seen else f" ({say('from memory, not checked')})"
        page.line(f"DOI {study.doi}{seen}")
    if study.url is not None:
        page.line(study.url)
    status, seen = say(labels.STATUS[study.status]), say(labels.STUDY_SEEN[study.seen])
    page.line(f"{capitalize(status)}; {seen}.")
    page.heading(say("What was compared"))
    page.line(f"{study.policy} ({say(labels.DIRECTION[study.direction])}).")
    page.line(f"{study.place_period}; {study.unit}; {study.design}.")
    page.heading(say("What it found"))
    for estimate in study.estimates:
        family = family_words(language(), estimate.family)
        read = "" if estimate.seen == study.seen else f"; {say(labels.STUDY_SEEN[estimate.seen])}"
        page.line(f"• {estimate.outcome} [{family}]: {_describe(estimate)}{read}", 2)
    if study.overlaps:
        page.line(say("Not independent of: %(studies)s.", studies=", ".join(study.overlaps)))
    if study.notes:
        page.heading(say("Notes"))
        page.line(study.notes)
