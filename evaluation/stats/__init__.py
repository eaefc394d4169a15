"""The statistics by which the portal judges change, equity and disclosure: `from evaluation import stats`.

Small pure functions of plain values: no Django, no database, numpy and `scipy.special` only (a test watches this).
Each answers with a frozen dataclass: its numbers, the `method_id` that pins every option, and a `reason` where a
number cannot be had. Too few values, no spread, ties and zeros are properties of data, and so are numbers that floats
cannot hold: they give an explained, empty result, never NaN and never an exception. A missing value is None (or NaN)
and is left out, together with its pair. Lists of different length, infinity, a negative count or a share outside 0..1
are faults of the caller: ValueError.
"""

from common.statistics.effect_sizes import hedges_correction
from evaluation.stats.change import (
    Change,
    SignedRanks,
    difference_in_differences,
    paired_change,
    paired_change_from_summary,
    reliable_change,
    signed_rank,
    synthesis_d,
    synthesis_g,
)
from evaluation.stats.disclosure import Interval, ProtectedCell, ProtectedCells, audit, suppress
from evaluation.stats.distribution import concentration_index, gini, theil, theil_decomposition
from evaluation.stats.retention import log_rank, survival
from evaluation.stats.shares import (
    achievement,
    false_discovery,
    paired_proportions,
    participation_ratio,
    proportion_interval,
)

__all__ = [
    "Change",
    "Interval",
    "ProtectedCell",
    "ProtectedCells",
    "SignedRanks",
    "achievement",
    "audit",
    "concentration_index",
    "difference_in_differences",
    "false_discovery",
    "gini",
    "hedges_correction",
    "log_rank",
    "paired_change",
    "paired_change_from_summary",
    "paired_proportions",
    "participation_ratio",
    "proportion_interval",
    "reliable_change",
    "signed_rank",
    "suppress",
    "survival",
    "synthesis_d",
    "synthesis_g",
    "theil",
    "theil_decomposition",
]
