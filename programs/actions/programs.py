"""Programs: written as drafts, reviewed, published, archived."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.text import slugify
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Capacity, Language, ProficiencyLevel, Region, Stakeholder, User
from common.log import record
from common.moves import MoveError, check_move
from common.search import searchable
from programs import letters
from programs.actions import sessions
from programs.logic import refusals
from programs.models import (
    Method,
    Program,
    ProgramCapacity,
    ProgramComment,
    ProgramProvider,
    ProgramRole,
    ProgramRoleKind,
    Session,
)
from programs.queries.authoring import TEXTS, content_of, missing_in, standing_holds, written_in
from programs.states import PROGRAM_MOVES, ProgramState

SEARCHED = ("title", "summary")
RESERVED_SLUGS = {"new", "compare"}  # addresses of pages beside those of programs


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
def begin(
    *, by: User, person: Stakeholder, title: str, language: str, method: Method, **fields: Any
) -> Program:
    """A draft with an address of its own, in the language it is written in; who begins it coordinates it."""
    original = Language.objects.filter(code=language).first()
    texts = {build_localized_fieldname("title", language): title}
    if original is not None:
        fields["original_language"] = original
    program = Program(
        created_by=by, slug=free_slug(title), method=method, is_demo=person.is_demo, **texts, **fields
    )
    program.save()
    _make_coordinator(program, person)
    refresh_search_text([program])
    record("programs.programs.create", program, by=by)
    return program


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What a program names several of; None leaves it as it is."""

    languages: Iterable[Language] | None = None
    regions: Iterable[Region] | None = None
    providers: Sequence[Stakeholder] | None = None
    aims: Iterable[tuple[Capacity, ProficiencyLevel | None, ProficiencyLevel | None]] | None = None


@transaction.atomic
def edit(program: Program, *, by: User, lists: Lists | None = None, **fields: Any) -> Program:
    """Changes texts and facts of a program that is not archived; its state is changed by the verbs below. One that is
    published keeps a version of each edit; calendars follow a new title. Refuses: to take from a published one what
    readers need to know.
    """
    program = _hold(program)
    if program.state == ProgramState.ARCHIVED:
        raise MoveError(program.state, program.state)
    titles = _titles(program)
    for field, value in fields.items():
        setattr(program, field, value)
    with translation.override(settings.LANGUAGE_CODE):  # what has no language is saved as of the one at hand
        program.save(update_fields=[*_columns(program, fields), "updated_at"])
    changed = _set_lists(program, lists or Lists())
    refresh_search_text([program])
    if _titles(program) != titles:
        _name_sessions(program)
    if program.state == ProgramState.PUBLISHED:
        _check_complete(program)
        keep_version(program, by=by)
    record("programs.programs.edit", program, by=by, after={"fields": sorted([*fields, *changed])})
    return program


@transaction.atomic
def note_edit(program: Program, *, by: User, created: bool, fields: Iterable[str]) -> None:
    """After a form with its lists (capacities, providers) was saved: brings the search text and the calendars up to
    date, and logs.
    """
    fields = list(fields)
    refresh_search_text([program])
    if not created and {"title", *_texts(["title"])}.intersection(fields):
        _name_sessions(program)
    if program.state == ProgramState.PUBLISHED:
        keep_version(program, by=by)
    verb = "create" if created else "edit"
    record(f"programs.programs.{verb}", program, by=by, after={"fields": sorted(fields)})


@transaction.atomic
def submit(program: Program, *, by: User) -> Program:
    """Asks for a review, and writes to those who can give it. Refuses: what is not a draft; a program without what
    readers need to know.
    """
    program = _hold(program)
    check_move(PROGRAM_MOVES, program.state, ProgramState.IN_REVIEW)
    _check_complete(program)
    program = _move(program, ProgramState.IN_REVIEW, by=by, verb="submit", submitted_by=by)
    letters.review_asked(program, by=by)
    return program


@transaction.atomic
def send_back(program: Program, *, by: User) -> Program:
    """Makes a program in review a draft again. Writes to its coordinators."""
    program = _move(_hold(program), ProgramState.DRAFT, by=by, verb="send_back")
    letters.program_moved(program, by=by)
    return program


@transaction.atomic
def publish(program: Program, *, by: User) -> Program:
    """Shows a reviewed program to everybody, and writes to its coordinators. Refuses: what is not in review; what is
    not complete; what a hold stands on; who asked for the review.
    """
    program = _hold(program)
    check_move(PROGRAM_MOVES, program.state, ProgramState.PUBLISHED)
    _check_complete(program)
    if standing_holds(program).exists():
        raise refusals.HoldStandsError
    if program.submitted_by_id == by.pk:
        raise refusals.OwnReviewError
    program = _move(program, ProgramState.PUBLISHED, by=by, verb="publish", published_at=timezone.now())
    keep_version(program, by=by)
    letters.program_moved(program, by=by)
    return program


@transaction.atomic
def comment(program: Program, *, by: User, text: str) -> ProgramComment:
    """Writes to the others who write the program, and to who asked for the review."""
    said = ProgramComment.objects.create(program=program, author=by, text=text, is_demo=program.is_demo)
    record("programs.programs.comment", program, by=by, after={"comment": said.pk})
    letters.program_commented(said)
    return said


@transaction.atomic
def settle(said: ProgramComment, *, by: User) -> ProgramComment:
    """Marks a comment as settled; saying so again changes nothing."""
    said = ProgramComment.objects.select_for_update().select_related("program").get(pk=said.pk)
    if said.resolved_at is None:
        said.resolved_by, said.resolved_at = by, timezone.now()
        said.save(update_fields=["resolved_by", "resolved_at", "updated_at"])
        record("programs.programs.settle", said.program, by=by, after={"comment": said.pk})
    return said


@transaction.atomic
def clone(program: Program, *, by: User, person: Stakeholder, title: str) -> Program:
    """A new draft with the same texts and facts, but for the title in the language it was written in; without cohorts,
    and without what names the old one elsewhere.
    """
    program = _hold(program)
    language = written_in(program)
    same = ["method", "scope", "audience", "audience_groups", "original_language", *_texts(TEXTS)]
    kept = {name: getattr(program, name) for name in same}
    kept[build_localized_fieldname("title", language)] = title
    copy = Program(created_by=by, slug=free_slug(title), is_demo=program.is_demo or person.is_demo, **kept)
    copy.save()
    aims = program.aims.select_related("capacity", "level_before", "target_level")
    provisions = program.provisions.select_related("organization")
    _set_lists(
        copy,
        Lists(
            languages=list(program.languages.all()),
            regions=list(program.regions.all()),
            providers=[provision.organization for provision in provisions],
            aims=[(aim.capacity, aim.level_before, aim.target_level) for aim in aims],
        ),
    )
    _make_coordinator(copy, person)
    refresh_search_text([copy])
    record("programs.programs.clone", copy, by=by, after={"of": program.pk})
    return copy


def keep_version(program: Program, *, by: User) -> None:
    """With the program locked: keeps it as it is now, if that is not the last version already."""
    content, last = content_of(program), program.versions.first()
    if last is not None and last.content == content:
        return
    program.versions.create(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        by=by,
        content=content,
        is_demo=program.is_demo,
    )


def free_slug(title: str) -> str:
    """An address name nobody has; titles in other scripts get a plain word."""
    stem = slugify(title)[:100] or "program"
    taken = set(Program.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED_SLUGS
    numbered = (f"{stem}-{number}" for number in count(2))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


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
    texts = [getattr(program, field) or "" for field in _texts(SEARCHED)]
    for capacity in program.capacities.all():
        texts += [getattr(capacity, name) or "" for name in names]
        texts += [label.name for label in capacity.labels.all()]
    for provider in program.providers.all():
        texts += [provider.name, *(name.name for name in provider.names.all())]
    return searchable(*dict.fromkeys(texts))


def _texts(names: Iterable[str]) -> list[str]:
    languages = settings.MODELTRANSLATION_LANGUAGES
    return [build_localized_fieldname(name, language) for name in names for language in languages]


def _titles(program: Program) -> list[str]:
    return [getattr(program, name) or "" for name in _texts(["title"])]


def _name_sessions(program: Program) -> None:
    sessions.follow_name(Session.objects.filter(cohort__program=program))


def _columns(program: Program, changed: Iterable[str]) -> set[str]:
    """With the column others fall back to, where a text in the default language was given: were it written while that
    text is empty, what is read instead, from another language, would be written as if it were that text.
    """
    default = {build_localized_fieldname(name, settings.LANGUAGE_CODE): name for name in TEXTS}
    return {*changed, *(default[name] for name in changed if name in default and getattr(program, name))}


def _check_complete(program: Program) -> None:
    missing = missing_in(program)
    if missing:
        raise refusals.NotReadyToPublishError(missing)


def _set_lists(program: Program, lists: Lists) -> list[str]:
    """Returns the names of those that were given."""
    if lists.languages is not None:
        program.languages.set(lists.languages)
    if lists.regions is not None:
        program.regions.set(lists.regions)
    if lists.providers is not None:
        program.provisions.all().delete()
        ProgramProvider.objects.bulk_create(
            ProgramProvider(program=program, organization=organization, position=position)
            for position, organization in enumerate(lists.providers)
        )
    if lists.aims is not None:
        program.aims.all().delete()
        ProgramCapacity.objects.bulk_create(
            ProgramCapacity(program=program, capacity=capacity, level_before=before, target_level=target)
            for capacity, before, target in lists.aims
        )
    return [each.name for each in fields(lists) if getattr(lists, each.name) is not None]


def _make_coordinator(program: Program, person: Stakeholder) -> None:
    ProgramRole.objects.create(
        program=program,
        person=person,
        role=ProgramRoleKind.COORDINATOR,
        starts_on=timezone.now().date(),
        is_demo=person.is_demo,
    )


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
