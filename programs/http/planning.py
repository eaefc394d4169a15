"""What the forms of a cohort and of its sessions say, for pages and API."""

from programs.actions import cohorts
from programs.forms.cohorts import CohortForm, RuleForm
from programs.logic.recurrence import Occurrence
from programs.models import Session


def tongues_of(form: CohortForm) -> cohorts.Tongues:
    given = form.cleaned_data
    return cohorts.Tongues(languages=given["languages"], interpretation=given["interpretation"])


def planned(form: RuleForm, found: list[Occurrence]) -> list[Session]:
    given = form.cleaned_data
    return [
        Session(
            title=given["title"] if len(found) == 1 else f"{given['title']} {number}",
            local_date=each.local_date,
            local_time=each.local_time,
            time_zone=each.zone,
            minutes=given["minutes"],
            room=given["room"],
            link=given["link"],
        )
        for number, each in enumerate(found, start=1)
    ]
