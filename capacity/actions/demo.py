"""The demo world's people and organizations. All of it is marked, and none of it is real."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_noop

from capacity.actions import demo_claims, directory
from capacity.logic.demo import (
    OTHER_NAMES,
    DemoOrganization,
    DemoPerson,
    DemoWorld,
    organization_name,
    other_name,
    person_name,
    place_name,
)
from capacity.models import (
    Affiliation,
    AffiliationRole,
    Capacity,
    CapacityChange,
    CapacityClaim,
    CapacitySuggestion,
    ConsentText,
    Demographic,
    DemographicOption,
    Language,
    NameKind,
    PersonVisibility,
    ProficiencyLevel,
    RoleAssignment,
    SeenBy,
    Stakeholder,
    StakeholderName,
    SuggestionKind,
    Territory,
    User,
)
from common.demo import Demo, ids, remove_marked, uuid_from
from common.log import record
from common.models import ActionLog
from common.search import searchable

PASSWORD = "capacity-demo"  # noqa: S105 - printed wherever the demo population is
ROLES = ["member", "representative", "facilitator", "coordinator", "evaluator", "staff", "partner"]
LOADED = "demo.load"
HOME = 0  # the organization of those who have a log-in
PARTNER = 1
ANSWERING = 0.4  # of the people say something of themselves for statistics
GROUP_SIZE = 4  # capacities asked together
MOST_GROUPS = 40
KINDS = (
    ["user_group"] * 11
    + ["chapter"] * 3
    + ["thematic_organization"]
    + ["community"] * 3
    + ["hub"]
    + ["partner"]
)
AFFILIATE_TYPES = {"user_group", "chapter", "thematic_organization"}
NOTE = gettext_noop("I was elected to the board at our last general assembly.")
ABOUT = gettext_noop("An invented organization: it shows what the portal does.")
REASON = gettext_noop("invented for the demonstration")
MATURITIES = ["emerging"] * 5 + ["established"] * 3 + ["unknown"] * 2
LIKELY_LANGUAGES = ["en", "ar", "es", "fr", "hi", "id", "pt-br", "ru", "sw", "zh-hans"]


def load(demo: Demo) -> DemoWorld:
    """Writes accounts, organizations, people and affiliations. Refuses where no reference data are loaded."""
    languages = [code for code in LIKELY_LANGUAGES if Language.objects.filter(code=code).exists()]
    with directory.filled_at_the_end():
        organizations = _organizations(demo, languages)
        people = _people(demo, organizations)
        _write_visibility(demo, people)
        demo_claims.load(demo, organizations, people)
    groups, roots = _capacity_groups()
    if not (languages and groups):
        raise LookupError("There are no languages or capacities yet: run `manage.py load_reference` first.")
    return DemoWorld(
        organizations=organizations,
        people=people,
        first_members=_first_members(organizations, people),
        roles=dict(zip(ROLES, people, strict=False)),
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
    return EmailAddress.objects.filter(email=f"{ROLES[-1]}@demo.example", user__is_demo=True).exists()


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


def _organizations(demo: Demo, languages: list[str]) -> list[DemoOrganization]:
    dice = demo.dice("organizations")
    territories = _territories(dice, demo.number(200, least=4))
    made = []
    for number, (pk, (territory, region)) in enumerate(
        zip(ids(Stakeholder, len(territories)), territories, strict=True)
    ):
        kind = {HOME: "user_group", PARTNER: "partner"}.get(number) or dice.choice(KINDS)
        place = place_name(number)
        is_affiliate = kind in AFFILIATE_TYPES
        made.append(
            DemoOrganization(
                pk=pk,
                name=organization_name(kind, kind if is_affiliate else "", place),
                kind="affiliate" if is_affiliate else kind,
                affiliate_type=kind if is_affiliate else "",
                maturity=dice.choice(MATURITIES),
                territory=territory,
                region=region,
                place=place,
            )
        )
    names = _names(demo, made)
    columns = [
        "id", "kind", "affiliate_type", "name", "slug", "description", "territory", "region", "maturity",
        "maturity_reason", "recognized_on", "search_text", "created_at",
    ]  # fmt: skip
    demo.copy(
        Stakeholder,
        columns,
        (
            (
                each.pk, each.kind, each.affiliate_type, each.name, f"demo-organization-{number + 1}",
                ABOUT, each.territory, each.region, each.maturity,
                "" if each.maturity == "unknown" else REASON,
                "" if each.kind != "affiliate" else str(demo.as_of.year - 2 - number % 12),
                directory.names_together(each.name, (name for _, name in names[each.pk])), demo.moment(-1500),
            )
            for number, each in enumerate(made)
        ),
    )  # fmt: skip
    demo.copy(
        StakeholderName,
        ["stakeholder", "language", "kind", "name"],
        ((pk, code, str(NameKind.OFFICIAL), name) for pk, given in names.items() for code, name in given),
    )
    spoken = Stakeholder.languages.through
    demo.copy(
        spoken, ["stakeholder", "language"], ((each.pk, dice.choice(languages)) for each in made if languages)
    )
    return made


def _names(demo: Demo, organizations: list[DemoOrganization]) -> dict[int, list[tuple[str, str]]]:
    """Of each organization two further names, by language."""
    dice = demo.dice("names of organizations")
    known = sorted(Language.objects.filter(pk__in=OTHER_NAMES).values_list("code", flat=True))
    return {
        each.pk: [
            (code, other_name(code, each.kind, each.affiliate_type, each.place))
            for code in dice.sample(known, min(2, len(known)))
        ]
        for each in organizations
    }


def _write_visibility(demo: Demo, people: list[DemoPerson]) -> None:
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


def _territories(dice: Random, number: int) -> list[tuple[str, int | None]]:
    """Where organizations are: more of them where more people live, those of one region side by side."""
    rows = list(
        Territory.objects.exclude(population=None)
        .order_by(F("region__code").asc(nulls_last=True), "code")
        .values_list("code", "region_id", "population")
    )
    if not rows:
        raise LookupError("There are no territories yet: run `manage.py load_reference` first.")
    chosen = dice.choices(
        range(len(rows)), weights=[(population or 1) ** 0.4 for _, _, population in rows], k=number
    )
    return [rows[index][:2] for index in sorted(chosen)]


def _people(demo: Demo, organizations: list[DemoOrganization]) -> list[DemoPerson]:
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


def _first_members(organizations: list[DemoOrganization], people: list[DemoPerson]) -> list[int]:
    """Where an organization has nobody, the next one's first person stands in."""
    found: dict[int, int] = {}
    for place in range(len(people) - 1, len(ROLES) - 1, -1):
        found[people[place].organization.pk] = place
    last, firsts = len(people) - 1, []
    for each in reversed(organizations):
        last = found.get(each.pk, last)
        firsts.append(last)
    return firsts[::-1]


def _write_people(demo: Demo, people: list[DemoPerson]) -> None:
    dice = demo.dice("names")
    emails = [f"{role}@demo.example" for role in ROLES]
    emails += [f"person-{number}@demo.example" for number in range(len(ROLES), len(people))]
    demo.copy(
        User,
        ["id", "public_id", "email", "password", "is_staff", "date_joined", "time_zone", "created_at"],
        (
            (
                each.user,
                each.key,
                email,
                "!",
                email.startswith("staff@"),
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
