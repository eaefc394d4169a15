"""Days that may be meant. Farther ones are slips of the hand (the year 26), and no clock of another zone tells them."""

from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100

# What the database bears: a clone moves everything by as many days as its first day.
KEPT_FROM, KEPT_TO = date(1800, 1, 1), date(2300, 1, 1)
KEPT_MOMENTS = (datetime(1800, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC))


def within_reach(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Please give a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
