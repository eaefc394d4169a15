"""What the demo log-ins find at sessions: a code to check in with, and a mark that waits for a decision."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from capacity.logic.demo import DemoWorld
from common.demo import Demo, uuid_from
from programs.logic.check_in import LENGTH, LETTERS
from programs.logic.demo import DemoCohort
from programs.models import (
    Attendance,
    AttendanceConflict,
    AttendanceMark,
    AttendanceStatus,
    CheckInCode,
    CheckInWay,
    MaterialAudience,
    MaterialKind,
    Session,
    SessionMaterial,
)


def load_check_ins(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """For the cohorts in which demo accounts have a part; the others have nothing of it."""
    for cohort in cohorts:
        if cohort.role == "facilitator":
            _write_code(demo, world, cohort)
        elif cohort.role == "coordinator":
            _write_conflict(demo, world, cohort)
        if cohort.role in {"coordinator", "facilitator", "member"}:
            _write_materials(demo, world, cohort)


def _write_code(demo: Demo, world: DemoWorld, cohort: DemoCohort) -> None:
    """Of today's session."""
    dice = demo.dice(f"code {cohort.number}")
    session = Session.objects.filter(cohort=cohort.pk).earliest("starts_at")
    CheckInCode.objects.create(
        public_id=uuid_from(dice),
        session=session,
        code="".join(dice.choice(LETTERS) for _ in range(LENGTH)),
        made_by_id=world.roles["facilitator"].user,
        is_demo=True,
    )


def _write_conflict(demo: Demo, world: DemoWorld, cohort: DemoCohort) -> None:
    """Somebody recorded as absent at the last session has checked herself in by the code."""
    rows = Attendance.objects.filter(session__cohort=cohort.pk).exclude(enrollment__person__user=None)
    rows = rows.select_related("session", "enrollment__person").order_by(
        "-session__starts_at", "status", "pk"
    )
    absent = rows.filter(status=AttendanceStatus.ABSENT).first() or rows.first()
    if absent is None:
        return
    is_absent = absent.status == AttendanceStatus.ABSENT
    coordinator = world.roles["coordinator"].user
    dice = demo.dice(f"conflict {cohort.number}")
    said = AttendanceMark.objects.create(
        public_id=uuid_from(dice),
        session=absent.session,
        enrollment=absent.enrollment,
        status=AttendanceStatus.PRESENT if is_absent else AttendanceStatus.ABSENT,
        way=CheckInWay.CODE if is_absent else CheckInWay.LIST,
        by_id=(absent.enrollment.person.user_id if is_absent else None) or coordinator,
        said_at=absent.session.starts_at,
        is_demo=True,
    )
    AttendanceConflict.objects.create(public_id=uuid_from(dice), mark=said, is_demo=True)


def _write_materials(demo: Demo, world: DemoWorld, cohort: DemoCohort) -> None:
    """Of the sessions that were: a recording for everybody, with its transcript, and slides for who takes part."""
    dice = demo.dice(f"materials {cohort.number}")
    past = Session.objects.filter(cohort=cohort.pk, ends_at__lt=timezone.now(), cancelled_at=None)
    for session in past.order_by("starts_at", "pk"):
        for kind, title, audience in MATERIALS:
            address = f"https://video.example/demo-{cohort.number}-{session.pk}/{kind}"
            SessionMaterial.objects.create(
                public_id=uuid_from(dice),
                session=session,
                kind=kind,
                title=title,
                link=address,
                language_id=world.languages[0],
                transcript=f"{address}/transcript" if kind == MaterialKind.RECORDING else "",
                audience=audience,
                added_by_id=world.roles["facilitator"].user,
                is_demo=True,
            )


MATERIALS = [
    (MaterialKind.RECORDING, gettext_noop("Demo recording"), MaterialAudience.PUBLIC),
    (MaterialKind.SLIDES, gettext_noop("Demo slides"), MaterialAudience.ENROLLED),
]
