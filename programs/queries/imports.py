"""What a sheet of results would change in a cohort."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from capacity.models import User
from programs.logic.results import Problem, Sheet
from programs.models import Cohort, Enrollment
from programs.states import EnrollmentState


@dataclass
class Plan:
    """`changes` and `same` are enrollments with the result they get or have already."""

    changes: list[tuple[Enrollment, str]] = field(default_factory=list)
    same: list[Enrollment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan(cohort: Cohort, sheet: Sheet, *, by: User) -> Plan:
    """Two queries, however long the sheet is."""
    found = Plan(problems=list(sheet.problems))
    rows = Enrollment.objects.filter(cohort=cohort, public_id__in=[line.enrollment for line in sheet.lines])
    known = {str(row.public_id): row for row in rows.select_related("person")}
    for line in sheet.lines:
        enrollment = known.get(line.enrollment)
        column, what = _problem(enrollment, line.result, by)
        if enrollment is None or what:
            found.problems.append(Problem(line.number, column, what))
        elif enrollment.state == line.result:
            found.same.append(enrollment)
        else:
            found.changes.append((enrollment, line.result))
    found.problems.sort()
    return found


def _problem(enrollment: Enrollment | None, result: str, by: User) -> tuple[str, str]:
    """In which column, and what."""
    if enrollment is None:
        return "enrollment", _("Nobody in this cohort has this enrollment.")
    if enrollment.person.user_id == by.pk:
        return "enrollment", _("Nobody decides about herself or himself.")
    if enrollment.state not in {EnrollmentState.ENROLLED, result}:
        state = EnrollmentState(enrollment.state).label
        return "result", _("This is not possible in the state “%(state)s”.") % {"state": state}
    return "", ""
