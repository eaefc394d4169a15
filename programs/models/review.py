"""Reviewing applications: criteria and their weights, who reviews what, and who must not."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from programs.models.cohort import Cohort
from programs.models.enrollment import Enrollment
from programs.models.seat_pool import CriterionKind

SCORE_AT_MOST, WEIGHT_AT_MOST, POINTS_AT_MOST = 5, 10, 20

NO_REVIEW_IN_CONFLICT = """
    IF EXISTS (
        SELECT 1 FROM programs_reviewconflict
        WHERE enrollment_id = NEW.enrollment_id AND reviewer_id = NEW.reviewer_id
    ) THEN
        RAISE EXCEPTION 'who has a conflict of interest does not review' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ReviewCriterion(Stamped):
    """What the applications of a cohort are scored by, from 0 to 5."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="review_criteria"
    )
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what a high score means"), max_length=600, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(WEIGHT_AT_MOST)]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion of a review")
        verbose_name_plural = _("criteria of reviews")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "name"], name="one_criterion_per_name"),
            models.CheckConstraint(
                name="criterion_weight_range", condition=Q(weight__gte=1, weight__lte=WEIGHT_AT_MOST)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EquityWeight(Stamped):
    """Points added, as stated on the cohort's page, to the result of an applicant who meets a criterion."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="equity_weights"
    )
    kind = models.CharField(_("for whom"), max_length=16, choices=CriterionKind.choices)
    values = ArrayField(
        models.CharField(max_length=24), verbose_name=_("which ones"), default=list, blank=True
    )
    points = models.PositiveSmallIntegerField(
        _("points"), validators=[MinValueValidator(1), MaxValueValidator(POINTS_AT_MOST)]
    )

    class Meta:
        verbose_name = _("weight for under-represented applicants")
        verbose_name_plural = _("weights for under-represented applicants")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="weight_known_kind", condition=Q(kind__in=CriterionKind.values)),
            models.CheckConstraint(
                name="weight_points_range", condition=Q(points__gte=1, points__lte=POINTS_AT_MOST)
            ),
            models.CheckConstraint(
                name="weight_says_for_whom",
                condition=Q(kind="newcomer", values__len=0) | (~Q(kind="newcomer") & Q(values__len__gte=1)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {', '.join(self.values)}"


class ConflictReason(models.TextChoices):
    ORGANIZATION = "organization", pgettext_lazy("conflict of interest", "the same organization")
    PERSONAL = "personal", pgettext_lazy("conflict of interest", "a personal relation")
    WORK = "work", pgettext_lazy("conflict of interest", "we work together, or did lately")
    OTHER = "other", pgettext_lazy("conflict of interest", "another reason")


class ReviewConflict(models.Model):
    """A declared conflict of interest: she neither sees nor scores nor decides this application."""

    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("application"), on_delete=models.CASCADE, related_name="conflicts"
    )
    reviewer = models.ForeignKey(
        User, verbose_name=_("reviewer"), on_delete=models.PROTECT, related_name="review_conflicts"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ConflictReason.choices)
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "reviewer"], name="one_conflict_per_reviewer"),
            models.CheckConstraint(
                name="conflict_known_reason", condition=Q(reason__in=ConflictReason.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} about {self.enrollment_id}"


class Review(Stamped):
    """What one reviewer, who has declared that she has no conflict of interest, thinks of an application."""

    enrollment = models.ForeignKey(
        Enrollment, verbose_name=_("application"), on_delete=models.CASCADE, related_name="reviews"
    )
    reviewer = models.ForeignKey(
        User, verbose_name=_("reviewer"), on_delete=models.PROTECT, related_name="application_reviews"
    )
    declared_at = models.DateTimeField(_("declared to have no conflict at"))
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "reviewer"], name="one_review_per_reviewer")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_review_in_conflict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NO_REVIEW_IN_CONFLICT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} about {self.enrollment_id}"


class ReviewScore(models.Model):
    review = models.ForeignKey(
        Review, verbose_name=_("review"), on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(
        ReviewCriterion, verbose_name=_("criterion"), on_delete=models.PROTECT, related_name="scores"
    )
    score = models.PositiveSmallIntegerField(_("score"), validators=[MaxValueValidator(SCORE_AT_MOST)])

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(name="score_range", condition=Q(score__lte=SCORE_AT_MOST)),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.score}"
