"""From scores to a result out of 100: plain means, stated weights, and points for under-represented applicants."""

from collections.abc import Mapping, Sequence

BEST_SCORE = 5


def result_of(scores: Mapping[int, int], weights: Mapping[int, int]) -> float:
    """One review: the weighted mean of its scores, as a share of the best possible, out of 100."""
    whole = sum(weights[criterion] for criterion in scores)
    if not whole:
        return 0.0
    reached = sum(score * weights[criterion] for criterion, score in scores.items())
    return 100 * reached / (whole * BEST_SCORE)


def mean(results: Sequence[float]) -> float | None:
    return sum(results) / len(results) if results else None


def spread(results: Sequence[float]) -> float | None:
    """How far reviewers are apart: the highest result less the lowest."""
    return max(results) - min(results) if len(results) > 1 else None
