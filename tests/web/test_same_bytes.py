"""Two servers over one corpus give the same bytes, whatever the seed of their hashes."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import quote

from safehavens import Corpus
from tests.web.server_process import ServerProcess, running

QUESTION = "place=Denver&who=police&action=hold&on=2024-05-01"
WHERE = "/where?action=hold&who=jail&verdict=prohibited&on=2024-05-01&warrant=none"
SAMPLES = {
    "place": "Denver", "who": "police", "action": "hold", "on": "2024-05-01", "q": "detainer",
    "places": "Texas", "limit": "50", "verdict": "permitted", "since": "2026-01-01",
}  # fmt: skip
PAGES = [
    "/", "/es/", "/about", "/places", "/places.json", "/places.csv", f"/ask?{QUESTION}",
    f"/ask.json?{QUESTION}", f"/es/ask?{QUESTION}&warrant=none",
    "/place/country:us/state:co/place:denver", "/place/country:us/state:co/place:denver.json",
    "/place/country:us/state:co/place:denver.csv", "/place/country:us/state:co/place:denver.atom",
    "/place/country:us/state:ca.json?on=2020-01-01", "/place?q=Nowhereville",
    "/search.json?q=warrant", "/search?q=warrant", "/api", "/api/openapi.json",
    "/compare?place=Denver&place=Texas&on=2024-05-01&probes=all",
    "/compare.json?place=Denver&place=Texas&on=2024-05-01&probes=all",
    "/compare.csv?place=Denver&place=Texas&on=2024-05-01", "/atlas?on=2024-05-01",
    "/atlas.json?on=2024-05-01", "/atlas?what=hold_clean&on=2024-05-01&beside=2016-01-01",
    "/atlas?on=2024-05-01&state=co", "/atlas?on=2024-05-01&layer=coverage", "/atlas/small.svg",
    WHERE + "&beside=2012-01-01",
    WHERE, WHERE.replace("?", ".json?"), WHERE.replace("?", ".csv?"), "/coverage",
    "/changes.json?since=2026-01-01", "/changes.atom?since=2026-01-01&until=2026-06-01",
    "/sources.json", "/sources.csv?host=justia.com", "/sources?place=Denver",
    "/atlas.csv?on=2024-05-01", "/atlas.svg?on=2024-05-01",
    "/api/panel.csv?places=states&indices=overall&freq=year&from=2015-01",
    "/api/panel?places=Denver&places=Texas&probes=all&indices=all&from=2015-01",
    "/api/ask?place=Nowhereville&who=police&action=hold", "/api/norms?limit=500&offset=500",
    "/api/norms?place=Denver", "/api/search?q=jail&limit=200", "/nope.json",
]  # fmt: skip


def addresses(description: bytes, corpus: Corpus) -> list[str]:
    """Every GET of the interface, and the pages and data of some of the law."""
    ids = {
        "/api/norm": list(corpus.lawbook.norms)[::40],
        "/api/instrument": list(corpus.lawbook.instruments)[::40],
        "/api/ruling": list(corpus.lawbook.rulings)[::10],
    }
    listed = list(PAGES)
    for path, methods in json.loads(description)["paths"].items():
        if "get" not in methods:
            continue
        for id in ids.get(path, ["us/il/trust-act"]):
            pairs = [
                (p["name"], id if p["name"] == "id" else SAMPLES.get(p["name"]))
                for p in methods["get"].get("parameters", ())
                if p["name"] == "id" or p.get("required") or p["name"] in SAMPLES
            ]
            query = "&".join(f"{name}={quote(value)}" for name, value in pairs if value)
            listed.append(f"{path}?{query}")
    for path, page in (("norm", "norms"), ("instrument", "instruments"), ("ruling", "rulings")):
        some = list(getattr(corpus.lawbook, page))[::60]
        listed += [f"/{path}/{id.replace('#', '/')}{end}" for id in some for end in ("", ".json")]
    return listed


def digests(server: ServerProcess, listed: list[str]) -> dict[str, tuple[int, str]]:
    answers = {path: server.get(path) for path in listed}
    return {
        path: (status, hashlib.sha256(body).hexdigest()) for path, (status, body) in answers.items()
    }


def test_answers_do_not_depend_on_the_process(corpus: Corpus) -> None:
    with running(hash_seed="1") as one, running(hash_seed="2") as two:
        listed = addresses(one.get("/api/openapi.json")[1], corpus)
        first = digests(one, listed)
        second = digests(two, list(reversed(listed)))  # nor on what was asked before
    assert len(listed) > 80
    answered = [path for path, (status, _) in first.items() if status == 200]
    assert len(answered) >= len(listed) - 4
    assert {path for path in listed if first[path] != second[path]} == set()
