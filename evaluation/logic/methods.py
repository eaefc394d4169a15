"""The versions of the methods of reports, and how much of a report of an earlier one can be made again."""

from enum import StrEnum

FIGURES, RULES = "figures", "rules"

# What each version changed: how a figure is computed or which there are; or only the rules by which some are hidden.
CHANGED = {
    "2026.1": FIGURES,
    "2026.2": FIGURES,  # what stands beside a change
    "2026.3": FIGURES,  # the funnel counts everybody who came further
    "2026.4": RULES,  # earlier vintages, to the mean
    "2026.5": RULES,  # other reports of the year, taken together
    "2026.6": RULES,  # regions that are hidden together
    "2026.7": RULES,  # pages of programs
    "2026.8": FIGURES,  # those who left are compared from ten people on
}
METHOD_VERSION = next(reversed(CHANGED))


class Remaking(StrEnum):
    ALL = "all"
    FIGURES = "figures"  # those that are hidden are taken as published
    DATA = "data"  # only the frozen data are held against their hash


def remaking_of(version: str) -> Remaking:
    """Rules ask other reports, and have their own order; figures follow from the frozen data alone."""
    if version == METHOD_VERSION:
        return Remaking.ALL
    if version not in CHANGED:
        return Remaking.DATA
    versions = list(CHANGED)
    later = versions[versions.index(version) + 1 :]
    return Remaking.DATA if FIGURES in {CHANGED[each] for each in later} else Remaking.FIGURES
