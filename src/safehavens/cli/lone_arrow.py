"""pyarrow without pandas, for commands that read tables from files and never meet a data frame."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

_UNWANTED: Final = "pandas"


class _Refusal:
    """A finder that says that there is no pandas."""

    @staticmethod
    def find_spec(
        name: str, path: object = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise ModuleNotFoundError for pandas; leave every other module to the other finders."""
        if name == _UNWANTED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def start_arrow() -> None:
    """Let pyarrow begin without pandas, which it else imports for its first array, for a second.

    Whoever needs pandas afterwards imports it as ever: pyarrow looks for it again then. Where
    pyarrow is not installed, nothing happens; the command says so later.
    """
    if _UNWANTED in sys.modules:
        return
    refusal = _Refusal()
    sys.meta_path.insert(0, refusal)
    try:
        import pyarrow

        pyarrow.array([0])
    except ModuleNotFoundError:
        return
    finally:
        sys.meta_path.remove(refusal)
