"""Programs: written as drafts, reviewed, published, archived."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from capacity.models import User
from common.log import record
from common.moves import MoveError, check_move
from common.search import searchable
from programs.logic import refusals
from programs.models import Program
from programs.states import PROGRAM_MOVES, ProgramState

TRANSLATED = ("title", "summary")


@transaction.atomic
def create(*, by: User, **fields: Any) -> Program:
    """Begins a draft."""
    program = Program(created_by=by, state=ProgramState.DRAFT, **fields)
    program.full_clean()
    program.save()
    refresh_search_text([program])
    record("programs.programs.create", program, by=by)
    return program


@transaction.atomic
def edit(program: Program, *, by: User, **fields: Any) -> Program:
    """Changes texts and facts of a program that is not archived; its state is changed by the verbs below."""
    program = _hold(program)
    if program.state == ProgramState.ARCHIVED:
        raise MoveError(program.state, program.state)
    for field, value in fields.items():
        setattr(program, field, value)
    program.full_clean()
    program.save(update_fields=[*fields, "updated_at"])
    refresh_search_text([program])
    record("programs.programs.edit", program, by=by, after={"fields": sorted(fields)})
    return program


@transaction.atomic
def note_edit(program: Program, *, by: User, created: bool, fields: Iterable[str]) -> None:
    """After a form with its lists (capacities, providers) was saved: brings the search text up to date, and logs."""
    refresh_search_text([program])
    verb = "create" if created else "edit"
    record(f"programs.programs.{verb}", program, by=by, after={"fields": sorted(fields)})


@transaction.atomic
def submit(program: Program, *, by: User) -> Program:
    """Asks for a review. Refuses: what is not a draft; a program without what readers need to know."""
    program = _hold(program)
    check_move(PROGRAM_MOVES, program.state, ProgramState.IN_REVIEW)
    _check_complete(program)
    return _move(program, ProgramState.IN_REVIEW, by=by, verb="submit")


@transaction.atomic
def send_back(program: Program, *, by: User) -> Program:
    """Makes a program in review a draft again."""
    return _move(_hold(program), ProgramState.DRAFT, by=by, verb="send_back")


@transaction.atomic
def publish(program: Program, *, by: User) -> Program:
    """Shows a reviewed program to everybody. Refuses: what is not in review; what is not complete."""
    program = _hold(program)
    check_move(PROGRAM_MOVES, program.state, ProgramState.PUBLISHED)
    _check_complete(program)
    return _move(program, ProgramState.PUBLISHED, by=by, verb="publish", published_at=timezone.now())


@transaction.atomic
def archive(program: Program, *, by: User) -> Program:
    """Keeps a program readable, and closes it for enrollment."""
    return _move(_hold(program), ProgramState.ARCHIVED, by=by, verb="archive", archived_at=timezone.now())


def follow_capacity(capacity_id: int) -> int:
    """The search texts of the programs that build it."""
    return refresh_search_text(Program.objects.filter(aims__capacity=capacity_id))


def follow_organization(organization_id: int) -> int:
    """The search texts of the programs that it provides."""
    return refresh_search_text(Program.objects.filter(provisions__organization=organization_id))


def follow_names() -> int:
    """The search texts of programs whose capacities or providers were changed in the last two days."""
    since = timezone.now() - timedelta(days=2)
    recent = Q(aims__capacity__updated_at__gte=since) | Q(provisions__organization__updated_at__gte=since)
    return refresh_search_text(Program.objects.filter(recent).distinct())


def refresh_search_text(programs: Iterable[Program]) -> int:
    """What the catalog searches: titles and summaries in every language, names of capacities and providers."""
    rows = list(
        Program.objects.filter(pk__in=[program.pk for program in programs]).prefetch_related(
            "capacities__labels", "providers__names"
        )
    )
    for program in rows:
        program.search_text = search_text_of(program)
    Program.objects.bulk_update(rows, ["search_text"], batch_size=500)
    return len(rows)


def search_text_of(program: Program) -> str:
    names = [build_localized_fieldname("name", language) for language in settings.MODELTRANSLATION_LANGUAGES]
    texts = [getattr(program, field) or "" for field in _texts()]
    for capacity in program.capacities.all():
        texts += [getattr(capacity, name) or "" for name in names]
        texts += [label.name for label in capacity.labels.all()]
    for provider in program.providers.all():
        texts += [provider.name, *(name.name for name in provider.names.all())]
    return searchable(*dict.fromkeys(texts))


def _texts() -> list[str]:
    languages = settings.MODELTRANSLATION_LANGUAGES
    return [build_localized_fieldname(text, language) for text in TRANSLATED for language in languages]


def _check_complete(program: Program) -> None:
    has_lists = program.languages.exists() and program.providers.exists()
    if not (program.title and program.summary and has_lists):
        raise refusals.NotReadyToPublishError


def _hold(program: Program) -> Program:
    return Program.objects.select_for_update(no_key=True).get(pk=program.pk)


def _move(program: Program, wanted: ProgramState, *, by: User, verb: str, **more: Any) -> Program:
    before = program.state
    check_move(PROGRAM_MOVES, before, wanted)
    program.state = wanted
    for field, value in more.items():
        setattr(program, field, value)
    program.save(update_fields=["state", *more, "updated_at"])
    record(
        f"programs.programs.{verb}",
        program,
        by=by,
        before={"state": before},
        after={"state": program.state},
    )
    return program
