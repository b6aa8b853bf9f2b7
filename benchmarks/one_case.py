"""One verdict in process: ours beside four policy engines, on the same rule and the same requests.

The rule is a real position of the corpus: may a jail of Fresno County, California, tell immigration
authorities when a person will be released (1 May 2024)? The California Values Act forbids it, Cal.
Gov. Code § 7284.6(a)(1)(C), unless the date is public or the person's record or charge meets
§ 7282.5(a) or (b); fourteen facts. Every engine gets that rule in its own language and must first
give the answers that ours gives on every request of a table; only then is it timed.

    uv run --group bench benchmarks/one_case.py [--requests 300] [--repeats 9] [--json FILE]

A call is one request, a Python dict of facts, in; one verdict, a Python string, out. What an engine
lets one prepare (parse, compile, load) is prepared before the clock starts.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from safehavens import BadRequest, Corpus
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request

Facts = Mapping[str, Any]
Ask = Callable[[Facts], str]

PLACE, WHO, ACTION, ON = "Fresno County, CA", "jail", "notify_release", date(2024, 5, 1)
NORM = "us/ca/values-act#notify"
TARGETS = {
    "ours, verdict": 10.0,
    "ours, verdict, new facts": 20.0,
    "ours, full reasons": 60.0,
    "ours, full reasons, 60% unknown": 250.0,
}
"""Microseconds at most: the goals in docs/benchmarks.md."""
BEFORE = 100
"""Requests that an engine was asked before facts that are new to it are timed."""

# ---- the rule, in each engine's own language ---------------------------------------------------

CEL = """
(publicly_available
 || (!ca_only_prop47_offence
     && (convicted_serious_felony
         || convicted_violent_felony
         || (convicted_felony && ca_state_prison_felony)
         || (convicted_felony && ca_listed_offence && years_since_conviction <= 15)
         || (convicted_misdemeanor && ca_listed_offence && years_since_conviction <= 5)
         || sex_offender_registrant
         || ca_federal_aggravated_felony_or_warrant))
 || (!ca_only_prop47_offence
     && probable_cause_found
     && (charged_with in ['serious_felony', 'violent_felony']
         || (charged_with == 'felony' && ca_charge_state_prison))))
? 'permitted' : 'prohibited'
"""

ZEN = (
    CEL.replace("||", "or").replace("&&", "and").replace("!ca", "not ca").replace("\n", " ").strip()
)

_CEDAR_CONDITION = """
  context.publicly_available
  || (!context.ca_only_prop47_offence
      && (context.convicted_serious_felony
          || context.convicted_violent_felony
          || (context.convicted_felony && context.ca_state_prison_felony)
          || (context.convicted_felony && context.ca_listed_offence
              && context.years_since_conviction <= 15)
          || (context.convicted_misdemeanor && context.ca_listed_offence
              && context.years_since_conviction <= 5)
          || context.sex_offender_registrant
          || context.ca_federal_aggravated_felony_or_warrant))
  || (!context.ca_only_prop47_offence
      && context.probable_cause_found
      && (["serious_felony", "violent_felony"].contains(context.charged_with)
          || (context.charged_with == "felony" && context.ca_charge_state_prison)))
"""

CEDAR = f"""
@id("us/federal/8-cfr-287-7#notify-release")
permit (principal, action == Action::"notify_release", resource);

@id("us/ca/values-act#notify-may")
permit (principal is Jail, action == Action::"notify_release", resource)
when {{ {_CEDAR_CONDITION} }};

@id("us/ca/values-act#notify")
forbid (principal is Jail, action == Action::"notify_release", resource)
unless {{ {_CEDAR_CONDITION} }};
"""

REGO = """
package values_act

verdict := "permitted" if opened
else := "prohibited"

opened if input.publicly_available
opened if meets_7282_5_a
opened if meets_7282_5_b

meets_7282_5_a if { not input.ca_only_prop47_offence; record }
meets_7282_5_b if {
    not input.ca_only_prop47_offence
    input.probable_cause_found
    charge
}

record if input.convicted_serious_felony
record if input.convicted_violent_felony
record if { input.convicted_felony; input.ca_state_prison_felony }
record if { input.convicted_felony; listed_within(15) }
record if { input.convicted_misdemeanor; listed_within(5) }
record if input.sex_offender_registrant
record if input.ca_federal_aggravated_felony_or_warrant

listed_within(years) if { input.ca_listed_offence; input.years_since_conviction <= years }

charge if input.charged_with in {"serious_felony", "violent_felony"}
charge if { input.charged_with == "felony"; input.ca_charge_state_prison }
"""


# ---- the engines, each prepared as well as its interface allows --------------------------------


def cel() -> Ask:
    """Compiled once; a request is a dict. (A Context of one's own would be built per request.)"""
    from cel import compile as compile_cel

    program = compile_cel(CEL.strip())
    return lambda facts: program.execute(facts)


def cedar() -> Ask:
    """Policies and (no) entities parsed once; no schema, as checking against one costs more.

    The extension takes the request's context as JSON text, which cedarpy writes itself.
    """
    from cedarpy import Decision, Entities, PolicySet, is_authorized

    policies, entities = PolicySet.from_str(CEDAR), Entities.from_json_str("[]")
    request = {
        "principal": 'Jail::"fresno"',
        "action": 'Action::"notify_release"',
        "resource": 'Person::"anybody"',
    }

    def ask(facts: Facts) -> str:
        result = is_authorized({**request, "context": facts}, policies, entities)
        if result.diagnostics.errors:
            raise RuntimeError(result.diagnostics.errors)
        return "permitted" if result.decision is Decision.Allow else "prohibited"

    return ask


def rego() -> Ask:
    """Compiled once into a bundle; the input is handed over as a native value, not as JSON."""
    from regopy import Input, Interpreter

    interpreter = Interpreter()
    interpreter.add_module("values_act.rego", REGO)
    bundle = interpreter.build("data.values_act.verdict", ["values_act/verdict"])
    runner = Interpreter()  # checks of its own syntax tree are for those who debug the compiler
    runner.well_formed_checks_enabled = False

    def ask(facts: Facts) -> str:
        runner.set_input(Input(facts))
        answer: str = runner.query_bundle(bundle)[0][0]
        return answer

    return ask


def zen_expression() -> Ask:
    """Compiled once; a request is a dict."""
    from zen import compile_expression

    compiled = compile_expression(ZEN)
    return lambda facts: compiled.evaluate(facts)


def zen_decision() -> Ask:
    """The same expression as a decision graph, compiled once: what its editor saves."""
    from zen import ZenEngine

    def node(id: str, kind: str, **content: Any) -> dict[str, Any]:
        return {"id": id, "name": id, "type": kind, "position": {"x": 0, "y": 0}, **content}

    rule = {"expressions": [{"id": "e", "key": "verdict", "value": ZEN}]}
    graph = {
        "nodes": [
            node("in", "inputNode"),
            node("rule", "expressionNode", content=rule),
            node("out", "outputNode"),
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "rule", "type": "edge"},
            {"id": "b", "sourceId": "rule", "targetId": "out", "type": "edge"},
        ],
    }
    decision = ZenEngine().create_decision(json.dumps(graph))

    def ask(facts: Facts) -> str:
        answer: str = decision.evaluate(facts)["result"]["verdict"]
        return answer

    return ask


@dataclass(frozen=True)
class Peer:
    name: str
    package: str
    prepare: Callable[[], Ask]
    gives: str


PEERS = (
    Peer("common-expression-language", "common-expression-language", cel, "verdict"),
    Peer("cedarpy", "cedarpy", cedar, "verdict, ids of the policies that decide"),
    Peer("zen-engine, expression", "zen-engine", zen_expression, "verdict"),
    Peer("zen-engine, decision graph", "zen-engine", zen_decision, "verdict"),
    Peer("regopy", "regopy", rego, "verdict"),
)


# ---- requests ----------------------------------------------------------------------------------


def random_requests(
    corpus: Corpus, count: int, seed: int = 7284, without: Sequence[Facts] = ()
) -> list[dict[str, Any]]:
    """Distinct requests in which every fact is known and no two facts contradict each other."""
    engine, place = corpus.engine, corpus.place(PLACE).place.id
    asked = [
        corpus.fact(name) for name in engine.stretch(Request(place, WHO, ACTION, ON)).position.facts
    ]
    dice = random.Random(seed)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    known = {tuple(facts.values()) for facts in without}
    while len(found) < count:
        facts = {
            fact.name: dice.random() < 0.5 if fact.type == "bool"
            else dice.choice(fact.values) if fact.type == "enum"
            else dice.randint(0, 25)
            for fact in asked
        }  # fmt: skip
        try:
            engine.verdict(Request(place, WHO, ACTION, ON, facts))
        except BadRequest:  # such as a listed felony of somebody without a conviction
            continue
        if tuple(facts.values()) not in known:
            found[tuple(facts.values())] = facts
    return list(found.values())


def forget(requests: Sequence[Facts], share: float, seed: int = 7282) -> list[dict[str, Any]]:
    """The same requests with this share of their facts not known."""
    dice = random.Random(seed)
    return [{n: None if dice.random() < share else v for n, v in f.items()} for f in requests]


# ---- the clock ---------------------------------------------------------------------------------


@dataclass
class Row:
    """One line of the report. `one_pass` gives microseconds per call over all its requests."""

    name: str
    version: str
    gives: str
    one_pass: Callable[[], float] | None = None
    passes: list[float] = field(default_factory=list)

    @property
    def median(self) -> float | None:
        return statistics.median(self.passes) if self.passes else None


def one_pass(ask: Callable[[Facts], Any], requests: Sequence[Facts]) -> float:
    """Microseconds of the processor per call, over all requests once.

    Python's garbage collector waits. What else the machine does is not counted, but slows it.
    """
    gc.collect()
    gc.disable()
    try:
        began = time.process_time_ns()
        for facts in requests:
            ask(facts)
        return (time.process_time_ns() - began) / 1000 / len(requests)
    finally:
        gc.enable()


def measure(rows: Sequence[Row], repeats: int) -> None:
    """Time every row in turn, again and again: a busy moment of the machine hits all alike."""
    for row in rows:
        if row.one_pass is not None:
            row.one_pass()  # to warm
    for _ in range(repeats):
        for row in rows:
            if row.one_pass is not None:
                row.passes.append(row.one_pass())


def ours(corpus: Corpus, requests: list[dict[str, Any]]) -> list[Row]:
    """Our own rows."""
    place, own, engine = corpus.place(PLACE).place.id, version("safehavens"), corpus.engine

    def verdict(facts: Facts) -> Any:
        return engine.verdict(Request(place, WHO, ACTION, ON, facts))

    def reasons(facts: Facts) -> Any:
        return decide(engine, Request(place, WHO, ACTION, ON, facts))

    others = random_requests(corpus, BEFORE, seed=1, without=requests)

    def new_facts(answer: Callable[[Engine, Request], Any]) -> float:
        """A new engine remembers nothing of the facts it was given before."""
        fresh = Engine(corpus.lawbook, corpus.conditions, corpus.gazetteer)
        for facts in others:
            answer(fresh, Request(place, WHO, ACTION, ON, facts))
        return one_pass(
            lambda facts: answer(fresh, Request(place, WHO, ACTION, ON, facts)), requests
        )

    def first_requests() -> float:
        fresh = Engine(corpus.lawbook, corpus.conditions, corpus.gazetteer)
        return one_pass(lambda facts: fresh.verdict(Request(place, WHO, ACTION, ON, facts)), others)

    some, many = forget(requests, 0.15), forget(requests, 0.6)
    return [
        Row("ours, verdict", own, "verdict; request checked; facts met before",
            lambda: one_pass(verdict, requests)),
        Row("ours, verdict, new facts", own, f"the same; facts not met, after {BEFORE} others",
            lambda: new_facts(Engine.verdict)),
        Row("ours, verdict, first requests", own, f"the first {BEFORE} of an engine",
            first_requests),
        Row("ours, full reasons", own, "every norm's fate, citations, presumptions, duties",
            lambda: one_pass(reasons, requests)),
        Row("ours, full reasons, new facts", own, f"the same, after {BEFORE} others",
            lambda: new_facts(decide)),
        Row("ours, verdict, 15% unknown", own, "exact over all completions",
            lambda: one_pass(verdict, some)),
        Row("ours, verdict, 60% unknown", own, "exact over all completions",
            lambda: one_pass(verdict, many)),
        Row("ours, full reasons, 60% unknown", own, "and the facts that decide, best first",
            lambda: one_pass(reasons, many[::5])),
    ]  # fmt: skip


def peers(answers: Sequence[str], requests: list[dict[str, Any]]) -> list[Row]:
    """The peers' rows. Exits where a peer answers otherwise than we do: its time means nothing."""
    rows = []
    for peer in PEERS:
        try:
            ask, installed = peer.prepare(), version(peer.package)
        except (ImportError, PackageNotFoundError):
            rows.append(Row(peer.name, "not installed", peer.gives))
            continue
        for facts, answer in zip(requests, answers, strict=True):
            if (said := ask(facts)) != answer:
                sys.exit(f"{peer.name} says {said}, we say {answer}, of {facts}")
        rows.append(Row(peer.name, installed, peer.gives, partial(one_pass, ask, requests)))
    return rows


# ---- the report --------------------------------------------------------------------------------


def cpu() -> str:
    """The processor's name, as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(li.partition(":")[2].strip() for li in lines if li.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--requests", type=int, default=300, help="random requests (300)")
    parser.add_argument("--repeats", type=int, default=15, help="passes over them; medians (15)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    options = parser.parse_args()

    corpus = Corpus.load()
    place, engine = corpus.place(PLACE).place.id, corpus.engine
    requests = random_requests(corpus, options.requests)
    answers = [engine.verdict(Request(place, WHO, ACTION, ON, facts)) for facts in requests]
    rows = ours(corpus, requests) + peers(answers, requests)
    measure(rows, options.repeats)
    base = rows[0].median
    assert base is not None

    machine = f"Python {platform.python_version()}, {cpu()}, {os.cpu_count()} cores"
    permitted = answers.count("permitted")
    print(f"{PLACE}, {WHO}, {ACTION}, {ON}: {NORM}")
    print(
        f"{len(requests)} requests, all facts known ({permitted} permitted, "
        f"{len(requests) - permitted} prohibited); every engine installed gives the same answers"
    )
    print(f"{date.today()}, {machine}, load {os.getloadavg()[0]:.1f}; "
          f"medians of {options.repeats} passes\n")  # fmt: skip
    print(f"{'':34} {'version':13} {'µs/verdict':>10} {'fastest':>8} {'ratio':>7}  gives")
    for row in rows:
        times = ("–", "–", "–") if row.median is None else (
            f"{row.median:.1f}", f"{min(row.passes):.1f}", f"{row.median / base:.1f}"
        )  # fmt: skip
        print(f"{row.name:34} {row.version:13} {times[0]:>10} {times[1]:>8} {times[2]:>7}"
              f"  {row.gives}")  # fmt: skip
    print()
    met = {}
    for row in rows:
        if (limit := TARGETS.get(row.name)) is not None and row.median is not None:
            met[row.name] = row.median <= limit
            print(f"target {'met' if met[row.name] else 'NOT met'}: {row.name} "
                  f"{row.median:.1f} µs, at most {limit:.0f} µs")  # fmt: skip
    if options.json:
        figures = {
            "date": date.today().isoformat(), "machine": machine, "corpus": corpus.version,
            "requests": len(requests), "repeats": options.repeats, "targets_met": met,
            "rows": [
                {"name": row.name, "version": row.version, "microseconds": row.median,
                 "fastest": min(row.passes, default=None),
                 "ratio": None if row.median is None else row.median / base}
                for row in rows
            ],
        }  # fmt: skip
        text = json.dumps(figures, indent=2, ensure_ascii=False)
        options.json.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
