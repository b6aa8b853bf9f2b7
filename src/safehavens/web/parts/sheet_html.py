"""A sheet to hand out as HTML that prints on one page, with a QR code of its address."""

from __future__ import annotations

import io
from typing import Any

from safehavens.decide.request import BadRequest
from safehavens.decide.sheets.sheet import Sheet
from safehavens.web.parts.page_words import mark_english
from safehavens.web.site import HERE, Site
from safehavens.web.site import address as make_address
from safehavens.wording.answers import answer_kind
from safehavens.wording.languages import Language


def write_sheet(site: Site, language: Language, sheet: Sheet, address: str | None) -> str:
    """A sheet as a file of its own, its style within it.

    Parameters
    ----------
    site : Site
    language : Language
    sheet : Sheet
    address : str or None
        Where it is found on a copy of the site; None: on none.
    """
    style = (HERE / "static" / "sheet.css").read_text(encoding="utf-8")
    values = describe_sheet(site, sheet, address)
    return site.render(language, "sheet.html", {**values, "style": style, "links": ()})


def describe_sheet(site: Site, sheet: Sheet, address: str | None) -> dict[str, Any]:
    """What the template needs to know of a sheet."""
    return {
        "sheet": sheet,
        "kind": answer_kind,
        "address": address,
        "code": draw_code(address) if address else None,
        "outdated": site.today() > sheet.until,
        "style": None,
        "mixed": mark_english,
    }


def draw_code(address: str) -> str:
    """A QR code as SVG, 24 mm wide with its quiet zone."""
    import segno

    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass="code",
              lineclass=None, title=None)  # fmt: skip
    return out.getvalue().decode()


def place_sheet(language: Language, sheet: Sheet, site: str) -> str:
    """The address of a sheet on a copy of the site. Raises BadRequest for what is no address."""
    if not site.startswith(("https://", "http://")) or len(site.split("/")) < 3:
        raise BadRequest(f"{site!r} is not an address of a site, such as https://law.example.")
    query = {"place": sheet.place.name, "for": sheet.name, "on": sheet.on.isoformat()}
    return site.rstrip("/") + make_address(language.prefix + "/sheet", query)
