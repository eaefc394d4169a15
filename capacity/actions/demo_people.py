"""Invented people: their accounts, affiliations, what they show and what they say of themselves."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_noop

from capacity.actions.demo_organizations import HOME, PARTNER
from capacity.logic.demo import (
    DemoOrganization,
    DemoPerson,
    DemoWorld,
    person_name,
)
from capacity.models import (
    Affiliation,
    AffiliationRole,
    ConsentText,
    Demographic,
    DemographicOption,
    Language,
    PersonVisibility,
    SeenBy,
    Stakeholder,
    User,
)
from common.demo import Demo, ids, uuid_from
from common.search import searchable

ROLES = ["member", "representative", "facilitator", "coordinator", "evaluator", "staff", "partner"]
COLLEAGUE = "colleague"  # of staff: a second pair of eyes for what staff makes; one of many, with a log-in
COLLEAGUE_NUMBER = len(ROLES) + 4
ANSWERING = 0.4  # of the people say something of themselves for statistics
NOTE = gettext_noop("I was elected to the board at our last general assembly.")
LIKELY_LANGUAGES = ["en", "ar", "es", "fr", "hi", "id", "pt-br", "ru", "sw", "zh-hans"]


def load(demo: Demo, organizations: list[DemoOrganization]) -> list[DemoPerson]:
    dice = demo.dice("people")
    number = demo.number(2000, least=40)
    # A few organizations are large, most are small; the first is large enough to have figures of its own.
    weights = [dice.paretovariate(1.3) for _ in organizations]
    weights[HOME] = max(weights[HOME], sum(weights) * 0.02)
    weights[PARTNER] = 0
    homes = sorted(dice.choices(range(len(organizations)), weights=weights, k=number - len(ROLES)))
    homes = [*(PARTNER if role == "partner" else HOME for role in ROLES), *homes]
    people = [
        DemoPerson(
            pk=pk,
            user=user,
            key=str(UUID(uuid_from(dice))),
            organization=organizations[home],
            language=dice.choice(LIKELY_LANGUAGES),
        )
        for pk, user, home in zip(ids(Stakeholder, number), ids(User, number), homes, strict=True)
    ]
    _write_people(demo, people)
    _write_affiliations(demo, people)
    return people


def with_log_in(people: list[DemoPerson]) -> dict[str, DemoPerson]:
    return {**dict(zip(ROLES, people, strict=False)), COLLEAGUE: people[COLLEAGUE_NUMBER]}


def write_visibility(demo: Demo, people: list[DemoPerson]) -> None:
    """Two in five show something of themselves, the members with a log-in among them; each field as it falls."""
    dice = demo.dice("visibility")
    columns = ["person", "listed", *PersonVisibility.FIELDS, "created_at"]
    rows = []
    for number, each in enumerate(people):
        if number >= len(ROLES) and dice.random() > 0.4:
            continue
        fields = [str(dice.choice(SeenBy.values)) for _ in PersonVisibility.FIELDS]
        rows.append((each.pk, dice.choice(["members", "everybody"]), *fields, demo.moment(-300)))
    demo.copy(PersonVisibility, columns, rows)


def first_members(organizations: list[DemoOrganization], people: list[DemoPerson]) -> list[int]:
    """Where an organization has nobody, the next one's first person stands in."""
    found: dict[int, int] = {}
    for place in range(len(people) - 1, len(ROLES) - 1, -1):
        found[people[place].organization.pk] = place
    last, firsts = len(people) - 1, []
    for each in reversed(organizations):
        last = found.get(each.pk, last)
        firsts.append(last)
    return firsts[::-1]


def load_demographics(demo: Demo, world: DemoWorld) -> None:
    """What some say of themselves for statistics; those with a log-in say nothing, so that one can try it."""
    dice = demo.dice("demographics")
    consents = list(ConsentText.objects.newest())
    offered = defaultdict(list)
    for option, dimension in DemographicOption.objects.order_by("pk").values_list("pk", "dimension"):
        offered[dimension].append(option)
    columns = ["person", "dimension", "option", "consent", "purpose", "given_on"]
    demo.copy(
        Demographic,
        columns,
        (
            (person.pk, dimension, option, consent.pk, consent.purpose, demo.day(-30))
            for person in world.people[len(ROLES) :]
            if dice.random() < ANSWERING
            for dimension, options in offered.items()
            for option in dice.choices(options, weights=range(len(options) + 3, 3, -1))
            for consent in consents
        ),
    )


def _write_people(demo: Demo, people: list[DemoPerson]) -> None:
    dice = demo.dice("names")
    emails = [f"{role}@demo.example" for role in ROLES]
    emails += [f"person-{number}@demo.example" for number in range(len(ROLES), len(people))]
    emails[COLLEAGUE_NUMBER] = f"{COLLEAGUE}@demo.example"
    demo.copy(
        User,
        ["id", "public_id", "email", "password", "is_staff", "date_joined", "time_zone", "created_at"],
        (
            (
                each.user,
                each.key,
                email,
                "!",
                email.startswith(("staff@", f"{COLLEAGUE}@")),
                demo.moment(-1400),
                "UTC",
                demo.moment(-1400),
            )
            for each, email in zip(people, emails, strict=True)
        ),
    )

    def rows() -> Iterator[tuple[object, ...]]:
        for number, each in enumerate(people):
            name = person_name(dice)
            home = each.organization
            yield (
                each.pk, "person", name, f"demo-person-{number + 1}", each.user, home.territory, home.region,
                searchable(name), demo.moment(-1400),
            )  # fmt: skip

    columns = [
        "id",
        "kind",
        "name",
        "slug",
        "user",
        "territory",
        "region",
        "search_text",
        "created_at",
    ]
    demo.copy(Stakeholder, columns, rows())
    spoken = Stakeholder.languages.through
    known = set(Language.objects.values_list("code", flat=True))
    demo.copy(
        spoken,
        ["stakeholder", "language"],
        ((each.pk, each.language) for each in people if each.language in known),
    )


def _write_affiliations(demo: Demo, people: list[DemoPerson]) -> None:
    """Each person in her organization; the first of each organization represents it, besides those with log-ins. One
    organization has nobody who does, so that its requests wait for staff.
    """
    dice = demo.dice("affiliations")
    members: dict[int, list[DemoPerson]] = defaultdict(list)
    for each in people[len(ROLES) :]:
        members[each.organization.pk].append(each)
    *attended, unattended = members.values()
    rows = [(each, AffiliationRole.MEMBER, "confirmed") for each in people[len(ROLES) :]]
    rows += [(group[0], AffiliationRole.REPRESENTATIVE, "confirmed") for group in attended]
    rows += [(group[1], AffiliationRole.BOARD, "confirmed") for group in attended if len(group) > 1]
    rows += [(group[2], AffiliationRole.BOARD, "requested") for group in attended if len(group) > 5]
    rows += [(group[3], AffiliationRole.STAFF, "requested") for group in attended if len(group) > 12]
    rows += [(unattended[0], AffiliationRole.BOARD, "requested")]
    roles = dict(zip(ROLES, people, strict=False))
    rows += [
        (each, AffiliationRole.REPRESENTATIVE if role in {"representative", "partner"} else AffiliationRole.MEMBER,
         "confirmed")
        for role, each in roles.items()
    ]  # fmt: skip
    rows += [(roles["member"], AffiliationRole.BOARD, "ended")]
    decider = roles["staff"].user

    def line(each: DemoPerson, role: AffiliationRole, state: str) -> tuple[object, ...]:
        start = -2 if state == "requested" else -dice.randrange(400, 1300)
        decided = state != "requested"
        last = -dice.randrange(40, 300) if state == "ended" else None
        if role == AffiliationRole.REPRESENTATIVE:
            last = dice.randrange(20, 700) if each.user != roles["representative"].user else 500
        return (
            each.pk, each.organization.pk, str(role), state, demo.day(start),
            None if last is None else demo.day(last),
            NOTE if state == "requested" and role == AffiliationRole.BOARD else "",
            decider if decided else None, demo.moment(start + 3) if decided else None, demo.moment(start),
        )  # fmt: skip

    columns = [
        "person",
        "organization",
        "role",
        "state",
        "starts_on",
        "ends_on",
        "note",
        "decided_by",
        "decided_at",
    ]
    demo.copy(Affiliation, [*columns, "created_at"], (line(*row) for row in rows))
