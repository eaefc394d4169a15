"""The demo world's people and organizations. All of it is marked, and none of it is real."""

from collections import defaultdict

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.utils.translation import gettext_noop

from capacity.actions import demo_claims, demo_organizations, demo_people, directory
from capacity.actions.demo_people import COLLEAGUE, LIKELY_LANGUAGES
from capacity.logic.demo import DemoWorld
from capacity.models import (
    Affiliation,
    Capacity,
    CapacityChange,
    CapacityClaim,
    CapacitySuggestion,
    Demographic,
    Language,
    ProficiencyLevel,
    RoleAssignment,
    Stakeholder,
    SuggestionKind,
    User,
)
from common.demo import Demo, remove_marked, uuid_from
from common.log import record
from common.models import ActionLog

PASSWORD = "capacity-demo"  # noqa: S105 - printed wherever the demo population is
LOADED = "demo.load"
GROUP_SIZE = 4  # capacities asked together
MOST_GROUPS = 40


def load(demo: Demo) -> DemoWorld:
    """Writes accounts, organizations, people and affiliations. Refuses where no reference data are loaded."""
    languages = [code for code in LIKELY_LANGUAGES if Language.objects.filter(code=code).exists()]
    with directory.filled_at_the_end():
        organizations = demo_organizations.load(demo, languages)
        people = demo_people.load(demo, organizations)
        demo_people.write_visibility(demo, people)
        demo_claims.load(demo, organizations, people)
    groups, roots = _capacity_groups()
    if not (languages and groups):
        raise LookupError("There are no languages or capacities yet: run `manage.py load_reference` first.")
    return DemoWorld(
        organizations=organizations,
        people=people,
        first_members=demo_people.first_members(organizations, people),
        roles=demo_people.with_log_in(people),
        capacity_groups=groups,
        capacity_roots=roots,
        languages=languages,
        levels=list(ProficiencyLevel.objects.values_list("pk", flat=True).order_by("pk")),
    )


def open_doors(demo: Demo, world: DemoWorld) -> None:
    """Lets the demo accounts sign in."""
    hasher = get_hasher()
    for role, person in world.roles.items():
        User.objects.filter(pk=person.user).update(password=hasher.encode(PASSWORD, f"demo{demo.seed}"))
        EmailAddress.objects.create(
            user_id=person.user, email=f"{role}@demo.example", verified=True, primary=True
        )


def suggest(demo: Demo, world: DemoWorld) -> None:
    """A few changes of the taxonomy that wait for staff, from those who have a log-in; only of what there is."""
    moment = demo.moment(-3)
    waiting = [
        (
            "member",
            SuggestionKind.DESCRIPTION,
            "To plan, spend and account for money.",
            gettext_noop("It has no description yet."),
        ),
        ("partner", SuggestionKind.HIDE, "", gettext_noop("We use another word for it.")),
    ]
    capacities = list(Capacity.objects.shown().filter(depth=3).order_by("path")[: len(waiting)])
    made = [
        CapacitySuggestion(
            kind=kind,
            capacity=capacity,
            language_id="en" if text else None,
            text=text,
            reason=reason,
            suggested_by_id=world.roles[role].user,
            is_demo=True,
            public_id=uuid_from(demo.dice(f"suggestion {role}")),
        )
        for (role, kind, text, reason), capacity in zip(waiting, capacities, strict=False)
    ]
    CapacitySuggestion.objects.bulk_create(made)
    CapacitySuggestion.objects.filter(pk__in=[each.pk for each in made]).update(created_at=moment)


def close(demo: Demo, world: DemoWorld) -> None:
    """The last step of a load, by which one knows that it is whole."""
    first = Stakeholder.objects.get(pk=world.people[0].pk)
    record(LOADED, first, by=None, after={"scale": demo.scale, "as_of": demo.day(0), "seed": demo.seed})


def can_sign_in() -> bool:
    """Whether the demo accounts are open, though more may still be on its way."""
    return EmailAddress.objects.filter(email=f"{COLLEAGUE}@demo.example", user__is_demo=True).exists()


def state() -> str:
    """absent, partial or whole"""
    if ActionLog.objects.filter(verb=LOADED, is_demo=True).exists():
        return "whole"
    return "partial" if User.objects.filter(is_demo=True).exists() else "absent"


def remove() -> int:
    """Deletes demo people and organizations, with whatever only they have: sessions, addresses, keys, letters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_session WHERE session_key IN (SELECT session_key FROM usersessions_usersession"
            " WHERE user_id IN (SELECT id FROM capacity_user WHERE is_demo))"
        )
    with directory.filled_at_the_end():
        return remove_marked(
            [
                RoleAssignment,
                CapacityChange,
                CapacitySuggestion,
                Demographic,
                CapacityClaim,
                Affiliation,
                Stakeholder,
                User,
            ]
        )


def _capacity_groups() -> tuple[list[list[int]], list[str]]:
    """Capacities asked together: up to six of one branch of the taxonomy, the largest branches in several groups."""
    branches: dict[str, list[int]] = defaultdict(list)
    for pk, path in Capacity.objects.shown().order_by("path").values_list("pk", "path"):
        root, _, below = path.partition("/")
        if below or not Capacity.objects.filter(parent=pk).exists():
            branches[root].append(pk)
    groups = [
        (root, branch[start : start + GROUP_SIZE])
        for root, branch in branches.items()
        for start in range(0, len(branch), GROUP_SIZE)
        if start == 0 or len(branch) - start >= GROUP_SIZE
    ]
    groups = sorted(groups, key=lambda group: -len(group[1]))[:MOST_GROUPS]
    return [group for _, group in groups], [root for root, _ in groups]
