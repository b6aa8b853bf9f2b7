"""`safehavens draft`: write a draft law file, and check one against today's law."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from safehavens.api import Corpus, NotFound
from safehavens.cli.compare import show_comparison
from safehavens.cli.lint import progress, show, words_for
from safehavens.cli.show.page import Page
from safehavens.compare.drafting.check_draft import DraftChecked, check_draft
from safehavens.compare.drafting.draft_text import draft_from, new_draft
from safehavens.compare.strictness import Strictness
from safehavens.compare.variants import draft_files
from safehavens.corpus.model import Instrument
from safehavens.decide.request import BadRequest


def write_new(corpus: Corpus, place: str, start: date, out: Path | None, force: bool) -> None:
    """Write a commented law file for a new ordinance."""
    found = corpus.place(place).place
    file = str(out) if out is not None else "FILE"
    _write(new_draft(corpus.engine, found, date.today(), start, file), out, force)


def write_from(
    corpus: Corpus,
    source: str,
    place: str,
    instrument: str | None,
    start: date,
    out: Path | None,
    force: bool,
) -> None:
    """Write a law file after another place's instrument."""
    model = _source(corpus, source, instrument, start)
    found = corpus.place(place).place
    file = str(out) if out is not None else "FILE"
    text = draft_from(corpus.engine, model, found, date.today(), start, file)
    _write(text, out, force)


def _source(corpus: Corpus, place: str, instrument: str | None, start: date) -> Instrument:
    """The instrument named, else the one of a place that has most norms in force."""
    found = corpus.place(place).place
    own = [i for i in corpus.lawbook.instruments.values() if i.issuer == found.id]
    if instrument is not None:
        if all(i.id != instrument for i in own):
            raise NotFound(
                f"{found.name} has no instrument {instrument!r}; it has {_ids(own) or 'none'}."
            )
        return corpus.instrument(instrument)
    current = [i for i in own if i.binding and _living(i, start)]
    if not current:
        raise BadRequest(f"{found.name} has no law of its own in force on {start}.")
    best = max(current, key=lambda i: (_living(i, start), i.id))
    if len(current) > 1:
        print(f"Starting from {best.id}; --instrument chooses another: {_ids(current)}.",
              file=sys.stderr)  # fmt: skip
    return best


def _living(instrument: Instrument, on: date) -> int:
    return sum(any(spell.holds(on) for spell in norm.spells) for norm in instrument.norms)


def _ids(instruments: list[Instrument]) -> str:
    return ", ".join(sorted(instrument.id for instrument in instruments))


def _write(text: str, out: Path | None, force: bool) -> None:
    if out is None:
        print(text, end="")
        return
    if out.exists() and not force:
        raise BadRequest(f"{out} is there already; --force writes over it.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"{out} cannot be written: {error.strerror}.") from None
    print(f"Wrote {out}. Next: safehavens draft check {out}", file=sys.stderr)


# ---- check --------------------------------------------------------------------------------------


def check(
    corpus: Corpus, path: Path, on: date | None, order: Strictness | None, as_json: bool
) -> int:
    """Check a draft. Returns the exit status: 1 where something in it has to be looked at."""
    files = {file.name for file in draft_files(path)}
    draft = corpus.with_draft(path)
    with progress("checking the draft") as tick:
        found = check_draft(corpus.engine, draft.engine, files, on, order, tick)
    if as_json:
        from safehavens.cli.proofs import print_json

        print_json(found)
    else:
        _show(draft, found)
    return 0 if found.sound else 1


def _show(draft: Corpus, found: DraftChecked) -> None:
    print(f"The draft as of {found.on}")
    print("\nForm and cases")
    for finding in found.errors:
        print(f"  {finding}")
    if not found.errors:
        print("  Nothing to say.")
    aside = [flaw for flaw in found.flaws if flaw.kind == "set-aside"]
    silent = [flaw for flaw in found.flaws if flaw.kind == "silent"]
    others = [flaw for flaw in found.flaws if flaw not in aside and flaw not in silent]
    print(f"\nLint: {words_for(len(others), 'finding')}")
    show(draft, others)
    print(
        f"\nWhat higher law does to it: {words_for(len(aside), 'norm')} set aside, in part or whole"
    )
    show(draft, aside)
    for decision in found.adoption:
        page = Page()
        page.heading(f"Whether {decision.place_name} may adopt policy that limits (today's law)")
        page.line(f"{decision.verdict}: {decision.summary}", 2)
        page.line(f"Because of {', '.join(reason.norm for reason in decision.because)}.", 2)
        page.show()
    if silent:
        said = ", ".join(f"{flaw.message.split(' of ')[1].split(',')[0]}" for flaw in silent)
        print(f"\nWhere peers speak and it does not: {said}")
    for compared in found.compared:
        print("\nWhat it changes")
        if compared.actions:
            show_comparison(draft, compared)
        else:
            print(f"  No answer to any request: {compared.b} answers as {compared.a} (proved).")
    if found.probes:
        page = Page()
        page.heading("Standard requests (probes) with another answer")
        for change in found.probes:
            page.line(f"• {change.probe}: {change.before} → {change.after}. {change.says}", 2)
        page.show()
