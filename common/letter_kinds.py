"""The kinds of messages the portal sends: a person chooses for each whether and how she gets it."""

from django.utils.translation import gettext_lazy as _

LETTER_KINDS = {
    "enrollment": _("My enrollments: places, waiting list, decisions"),
    "delegation": _("What people answer whom I have named for my organization"),
    "search": _("Programs that fit a search I saved"),
    "session": _("Reminders of my sessions"),
    "mentoring": _("My mentor or mentee: proposals, meetings, reminders"),
    "assessment": _("Questionnaires I am asked to answer, and reminders"),
    "plan": _("What is due in my development plans"),
    "affiliation": _("My affiliations: requests, decisions, terms"),
    "membership": _("Who joins and leaves the organizations I represent"),
    "unattended": _("Organizations and programs that nobody looks after, for staff"),
    "operation": _("Work that the portal does by itself and that fails, for staff"),
    "report": _("Impact reports that wait for me"),
    "taxonomy": _("Changes I suggest to the list of capacities"),
    "program": _("Programs I write or review"),
    "roster": _("What happens in the cohorts I run"),
    "application": _("Applications for the cohorts I run"),
    "alert": _("Alerts on data and on work that stands still, in programs I run"),
}
ONCE_A_DAY = frozenset(
    {"application", "alert"}
)  # many at a time: together, unless somebody chooses otherwise
FOR_STAFF = frozenset({"unattended", "operation"})  # nobody else is told of these, so nobody else chooses
