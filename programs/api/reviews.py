"""Applications that wait for one's review: first the declaration, then the application and its scores."""

from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.models import User
from common.api import Conflict, cleaned
from programs.actions import reviews
from programs.forms.reviews import NONE, ScoreForm
from programs.logic.refusals import RefusalError
from programs.models import ConflictReason, Enrollment, ProgramRoleKind, Review, ReviewCriterion
from programs.models.review import SCORE_AT_MOST
from programs.queries.applications import answers_of
from programs.queries.reviews import applications_to_review, shares_organization
from programs.states import EnrollmentState


class ToReviewSerializer(serializers.ModelSerializer):
    """Who has applied, and how far one's own review is."""

    cohort = serializers.UUIDField(source="cohort.public_id")
    program = serializers.CharField(source="cohort.program.slug")
    applicant = serializers.CharField(source="person.name")
    is_declared = serializers.BooleanField()
    is_submitted = serializers.BooleanField()

    class Meta:
        model = Enrollment
        fields = ["public_id", "cohort", "program", "applicant", "applied_at", "is_declared", "is_submitted"]


class CriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReviewCriterion
        fields = ["public_id", "name", "description", "weight"]


class AnswerGivenSerializer(serializers.Serializer):
    question = serializers.CharField(source="label")
    answer = serializers.ListField(child=serializers.CharField(), source="words")


class ReviewSerializer(serializers.Serializer):
    """`motivation`, `answers` and `scores` are empty until she has declared that she has no conflict of interest."""

    public_id = serializers.UUIDField()
    applicant = serializers.CharField()
    state = serializers.ChoiceField(choices=EnrollmentState.choices)
    is_declared = serializers.BooleanField()
    shares_organization = serializers.BooleanField()
    criteria = CriterionSerializer(many=True)
    motivation = serializers.CharField()
    answers = AnswerGivenSerializer(many=True)
    scores = serializers.DictField(child=serializers.IntegerField())
    comment = serializers.CharField()
    submitted_at = serializers.DateTimeField(allow_null=True)


class DeclarationSerializer(serializers.Serializer):
    conflict = serializers.ChoiceField(choices=[NONE, *ConflictReason.values])


class ScoresSerializer(serializers.Serializer):
    """One score for each criterion, by its `public_id`."""

    scores = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=SCORE_AT_MOST))
    comment = serializers.CharField(max_length=2000, default="", allow_blank=True)


class MyReviews(ListAPIView):
    """Applications under review in cohorts where one reviews, without one's own and those one is in conflict with."""

    permission_classes = [IsAuthenticated]
    serializer_class = ToReviewSerializer
    filter_backends = []
    queryset = Enrollment.objects.none()

    def get_queryset(self) -> QuerySet:
        user = cast("User", self.request.user)
        own = Review.objects.filter(enrollment=OuterRef("pk"), reviewer=user)
        return (
            applications_to_review(user, ProgramRoleKind.REVIEWER, ProgramRoleKind.COORDINATOR)
            .select_related("person", "cohort__program")
            .annotate(is_declared=Exists(own), is_submitted=Exists(own.exclude(submitted_at=None)))
        )


class ApplicationReview(GenericAPIView):
    """One's review of an application. POST declares whether one has a conflict of interest; PUT scores it."""

    permission_classes = [IsAuthenticated]
    serializer_class = ReviewSerializer
    queryset = Enrollment.objects.none()
    asks = "programs.review_application"

    def get(self, request: Request, public_id: str) -> Response:
        return self.shown(self.find(public_id))

    @extend_schema(request=DeclarationSerializer, responses={200: ReviewSerializer, 204: None})
    def post(self, request: Request, public_id: str) -> Response:
        enrollment = self.find(public_id)
        sent = DeclarationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        declared = sent.validated_data["conflict"]
        try:
            if declared != NONE:
                reviews.declare_conflict(enrollment, reason=declared, by=self.user)
                return Response(status=204)
            reviews.declare_no_conflict(enrollment, by=self.user)
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return self.shown(enrollment)

    @extend_schema(request=ScoresSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        enrollment = self.find(public_id)
        sent = ScoresSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        criteria = list(enrollment.cohort.review_criteria.all())
        given = sent.validated_data["scores"]
        form = ScoreForm(
            {f"score-{each.public_id.hex}": given.get(str(each.public_id)) for each in criteria}
            | {"comment": sent.validated_data["comment"]},
            criteria=criteria,
            review=None,
        )
        comment = cleaned(form)["comment"]
        try:
            reviews.score(enrollment, scores=form.scores, comment=comment, by=self.user)
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return self.shown(enrollment)

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def find(self, public_id: str) -> Enrollment:
        rows = Enrollment.objects.exclude(state=EnrollmentState.DRAFT)
        rows = rows.select_related("person", "organization", "cohort__program")
        enrollment = get_object_or_404(rows, public_id=public_id)
        if not self.user.has_perm(self.asks, enrollment):
            raise PermissionDenied
        return enrollment

    def shown(self, enrollment: Enrollment) -> Response:
        review = Review.objects.filter(enrollment=enrollment, reviewer=self.user).first()
        words: dict[str, Any] = {
            "public_id": enrollment.public_id,
            "applicant": enrollment.person.name,
            "state": enrollment.state,
            "is_declared": review is not None,
            "shares_organization": shares_organization(enrollment, self.user),
            "criteria": enrollment.cohort.review_criteria.all(),
            "motivation": enrollment.motivation if review else "",
            "answers": answers_of(enrollment) if review else [],
            "scores": _scores_of(review) if review else {},
            "comment": review.comment if review else "",
            "submitted_at": review.submitted_at if review else None,
        }
        return Response(ReviewSerializer(words).data)


def _scores_of(review: Review) -> dict[str, int]:
    given = review.scores.values_list("criterion__public_id", "score")
    return {str(criterion): score for criterion, score in given}
