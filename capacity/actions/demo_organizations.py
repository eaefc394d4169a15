"""Invented organizations: where they are, what they are called, what they speak."""

from random import Random

from django.db.models import F
from django.utils.translation import gettext_noop

from capacity.actions import directory
from capacity.logic.demo import (
    OTHER_NAMES,
    DemoOrganization,
    organization_name,
    other_name,
    place_name,
)
from capacity.models import (
    Language,
    NameKind,
    Stakeholder,
    StakeholderName,
    Territory,
)
from common.demo import Demo, ids

HOME = 0  # the organization of those who have a log-in
PARTNER = 1
KINDS = (
    ["user_group"] * 11
    + ["chapter"] * 3
    + ["thematic_organization"]
    + ["community"] * 3
    + ["hub"]
    + ["partner"]
)
AFFILIATE_TYPES = {"user_group", "chapter", "thematic_organization"}
ABOUT = gettext_noop("An invented organization: it shows what the portal does.")
REASON = gettext_noop("invented for the demonstration")
MATURITIES = ["emerging"] * 5 + ["established"] * 3 + ["unknown"] * 2


def load(demo: Demo, languages: list[str]) -> list[DemoOrganization]:
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
    _write_organizations(demo, made)
    spoken = Stakeholder.languages.through
    demo.copy(
        spoken, ["stakeholder", "language"], ((each.pk, dice.choice(languages)) for each in made if languages)
    )
    return made


def _write_organizations(demo: Demo, made: list[DemoOrganization]) -> None:
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
