"""`safehavens evidence`: what studies found, claim by claim, on all sides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.decide.request import BadRequest

EXAMPLE: Final = "safehavens evidence --claim raises-crime"


def run(
    topic: Annotated[
        str | None,
        typer.Option("--topic", help="A topic: its studies and claims.", show_default=False),
    ] = None,
    claim: Annotated[
        str | None,
        typer.Option("--claim", help="A claim, by its id, on all sides.", show_default=False),
    ] = None,
    study: Annotated[
        str | None,
        typer.Option("--study", help="A study, by its id, in full.", show_default=False),
    ] = None,
    plot: Annotated[
        str | None,
        typer.Option(
            "--plot",
            metavar="KIND",
            help="Draw it, with -o: map, harvest, forest or funnel.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            help="With --plot: the file to write, .svg, .png or .html.",
            show_default=False,
        ),
    ] = None,
    files: Annotated[
        Path | None,
        typer.Option(
            "--files",
            metavar="FOLDER",
            help="A folder with your own studies.yaml and claims.yaml, used instead.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
) -> None:
    """Show what studies found: each claim on all sides, how sure it is, what was not measured."""
    from safehavens.evidence.library import Evidence

    if sum(one is not None for one in (topic, claim, study)) > 1:
        raise BadRequest("Choose one of --topic, --claim and --study.")
    if (plot is None) != (out is None):
        raise BadRequest("--plot and -o go together: a kind of picture, and the file to write.")
    if plot is not None and (study is not None or json):
        raise BadRequest("--plot draws a claim, a topic or all studies; leave the others out.")
    evidence = Evidence.load(files)
    if plot is not None and out is not None:
        _draw(evidence, plot, topic, claim, out)
        return
    found: object = (
        evidence.claim(claim) if claim is not None
        else evidence.topic(topic) if topic is not None
        else evidence.study(study) if study is not None
        else evidence
    )  # fmt: skip
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(found)
        return
    from safehavens.cli.show.evidence import evidence_text

    evidence_text.show(found)


def _draw(evidence: object, kind: str, topic: str | None, claim: str | None, out: Path) -> None:
    from safehavens.cli.speech import say
    from safehavens.cli.terminal import tell
    from safehavens.evidence.library import Evidence
    from safehavens.pictures.evidence.evidence_picture import draw_evidence
    from safehavens.pictures.style import check_picture_path

    assert isinstance(evidence, Evidence)
    check_picture_path(out)
    draw_evidence(evidence, kind, topic=topic, claim=claim).write(out)
    tell(say("Wrote %(file)s.", file=out))
