"""What a test needs to have happened before it begins: made in the running portal's database, by factories."""

import json
import secrets
from datetime import date, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from assessments.actions import versions, waves
from assessments.models import InstrumentVersion
from assessments.states import VersionState
from capacity.models import AffiliationRole, Capacity, Language, Region, Stakeholder, User
from capacity.models.capacity import SCOPES_OF_ORGANIZATIONS
from evaluation.actions import reports
from evaluation.models import ImpactReport
from evaluation.states import ReportState
from programs.actions import applications, enrollments, reviews
from tests.factories.assessments import (
    AssessmentPlanFactory,
    DimensionFactory,
    InstrumentFactory,
    InstrumentVersionFactory,
    InvitationFactory,
    ItemFactory,
    ScaleAnchorFactory,
    ScaleFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
)
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, PersonFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MethodFactory,
    ProgramFactory,
    ProgramRoleFactory,
    SeatPoolFactory,
    SessionFactory,
)
from tests.running import RunningPortal, WholePortal

BACKEND = "common.backends.AccountBackend"


def scene(portal: RunningPortal | WholePortal, name: str, **details: Any) -> Any:
    """Plays one of the functions below in the portal, and gives what it returns."""
    code = f"from tests.journeys import scenes; print(scenes.as_text(scenes.{name}(**{details!r})))"
    return json.loads(portal.manage("shell", "--no-imports", "-c", code).splitlines()[-1])


def as_text(value: Any) -> str:
    return json.dumps(value, default=str)


def crowd(*, people: int, seats: int) -> dict[str, Any]:
    """A cohort that opens its doors, and as many signed-in people in front of them."""
    cohort = open_cohort(seats=seats)
    return {
        "cohort": cohort.pk,
        "path": f"{cohort.get_absolute_url()}enroll/",
        "sessions": [signed_in(person("Crowd", number).user) for number in range(people)],
    }


def reserved_crowd(*, people: int, seats: int, reserved: dict[str, int], draft_every: int) -> dict[str, Any]:
    """The same, with seats reserved for regions; as many people come from each of them as from none. Some have kept a
    draft of their application, the last of them first.
    """
    cohort = open_cohort(seats=seats)
    regions = [*Region.objects.wikimedia().filter(code__in=reserved).order_by("code"), None]
    pools = [
        SeatPoolFactory(cohort=cohort, kind="region", values=[code], seats=number, position=place)
        for place, (code, number) in enumerate(sorted(reserved.items()))
    ]
    crowd = [person("Reserved", number) for number in range(people)]
    for place, each in enumerate(crowd):
        Stakeholder.objects.filter(pk=each.pk).update(region=regions[place % len(regions)])
    by_region = {region.pk: pool.pk for region, pool in zip(regions, pools, strict=False) if region}
    for each in reversed(crowd[::draft_every]):
        enrollments.keep_draft(cohort, person=each, by=each.user, organization=None, motivation="")
    return {
        "cohort": cohort.pk,
        "pools": [pool.pk for pool in pools],
        "qualifies": {
            each.slug: [by_region[region.pk]] if (region := regions[place % len(regions)]) else []
            for place, each in enumerate(crowd)
        },
        "path": f"{cohort.get_absolute_url()}enroll/",
        "sessions": [signed_in(each.user) for each in crowd],
    }


def open_cohort(**fields: Any) -> Any:
    mark = secrets.token_hex(4)
    program = ProgramFactory(
        slug=f"scene-{mark}",
        title=f"Scene {mark}",
        method=MethodFactory(),
        original_language=Language.objects.get(code="en"),
    )
    return CohortFactory(program=program, name=f"Cohort {mark}", **fields)


def person(name: str, number: int = 0, **account: Any) -> Stakeholder:
    mark = f"{name.lower()}-{number}-{secrets.token_hex(4)}"
    user = UserFactory(email=f"{mark}@example.org", password=None, **account)
    return PersonFactory(name=f"{name} {number}", slug=mark, user=user)


def signed_in(user: User) -> str:
    """The key of a session of hers."""
    store = SessionStore()
    store.update(
        {
            SESSION_KEY: str(user.pk),
            "_auth_user_backend": BACKEND,
            "_auth_user_hash": user.get_session_auth_hash(),
        }
    )
    store.set_expiry(timezone.now() + timedelta(hours=1))
    store.create()
    return str(store.session_key)


def belonging(*, language: str) -> dict[str, Any]:
    """An organization with somebody who represents it, and somebody who would like to belong to it."""
    mark = secrets.token_hex(4)
    organization = AffiliateFactory(name=f"Affiliate {mark}", slug=f"affiliate-{mark}")
    representative, newcomer = (
        person("Representative", language=language),
        person("Newcomer", language=language),
    )
    AffiliationFactory(person=representative, organization=organization, role="representative")
    capacity = (
        Capacity.objects.shown()
        .fitting(newcomer)
        .filter(depth__gt=1)
        .exclude(name_ar=None)
        .order_by("path")[0]
    )
    return {
        "organization": organization.name,
        "slug": organization.slug,
        "newcomer": newcomer.name,
        "code": capacity.code,
        "name_ar": capacity.name_ar,
        "name_en": capacity.name_en,
        "sessions": {
            "representative": signed_in(representative.user),
            "newcomer": signed_in(newcomer.user),
        },
    }


def learning(*, language: str) -> dict[str, Any]:
    """A cohort that begins today, with its questionnaires planned; who runs it, and two members of staff, who find no
    report that waits for its review.
    """
    give_up_reports_in_review()
    today = timezone.now().date()
    cohort = open_cohort(starts_on=today, ends_on=today + timedelta(days=20))
    SessionFactory(cohort=cohort, title="First evening", local_date=today, local_time=time(0, 0))
    version = InstrumentVersion.objects.filter(
        state=VersionState.PUBLISHED, instrument__code__startswith="demo-"
    ).order_by("pk")[0]
    planned = waves.plan_for_cohort(cohort, version, ["baseline", "endline"], by=None)
    sessions = {}
    for role in ("facilitator", "coordinator"):
        holder = person(role.title(), language=language)
        ProgramRoleFactory(program=None, cohort=cohort, person=holder, role=role)
        sessions[role] = signed_in(holder.user)
    for name in ("author", "reviewer"):
        sessions[name] = signed_in(person(name.title(), language=language, is_staff=True).user)
    return {
        "program": cohort.program.title,
        "slug": cohort.program.slug,
        "method": cohort.program.method.code,
        "cohort": str(cohort.public_id),
        "waves": {wave.timepoint: wave.get_absolute_url() for wave in planned},
        "sessions": sessions,
    }


def writing(*, language: str) -> dict[str, Any]:
    """Who writes a program, who reviews it, and who will take part in it."""
    mark = secrets.token_hex(4)
    affiliate = AffiliateFactory(name=f"Scene writers {mark}", slug=f"scene-writers-{mark}")
    coordinator = person("Coordinator", language=language)
    represents = AffiliationRole.REPRESENTATIVE
    AffiliationFactory(person=coordinator, organization=affiliate, role=represents)
    people = {
        "coordinator": coordinator,
        "reviewer": person("Reviewer", language=language, is_staff=True),
        "learner": person("Learner", language=language),
    }
    return {
        "affiliate": affiliate.slug,
        "title": f"Scene stories {secrets.token_hex(4)}",
        "sessions": {name: signed_in(each.user) for name, each in people.items()},
    }


def affiliate_with_representative() -> dict[str, str]:
    """A real one, so to say: not of the demonstration, whose people stay among themselves."""
    mark = secrets.token_hex(4)
    affiliate = AffiliateFactory(name=f"Affiliate {mark}", slug=f"affiliate-{mark}")
    holder = person("Representative")
    AffiliationFactory(person=holder, organization=affiliate, role=AffiliationRole.REPRESENTATIVE)
    return {"path": affiliate.get_absolute_url(), "name": affiliate.name, "session": signed_in(holder.user)}


def answering(*, people: int) -> list[dict[str, Any]]:
    """As many people with an open questionnaire of two questions each."""
    mark = secrets.token_hex(4)
    version = published_version(
        instrument=InstrumentFactory(code=mark), capacities=[Capacity.objects.order_by("pk")[0]]
    )
    plan = AssessmentPlanFactory(cohort=open_cohort(seats=people), instrument=version.instrument)
    wave = WaveFactory(plan=plan, version=version)
    return [_invited(wave, number) for number in range(people)]


def _invited(wave: Any, number: int) -> dict[str, Any]:
    respondent = person("Respondent", number)
    enrollment = EnrollmentFactory(cohort=wave.plan.cohort, person=respondent)
    invitation = InvitationFactory(target=WaveTargetFactory(wave=wave, enrollment=enrollment))
    return {
        "session": signed_in(respondent.user),
        "path": f"/assessments/{invitation.public_id}/",
        "questions": [f"q-{item.code}" for item in wave.version.items.order_by("position")],
    }


def report_in_the_queue() -> str:
    """Of the second half of 2025, asked for by the clock. What is left of an earlier play is given up."""
    give_up_reports_in_review()
    report = reports.request("long_term_impact", period="half_year", day=date(2025, 7, 1), by=None)
    return str(report.public_id)


def give_up_reports_in_review() -> None:
    staff = person("Staff", is_staff=True).user
    for left in ImpactReport.objects.filter(state=ReportState.REVIEW):
        reports.abandon(left, by=staff)


def somebody(*, called: str, password: str) -> dict[str, Any]:
    """A person with an account and a confirmed address, and nothing more."""
    user = person("Somebody").user
    user.set_password(password)
    user.save()
    Stakeholder.objects.filter(user=user).update(name=called)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return {"email": user.email}


def reviewing(*, language: str) -> dict[str, Any]:
    """A cohort that confirms by review, with its form, criteria and reviewers: one has the applicant's organization."""
    cohort = open_cohort(seats=3, confirmation="review")
    staff = person("Maker").user
    question = applications.add_block(
        cohort, kind="text", label="Where do you live?", required=True, by=staff
    )
    criterion = reviews.add_criterion(cohort, name="Fit", description="", weight=2, by=staff)
    applicant = person("Applicant", language=language)
    organization = AffiliateFactory(name=f"Scene {applicant.slug}", slug=f"of-{applicant.slug}")
    people = {"applicant": applicant}
    for name, role in (("first", "reviewer"), ("second", "reviewer"), ("coordinator", "coordinator")):
        people[name] = person(name.title(), language=language)
        ProgramRoleFactory(program=None, cohort=cohort, person=people[name], role=role)
    for name in ("applicant", "first"):
        AffiliationFactory(person=people[name], organization=organization)
    path = cohort.get_absolute_url()
    return {
        "path": path,
        "question": question.field_name,
        "score": f"score-{criterion.public_id.hex}",
        "applicant": applicant.name,
        "sessions": {name: signed_in(each.user) for name, each in people.items()},
    }


def sending(*, language: str, newcomers: int) -> dict[str, Any]:
    """A representative, two members of her organization, some whom nobody knows yet, and a cohort."""
    cohort = open_cohort(seats=5)
    representative = person("Representative", language=language)
    organization = AffiliateFactory(name=f"Sender {representative.slug}", slug=f"of-{representative.slug}")
    AffiliationFactory(person=representative, organization=organization, role="representative")
    members = [person("Member", number, language=language) for number in range(2)]
    for member in members:
        AffiliationFactory(person=member, organization=organization)
    others = [person("Newcomer", number, language=language) for number in range(newcomers)]
    return {
        "path": cohort.get_absolute_url(),
        "members": {member.slug: member.user.email for member in members},
        "sessions": [signed_in(each.user) for each in (representative, *members)],
        "newcomers": [signed_in(each.user) for each in others],
    }


def mentoring(*, language: str) -> dict[str, Any]:
    """A cohort of mentoring, who runs it, somebody who would like to mentor, and a mentee who is enrolled."""
    cohort = open_cohort(seats=5)
    cohort.program.method = MethodFactory(code="mentoring")
    cohort.program.save(update_fields=["method"])
    people = {name: person(name.title(), language=language) for name in ("mentor", "mentee", "coordinator")}
    ProgramRoleFactory(program=None, cohort=cohort, person=people["coordinator"], role="coordinator")
    EnrollmentFactory(cohort=cohort, person=people["mentee"])
    return {
        "path": cohort.get_absolute_url(),
        "mentee": people["mentee"].name,
        "sessions": {name: signed_in(each.user) for name, each in people.items()},
    }


def teaching(*, language: str) -> dict[str, Any]:
    """A session that goes on now, with three who take part; who teaches it, and who runs it."""
    begins = timezone.now() - timedelta(minutes=10)
    cohort = open_cohort(starts_on=begins.date(), ends_on=begins.date() + timedelta(days=7))
    session = SessionFactory(cohort=cohort, local_date=begins.date(), local_time=begins.time(), minutes=60)
    people = [person("Attending", number, language=language) for number in range(3)]
    enrollments = [EnrollmentFactory(cohort=cohort, person=each) for each in people]
    sessions = {"participant": signed_in(people[0].user)}
    for role in ("facilitator", "coordinator"):
        holder = person(role.title(), language=language)
        ProgramRoleFactory(program=None, cohort=cohort, person=holder, role=role)
        sessions[role] = signed_in(holder.user)
    return {
        "path": f"{cohort.get_absolute_url()}sessions/{session.public_id}/",
        "session": str(session.public_id),
        "people": [str(each.public_id) for each in enrollments],
        "slugs": [each.slug for each in people],
        **sessions,
    }


def assessing() -> dict[str, Any]:
    """An affiliate with three people who know it, and a questionnaire about one capacity: its level and robustness."""
    representative, *members = (person("Rater", number, language="en") for number in range(3))
    organization = AffiliateFactory(name=f"Assessor {representative.slug}", slug=f"of-{representative.slug}")
    AffiliationFactory(person=representative, organization=organization, role=AffiliationRole.REPRESENTATIVE)
    for member in members:
        AffiliationFactory(person=member, organization=organization)
    scope = SCOPES_OF_ORGANIZATIONS
    capacity = Capacity.objects.shown().filter(scope__in=scope, depth__gt=1).order_by("path")[0]
    version = about_organizations(capacity)
    return {
        "slug": organization.slug,
        "title": version.instrument.title,
        "capacity": capacity.code,
        "part": version.dimensions.get().name,
        "people": [representative.slug, *(member.slug for member in members)],
        "sessions": [signed_in(each.user) for each in (representative, *members)],
    }


def about_organizations(capacity: Capacity) -> InstrumentVersion:
    """Evidence is required from level 3 on."""
    mark = secrets.token_hex(4)
    instrument = InstrumentFactory(code=mark, title=f"Scene questionnaire {mark}", unit="affiliate")
    version = InstrumentVersionFactory(instrument=instrument)
    dimension = DimensionFactory(version=version, capacity=capacity, name=f"Part {mark}")
    for code, evidence in (("level", 3), ("robustness", 99)):
        scale = ScaleFactory(version=version, code=code)
        for value in range(5):
            needs_it = value >= evidence
            ScaleAnchorFactory(
                scale=scale, value=value, descriptor=f"So, {value}", evidence_required=needs_it
            )
        ItemFactory(
            version=version,
            dimension=dimension,
            scale=scale,
            code=f"part-{code}",
            kind="rubric",
            aspect=code,
        )
    return versions.publish(versions.submit_for_review(version, by=None), by=None)


def coming_back(*, slugs: list[str]) -> list[str]:
    """Sessions of people whose earlier ones are over."""
    people = {each.slug: each for each in Stakeholder.objects.filter(slug__in=slugs).select_related("user")}
    return [signed_in(people[slug].user) for slug in slugs]


def deciding(*, language: str, applications: int, seats: int) -> dict[str, Any]:
    """A cohort that confirms by review, with as many applications, and who decides about them."""
    cohort = open_cohort(seats=seats, confirmation="review")
    for number in range(applications):
        EnrollmentFactory(cohort=cohort, person=person("Applying", number), state="applied")
    coordinator = person("Coordinator", language=language)
    ProgramRoleFactory(program=None, cohort=cohort, person=coordinator)
    return {
        "cohort": cohort.pk,
        "desk": f"/desk/cohorts/{cohort.public_id}/",
        "path": cohort.get_absolute_url(),
        "session": signed_in(coordinator.user),
    }


def framework(*, language: str) -> dict[str, Any]:
    """A program with somebody who coordinates it and somebody who evaluates it; and two members of staff."""
    program = open_cohort().program
    users = {}
    for role in ("coordinator", "evaluator"):
        user = person(role, language=language).user
        ProgramRoleFactory(program=program, person=user.person, role=role)
        users[role] = signed_in(user)
    for name in ("author", "reviewer"):
        users[name] = signed_in(person(name.title(), language=language, is_staff=True).user)
    return {"slug": program.slug, "sessions": users}
