"""What another law changes, as a picture: rows by action, from one answer to another."""

from __future__ import annotations

from typing import Any, Final

from safehavens.compare.whatif import Tally, WhatIf
from safehavens.corpus.model import VERDICTS
from safehavens.pictures.answer_colors import VERDICT_COLORS
from safehavens.pictures.charts import alt
from safehavens.pictures.style import VERDICT_LEGEND, Picture, finish, title

_WIDTH: Final = 640
_BAR: Final = 22
_NO: Final = "no verdict"


def draw_changed_answers(found: WhatIf, corpus: str) -> Picture:
    """A bar for each action and each answer of now; its colors are the answers then.

    Parameters
    ----------
    found : WhatIf
    corpus : str
        The corpus's version.
    """
    by = found.by.get("action") or {"all rows": found.total}
    rows = [row for action, tally in by.items() for row in _rows(action, tally)]
    total = found.total
    about = (
        f"{total.changed:,} of {total.rows:,} rows have another answer; each bar: what it becomes"
    )
    verdicts = [*VERDICTS, _NO]
    colors = [*(VERDICT_COLORS[v] for v in VERDICTS), "#ffffff"]
    chart: Any = (
        alt.Chart(alt.InlineData(rows))
        .mark_bar(stroke="#1a1a1a", strokeWidth=0.5)
        .encode(
            x=alt.X("rows:Q", title="rows with another answer", stack="zero"),
            y=alt.Y("from:N", title=None, sort=None, axis=alt.Axis(labelLimit=300)),
            color=alt.Color(
                "then:N",
                title="answer then",
                scale=alt.Scale(domain=verdicts, range=colors),
                legend=VERDICT_LEGEND,
            ),
            tooltip=["action:N", "now:N", "then:N", alt.Tooltip("rows:Q", format=",")],
        )
    )
    height = _BAR * max(len({row["from"] for row in rows}), 1)
    head = title(f"What changes under {found.what}", about, corpus)
    return finish(chart.properties(width=_WIDTH, height=height, title=head))


def _rows(action: str, tally: Tally) -> list[dict[str, object]]:
    return [
        {
            "action": action,
            "now": before or _NO,
            "then": after or _NO,
            "from": f"{action}: {before or _NO} now",
            "rows": n,
        }
        for (before, after), n in tally.changes.items()
    ]
