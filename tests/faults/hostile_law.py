"""Law files that ask for more than they should."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise
from pathlib import Path

FILE = "us/md/testtown/t.yaml"
QUESTION = ("Takoma Park, MD", "hold")


def head(rest: str = "", citation: str = "TTC 1") -> str:
    """The beginning of an ordinance of a town."""
    return (
        "id: us/md/testtown/t\ntitle: T\nkind: ordinance\n"
        "issuer: ocd-division/country:us/state:md/place:takoma_park\n"
        f"citation: {citation}\nin_force: [{{from: 2008-02-11}}]\n"
        'sources: [{url: "https://example.org", seen: official}]\n' + rest
    )


def norm(id: str = "a", when: str = "", modality: str = "must_not", more: str = "") -> str:
    """A rule on holding people."""
    condition = f"    when: {when}\n" if when else ""
    return (
        f"  - id: {id}\n    cite: s 1\n    says: Words.\n    who: [any_agency]\n    action: hold\n"
        f"    modality: {modality}\n    confidence: high\n{condition}{more}"
    )


def facts(count: int, kind: str = "type: bool") -> str:
    """Facts f0, f1… of an instrument."""
    return "facts:\n" + "".join(f'  f{i}: {{{kind}, ask: "q"}}\n' for i in range(count))


def asked(when: str, count: int = 2, kind: str = "type: bool", terms: str = "") -> str:
    """An ordinance with one norm that holds under a condition over facts f0, f1…"""
    return head(facts(count, kind) + terms + "norms:\n" + norm(when=f'"{when}"'))


def _alias_bomb() -> str:
    lines = ["a: &a [" + ",".join(["lol"] * 9) + "]"]
    for before, name in pairwise("abcdefghi"):
        lines.append(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]")
    return "\n".join(lines) + "\n"


def _long_text_by_alias() -> str:
    return 'a: &a "' + "x" * 19_000 + '"\nb: [' + ",".join(["*a"] * 1_000) + "]\n"


def _doubling_terms() -> str:
    terms = "terms:\n  t0: f0\n" + "".join(
        f"  t{i}: (t{i - 1} AND f1) OR (t{i - 1} AND NOT f1)\n" for i in range(1, 60)
    )
    return asked("t59", terms=terms)


def _majority(of: int) -> str:
    names = [f"f{i}" for i in range(of)]
    ways = (" AND ".join(way) for way in combinations(names, of // 2))
    return asked(" OR ".join(f"({way})" for way in ways), of)


def _all_against_all(count: int) -> str:
    ids = [f"n{i}" for i in range(count)]
    norms = ""
    for i, id in enumerate(ids):
        others = ", ".join(f"us/md/testtown/t#{other}" for other in ids if other != id)
        modality = ("must", "must_not")[i % 2]
        norms += norm(id, f"f{i}", modality, f"    defeats: [{others}]\n")
    return head(facts(count) + "norms:\n" + norms)


def _chain_of_facts(count: int) -> str:
    chain = "".join(f'  f{i}: {{type: bool, ask: "q", implies: f{i + 1}}}\n' for i in range(count))
    last = f'  f{count}: {{type: bool, ask: "q"}}\n'
    return head(f"facts:\n{chain}{last}norms:\n" + norm(when="f0"))


def _meanings_that_double(count: int) -> str:
    lines = ['  f0: {type: bool, ask: "q"}\n', '  g: {type: bool, ask: "q"}\n']
    lines += [
        f'  f{i}: {{type: bool, ask: "q", means: "(f{i - 1} AND g) OR (f{i - 1} AND NOT g)"}}\n'
        for i in range(1, count)
    ]
    return head("facts:\n" + "".join(lines) + "norms:\n" + norm(when=f"f{count - 1}"))


def _one_fact_a_norm(count: int) -> str:
    return head(facts(count) + "norms:\n" + "".join(norm(f"n{i}", f"f{i}") for i in range(count)))


NUMBER = "type: number, unit: days"
REFUSED: dict[str, tuple[str, str]] = {
    "aliases that multiply": (_alias_bomb(), "more than 200,000 values"),
    "a text many times": (_long_text_by_alias(), "more than 4,194,304 characters, aliases filled"),
    "a list in itself": ("id: &a [*a]\n", "more than 40 lists and fields"),
    "a mapping in itself": ("id: &a {k: *a}\n", "more than 40 lists and fields"),
    "a list too long": ("id: [" + "a," * 1_500_000 + "a]\n", "more than 200,000 values"),
    "lists in lists": ("id: " + "[" * 60 + "]" * 60 + "\n", "more than 40 lists and fields"),
    "lists in lists without end": ("id: " + "[" * 200_000 + "]" * 200_000 + "\n", "not YAML"),
    "a number too long": ("id: " + "9" * 6_000 + "\n", "a number of 6,000 characters"),
    "a number too large": ("id: 1e999\n", "beyond what can be reckoned with"),
    "a text too long": (head("note: " + "x" * 20_001), "a text of 20,001 characters"),
    "a citation too long": (head(citation="c" * 2_001), "at most 2000 characters"),
    "an escape": (head('note: "\\e[2J"'), "U+001B"),
    "a turned text": (head('note: "a\u202eb"'), "U+202E"),
    "a condition too long": (asked(" OR ".join(["f0"] * 2_000)), "a condition of 11,996 char"),
    "brackets without end": (asked("(" * 2_000 + "f0" + ")" * 2_000), "nested too deeply"),
    "NOT without end": (asked("NOT " * 2_000 + "f0"), "nested too deeply"),
    "terms that double": (_doubling_terms(), "more than 2,000 comparisons and connectives"),
    "most of fourteen": (_majority(14), "characters"),
    "a threshold beyond numbers": (asked("f0 > 1e999999999", 1, NUMBER), "too large to reckon"),
    "a threshold of 5,000 digits": (asked("f0 > " + "9" * 5_000, 1, NUMBER), "too large to reckon"),
    "thresholds without end": (
        asked(" OR ".join(f"f0 = {i}" for i in range(300)), 1, NUMBER),
        "compared with more than 200 numbers",
    ),
    "conditions without end": (
        head(facts(1) + "norms:\n" + "".join(
            norm(f"n{i}", '"' + " OR ".join(["f0"] * 1_000) + '"') for i in range(40)
        )),
        "more than 200,000 characters",
    ),
    "a thousand errors": (
        head("norms:\n" + "".join(norm(f"n{i}", "nobody_knows") for i in range(1_000))),
        "nobody_knows",
    ),
    "a chain of facts": (_chain_of_facts(300), "more than 200 facts"),
    "facts without end": (_one_fact_a_norm(300), "more than 200 facts"),
    "all against all": (_all_against_all(60), "more than 500,000 steps"),
}  # fmt: skip
"""Of each kind, a file and what is said of it; some are refused when they are read, some when a
question is asked."""

ANSWERED: dict[str, str] = {
    "an anchor": head("norms:\n" + norm()).replace("title: T", "title: &t T\nnote: *t"),
    "most of ten": _majority(10),
    "parity by text": asked("(f0 AND NOT f1) OR (NOT f0 AND f1)"),
    "pairs in a bad order": asked(" OR ".join(f"(f{i} AND f{i + 30})" for i in range(30)), 60),
    "fifty gaps": asked(
        " OR ".join(f"(f0 > {2 * i} AND f0 < {2 * i + 1})" for i in range(50)), 1, NUMBER
    ),
    "a thousand norms": head("norms:\n" + "".join(norm(f"n{i}") for i in range(1_000))),
    "facts that mean twice": _meanings_that_double(40),
}
"""Law that is large or odd, and honest."""


def write_law(folder: Path, text: str, name: str = FILE) -> Path:
    """A folder of law with one file in it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def many_norms(count: int, places: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Files of 100 honest norms each, by name, until there are so many norms."""
    issuers = list(places)
    for number in range(count // 100):
        name = f"us/made/m{number}.yaml"
        text = head().replace("us/md/testtown/t", name.removesuffix(".yaml"))
        issuer = issuers[number % len(issuers)]
        text = text.replace("ocd-division/country:us/state:md/place:takoma_park", issuer)
        words = "".join(
            norm(
                f"n{i}", "warrant = 'judicial'" if i % 2 else "warrant = 'none' AND NOT court_order"
            )
            for i in range(100)
        )
        yield name, text + "norms:\n" + words
