import hashlib
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from modeltranslation.utils import build_localized_fieldname

from assessments.actions import drafts, versions
from assessments.logic import compact, documents
from assessments.logic.documents import Document
from assessments.models import (
    Comparability,
    Instrument,
    InstrumentFamily,
    InstrumentVersion,
    ItemKind,
    ScaleKind,
    TranslationState,
    UnitOfAnalysis,
)
from assessments.queries.documents import about
from assessments.states import VersionState
from capacity.models import Capacity, User
from common.log import record
from programs.models import Program

CODE_LENGTH = 80
COMPACT_PREFIX = "capacity-check-"
COMPACT_SHARE = Decimal("0.66")  # two of a capacity's three questions are enough for its score


class NothingToAskError(Exception):
    """The program names no capacity, so there is nothing to ask about."""


@transaction.atomic
def create_compact(program: Program, *, by: User | None) -> InstrumentVersion:
    """Makes and publishes the program's own capacity check, three questions for each of its capacities.

    Called again it gives the same version, or a new major one where the program's capacities have changed.
    Refuses a program without capacities.
    """
    program = Program.objects.select_for_update().get(pk=program.pk)
    capacities = list(Capacity.objects.shown().filter(aims__program=program).order_by("path"))
    if not capacities:
        raise NothingToAskError(program.slug)
    with translation.override("en"):
        instrument = compact_instrument(program)
        latest = instrument.versions.filter(state=VersionState.PUBLISHED).order_by("-major").first()
        if latest and asks_about(latest) == {capacity.pk for capacity in capacities}:
            return latest
        version = compact_draft(instrument, capacities, after=latest)
    record("create", version, by=by, after={"instrument": instrument.code, "major": version.major})
    # Its sentences were reviewed when they became part of the portal: nobody has to look at them again.
    return versions.publish(versions.submit_for_review(version, by=None), by=by)


def compact_code(program: Program) -> str:
    code = COMPACT_PREFIX + program.slug
    if len(code) <= CODE_LENGTH:
        return code
    ending = hashlib.sha256(program.slug.encode()).hexdigest()[:8]
    return f"{code[: CODE_LENGTH - 9]}-{ending}"


def compact_instrument(program: Program) -> Instrument:
    titles = {
        language: title.format(
            program=getattr(program, build_localized_fieldname("title", language)) or program.title
        )[:200]
        for language, title in compact.TITLES.items()
    }
    instrument, _made = Instrument.objects.get_or_create(
        code=compact_code(program),
        defaults={
            **in_languages("title", titles),
            **in_languages("introduction", compact.INTRODUCTIONS),
            "family": InstrumentFamily.CAPACITY,
            "unit": UnitOfAnalysis.PERSON,
            "license": "CC0 1.0",
            "is_demo": program.is_demo,
        },
    )
    return instrument


def asks_about(version: InstrumentVersion) -> set[int | None]:
    return set(version.dimensions.values_list("capacity_id", flat=True))


def compact_draft(
    instrument: Instrument, capacities: list[Capacity], *, after: InstrumentVersion | None
) -> InstrumentVersion:
    version = InstrumentVersion.objects.create(
        instrument=instrument,
        major=after.major + 1 if after else 1,
        supersedes=after,
        comparability=Comparability.NOT_COMPARABLE if after else Comparability.IDENTICAL,
        min_answered_share=COMPACT_SHARE,
        is_demo=instrument.is_demo,
    )
    drafts.write(version, compact_document(instrument, capacities))
    return version


def compact_document(instrument: Instrument, capacities: list[Capacity]) -> Document:
    scale = documents.Scale(
        code="true-of-me",
        kind=ScaleKind.LIKERT,
        minimum=Decimal(min(compact.ANCHORS)),
        maximum=Decimal(max(compact.ANCHORS)),
        anchors=[
            documents.Anchor(value=Decimal(value), label=labels) for value, labels in compact.ANCHORS.items()
        ],
    )
    return Document(
        instrument=about(instrument),
        translations=dict.fromkeys(compact.LANGUAGES[1:], TranslationState.REVIEWED),
        scales=[scale],
        dimensions=[compact_dimension(capacity, scale.code) for capacity in capacities],
    )


def compact_dimension(capacity: Capacity, scale: str) -> documents.Dimension:
    code = f"capacity-{capacity.code}"
    names = {
        language: getattr(capacity, f"name_{language}") or capacity.name for language in compact.LANGUAGES
    }
    return documents.Dimension(
        code=code,
        name=names,
        capacity=capacity.code,
        items=[
            documents.Item(
                code=f"{code}-{question.code}",
                kind=ItemKind.SCALE,
                scale=scale,
                is_reversed=question.is_reversed,
                stem={language: question.stem(language, names[language]) for language in names},
            )
            for question in compact.QUESTIONS
        ],
    )


def in_languages(field: str, texts: dict[str, str]) -> dict[str, str]:
    return {build_localized_fieldname(field, language): text for language, text in texts.items()}
