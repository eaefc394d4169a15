"""Whether what was begun is brought to its end: follow-ups, recommendations, outcomes. None of it counts people."""

from datetime import date

from common.statistics.rates import rate
from evaluation.logic.results import result_of
from evaluation.queries import figures, questions
from evaluation.queries.figures import Figure


def loops_closed(today: date) -> list[Figure]:
    """Three queries; nothing of what has not begun."""
    shares = {
        "follow_ups_on_time": questions.follow_ups_on_time(today),
        "answered_in_time": questions.answered_in_time(today),
        "substantiated": questions.outcomes_substantiated(),
    }
    return [
        figures.figure(result_of(metric, {}, rate(did, of), people=None), figures.share)
        for metric, (did, of) in shares.items()
        if of
    ]
