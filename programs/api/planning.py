"""Cohorts as those who run them plan, change, clone, cancel and conclude them, and write to their people."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import PageField, cleaned
from programs.actions import cohorts, completions, messages
from programs.actions.messages import Words
from programs.api.asking import OfCohort, OfProgram, refusals
from programs.forms.cohorts import LINKS, CancelForm, CloneCohortForm, CohortForm
from programs.forms.messages import GROUPS, MessageForm
from programs.http.planning import tongues_of
from programs.models import RULE_FIELDS, Cohort

LANGUAGES = ("languages", "interpretation")


class CohortPlanSerializer(serializers.ModelSerializer):
    """A cohort as its form says it. Languages and the territory are named by their codes; `event_page`, `course` and
    `dashboard` are where it is found elsewhere. To complete, people reach everything of `…_needed` that is above 0.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:cohort-detail", lookup_field="public_id")
    page = PageField()
    territory = serializers.CharField(source="territory_id", allow_null=True, required=False)
    languages: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    interpretation: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    event_page = serializers.CharField(source="external_ids.event_page", default="")
    course = serializers.CharField(source="external_ids.course", default="")
    dashboard = serializers.CharField(source="external_ids.dashboard", default="")

    class Meta:
        model = Cohort
        fields = [
            "url", "page", "public_id", "name", "delivery", "place", "territory", "time_zone", "starts_on", "ends_on",
            "enrollment_opens_at", "enrollment_closes_at", "seats", "confirmation", "offer_hours", *RULE_FIELDS,
            "languages", "interpretation", "access_provisions", "fee", *LINKS, "cancelled_at", "is_demo",
        ]  # fmt: skip


class SentPlanSerializer(serializers.ModelSerializer):
    """What is not sent is empty."""

    territory = serializers.CharField(required=False, help_text="Its code.")
    languages = serializers.ListField(child=serializers.CharField(), required=False)
    interpretation = serializers.ListField(child=serializers.CharField(), required=False)
    event_page = serializers.CharField(required=False)
    course = serializers.CharField(required=False)
    dashboard = serializers.CharField(required=False)

    class Meta:
        model = Cohort
        fields = [
            "name", "delivery", "place", "territory", "time_zone", "starts_on", "ends_on", "enrollment_opens_at",
            "enrollment_closes_at", "seats", "confirmation", "offer_hours", *RULE_FIELDS, "languages",
            "interpretation", "access_provisions", "fee", *LINKS,
        ]  # fmt: skip


def as_typed(sent: Any) -> Any:
    """As it is typed on the page: languages with commas between."""
    if not isinstance(sent, Mapping):
        return sent
    typed = {(f"link_{name}" if name in LINKS else name): value for name, value in sent.items()}
    for name in LANGUAGES:
        if isinstance(typed.get(name), list):
            typed[name] = ", ".join(str(each) for each in typed[name])
    return typed


def plan_place(name: str) -> str:
    return name.removeprefix("link_")


class ProgramCohorts(OfProgram):
    """Plans a cohort of the program; its sessions are planned at an address of its own."""

    serializer_class = CohortPlanSerializer
    asks = "programs.edit_program"

    @extend_schema(request=SentPlanSerializer, responses={201: CohortPlanSerializer})
    def post(self, request: Request, slug: str) -> Response:
        program, form = self.find(slug), CohortForm(as_typed(self.sent))
        cleaned(form, plan_place)
        with refusals():
            cohort = cohorts.create(program, by=self.user, tongues=tongues_of(form), **form.fields_given)
        return Response(self.get_serializer(cohort).data, status=201)


class CohortPlan(OfCohort):
    """What those who run a cohort decide of it: dates, seats, when one may enroll, what completes it."""

    serializer_class = CohortPlanSerializer
    asks = "programs.run_cohort"

    def get(self, request: Request, public_id: str) -> Response:
        return self.told(self.find_cohort(public_id))

    @extend_schema(request=SentPlanSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        cohort = self.find_cohort(public_id)
        form = CohortForm(as_typed(self.sent), instance=get_object_or_404(Cohort, pk=cohort.pk))
        cleaned(form, plan_place)
        with refusals():
            cohort = cohorts.edit(cohort, by=self.user, tongues=tongues_of(form), **form.fields_given)
        return self.told(cohort)

    def told(self, cohort: Cohort) -> Response:
        return Response(self.get_serializer(cohort).data)


class WhySerializer(serializers.Serializer):
    note = serializers.CharField(required=False, max_length=500, help_text="What the people are told.")


class CancelledSerializer(serializers.Serializer):
    ended = serializers.IntegerField(help_text="How many places, offers and applications ended.")


class CohortCancel(OfCohort):
    """For good: everybody in it is told, and its sessions are cancelled."""

    serializer_class = CancelledSerializer
    asks = "programs.run_cohort"

    @extend_schema(request=WhySerializer)
    def post(self, request: Request, public_id: str) -> Response:
        cohort, given = self.find_cohort(public_id), cleaned(CancelForm(self.sent))
        with refusals():
            ended = cohorts.cancel(cohort, by=self.user, **given)
        return Response(self.get_serializer({"ended": ended}).data)


class OnceMoreSerializer(serializers.Serializer):
    """Every date and session moves by as many days as the start."""

    name = serializers.CharField()
    starts_on = serializers.DateField()


class CohortClone(OfCohort):
    """The same once more, later, with its sessions, its form and its reserved seats; without its people."""

    serializer_class = CohortPlanSerializer
    asks = "programs.run_cohort"

    @extend_schema(request=OnceMoreSerializer, responses={201: CohortPlanSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort, given = self.find_cohort(public_id), cleaned(CloneCohortForm(self.sent))
        copy = cohorts.clone(cohort, by=self.user, **given)
        return Response(self.get_serializer(copy).data, status=201)


class ConcludedSerializer(serializers.Serializer):
    """`waiting`: left as they are, because something of theirs waits for a decision."""

    completed = serializers.IntegerField()
    not_completed = serializers.IntegerField()
    waiting = serializers.IntegerField()


class CohortConclude(OfCohort):
    """Ends a cohort that is over by its completion rule, and tells everybody. Said again, it finds nobody left."""

    serializer_class = ConcludedSerializer
    asks = "programs.run_cohort"

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        cohort = self.find_known_cohort(public_id)
        with refusals():
            counts = completions.conclude_by_rule(cohort, by=self.user)
        return Response(self.get_serializer(counts).data)


class MessageWordsSerializer(serializers.Serializer):
    subject = serializers.CharField(required=False, allow_blank=True)
    text = serializers.CharField(required=False, allow_blank=True)


class MessageSerializer(serializers.Serializer):
    """`words` by the language they are in; those in the language of the answer are needed, and are for everybody whose
    own language is not among them. The same `mark` again writes to nobody twice.
    """

    states = serializers.ListField(child=serializers.ChoiceField(choices=GROUPS))
    mark = serializers.UUIDField()
    words = serializers.DictField(child=MessageWordsSerializer())


class ToldSerializer(serializers.Serializer):
    people = serializers.IntegerField(help_text="To how many it goes.")


class CohortMessages(OfCohort):
    """Writes to groups of the cohort's people, to each in her language."""

    serializer_class = ToldSerializer
    asks = "programs.run_cohort"

    @extend_schema(request=MessageSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        cohort, said = self.find_cohort(public_id), self.read(MessageSerializer)
        form = MessageForm(message_typed(said))
        given = cleaned(form, message_place)
        told = messages.send(
            cohort,
            by=self.user,
            states=given["states"],
            words={code: Words(*texts) for code, texts in form.words.items()},
            first=form.first,
            mark=str(given["mark"]),
        )
        return Response(self.get_serializer({"people": told}).data)


def message_typed(said: dict[str, Any]) -> dict[str, Any]:
    unknown = {
        f"words/{code}": [_("“%(word)s” is not the name or the code of a language.") % {"word": code[:40]}]
        for code in said["words"]
        if code not in settings.COMPLETE_LANGUAGES
    }
    if unknown:
        raise ValidationError(unknown)
    texts = {f"{part}_{code}": text for code, words in said["words"].items() for part, text in words.items()}
    return {"states": said["states"], "mark": said["mark"], **texts}


def message_place(name: str) -> str:
    part, _under, code = name.partition("_")
    return f"words/{code}/{part}" if code else name
