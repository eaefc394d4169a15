"""Searches that demo accounts have saved, with what they found."""

from urllib.parse import urlencode

from django.utils.translation import gettext_noop

from capacity.logic.demo import DemoWorld
from common.demo import Demo, ids
from programs.logic.demo import DemoProgram
from programs.models import Alert, SavedSearch, SearchFinding

SEARCHES = [
    # role, name, what is asked, letters, how many programs it found already
    (
        "member",
        gettext_noop("Open courses for newcomers"),
        {"open": "1", "audience": "newcomers"},
        Alert.WEEKLY,
        2,
    ),
    ("member", gettext_noop("Online and free of charge"), {"format": "online", "free": "1"}, Alert.OFF, 0),
    (
        "representative",
        gettext_noop("Leadership, with interpretation"),
        {"q": "leading", "access": "interpretation"},
        Alert.DAILY,
        1,
    ),
]


def load_searches(demo: Demo, world: DemoWorld, programs: list[DemoProgram]) -> None:
    found = []
    rows = []
    for pk, (role, name, asked, alert, findings) in zip(
        ids(SavedSearch, len(SEARCHES)), SEARCHES, strict=True
    ):
        hears = alert != Alert.OFF
        moments = (
            (demo.moment(-30), demo.moment(-1, 420), demo.moment(1, 420)) if hears else (None, None, None)
        )
        rows.append(
            (pk, world.roles[role].user, name, urlencode(asked), str(alert), *moments, demo.moment(-30))
        )
        found += [(pk, each.pk, demo.moment(-3, 420)) for each in programs[:findings]]
    columns = ["id", "owner", "name", "query", "alert", "alert_since", "looked_at", "next_at", "created_at"]
    demo.copy(SavedSearch, columns, rows)
    demo.copy(SearchFinding, ["search", "program", "found_at"], found)
