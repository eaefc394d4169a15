from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.models import Stamped
from common.triggers import after_each_statement
from programs.models.activity import Activity
from programs.models.cohort import Cohort
from programs.models.mentoring_part import MentoringPart
from programs.models.program_role import ProgramRole, ProgramRoleKind
from programs.states import LIVE_PAIR_STATES, PairMeetingState, PairReason, PairState

LIVE = "state IN ({})".format(", ".join(f"'{state}'" for state in LIVE_PAIR_STATES))

# How many pairs each has follows the pairs, whoever writes them; then a CHECK refuses the pair too many.
COUNT_PAIRS = """
    UPDATE programs_mentoringpart AS part SET held = part.held + change.pairs
    FROM (
        SELECT part_id, sum(pairs) AS pairs FROM ({rows}) AS moved
        GROUP BY part_id HAVING sum(pairs) <> 0 ORDER BY part_id
    ) AS change
    WHERE part.id = change.part_id;
"""
TAKEN = " UNION ALL ".join(
    f"SELECT {side}_id AS part_id, 1 AS pairs FROM new_rows WHERE {LIVE}" for side in ("mentor", "mentee")
)
FREED = " UNION ALL ".join(
    f"SELECT {side}_id AS part_id, -1 AS pairs FROM old_rows WHERE {LIVE}" for side in ("mentor", "mentee")
)

IN_ONE_COHORT = """
    IF NOT EXISTS (
        SELECT 1 FROM programs_mentoringpart AS mentor JOIN programs_mentoringpart AS mentee
            ON mentee.cohort_id = mentor.cohort_id AND mentee.person_id <> mentor.person_id
        WHERE mentor.id = NEW.mentor_id AND mentor.side = 'mentor'
            AND mentee.id = NEW.mentee_id AND mentee.side = 'mentee'
    ) THEN
        RAISE EXCEPTION 'a pair is a mentor and a mentee of one cohort' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class MentoringPairQuerySet(models.QuerySet["MentoringPair"]):
    def live(self) -> "MentoringPairQuerySet":
        return self.filter(state__in=LIVE_PAIR_STATES)

    def of(self, cohort: Cohort) -> "MentoringPairQuerySet":
        return self.filter(mentee__cohort=cohort)

    def visible_to(self, user: Any) -> "MentoringPairQuerySet":
        """The two, once they were told; those who run the cohort; staff."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff:
            return self
        own = Q(mentor__person__user=user) | Q(mentee__person__user=user)
        run = ProgramRole.objects.current().filter(person__user=user, role=ProgramRoleKind.COORDINATOR)
        runs = Q(mentee__cohort__in=run.exclude(cohort=None).values("cohort")) | Q(
            mentee__cohort__program__in=run.exclude(program=None).values("program")
        )
        return self.filter(runs | (own & Q(proposed_at__isnull=False)))


class MentoringPair(Stamped):
    """A mentor and a mentee of a cohort: suggested, proposed, agreed to by both, closed by both."""

    mentor = models.ForeignKey(
        MentoringPart, verbose_name=_("mentor"), on_delete=models.PROTECT, related_name="pairs_as_mentor"
    )
    mentee = models.ForeignKey(
        MentoringPart, verbose_name=_("mentee"), on_delete=models.PROTECT, related_name="pairs_as_mentee"
    )
    state = models.CharField(_("state"), max_length=9, choices=PairState.choices, default=PairState.SUGGESTED)
    fit = models.PositiveSmallIntegerField(_("how well they fit, of 100"))
    by_search = models.BooleanField(_("found by the search"), default=False)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    mentor_agreed_at = models.DateTimeField(_("the mentor agreed at"), null=True, blank=True)
    mentee_agreed_at = models.DateTimeField(_("the mentee agreed at"), null=True, blank=True)
    began_at = models.DateTimeField(_("began at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reason = models.CharField(_("reason of the end"), max_length=10, choices=PairReason.choices, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = MentoringPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentoring pair")
        verbose_name_plural = _("mentoring pairs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="pair_known_state", condition=Q(state__in=PairState.values)),
            models.CheckConstraint(name="pair_fits_up_to_100", condition=Q(fit__lte=100)),
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(state__in=LIVE_PAIR_STATES), name="one_live_pair_per_mentee"
            ),
            models.CheckConstraint(
                name="pair_that_works_was_agreed_to",
                condition=~Q(state__in=["active", "closing", "closed", "ended"])
                | Q(
                    proposed_at__isnull=False,
                    mentor_agreed_at__isnull=False,
                    mentee_agreed_at__isnull=False,
                    began_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="nobody_agrees_unasked",
                condition=Q(proposed_at__isnull=False) | Q(mentor_agreed_at=None, mentee_agreed_at=None),
            ),
            models.CheckConstraint(
                name="pair_end_is_dated",
                condition=Q(state__in=LIVE_PAIR_STATES, ended_at=None)
                | (~Q(state__in=LIVE_PAIR_STATES) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="pair_end_has_a_reason",
                condition=Q(state__in=["declined", "ended"], reason__in=PairReason.values)
                | (~Q(state__in=["declined", "ended"]) & Q(reason="")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="in_one_cohort",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("mentor_id", "mentee_id"),
                func=IN_ONE_COHORT,
            ),
            *after_each_statement(
                "count_pairs",
                insert=COUNT_PAIRS.format(rows=TAKEN),
                update=COUNT_PAIRS.format(rows=f"{TAKEN} UNION ALL {FREED}"),
                delete=COUNT_PAIRS.format(rows=FREED),
            ),
        ]

    def __str__(self) -> str:
        return f"pair {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("programs:pair-detail", kwargs={"public_id": self.public_id})

    @property
    def cohort(self) -> Cohort:
        return self.mentee.cohort


class MentoringGoal(Stamped):
    """What the two have agreed to work towards."""

    pair = models.ForeignKey(
        MentoringPair, verbose_name=_("mentoring pair"), on_delete=models.CASCADE, related_name="goals"
    )
    text = models.CharField(_("goal"), max_length=300)
    set_by = models.ForeignKey(User, verbose_name=_("set by"), on_delete=models.PROTECT, related_name="+")
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("goal of a pair")
        verbose_name_plural = _("goals of pairs")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class MentoringMeeting(Stamped):
    """A meeting of the two: noted by one, confirmed or disputed by the other. Confirmed, it is an `Activity` and counts
    for what the cohort asks.
    """

    pair = models.ForeignKey(
        MentoringPair, verbose_name=_("mentoring pair"), on_delete=models.CASCADE, related_name="meetings"
    )
    held_on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    summary = models.CharField(_("what it was about"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=PairMeetingState.choices, default=PairMeetingState.NOTED
    )
    recorded_by = models.ForeignKey(
        User, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    activity = models.OneToOneField(
        Activity,
        verbose_name=_("what it counts as"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentoring_meeting",
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("meeting of a pair")
        verbose_name_plural = _("meetings of pairs")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="pair_meeting_known_state", condition=Q(state__in=PairMeetingState.values)
            ),
            models.CheckConstraint(
                name="pair_meeting_lasts_within_a_day", condition=Q(minutes__gte=1, minutes__lte=24 * 60)
            ),
            models.CheckConstraint(
                name="pair_meeting_decision_is_dated",
                condition=Q(state="noted", decided_at=None)
                | (~Q(state="noted") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="only_confirmed_meetings_count", condition=Q(activity=None) | Q(state="confirmed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.held_on}"


class MentoringClosing(Stamped):
    """How one of the two looks back. The other reads it once both have written."""

    pair = models.ForeignKey(
        MentoringPair, verbose_name=_("mentoring pair"), on_delete=models.CASCADE, related_name="closings"
    )
    part = models.ForeignKey(
        MentoringPart, verbose_name=_("whose view"), on_delete=models.PROTECT, related_name="closings"
    )
    reached = models.PositiveSmallIntegerField(_("how far the goals were reached"))
    text = models.TextField(_("what it was worth, and what was missing"), max_length=3000)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("view at the end of a pair")
        verbose_name_plural = _("views at the end of pairs")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "part"], name="one_view_each"),
            models.CheckConstraint(
                name="goals_reached_on_a_scale", condition=Q(reached__gte=0, reached__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return f"view {self.pk} of {self.pair_id}"
