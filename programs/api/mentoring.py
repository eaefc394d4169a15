"""Read one's mentoring pairs, and those of the cohorts one runs."""

from django.db.models import Count, Q, QuerySet, Sum
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from common.api import PageField
from programs.models import MentoringPair
from programs.queries.mentoring import PEOPLE
from programs.states import PairMeetingState

CONFIRMED = Q(meetings__state=PairMeetingState.CONFIRMED)


class PairSerializer(serializers.ModelSerializer):
    """What was confirmed by both is counted; what the two write to each other is not shown here. `mentor` and
    `mentee` are empty for those who neither are of the pair nor run its cohort.
    """

    page = PageField()
    cohort = serializers.UUIDField(source="mentee.cohort.public_id")
    mentor = serializers.SerializerMethodField()
    mentee = serializers.SerializerMethodField()
    meetings = serializers.IntegerField(source="meetings_held")
    minutes = serializers.IntegerField(source="minutes_held", allow_null=True)

    class Meta:
        model = MentoringPair
        fields = [
            "public_id", "page", "cohort", "state", "mentor", "mentee", "fit", "proposed_at", "began_at", "ended_at",
            "meetings", "minutes", "is_demo",
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
        pairs = MentoringPair.objects.visible_to(self.request.user).select_related(*PEOPLE)
        counts = {
            "meetings_held": Count("meetings", filter=CONFIRMED, distinct=True),
            "minutes_held": Sum("meetings__minutes", filter=CONFIRMED),
        }
        return pairs.annotate(**counts)
