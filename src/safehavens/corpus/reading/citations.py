"""Citations against what eyecite can read.

eyecite (Free Law Project) finds American citations to reporters, codes and session laws. One that
it cannot read may be right all the same (an ordinance, an order, a foreign law), so this is no
more than a notice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from eyecite import get_citations

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Lawbook


def unread_citations(lawbook: Lawbook, names: Collection[str] | None = None) -> Iterator[Finding]:
    """A notice for each American instrument and ruling with a citation that eyecite cannot read.

    Only of these files, where `names` are given.
    """
    cited = [(i.file, i.citation) for i in lawbook.instruments.values()]
    cited += [(r.file, r.citation) for r in lawbook.rulings.values()]
    for file, citation in sorted(cited):
        is_american = file.startswith("us/") and (names is None or file in names)
        if is_american and not any(get_citations(citation)):
            message = f"eyecite reads no citation in {citation!r}"
            yield Finding("notice", file, 1, message, None, "citation")
