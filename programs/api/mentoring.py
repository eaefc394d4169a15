"""Mentoring as mentors and mentees have it: taking part, their pairs, goals, meetings, and the end."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import KeysetPagination, PageField, cleaned
from programs.actions import mentoring, pair_meetings
from programs.api.asking import Asking, OfCohort, refusals
from programs.forms.mentoring import GoalForm, MeetingForm, PartForm, ReasonForm, ViewForm
from programs.models import (
    MentoringClosing,
    MentoringGoal,
    MentoringMeeting,
    MentoringPair,
    MentoringPart,
    MentoringSide,
)
from programs.queries.mentoring import PEOPLE, pair_page
from programs.states import PairMeetingState, PairReason

CONFIRMED = Q(meetings__state=PairMeetingState.CONFIRMED)


class PairSerializer(serializers.ModelSerializer):
    """What was confirmed by both is counted; what the two write to each other is not shown here. `mentor` and
    `mentee` are empty for those who neither are of the pair nor run its cohort.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:pair-detail", lookup_field="public_id")
    page = PageField()
    cohort = serializers.UUIDField(source="mentee.cohort.public_id")
    mentor = serializers.SerializerMethodField()
    mentee = serializers.SerializerMethodField()
    meetings = serializers.IntegerField(source="meetings_held")
    minutes = serializers.IntegerField(source="minutes_held", allow_null=True)

    class Meta:
        model = MentoringPair
        fields = [
            "public_id", "url", "page", "cohort", "state", "mentor", "mentee", "fit", "proposed_at", "began_at",
            "ended_at", "meetings", "minutes", "is_demo",
        ]  # fmt: skip

    def get_mentor(self, pair: MentoringPair) -> str:
        return pair.mentor.person.name if self._reads(pair) else ""

    def get_mentee(self, pair: MentoringPair) -> str:
        return pair.mentee.person.name if self._reads(pair) else ""

    def _reads(self, pair: MentoringPair) -> bool:
        return bool(self.context["request"].user.has_perm("programs.read_pair", pair))


class PairList(ListAPIView):
    """Mentoring pairs: your own once you were told of them, and those of cohorts you run."""

    serializer_class = PairSerializer
    filter_backends = []
    queryset = MentoringPair.objects.none()

    def get_queryset(self) -> QuerySet:
        return with_meetings(MentoringPair.objects.visible_to(self.request.user))


def with_meetings(pairs: QuerySet[MentoringPair]) -> QuerySet:
    counts = {
        "meetings_held": Count("meetings", filter=CONFIRMED, distinct=True),
        "minutes_held": Sum("meetings__minutes", filter=CONFIRMED),
    }
    return pairs.select_related(*PEOPLE).annotate(**counts)


# --- Taking part ---


class PartSerializer(serializers.ModelSerializer):
    """What one says of oneself for mentoring in a cohort: capacities and languages by their codes. `accepted_at` is
    empty while a mentor waits for those who run the cohort.
    """

    cohort = serializers.UUIDField(source="cohort.public_id", read_only=True)
    side = serializers.ChoiceField(choices=MentoringSide.choices, read_only=True)
    capacities: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    languages: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)

    class Meta:
        model = MentoringPart
        fields = [
            "public_id", "cohort", "side", "most", "held", "capacities", "languages", "time_zone", "about",
            "accepted_at", "left_at",
        ]  # fmt: skip


class SentPartSerializer(serializers.Serializer):
    """`most`: how many mentees at most, asked of mentors. `capacities`: of those that the program builds."""

    most = serializers.IntegerField(required=False)
    capacities = serializers.ListField(child=serializers.CharField(), required=False)
    languages = serializers.ListField(child=serializers.CharField(), required=False)
    time_zone = serializers.CharField(required=False)
    about = serializers.CharField(required=False, allow_blank=True)


class MyParts(Asking, ListAPIView):
    """Where one wants to be paired, or is."""

    serializer_class = PartSerializer
    pagination_class = KeysetPagination
    queryset = MentoringPart.objects.none()

    def get_queryset(self) -> QuerySet[MentoringPart]:
        mine = MentoringPart.objects.visible_to(self.user).filter(left_at=None).select_related("cohort")
        return mine.prefetch_related("capacities", "languages")


class MentoringJoin(OfCohort):
    """Wanting to be paired, as `mentor` or as `mentee`; said anew, it takes the place of what was said."""

    serializer_class = PartSerializer
    asks = "programs.join_mentoring"

    @extend_schema(request=SentPartSerializer)
    def put(self, request: Request, public_id: str, side: str) -> Response:
        cohort, person = self.find_cohort(public_id), self.person()
        if side not in MentoringSide.values or not cohort.program.is_mentoring:
            raise Http404
        sent = self.read(SentPartSerializer)
        typed = {**sent, "languages": ", ".join(sent.get("languages", []))}
        given = cleaned(PartForm(typed, cohort=cohort, person=person, side=side))
        with refusals():
            part = mentoring.join(cohort, person=person, side=side, by=self.user, **given)
        return Response(self.get_serializer(part).data)


class MentoringLeave(Asking):
    """Her pairs there end, and the others are told."""

    serializer_class = PartSerializer
    queryset = MentoringPart.objects.none()
    asks = "programs.leave_mentoring"

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        rows = MentoringPart.objects.visible_to(self.user).select_related("person", "cohort")
        part = get_object_or_404(rows, public_id=public_id)
        self.check(part)
        with refusals():
            return Response(self.get_serializer(mentoring.leave(part, by=self.user)).data)


# --- A pair ---


class GoalSerializer(serializers.ModelSerializer):
    class Meta:
        model = MentoringGoal
        fields = ["public_id", "text", "reached_on"]
        read_only_fields = ["reached_on"]


class PairMeetingSerializer(serializers.ModelSerializer):
    """It counts once the other has confirmed it."""

    state = serializers.ChoiceField(choices=PairMeetingState.choices, read_only=True)
    is_mine = serializers.SerializerMethodField()

    class Meta:
        model = MentoringMeeting
        fields = ["public_id", "held_on", "minutes", "summary", "state", "is_mine"]

    def get_is_mine(self, meeting: MentoringMeeting) -> bool:
        return bool(meeting.recorded_by_id == self.context["request"].user.pk)


class LookingBackSerializer(serializers.ModelSerializer):
    """How far the goals were reached: from 0, not at all, to 4, wholly."""

    side = serializers.CharField(source="part.side", read_only=True)
    reached = serializers.IntegerField(min_value=0, max_value=4)

    class Meta:
        model = MentoringClosing
        fields = ["side", "reached", "text"]


class PairDetailSerializer(PairSerializer):
    """`reasons` say why the two were put together. Goals and meetings are shown to the two and to who runs the cohort;
    the other's view opens once both have looked back.
    """

    reasons = serializers.SerializerMethodField()
    goals = serializers.SerializerMethodField()
    log = serializers.SerializerMethodField()
    views = serializers.SerializerMethodField()

    class Meta(PairSerializer.Meta):
        fields = [*PairSerializer.Meta.fields, "reasons", "goals", "log", "views"]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_reasons(self, pair: MentoringPair) -> Any:
        return self._page(pair)["reasons"]

    @extend_schema_field(GoalSerializer(many=True))
    def get_goals(self, pair: MentoringPair) -> Any:
        return GoalSerializer(self._page(pair)["goals"], many=True).data

    @extend_schema_field(PairMeetingSerializer(many=True))
    def get_log(self, pair: MentoringPair) -> Any:
        return PairMeetingSerializer(self._page(pair)["meetings"], many=True, context=self.context).data

    @extend_schema_field(LookingBackSerializer(many=True))
    def get_views(self, pair: MentoringPair) -> Any:
        return LookingBackSerializer(self._page(pair)["views"], many=True).data

    def _page(self, pair: MentoringPair) -> dict[str, Any]:
        """What the page of the pair shows this reader."""
        if not hasattr(self, "_shown"):
            self._shown = pair_page(pair, self.context["request"].user)
        return self._shown


class OfPair(Asking):
    serializer_class: Any = PairDetailSerializer
    queryset: Any = MentoringPair.objects.none()
    asks = "programs.work_in_pair"

    def find_pair(self, public_id: str) -> MentoringPair:
        """Staff without a part in it have said why they look at the cohort."""
        rows = MentoringPair.objects.visible_to(self.user).select_related(*PEOPLE)
        pair = get_object_or_404(rows, public_id=public_id)
        self.check(pair)
        self.check_knows("programs.read_pair", pair, pair.mentee.cohort)
        return pair

    def told(self, pair: MentoringPair, status: int = 200) -> Response:
        found = with_meetings(MentoringPair.objects.visible_to(self.user)).get(pk=pair.pk)
        context = self.get_serializer_context()
        return Response(PairDetailSerializer(found, context=context).data, status=status)


class PairDetail(OfPair):
    """A pair: why, what the two want to reach, when they met."""

    asks = "programs.see_pair"

    def get(self, request: Request, public_id: str) -> Response:
        return self.told(self.find_pair(public_id))


class PairAgree(OfPair):
    """The pair begins once both have."""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        pair = self.find_pair(public_id)
        with refusals():
            return self.told(mentoring.agree(pair, by=self.user))


class PairWhySerializer(serializers.Serializer):
    """Those who run the cohort read it; the other person does not."""

    reason = serializers.ChoiceField(choices=[each for each in PairReason.values if each != PairReason.LEFT])


class PairDecline(OfPair):
    """Declines a proposal."""

    @extend_schema(request=PairWhySerializer)
    def post(self, request: Request, public_id: str) -> Response:
        pair, given = self.find_pair(public_id), cleaned(ReasonForm(self.sent))
        with refusals():
            return self.told(mentoring.decline(pair, by=self.user, **given))


class PairEnd(OfPair):
    """Ends a pair before its time; both are told, and a new mentor is looked for."""

    asks = "programs.end_pair"

    @extend_schema(request=PairWhySerializer)
    def post(self, request: Request, public_id: str) -> Response:
        pair, given = self.find_pair(public_id), cleaned(ReasonForm(self.sent))
        with refusals():
            return self.told(mentoring.end(pair, by=self.user, **given))


class PairGoals(OfPair):
    """Sets a goal."""

    @extend_schema(request=GoalSerializer, responses={201: PairDetailSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        pair, given = self.find_pair(public_id), cleaned(GoalForm(self.sent))
        with refusals():
            mentoring.set_goal(pair, by=self.user, **given)
        return self.told(pair, status=201)


class PairMeetings(OfPair):
    """Notes a meeting; the other is asked to confirm it."""

    @extend_schema(request=PairMeetingSerializer, responses={201: PairDetailSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        pair, given = self.find_pair(public_id), cleaned(MeetingForm(self.sent))
        with refusals():
            pair_meetings.note(pair, by=self.user, **given)
        return self.told(pair, status=201)


class PairLookBack(OfPair):
    """One's view at the end: the first begins the closing, the second closes the pair."""

    @extend_schema(request=LookingBackSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        pair, given = self.find_pair(public_id), cleaned(ViewForm(self.sent))
        with refusals():
            mentoring.look_back(pair, by=self.user, **given)
        return self.told(pair)


class OfPairsThing(OfPair):
    def find_of_pair(self, rows: Any, public_id: str) -> Any:
        rows = rows.filter(pair__in=MentoringPair.objects.visible_to(self.user))
        found = get_object_or_404(rows.select_related("pair__mentee"), public_id=public_id)
        self.find_pair(str(found.pair.public_id))
        return found


class GoalReach(OfPairsThing):
    """Reached; or, said again, open again."""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        goal = self.find_of_pair(MentoringGoal.objects.all(), public_id)
        with refusals():
            return self.told(mentoring.reach_goal(goal, by=self.user).pair)


class PairMeetingDeed(OfPairsThing):
    """It was so, it was not so, or who noted it takes it back."""

    deed = ""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        meeting = self.find_of_pair(MentoringMeeting.objects.all(), public_id)
        with refusals():
            return self.told(MEETING_DEEDS[self.deed](meeting, by=self.user).pair)


MEETING_DEEDS = {
    "confirm": pair_meetings.confirm,
    "dispute": pair_meetings.dispute,
    "take-back": pair_meetings.take_back,
}
