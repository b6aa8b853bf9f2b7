"""Effects in 3,143 counties over 240 months, beside the bare engine and its peers.

    uv run --group bench benchmarks/evaluate.py [--runs 3] [--patience 300] [--json FILE]

Made data, seed fixed: twenty of fifty-one states adopt a law, each in a month of its own, and their
counties with them. Each run is a new process. What is timed is processor time from arrays or a
frame in memory to the estimate with its event study; what a package imports is not counted, what it
compiles as it goes is. Ours and the bare engine (diff-diff) take turns; in each process the median
of three fits after the first counts. Peers run once, cold. One that is not installed, fails, or
takes longer than the patience is listed as such. Then a synthetic control of
one state with all placebos, and the whole command from a Parquet file to a report.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

COUNTIES, MONTHS, STATES, LAWS = 3143, 240, 51, 20
RATIO, SECONDS, MIB = 1.2, 10.0, 1024.0
"""At most: our processor time over the engine's; a synthetic control with placebos; peak memory."""
WARM = 3
"""Fits of ours and of the engine in each process after the first, of which the median counts."""
LAW = "detainer_needs_judge >= 1"


@dataclass(frozen=True)
class Run:
    name: str
    cpu: float
    wall: float
    peak_mib: float
    effect: float
    error: float


def draw() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcomes, cohorts (the column of the first treated month; MONTHS for never) and states."""
    rng = np.random.default_rng(0)
    state = rng.integers(0, STATES, COUNTIES)
    months = np.sort(rng.choice(np.arange(24, 230), LAWS, replace=False))
    law = np.full(STATES, MONTHS)
    law[rng.permutation(STATES)[:LAWS]] = months
    cohorts = law[state]
    treated = np.arange(MONTHS) >= cohorts[:, None]
    outcomes = (
        rng.normal(size=(COUNTIES, 1))
        + np.linspace(0, 1, MONTHS)
        + 0.5 * rng.normal(size=(COUNTIES, MONTHS))
        - 0.1 * treated
    )
    return outcomes, cohorts.astype(np.int64), state.astype(np.int64)


def frame(cohort_of_never: float) -> Any:
    """The same as pandas has it."""
    import pandas

    outcomes, cohorts, _ = draw()
    given = np.where(cohorts < MONTHS, cohorts + 1.0, cohort_of_never)
    kind = np.int64 if np.isfinite(cohort_of_never) else np.float64
    return pandas.DataFrame(
        {
            "unit": np.repeat(np.arange(COUNTIES), MONTHS),
            "t": np.tile(np.arange(1, MONTHS + 1), COUNTIES),
            "g": np.repeat(given.astype(kind), MONTHS),
            "y": outcomes.ravel(),
        }
    )


def ours() -> Callable[[], tuple[float, float]]:
    import diff_diff  # noqa: F401

    from safehavens.evaluate.estimators.library_estimates import estimate_group_time
    from safehavens.evaluate.nouns import Sample

    outcomes, cohorts, _ = draw()
    places = tuple(map(str, range(COUNTIES)))
    sample = Sample(places, tuple(range(MONTHS)), outcomes, cohorts, np.arange(COUNTIES))

    def fit() -> tuple[float, float]:
        found = estimate_group_time(sample)
        assert len(found.points) > MONTHS
        return found.estimate.effect, found.estimate.error

    return fit


def bare() -> Callable[[], tuple[float, float]]:
    import diff_diff

    given = frame(0)

    def fit() -> tuple[float, float]:
        found = diff_diff.CallawaySantAnna(
            control_group="never_treated", base_period="universal"
        ).fit(given, "y", "unit", "t", "g")
        assert len(found.aggregate("event_study").event_time) > MONTHS
        return float(found.overall_att), float(found.overall_se)

    return fit


def csdid() -> Callable[[], tuple[float, float]]:
    from csdid.att_gt import ATTgt

    given = frame(0)

    def fit() -> tuple[float, float]:
        found = ATTgt(
            yname="y", tname="t", idname="unit", gname="g", data=given,
            control_group=["nevertreated"], xformla="y~1",
        ).fit(est_method="reg", bstrap=False, base_period="universal")  # fmt: skip
        found.aggte("dynamic", bstrap=False, cband=False)
        found.aggte("simple", bstrap=False, cband=False)
        return float(found.atte["overall_att"]), float(np.ravel(found.atte["overall_se"])[0])

    return fit


def moderndid() -> Callable[[], tuple[float, float]]:
    from moderndid import aggte, att_gt

    given = frame(0)

    def fit() -> tuple[float, float]:
        found = att_gt(
            given, "y", "t", "unit", "g", est_method="reg", control_group="nevertreated",
            boot=False, cband=False, base_period="universal",
        )  # fmt: skip
        aggte(found, type="dynamic")
        simple = aggte(found, type="simple")
        return float(simple.overall_att), float(simple.overall_se)

    return fit


def pyfixest() -> Callable[[], tuple[float, float]]:
    """Two-way fixed effects alone: its saturated event study wants 14 GiB here."""
    import pyfixest

    given = frame(0)
    given["treated"] = ((given["g"] > 0) & (given["t"] >= given["g"])).astype(int)

    def fit() -> tuple[float, float]:
        found = pyfixest.feols("y ~ treated | unit + t", given, vcov={"CRV1": "unit"})
        return float(found.coef().iloc[0]), float(found.se().iloc[0])

    return fit


def placebos() -> Callable[[], tuple[float, float]]:
    """California's violent crime, FBI, 1979 to 2018, beside forty-nine states."""
    import pyarrow.parquet as pq

    from safehavens.datasets.open_data_set import open_data_set
    from safehavens.evaluate.estimators.synthetic_control import rank_among_placebos

    rows = pq.read_table(open_data_set("fbi-ucr-state").path).to_pylist()
    rates = {(r["state_abbr"], r["year"]): r["violent_crime"] / r["population"] * 1e5 for r in rows}
    names = sorted({name for name, _ in rates} - {"CA", "DC", "PR"})
    years = range(1979, 2019)
    unit = np.array([rates["CA", year] for year in years])
    donors = np.array([[rates[name, year] for name in names] for year in years])

    def fit() -> tuple[float, float]:
        found = rank_among_placebos(unit, donors, np.array(years) < 2018)
        assert len(found.ratios) == len(names)
        return found.treated.effect, found.p_ratio

    return fit


ESTIMATES = {
    "ours": ours,
    "diff-diff, bare": bare,
    "csdid": csdid,
    "moderndid": moderndid,
    "pyfixest, two-way only": pyfixest,
}
PEERS = tuple(ESTIMATES)[2:]
PLACEBOS = "synthetic control, all placebos"


def child(name: str) -> None:
    """One run in this process: prints its figures as JSON, last."""
    warnings.simplefilter("ignore")
    fit = {**ESTIMATES, PLACEBOS: placebos}[name]()
    taken = []
    for _ in range(1 if name in PEERS else 1 + WARM):
        cpu, wall = time.process_time(), time.perf_counter()
        effect, error = fit()
        taken.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (statistics.median(each) for each in zip(*taken[-WARM:], strict=True))
    run = Run(name, cpu, wall, to_mib(resource.getrusage(resource.RUSAGE_SELF)), effect, error)
    print("\n" + json.dumps(asdict(run)))


def to_mib(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def run(name: str, patience: float) -> Run | str:
    """A run in a process of its own, or why there is none."""
    command = [sys.executable, __file__, "--child", name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience)
    except subprocess.TimeoutExpired:
        return f"stopped after {patience:.0f} s"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        return "not installed" if last.startswith("ModuleNotFoundError") else f"failed: {last}"
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def run_command(folder: Path, cache: str) -> Run:
    """The whole command on real law and made outcomes: counties by month, Parquet to report."""
    environment = {**os.environ, "SAFEHAVENS_CACHE": cache}
    command = [sys.executable, "-m", "safehavens", "evaluate", LAW, "--outcome", "made.parquet",
               "--y", "y", "--searched", "none", "--controls", "never", "-o", "out"]  # fmt: skip
    log = folder / "said"
    with log.open("w") as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}: {log.read_text()}")
    plan = json.loads((folder / "out" / "plan.json").read_text())["settled"]["places"]
    treated = sum(role == "treated" for role, _ in plan.values())
    name = f"safehavens evaluate, {treated} counties treated"
    return Run(name, used.ru_utime + used.ru_stime, wall, to_mib(used), float("nan"), float("nan"))


def write_outcomes(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from safehavens.corpus.places import load

    codes = sorted({one.fips for one in load().counties() if one.fips and one.fips < "57"})
    outcomes = np.resize(draw()[0], (len(codes), MONTHS))
    months = [f"{2005 + k // 12}-{k % 12 + 1:02}" for k in range(MONTHS)]
    made = {
        "fips": np.repeat(codes, MONTHS),
        "month": np.tile(months, len(codes)),
        "y": outcomes.ravel(),
    }
    pq.write_table(pa.table(made), folder / "made.parquet")


def compare(runs: list[Run]) -> float:
    """Print each estimate's medians beside the engine's; returns our ratio."""
    by_name: dict[str, list[Run]] = {}
    for one in runs:
        by_name.setdefault(one.name, []).append(one)
    engine = by_name["diff-diff, bare"]
    for one in runs:
        if one.name in ("ours", "csdid", "moderndid"):
            assert abs(one.effect - engine[0].effect) < 1e-8, one
    base = statistics.median(one.cpu for one in engine)
    ratio = statistics.median(a.cpu / b.cpu for a, b in zip(by_name["ours"], engine, strict=True))
    print(f"{'':26} {'cpu s':>7} {'ratio':>6} {'wall s':>7} {'peak MiB':>9} {'effect':>9}")
    for name, own in by_name.items():
        cpu = statistics.median(one.cpu for one in own)
        shown = ratio if name == "ours" else cpu / base
        print(f"{name:26} {cpu:7.2f} {shown:6.2f} {statistics.median(o.wall for o in own):7.2f} "
              f"{max(o.peak_mib for o in own):9.0f} {own[0].effect:9.5f}")  # fmt: skip
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each, but one of a peer (3)")
    parser.add_argument("--patience", type=float, default=300, help="seconds for a peer (300)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child)

    print(f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    print(f"{COUNTIES:,} counties x {MONTHS} months, {LAWS} cohorts, event study over all\n")
    found = [run(name, 10 * options.patience)
             for _ in range(options.runs) for name in ("ours", "diff-diff, bare")]  # fmt: skip
    peers = {name: run(name, options.patience) for name in PEERS}
    state = [run(PLACEBOS, options.patience) for _ in range(options.runs)]
    wrong = [one for one in (*found, *state) if isinstance(one, str)]
    if wrong:
        sys.exit(wrong[0])
    runs = [one for one in (*found, *peers.values()) if isinstance(one, Run)]
    ratio = compare(runs)
    for name, why in peers.items():
        if isinstance(why, str):
            print(f"{name:26} {why}")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        write_outcomes(Path(folder))
        whole = run_command(Path(folder), cache)
    seconds = statistics.median(one.wall for one in state if isinstance(one, Run))
    print(f"\n{PLACEBOS}: {seconds:.2f} s\n{whole.name}: {whole.cpu:.1f} s of processor, "
          f"{whole.wall:.1f} s, {whole.peak_mib:.0f} MiB\n")  # fmt: skip
    peak = max(whole.peak_mib, *(one.peak_mib for one in runs if one.name == "ours"))
    met = {"ratio": ratio <= RATIO, "placebos": seconds <= SECONDS, "peak": peak <= MIB}
    print(f"targets: ratio {ratio:.2f} (at most {RATIO}) {'met' if met['ratio'] else 'NOT met'}; "
          f"placebos {seconds:.2f} s (at most {SECONDS:g}) "
          f"{'met' if met['placebos'] else 'NOT met'}; peak {peak:.0f} MiB (at most {MIB:.0f}) "
          f"{'met' if met['peak'] else 'NOT met'}")  # fmt: skip
    if options.json:
        figures = {
            "date": date.today().isoformat(),
            "python": platform.python_version(),
            "runs": [asdict(one) for one in (*runs, *state, whole) if isinstance(one, Run)],
            "peers": {name: why for name, why in peers.items() if isinstance(why, str)},
            "targets_met": met,
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
