"""What counts as stalled: explicit rules, each with the days after which it holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """`says` is for the list of rules, `found` for a program to which it applies."""

    code: str
    days: int
    found: Promise
    says: Promise


RULES = {
    rule.code: rule
    for rule in (
        Rule("no_cohort", 60, _("No cohort is planned or running."),
             _("A published program has had no cohort planned or running for two months.")),
        Rule("undecided", 14, _("Applications wait for a decision."),
             _("An application has waited for a decision for two weeks.")),
        Rule("unrecorded", 3, _("A session has no attendance recorded."),
             _("Three days after a session nobody's attendance is recorded.")),
        Rule("not_ended", 14, _("A cohort is over, and people are still enrolled."),
             _("Two weeks after a cohort's end people are still enrolled, neither completed nor not.")),
        Rule("no_follow_up", 30, _("A cohort is over, and no follow-up is planned."),
             _("A month after a cohort's end no questionnaire 3 to 24 months after is planned (for a year).")),
        Rule("in_review", 14, _("It has been waiting for a review."),
             _("A program has waited for its review for two weeks.")),
    )
}  # fmt: skip
FOLLOW_UP_DAYS = 365  # days after a cohort's end for which a missing follow-up is named
SESSION_DAYS = 180  # days for which a session without attendance is named


@dataclass(frozen=True)
class Since:
    """Moments and days before which each rule holds."""

    no_cohort: date
    undecided: datetime
    unrecorded: datetime
    unrecorded_from: datetime
    not_ended: date
    no_follow_up: date
    no_follow_up_from: date
    in_review: datetime


def since(now: datetime) -> Since:
    def ago(code: str) -> datetime:
        return now - timedelta(days=RULES[code].days)

    return Since(
        no_cohort=ago("no_cohort").date(),
        undecided=ago("undecided"),
        unrecorded=ago("unrecorded"),
        unrecorded_from=now - timedelta(days=SESSION_DAYS),
        not_ended=ago("not_ended").date(),
        no_follow_up=ago("no_follow_up").date(),
        no_follow_up_from=(now - timedelta(days=FOLLOW_UP_DAYS)).date(),
        in_review=ago("in_review"),
    )
