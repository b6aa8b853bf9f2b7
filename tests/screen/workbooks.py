"""Workbooks for tests, as few bytes as a reader takes."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Write an .xlsx file; cells are text, numbers, True and False, dates, or None."""
    numbered = [*enumerate(sheets, 1)]
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for i, _ in numbered
    )
    names = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in numbered)
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i, _ in numbered
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
            f"{overrides}</Types>",
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{links}<Relationship Id="r0" '
            f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        package.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        for i, name in numbered:
            rows = "".join(_row(number, row) for number, row in enumerate(sheets[name], 1))
            package.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            )


def _row(number: int, cells: Sequence[Any]) -> str:
    written = "".join(_cell(f"{chr(65 + i)}{number}", cell) for i, cell in enumerate(cells))
    return f'<row r="{number}">{written}</row>'


def _cell(place: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="1"><v>{(value - dt.date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


OLD_WORKBOOK = (
    "c-rk)O=uHA6#izjX?{raXCkyh2?eY6M-VSw+N~PxDWQ7NilEzO57LsBB_MjxYRyp)1VQmqs0S}qFaDqhJqR9ziXH"
    "?(Nc8AQQ1H-Zee<$g(yEYv7Ao^C^XAQa^LF0O%$wPnH%p1i{DaOa)?o-f)SM978f1b}$ScG_ddHEhmj@|13Y!X{A"
    "Pr=jA5Ys~2jm#a@vcI{ef<Sd;1i{jm_dHJXk|7K2iONwNFN4?3fv}16dmkUlIaA~Ellrm&1X!9S#p)>Al0pi6Ie3"
    "xz5Co*d|c~hT@>=YkJ#n|OZFg*S8^6#ye8^({n&4xF{d_}qDzlp0W_c^R?)I$Ifgq317n1NTy7wntsq5%y@2md2K"
    "eSh_4AC9Z>(H^<UiKR1AmYQX%N@TuWLFm3+FTkNf{BOb*a&jHB06)cGH}Imu9BS35(PPvt-fiIBVLrSuFX0{MbPf"
    "7b(cYa*^jnA--l&Xy;&w5G^3ae1bzJPF^kF{rWaHK5Cp|$t-UK_3dK2^bQU#NeeQLvPNS{&7zn2KBkxXt=pLIWSS"
    "zMDeoCgyUgJ^u5*R8J=D%##yew21HY5_@|PozyUL%9UBoYrRL`dt-y8GjrtPah_VSrSzvvgYZc02cyj-|T%SWaiz"
    "brFBE$;g6xO-v@D>ASM38wXu>>aUM(%in1*5WtTf~{qLT+qVoT@p85YOYRN%U&GPl6c5nH{7r(hoPXLprD|jprD}"
    "8G=%#*?&Bjv{h%O!_XF;|&I+ZPx+eK=aTL?^l;}`-2t~?moNH<RY=vKV?-EVgc=v@8$EbB1lNe_|CR?7rbX*gS-_"
    "x{V{O^TOtL@iX@$(<I{}UGm(~<"
)
"""An .xls file of one sheet, packed by zlib and written in base 85."""
