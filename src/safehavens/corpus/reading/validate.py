"""One law file against its form: YAML, then the model; every error with its line."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, TypeAdapter, ValidationError

from safehavens.corpus.errors import Finding, quoted
from safehavens.corpus.near import unknown
from safehavens.corpus.reading.forms.law_bounds import MOST_ERRORS
from safehavens.corpus.reading.forms.probe_forms import ProbesForm
from safehavens.corpus.reading.forms.report_forms import ReportForm
from safehavens.corpus.reading.forms.word_forms import SynonymsForm, VocabularyForm
from safehavens.corpus.reading.law_files import GOVERNMENT_TABLES, LawFile
from safehavens.corpus.reading.law_forms import (
    DIVISION,
    ISSUER,
    EventForm,
    FactForm,
    InstrumentForm,
    RulingForm,
)
from safehavens.corpus.reading.tables.coverage_forms import FirstDayForm, SearchForm
from safehavens.corpus.reading.tables.csv_lines import CsvError, read_csv
from safehavens.corpus.reading.tables.government_forms import (
    AgencyForm,
    DistrictForm,
    SchoolForm,
    ServiceForm,
)
from safehavens.corpus.reading.tables.register_forms import EntryForm, RegisterForm, UnreadForm
from safehavens.corpus.reading.yaml_lines import Document, Path, YamlError, read_yaml
from safehavens.values.quick_dataclass import dataclass

Content = Any  # of the forms: an instrument, a ruling, events, cases, facts, probes, the vocabulary

_INSTRUMENT: Final = TypeAdapter(InstrumentForm)
_RULING: Final = TypeAdapter(RulingForm)
PROBES: Final = TypeAdapter(ProbesForm)
_VOCABULARY: Final = TypeAdapter(VocabularyForm)
REGISTER: Final = TypeAdapter(RegisterForm)
_FORMS: Final[dict[str, TypeAdapter[Any]]] = {
    "vocabulary": _VOCABULARY,
    "synonyms": TypeAdapter(SynonymsForm),
    "probes": PROBES,
    "facts": TypeAdapter(dict[str, FactForm]),
    "events": TypeAdapter(list[EventForm]),
    "register": REGISTER,
    "report": TypeAdapter(ReportForm),
}
_ROWS: Final[dict[str, type[BaseModel]]] = {
    "coverage": SearchForm,
    "first_days": FirstDayForm,
    "agencies": AgencyForm,
    "serves": ServiceForm,
    "schools": SchoolForm,
    "districts": DistrictForm,
    "entries": EntryForm,
    "unread": UnreadForm,
}
"""What a row is of tables of a kind."""
_TABLES: Final[dict[str, TypeAdapter[Any]]] = {
    kind: TypeAdapter(tuple[row, ...])  # type: ignore[valid-type]  # made at run time
    for kind, row in _ROWS.items()
}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that fits its form: the form's content, and the document for its lines."""

    file: LawFile
    content: Content
    document: Document

    def line(self, *path: str | int) -> int:
        """The line on which the value at this path stands."""
        return self.document.line(path)


def validate(file: LawFile) -> CheckedFile | list[Finding]:
    """Read one file.

    Returns
    -------
    CheckedFile
        Where it fits its form.
    list of Finding
        Else every error found in it, with file, line, norm and field.
    """
    return validate_as(file, None)


def validate_as(
    file: LawFile, form: TypeAdapter[Any] | type[BaseModel] | None
) -> CheckedFile | list[Finding]:
    """Read one file as a form; None: the form that its name and content call for."""
    if file.kind == "no_table":
        tables = ", ".join(GOVERNMENT_TABLES)
        message = f"no table begins with this name; those of governments/ begin with {tables}"
        return [Finding("error", file.name, 1, message)]
    try:
        text = file.content.decode("utf-8")
        document = _read_table(file, text) if file.kind in _ROWS else read_yaml(text)
    except UnicodeDecodeError as error:
        line = file.content[: error.start].count(b"\n") + 1
        return [Finding("error", file.name, line, "the file is not UTF-8 text")]
    except YamlError as error:
        return [Finding("error", file.name, error.line, error.message)]
    except CsvError as error:
        return [Finding("error", file.name, error.line, error.message, None, error.field)]
    adapter = TypeAdapter(form) if isinstance(form, type) else form
    adapter = adapter or _form_of(file, document.data)
    try:
        return CheckedFile(file, adapter.validate_python(document.data), document)
    except ValidationError as error:
        top = form if isinstance(form, type) else _top_model(adapter, document.data)
        return _findings(file, document, error, top)


def _read_table(file: LawFile, text: str) -> Document:
    fields = _ROWS[file.kind].model_fields
    columns = {column.alias or name: column for name, column in fields.items()}
    needed = [name for name, column in columns.items() if column.is_required()]
    return read_csv(text, list(columns), needed)


def _form_of(file: LawFile, data: Any) -> TypeAdapter[Any]:
    if file.kind in _TABLES:
        return _TABLES[file.kind]
    if file.kind != "law":
        return _FORMS[file.kind]
    if isinstance(data, list):
        return _FORMS["events"]
    return _RULING if isinstance(data, dict) and "court" in data else _INSTRUMENT


def _findings(
    file: LawFile, document: Document, error: ValidationError, top: type[BaseModel]
) -> list[Finding]:
    findings: dict[Path, Finding] = {}
    for item in error.errors(include_url=False, include_context=True):
        path = _real_path(document, item["loc"])
        shown = (*path, item["loc"][-1]) if item["type"] == "missing" else path
        if shown in findings:  # the branches of a union complain one by one
            continue
        findings[shown] = Finding(
            "error",
            file.name,
            document.line(path),
            _sentence(item, document, path, top),
            norm=_norm_of(document.data, path),
            field=_field_name(shown[1:2] if file.kind in _ROWS else shown),
        )
        if len(findings) > MOST_ERRORS:
            more = error.error_count() - MOST_ERRORS
            return [*list(findings.values())[:MOST_ERRORS], _say_more(file, more)]
    return list(findings.values())


def _say_more(file: LawFile, more: int) -> Finding:
    return Finding("error", file.name, 1, f"and {more:,} more errors in this file")


def _real_path(document: Document, loc: tuple[str | int, ...]) -> Path:
    """pydantic's location without the names of union branches and of missing fields."""
    path: Path = ()
    for part in loc:
        if (*path, part) in document.lines:
            path = (*path, part)
    return path


def _norm_of(data: Any, path: Path) -> str | None:
    if len(path) >= 2 and path[0] == "norms" and isinstance(path[1], int):
        norm = data["norms"][path[1]]
        if isinstance(norm, dict) and isinstance(norm.get("id"), str):
            return str(norm["id"])
        return f"number {path[1] + 1}"
    return None


def _field_name(path: Path) -> str | None:
    if path[:1] == ("norms",):
        path = path[2:]
    return ".".join(str(part) for part in path) or None


def _sentence(item: Any, document: Document, path: Path, top: type[BaseModel]) -> str:
    value = item.get("input")
    match item["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return _unknown_field(str(path[-1]), path, top)
        case "literal_error":
            return f"{quoted(value)} is not allowed here; allowed: {item['ctx']['expected']}"
        case "string_pattern_mismatch" if item["ctx"]["pattern"] in (DIVISION, ISSUER):
            return f"{quoted(value)} is not an Open Civic Data division id"
        case "string_pattern_mismatch" if item["ctx"]["pattern"] == r"\S":
            return "is blank"
        case "string_pattern_mismatch":
            return f"{quoted(value)} does not have the form {item['ctx']['pattern']}"
        case "value_error":
            return str(item["msg"]).removeprefix("Value error, ")
        case "model_type" | "dict_type":
            return f"{quoted(value)} stands where fields were expected"
        case _:
            return f"{quoted(value)}: {str(item['msg'])[:1].lower()}{str(item['msg'])[1:]}"


def _unknown_field(name: str, path: Path, top: type[BaseModel]) -> str:
    return unknown("field", name, _fields_at(path[:-1], top), 1, 0.6)


def _top_model(form: TypeAdapter[Any], data: Any) -> type[BaseModel]:
    """The model of what stands at the top of a file of this form."""
    if form is PROBES:
        return ProbesForm
    if form is _VOCABULARY:
        return VocabularyForm
    if form is REGISTER:
        return RegisterForm
    return RulingForm if isinstance(data, dict) and "court" in data else InstrumentForm


def _fields_at(path: Path, form: type[BaseModel]) -> list[str]:
    """The fields that the form allows at this path of the file."""
    for part in path:
        if isinstance(part, int) or part not in form.model_fields:
            continue
        inner = _model_in(form.model_fields[part].annotation)
        if inner is None:
            return []
        form = inner
    return [field.alias or name for name, field in form.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model named somewhere inside a type annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (model := _model_in(part)) is not None:
            return model
    return None
