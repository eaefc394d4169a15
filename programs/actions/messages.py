"""Messages of those who run a cohort to groups of its people."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction

from capacity.models import User
from common.log import record
from programs import letters
from programs.models import Cohort, Enrollment


class Words(NamedTuple):
    subject: str
    text: str


@transaction.atomic
def send(
    cohort: Cohort, *, by: User, states: Iterable[str], words: Mapping[str, Words], first: str, mark: str
) -> int:
    """Writes to everybody in these states, each in her language where it is among `words`, else in that of `first`.
    The same `mark` again writes to nobody twice. Returns to how many. What was said stands in what they get only.
    """
    people = Enrollment.objects.filter(cohort=cohort, state__in=list(states)).select_related("person__user")
    told = 0
    for enrollment in people.order_by("pk"):
        user = enrollment.person.user
        if user is None:
            continue
        enrollment.cohort = cohort
        language = user.language if user.language in words else first
        letters.message(enrollment, *words[language], mark=mark)
        told += 1
    record("programs.messages.send", cohort, by=by, after={"states": sorted(states), "people": told})
    return told
