from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capacity.models import Affiliation, Stakeholder, User
from common.models import Stamped
from common.triggers import after_each_statement, append_only, fixed_once_set
from programs.models.cohort import Cohort
from programs.models.program_role import ProgramRole
from programs.models.seat_pool import SeatPool
from programs.states import OVER_STATES, SEAT_STATES, EnrollmentState

HELD = "state IN ({})".format(", ".join(f"'{state}'" for state in SEAT_STATES))

# The counters of cohort and pool follow the enrollments, whoever writes them; then a CHECK refuses the seat too many.
COUNT_SEATS = """
    UPDATE programs_cohort AS cohort
    SET held_seats = held_seats + change.seats, reserved_held = reserved_held + change.reserved
    FROM (
        SELECT cohort_id, sum(seats) AS seats, coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) AS reserved
        FROM ({rows}) AS moved GROUP BY cohort_id
        HAVING sum(seats) <> 0 OR coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) <> 0 ORDER BY cohort_id
    ) AS change
    WHERE cohort.id = change.cohort_id;
    IF EXISTS (SELECT 1 FROM ({rows}) AS moved WHERE pool_id IS NOT NULL) THEN
        UPDATE programs_seatpool AS pool SET held_seats = held_seats + change.seats
        FROM (
            SELECT pool_id, sum(seats) AS seats FROM ({rows}) AS moved WHERE pool_id IS NOT NULL
            GROUP BY pool_id HAVING sum(seats) <> 0 ORDER BY pool_id
        ) AS change
        WHERE pool.id = change.pool_id;
    END IF;
"""
SEATS_TAKEN = f"SELECT cohort_id, pool_id, 1 AS seats FROM new_rows WHERE {HELD}"
SEATS_FREED = f"SELECT cohort_id, pool_id, -1 AS seats FROM old_rows WHERE {HELD}"
POOL_IS_THE_COHORTS = """
    IF (SELECT cohort_id FROM programs_seatpool WHERE id = NEW.pool_id) IS DISTINCT FROM NEW.cohort_id THEN
        RAISE EXCEPTION 'a seat is of a pool of another cohort' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def live(self) -> "EnrollmentQuerySet":
        return self.exclude(state__in=OVER_STATES)

    def holding_a_seat(self) -> "EnrollmentQuerySet":
        return self.filter(state__in=SEAT_STATES)

    def waiting(self) -> "EnrollmentQuerySet":
        """The waiting list, first come first."""
        return self.filter(state=EnrollmentState.WAITLISTED).order_by("waitlisted_at", "id")

    def visible_to(self, user: Any) -> "EnrollmentQuerySet":
        """One's own; those of cohorts one runs, unless in conflict; those made for an organization one represents.

        Staff see all.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self
        run = ProgramRole.objects.current().filter(person__user=user)
        represented = Affiliation.objects.representing(user).values("organization")
        runs = Q(cohort__in=run.exclude(cohort=None).values("cohort")) | Q(
            cohort__program__in=run.exclude(program=None).values("program")
        )
        return self.filter(
            Q(person__user=user) | (runs & ~Q(conflicts__reviewer=user)) | Q(organization__in=represented)
        )


class Enrollment(Stamped):
    """A person's place, or wish for one, in a cohort. Only actions change it; each change is an event."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="enrollments"
    )
    person = models.ForeignKey(
        Stakeholder, verbose_name=_("person"), on_delete=models.PROTECT, related_name="enrollments"
    )
    organization = models.ForeignKey(
        Stakeholder,
        verbose_name=_("on behalf of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegated_enrollments",
    )
    state = models.CharField(
        _("state"), max_length=14, choices=EnrollmentState.choices, default=EnrollmentState.DRAFT
    )
    qualifies_for = ArrayField(
        models.BigIntegerField(), verbose_name=_("reserved seats she may take"), default=list, blank=True
    )  # ids of pools, as it was when she applied
    weighed_by = ArrayField(
        models.BigIntegerField(), verbose_name=_("weights that count for her"), default=list, blank=True
    )  # ids of equity weights, as it was when she applied
    pool = models.ForeignKey(
        SeatPool,
        verbose_name=_("holds a seat reserved for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrollments",
    )  # empty: an open seat, or none
    motivation = models.TextField(_("why you would like to take part"), blank=True, max_length=2000)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    waitlisted_at = models.DateTimeField(_("on the waiting list since"), null=True, blank=True)
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    offer_expires_at = models.DateTimeField(_("offer expires at"), null=True, blank=True)
    enrolled_at = models.DateTimeField(_("enrolled at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(_("reason given to the applicant"), blank=True, max_length=2000)
    times_taken_back = models.PositiveSmallIntegerField(
        _("decisions taken back"), default=0, db_default=0, editable=False
    )  # a state that is reached again is told again
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["cohort", "state"]),
            models.Index(fields=["updated_at"]),
            models.Index(
                fields=["cohort", "waitlisted_at", "id"], name="waiting_list", condition=Q(state="waitlisted")
            ),
            models.Index(fields=["offer_expires_at"], name="open_offers", condition=Q(state="offered")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], name="one_live_enrollment", condition=~Q(state__in=OVER_STATES)
            ),
            models.CheckConstraint(
                name="enrollment_known_state", condition=Q(state__in=EnrollmentState.values)
            ),
            models.CheckConstraint(
                name="waiting_has_a_moment", condition=~Q(state="waitlisted") | Q(waitlisted_at__isnull=False)
            ),
            models.CheckConstraint(
                name="offer_has_a_deadline",
                condition=~Q(state="offered") | Q(offered_at__isnull=False, offer_expires_at__isnull=False),
            ),
            models.CheckConstraint(
                name="participant_has_enrolled_at",
                condition=~Q(state__in=["enrolled", "completed", "not_completed", "transferred"])
                | Q(enrolled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_ended_has_ended_at",
                condition=Q(
                    state__in=["draft", "applied", "waitlisted", "offered", "enrolled"], ended_at=None
                )
                | (
                    ~Q(state__in=["draft", "applied", "waitlisted", "offered", "enrolled"])
                    & Q(ended_at__isnull=False)
                ),
            ),
        ]
        triggers = [
            fixed_once_set("waitlisted_at"),
            pgtrigger.Trigger(
                name="pool_of_its_cohort",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("pool_id", "cohort_id"),
                condition=pgtrigger.Q(new__pool__isnull=False),
                func=POOL_IS_THE_COHORTS,
            ),
            *after_each_statement(
                "count_seats",
                insert=COUNT_SEATS.format(rows=SEATS_TAKEN),
                update=COUNT_SEATS.format(rows=f"{SEATS_TAKEN} UNION ALL {SEATS_FREED}"),
                delete=COUNT_SEATS.format(rows=SEATS_FREED),
            ),
        ]

    def __str__(self) -> str:
        return f"enrollment {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("programs:enrollment-detail", kwargs={"public_id": self.public_id})


class EnrollmentEvent(models.Model):
    """One change of an enrollment: who, when, why (a code). Never changed, never deleted."""

    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("enrollment"), on_delete=models.PROTECT, related_name="events"
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User, verbose_name=_("by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: the portal itself
    from_state = models.CharField(_("from"), max_length=14, blank=True)
    to_state = models.CharField(_("to"), max_length=14)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("enrollment event")
        verbose_name_plural = _("enrollment events")
        ordering = ["id"]
        indexes = [
            BrinIndex(fields=["at"], name="event_at")
        ]  # written in the order of time, read from a moment on
        constraints = [
            models.CheckConstraint(name="event_known_state", condition=Q(to_state__in=EnrollmentState.values))
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.enrollment_id}: {self.from_state} to {self.to_state}"
