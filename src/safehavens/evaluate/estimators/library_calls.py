"""How samples go into diff-diff, and how what it raises comes out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np

from safehavens.evaluate.nouns import BadEvaluation, Sample

_NEVER: Final = 0
"""What it calls the cohort of a unit that is never treated."""
_WEIGHT: Final = "weight"


def make_frame(sample: Sample) -> Any:
    """The sample as diff-diff takes it: a row a cell, periods from 1, 0 for never."""
    import pandas

    units, periods = sample.outcomes.shape
    cohorts = np.where(sample.treated, sample.cohorts + 1, _NEVER)
    columns = {
        "unit": np.repeat(np.arange(units), periods),
        "time": np.tile(np.arange(1, periods + 1), units),
        "cohort": np.repeat(cohorts, periods),
        "cluster": np.repeat(sample.clusters, periods),
        "y": sample.outcomes.ravel(),
    }
    columns |= {_column(name): values.ravel() for name, values in sample.covariates.items()}
    if sample.weights is not None:
        columns[_WEIGHT] = np.repeat(sample.weights, periods)
    return pandas.DataFrame(columns)


def list_columns(sample: Sample) -> dict[str, Any]:
    """The columns beside the outcome, as diff-diff's estimators take them.

    With weights it clusters by what it calls sampling units.
    """
    import diff_diff

    given: dict[str, Any] = {"covariates": [_column(name) for name in sample.covariates] or None}
    if sample.weights is not None:
        given["survey_design"] = diff_diff.SurveyDesign(weights=_WEIGHT, psu="cluster")
    return given


def _column(covariate: str) -> str:
    """A name that none of the other columns has."""
    return f"covariate_{covariate}"


def find_cluster(sample: Sample) -> str | None:
    """The column of clusters, where they are not the places themselves."""
    return None if len(np.unique(sample.clusters)) == len(sample.places) else "cluster"


@contextmanager
def asking(estimator: str) -> Iterator[None]:
    """Turn what the library raises into one sentence, and keep its warnings off the screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except BadEvaluation:
            raise
        except (ValueError, ArithmeticError, KeyError, IndexError, np.linalg.LinAlgError) as error:
            why = str(error).split("\n", 1)[0].rstrip(".")
            raise BadEvaluation(f"{estimator} gives nothing on these data: {why}.") from None
        except MemoryError:
            raise BadEvaluation(f"{estimator} needs more memory than there is.") from None
