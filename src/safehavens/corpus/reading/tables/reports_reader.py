"""Report templates into their noun: every agency kind and duty is looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.forms.report_forms import ReportForm
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.report_templates import (
    ReportColumn,
    ReportDue,
    ReportPeriods,
    ReportTemplate,
    ReportTotal,
)
from safehavens.corpus.sources import Source, order_sources


def read_reports(
    read: Iterable[CheckedFile],
    vocabulary: Vocabulary,
    norms: Collection[str],
    broken: Collection[str],
) -> tuple[dict[str, ReportTemplate], list[Finding]]:
    """The report templates of a corpus by id, and what is wrong in them.

    Parameters
    ----------
    read : iterable of CheckedFile
        The files of the corpus.
    vocabulary : Vocabulary
    norms : collection of str
        The ids of all norms.
    broken : collection of str
        The names of files that do not fit their form, of which that is told already.
    """
    reports: dict[str, ReportTemplate] = {}
    wrong: list[Finding] = []
    for file in read:
        if isinstance(file.content, ReportForm):
            wrong += _check(file, file.content, vocabulary, norms, broken)
            reports[file.content.report] = _make(file, file.content)
    return reports, wrong


def _check(
    read: CheckedFile,
    form: ReportForm,
    vocabulary: Vocabulary,
    norms: Collection[str],
    broken: Collection[str],
) -> list[Finding]:
    wrong = []

    def note(message: str, *path: str | int) -> None:
        field = ".".join(map(str, path))
        wrong.append(Finding("error", read.file.name, read.line(*path), message, None, field))

    if form.report != read.file.id:
        note(f"{form.report!r} must be the file's path: {read.file.id!r}", "report")
    for at, who in enumerate(form.who):
        if vocabulary.who and who not in vocabulary.who:
            note(unknown("agency kind", who, vocabulary.who, 1, 0.6), "who", at)
    duty = form.duty
    if duty and duty not in norms and f"{duty.partition('#')[0]}.yaml" not in broken:
        note(unknown("norm", duty, sorted(norms), 1, 0.8, listed=0), "duty")
    return wrong


def _make(read: CheckedFile, form: ReportForm) -> ReportTemplate:
    return ReportTemplate(
        id=form.report,
        title=form.title,
        to=form.to,
        law=form.law,
        duty=form.duty,
        who=tuple(form.who),
        periods=ReportPeriods(form.period.every, form.period.starts, form.period.first),
        due=None if form.due is None else ReportDue(form.due.months_after, form.due.day),
        due_note=form.due_note,
        nil=form.nil,
        merge_small=form.merge_small,
        where=form.where,
        counted_on=form.counted_on,
        columns=tuple(
            ReportColumn(column.name, column.label, column.of, column.shape, column.read)
            for column in form.columns
        ),
        totals=tuple(
            ReportTotal(
                total.name, total.label, total.count, tuple(total.by), total.counted_on, total.read
            )
            for total in form.totals
        ),
        sources=order_sources(Source(one.url, one.seen, one.checked) for one in form.sources),
        note=form.note,
        file=read.file.name,
    )
