"""Demo programs: of every method and state, with their capacities, providers and languages."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname

from capacity.logic.demo import DemoWorld
from capacity.models import Capacity
from common.demo import Demo
from common.search import searchable
from programs.logic.demo import (
    AUDIENCE,
    DESCRIPTION,
    REVIEW_COMMENT,
    STAGES,
    SUMMARY,
    THEMES,
    DemoProgram,
)
from programs.models import (
    AudienceGroup,
    Program,
    ProgramCapacity,
    ProgramComment,
    ProgramProvider,
)

SHOWCASE_PROGRAMS = 5  # of the organization whose people have a log-in


def write_programs(demo: Demo, world: DemoWorld, programs: list[DemoProgram], methods: list[int]) -> None:
    dice = demo.dice("texts")
    demo.copy(
        Program, PROGRAM_COLUMNS, _program_rows(demo, world, programs, methods, _capacity_words(programs))
    )

    def aims() -> Iterator[tuple[Any, ...]]:
        for each in programs:
            for capacity in each.capacities:
                low = dice.randrange(max(1, len(world.levels) - 2)) if world.levels else 0
                high = min(low + dice.randint(1, 2), len(world.levels) - 1)
                levels = (world.levels[low], world.levels[high]) if world.levels else (None, None)
                yield (each.pk, capacity, *levels)

    demo.copy(ProgramCapacity, ["program", "capacity", "level_before", "target_level"], aims())
    partner = world.organizations[1].pk
    providers = [(each.pk, world.organizations[each.provider].pk, 0) for each in programs]
    providers += [(each.pk, partner, 1) for each in programs[:2]]
    providers += [
        (each.pk, world.organizations[(each.provider + 1) % len(world.organizations)].pk, 1)
        for each in programs[SHOWCASE_PROGRAMS:]
        if each.provider % 5 == 0
    ]
    demo.copy(ProgramProvider, ["program", "organization", "position"], providers)
    demo.copy(
        ProgramComment,
        ["program", "author", "text", "created_at"],
        (
            (each.pk, world.roles["facilitator"].user, REVIEW_COMMENT, demo.moment(-3))
            for each in programs
            if each.state == "in_review"
        ),
    )
    demo.copy(
        Program.languages.through,
        ["program", "language"],
        (
            (each.pk, language)
            for each in programs
            for language in sorted({dice.choice(world.languages), dice.choice(world.languages)})
        ),
    )
    regions = [(each, world.organizations[each.provider].region) for each in programs if each.provider % 3]
    demo.copy(
        Program.regions.through,
        ["program", "region"],
        ((each.pk, region) for each, region in regions if region),
    )


def _capacity_words(programs: list[DemoProgram]) -> dict[int, str]:
    """What the catalog finds a capacity by, in every language."""
    names = [build_localized_fieldname("name", language) for language in settings.MODELTRANSLATION_LANGUAGES]
    wanted = {pk for each in programs for pk in each.capacities}
    found = Capacity.objects.filter(pk__in=wanted).prefetch_related("labels")
    return {
        each.pk: searchable(
            *dict.fromkeys(
                [*(getattr(each, name) or "" for name in names), *(label.name for label in each.labels.all())]
            )
        )
        for each in found
    }


PROGRAM_COLUMNS = [
    "id", "slug", "state", "submitted_by", "method", "scope", "original_language", "audience",
    "title", "title_en", "title_ar", "summary", "summary_en", "summary_ar",
    "description", "description_en", "description_ar", "search_text", "created_by", "published_at", "archived_at",
    "created_at", "audience_groups",
]  # fmt: skip


def _program_rows(
    demo: Demo, world: DemoWorld, programs: list[DemoProgram], methods: list[int], named: dict[int, str]
) -> Iterator[tuple[Any, ...]]:
    dice = demo.dice("titles")
    by_root: dict[str, list[tuple[str, str, str]]] = {}
    for words in THEMES:
        by_root.setdefault(words[0], []).append(words)
    language = world.languages[0]  # English, where it is there
    author = world.roles["coordinator"].user
    for each in programs:
        _, theme, theme_ar = dice.choice(by_root.get(world.capacity_roots[each.group], THEMES))
        stage, stage_ar = dice.choice(STAGES)
        provider = world.organizations[each.provider]
        title, title_ar = f"{theme}: {stage} ({provider.place})", f"{theme_ar}: {stage_ar} ({provider.place})"
        summary, summary_ar = SUMMARY[0].format(theme), SUMMARY[1].format(theme_ar)
        made = -dice.randrange(200, 1300)
        published = demo.moment(made + 20) if each.state in {"published", "archived"} else None
        yield (
            each.pk, each.slug, each.state, author if each.state == "in_review" else None,
            methods[each.method], dice.choice(SCOPES), language,
            AUDIENCE if published else "", title, title, title_ar, summary, summary, summary_ar,
            DESCRIPTION[0], DESCRIPTION[0], DESCRIPTION[1],
            " ".join([searchable(title, title_ar, summary, summary_ar, provider.name),
                      *(named[pk] for pk in each.capacities)]),
            author, published,
            demo.moment(-100) if each.state == "archived" else None, demo.moment(made),
            sorted(dice.sample(AudienceGroup.values, dice.randint(1, 2))),
        )  # fmt: skip


SCOPES = ["local", "local", "regional", "regional", "global", "thematic"]
