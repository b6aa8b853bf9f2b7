"""What `make words` collects and compiles, for tests: the script is not a module of the package."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

SCRIPT = Path(__file__).parents[2] / "scripts" / "words.py"


@cache
def words_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["words_script"] = module
    spec.loader.exec_module(module)
    return module
