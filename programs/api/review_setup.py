"""What applications to a cohort are reviewed by, by whom, and how they stand."""

from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import cleaned
from programs.actions import reviews
from programs.api.asking import OfCohort, refusals
from programs.api.reviews import CriterionSerializer
from programs.forms.reviews import CriterionForm, ReviewersForm, WeightForm
from programs.models import (
    Cohort,
    ConflictReason,
    CriterionKind,
    Enrollment,
    EquityWeight,
    ReviewConflict,
    ReviewCriterion,
)
from programs.queries.reviews import Ranked, conflicts_in, ranking, reviewers_of, team_of
from programs.states import EnrollmentState


class WeightSerializer(serializers.ModelSerializer):
    """Points out of 100 that are added for whom the criterion fits."""

    kind = serializers.ChoiceField(choices=CriterionKind.choices)

    class Meta:
        model = EquityWeight
        fields = ["public_id", "kind", "values", "points"]


class ReviewSetupSerializer(serializers.Serializer):
    """`reviewers` and `team` by the names in their addresses; `team`: who may be asked to review."""

    criteria = CriterionSerializer(many=True)
    weights = WeightSerializer(many=True)
    reviewers = serializers.ListField(child=serializers.CharField())
    team = serializers.ListField(child=serializers.CharField())


class NewCriterionSerializer(serializers.Serializer):
    name = serializers.CharField()
    description = serializers.CharField(required=False)
    weight = serializers.IntegerField()


class NewWeightSerializer(serializers.Serializer):
    """`values`: codes of regions, territories, types of affiliates or languages; newcomers need none."""

    kind = serializers.ChoiceField(choices=CriterionKind.choices)
    values = serializers.ListField(child=serializers.CharField(), required=False)
    points = serializers.IntegerField(required=False)


class ReviewersSerializer(serializers.Serializer):
    people = serializers.ListField(child=serializers.SlugField())


class RankedSerializer(serializers.Serializer):
    """`result` is out of 100; `total` is that and the `points` stated. Empty until somebody has scored, and where one
    has a conflict of interest.
    """

    enrollment = serializers.UUIDField(source="enrollment.public_id")
    person = serializers.CharField(source="enrollment.person.name")
    reviews = serializers.IntegerField()
    result = serializers.FloatField(allow_null=True)
    spread = serializers.FloatField(allow_null=True)
    points = serializers.IntegerField()
    total = serializers.FloatField(allow_null=True)
    is_mine = serializers.BooleanField()
    in_conflict = serializers.BooleanField()

    def to_representation(self, instance: Ranked) -> Any:
        if instance.in_conflict:
            instance = replace(instance, reviews=0, result=None, spread=None, points=0)
        return super().to_representation(instance)


class DeclaredConflictSerializer(serializers.Serializer):
    """Who is in conflict with whose application. `reviewer` is the name in her address: with it, who decides takes the
    declaration back.
    """

    enrollment = serializers.UUIDField(source="enrollment.public_id")
    applicant = serializers.CharField(source="enrollment.person.name")
    reviewer = serializers.CharField(source="reviewer.person.slug")
    reviewer_name = serializers.CharField(source="reviewer.person.name")
    reason = serializers.ChoiceField(choices=ConflictReason.choices)
    declared_at = serializers.DateTimeField()


class OfReview(OfCohort):
    serializer_class = ReviewSetupSerializer
    asks = "programs.run_cohort"

    def told(self, cohort: Cohort, status: int = 200) -> Response:
        said = {
            "criteria": cohort.review_criteria.all(),
            "weights": cohort.equity_weights.all(),
            "reviewers": [person.slug for person in reviewers_of(cohort)],
            "team": [person.slug for person in team_of(cohort)],
        }
        return Response(ReviewSetupSerializer(said).data, status=status)

    def find_of_cohort(self, rows: Any, public_id: str) -> Any:
        seen = rows.filter(cohort__in=Cohort.objects.visible_to(self.user))
        found = get_object_or_404(seen.select_related("cohort__program"), public_id=public_id)
        self.check(found.cohort)
        return found


class CohortReview(OfReview):
    """Criteria, weights and reviewers of a cohort."""

    def get(self, request: Request, public_id: str) -> Response:
        return self.told(self.find_cohort(public_id))


class CohortCriteria(OfReview):
    """Adds a criterion, until somebody has scored."""

    @extend_schema(request=NewCriterionSerializer, responses={201: ReviewSetupSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort, given = self.find_cohort(public_id), cleaned(CriterionForm(self.sent))
        with refusals():
            reviews.add_criterion(cohort, by=self.user, **given)
        return self.told(cohort, status=201)


class CriterionDetail(OfReview):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        """Takes a criterion away, until somebody has scored."""
        criterion = self.find_of_cohort(ReviewCriterion.objects.all(), public_id)
        with refusals():
            reviews.remove_criterion(criterion, by=self.user)
        return Response(status=204)


class CohortWeights(OfReview):
    """Adds points for those whom a stated criterion fits, until somebody has applied."""

    @extend_schema(request=NewWeightSerializer, responses={201: ReviewSetupSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort, sent = self.find_cohort(public_id), self.read(NewWeightSerializer)
        given = cleaned(WeightForm(sent, kind=sent["kind"]))
        with refusals():
            reviews.add_weight(cohort, kind=sent["kind"], by=self.user, **given)
        return self.told(cohort, status=201)


class WeightDetail(OfReview):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        """Takes a weight away, until somebody has applied."""
        weight = self.find_of_cohort(EquityWeight.objects.all(), public_id)
        with refusals():
            reviews.remove_weight(weight, by=self.user)
        return Response(status=204)


class CohortReviewers(OfReview):
    """Makes these, and only these, reviewers of the cohort; those of the whole program stay."""

    @extend_schema(request=ReviewersSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        cohort, sent = self.find_cohort(public_id), self.read(ReviewersSerializer)
        given = cleaned(ReviewersForm(sent, team=team_of(cohort)))
        reviews.set_reviewers(cohort, given["people"], by=self.user)
        return self.told(cohort)


class CohortRanking(OfCohort):
    """The applications that wait for a decision, the best first; one's own is left out."""

    serializer_class = RankedSerializer
    pagination_class = None
    asks = "programs.review_cohort"

    @extend_schema(responses=RankedSerializer(many=True))
    def get(self, request: Request, public_id: str) -> Response:
        rows = ranking(self.find_cohort(public_id), self.user)
        return Response(self.get_serializer(rows, many=True).data)


class CohortConflicts(OfCohort):
    """Conflicts of interest that others have declared about applications that wait for a decision."""

    serializer_class = DeclaredConflictSerializer
    pagination_class = None
    asks = "programs.run_cohort"

    @extend_schema(responses=DeclaredConflictSerializer(many=True))
    def get(self, request: Request, public_id: str) -> Response:
        rows = conflicts_in(self.find_known_cohort(public_id), self.user)
        return Response(self.get_serializer(rows, many=True).data)


class DeclaredConflict(OfCohort):
    serializer_class = DeclaredConflictSerializer
    queryset = ReviewConflict.objects.none()
    asks = "programs.run_cohort"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str, reviewer: str) -> Response:
        """Takes back what a colleague declared by mistake: she is told, and declares anew before she reads the
        application. Never one's own declaration, nor one about an application with which one is in conflict oneself.
        """
        sent = Enrollment.objects.exclude(state=EnrollmentState.DRAFT)
        enrollment = get_object_or_404(sent.select_related("person", "cohort"), public_id=public_id)
        self.find_known_cohort(str(enrollment.cohort.public_id))
        self.check(enrollment, "programs.decide_enrollment")
        declared = enrollment.conflicts.select_related("reviewer__person")
        conflict = get_object_or_404(declared, reviewer__person__slug=reviewer)
        with refusals():
            reviews.take_back_conflict(conflict, by=self.user)
        return Response(status=204)
