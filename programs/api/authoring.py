"""Writing programs: as a draft, in the steps of the pages, and their way to the catalog."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from common.api import Conflict, KeysetPagination, PageField, cleaned
from common.moves import MoveError
from programs.actions import holds, programs
from programs.api.asking import Asking, OfProgram
from programs.api.steps import STEPS, texts_of
from programs.forms.authoring import STEPS as FORMS
from programs.forms.authoring import CommentForm, HoldForm, TitleForm, TranslationForm
from programs.http.program_deeds import DEEDS, explain, possible_deeds
from programs.logic.refusals import RefusalError
from programs.models import Program, ProgramComment, ProgramHold, ProgramVersion
from programs.queries import authoring
from programs.states import ProgramState


class CompletenessSerializer(serializers.Serializer):
    """How many of the texts of the original there are."""

    language = serializers.CharField(source="code")
    done = serializers.IntegerField()
    texts = serializers.IntegerField()
    is_original = serializers.BooleanField()


class HoldSerializer(serializers.ModelSerializer):
    class Meta:
        model = ProgramHold
        fields = ["public_id", "reason", "created_at", "lifted_at"]


class ProgramDeedSerializer(serializers.Serializer):
    """What moves the program now, and the address it is posted to."""

    name = serializers.CharField()
    address = serializers.URLField()


class WritingSerializer(serializers.ModelSerializer):
    """How far a program is. `missing` names what readers need to know and is not there yet; while a hold stands, it is
    not published. `steps` are where it is written.
    """

    page = PageField()
    state = serializers.ChoiceField(choices=ProgramState.choices)
    written_in = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()
    holds = serializers.SerializerMethodField()
    deeds = serializers.SerializerMethodField()
    translations = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta:
        model = Program
        fields = [
            "slug", "page", "state", "written_in", "missing", "holds", "deeds", "translations", "steps", "updated_at",
            "is_demo",
        ]  # fmt: skip

    def get_written_in(self, program: Program) -> str:
        return authoring.written_in(program)

    def get_missing(self, program: Program) -> list[str]:
        return authoring.missing_in(program)

    @extend_schema_field(HoldSerializer(many=True))
    def get_holds(self, program: Program) -> Any:
        return HoldSerializer(authoring.standing_holds(program), many=True).data

    @extend_schema_field(ProgramDeedSerializer(many=True))
    def get_deeds(self, program: Program) -> Any:
        user, missing = self.context["request"].user, authoring.missing_in(program)
        names = possible_deeds(user, program, missing)
        rows = [{"name": name, "address": self._address(f"program-{name}", program)} for name in names]
        return ProgramDeedSerializer(rows, many=True).data

    @extend_schema_field(CompletenessSerializer(many=True))
    def get_translations(self, program: Program) -> Any:
        return CompletenessSerializer(authoring.translations_of(program), many=True).data

    @extend_schema_field(serializers.DictField(child=serializers.URLField()))
    def get_steps(self, program: Program) -> dict[str, str]:
        return {name: self._address(f"program-step-{name}", program) for name in STEPS}

    def _address(self, route: str, program: Program) -> str:
        address = {"slug": program.slug}
        return str(reverse(f"api:{route}", kwargs=address, request=self.context["request"]))


class WrittenSerializer(serializers.ModelSerializer):
    """`writing` is where its author finds how far it is."""

    writing = serializers.HyperlinkedIdentityField(view_name="api:program-writing", lookup_field="slug")
    method = serializers.CharField(source="method.code")
    state = serializers.ChoiceField(choices=ProgramState.choices)
    is_held = serializers.BooleanField()

    class Meta:
        model = Program
        fields = ["slug", "writing", "title", "method", "state", "is_held", "updated_at", "is_demo"]


class LastChangedFirst(KeysetPagination):
    ordering = ("-updated_at", "-pk")


class MyPrograms(Asking, ListAPIView):
    """The programs one writes; for staff also those that wait for a review."""

    serializer_class = WrittenSerializer
    pagination_class = LastChangedFirst
    queryset = Program.objects.none()
    asks = "programs.write_programs"

    def get_queryset(self) -> QuerySet[Program]:
        self.check()
        return authoring.written_by(self.user)


class ProgramWriting(OfProgram):
    """How far a program is on its way to the catalog."""

    serializer_class = WritingSerializer
    asks = "programs.edit_program"

    def get(self, request: Request, slug: str) -> Response:
        return Response(self.get_serializer(self.find(slug)).data)


class ProgramStep(OfProgram):
    """One step of writing, as its page asks it. What is sent takes the place of all of it; whatever else is missing."""

    asks = "programs.edit_program"
    step = ""

    def get_serializer_class(self) -> Any:
        return STEPS[self.step].serializer

    def get(self, request: Request, slug: str) -> Response:
        return self.told(self.find(slug))

    def put(self, request: Request, slug: str) -> Response:
        program, step = self.find(slug), STEPS[self.step]
        form = FORMS[self.step][1](step.typed(self.read(step.serializer)), program=program)
        cleaned(form, step.place)
        try:
            lists = programs.Lists(**form.lists_given)
            program = programs.edit(program, by=self.user, lists=lists, **form.fields_given)
        except (RefusalError, MoveError) as error:
            raise Conflict(explain(error)) from error
        return self.told(program)

    def told(self, program: Program) -> Response:
        step = STEPS[self.step]
        return Response(step.serializer(step.told(program)).data)


class ProgramMove(OfProgram):
    """What moves the program on its way; the answer says how far it is then."""

    serializer_class = WritingSerializer
    deed = ""

    @property
    def asks(self) -> str:
        return DEEDS[self.deed].permission

    @extend_schema(request=None)
    def post(self, request: Request, slug: str) -> Response:
        program = self.find(slug)
        try:
            program = DEEDS[self.deed].action(program, by=self.user)
        except (RefusalError, MoveError) as error:
            raise Conflict(explain(error)) from error
        return Response(self.get_serializer(program).data)


class NewTitleSerializer(serializers.Serializer):
    title = serializers.CharField(required=False, allow_blank=True)


class ProgramClone(OfProgram):
    """A new draft with the same texts and facts; without cohorts."""

    serializer_class = WritingSerializer
    asks = "programs.edit_program"

    @extend_schema(request=NewTitleSerializer, responses={201: WritingSerializer})
    def post(self, request: Request, slug: str) -> Response:
        program, person = self.find(slug), self.person()
        given = cleaned(TitleForm(self.sent))
        copy = programs.clone(program, by=self.user, person=person, **given)
        return Response(self.get_serializer(copy).data, status=201)


class ProgramTextsSerializer(serializers.Serializer):
    """Only what the original has is translated."""

    title = serializers.CharField(required=False, allow_blank=True)
    summary = serializers.CharField(required=False, allow_blank=True)
    description = serializers.CharField(required=False, allow_blank=True)
    prerequisites = serializers.CharField(required=False, allow_blank=True)


class TranslatedSerializer(serializers.Serializer):
    """Original and translation side by side."""

    original_language = serializers.CharField()
    original = ProgramTextsSerializer()
    language = serializers.CharField()
    translation = ProgramTextsSerializer()


class ProgramTranslation(OfProgram):
    """The texts in another language. What is not sent is empty there, and read in the original."""

    serializer_class = TranslatedSerializer
    asks = "programs.edit_program"

    def get(self, request: Request, slug: str, language: str) -> Response:
        return self.told(self.original(slug, language), language)

    @extend_schema(request=ProgramTextsSerializer)
    def put(self, request: Request, slug: str, language: str) -> Response:
        program = self.original(slug, language)
        form = TranslationForm(self.read(ProgramTextsSerializer), program=program, language=language)
        cleaned(form)
        try:
            program = programs.edit(program, by=self.user, **form.fields_given)
        except (RefusalError, MoveError) as error:
            raise Conflict(explain(error)) from error
        return self.told(program, language)

    def original(self, slug: str, language: str) -> Program:
        program = self.find(slug)
        if language not in settings.MODELTRANSLATION_LANGUAGES or language == authoring.written_in(program):
            raise Http404
        return program

    def told(self, program: Program, language: str) -> Response:
        original = authoring.written_in(program)
        said = {
            "original_language": original,
            "original": texts_of(program, original),
            "language": language,
            "translation": texts_of(program, language),
        }
        return Response(TranslatedSerializer(said).data)


class ProgramCommentSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.person.name", default="")

    class Meta:
        model = ProgramComment
        fields = ["public_id", "author", "text", "created_at", "resolved_at"]
        read_only_fields = ["created_at", "resolved_at"]


class ProgramComments(OfProgram, ListAPIView):
    """What those who write a program and those who review it say to each other. POST tells the others."""

    serializer_class = ProgramCommentSerializer
    pagination_class = KeysetPagination
    queryset = ProgramComment.objects.none()
    asks = "programs.edit_program"

    def get_queryset(self) -> QuerySet[ProgramComment]:
        return self.find(self.kwargs["slug"]).comments.select_related("author__person")

    @extend_schema(responses={201: ProgramCommentSerializer})
    def post(self, request: Request, slug: str) -> Response:
        program = self.find(slug)
        said = programs.comment(program, by=self.user, **cleaned(CommentForm(self.sent)))
        return Response(self.get_serializer(said).data, status=201)


class OfSaying(Asking):
    """A comment or a hold: as its program may be seen, so may it."""

    rows: Any = None

    def one(self, public_id: str) -> Any:
        seen = self.rows.filter(program__in=Program.objects.visible_to(self.user))
        found = get_object_or_404(seen.select_related("program"), public_id=public_id)
        self.check(found.program)
        return found


class ProgramCommentSettle(OfSaying):
    """It is settled; saying so again changes nothing."""

    serializer_class = ProgramCommentSerializer
    rows = ProgramComment.objects.all()
    queryset = ProgramComment.objects.none()
    asks = "programs.edit_program"

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        return Response(self.get_serializer(programs.settle(self.one(public_id), by=self.user)).data)


class ProgramHolds(OfProgram):
    """Holds a program back from being published, until it is lifted."""

    serializer_class = HoldSerializer
    queryset = ProgramHold.objects.none()
    asks = "programs.hold_program"

    @extend_schema(responses={201: HoldSerializer})
    def post(self, request: Request, slug: str) -> Response:
        program = self.find(slug)
        hold = holds.put(program, by=self.user, **cleaned(HoldForm(self.sent)))
        return Response(self.get_serializer(hold).data, status=201)


class ProgramHoldLift(OfSaying):
    """Lifting it again changes nothing."""

    serializer_class = HoldSerializer
    rows = ProgramHold.objects.all()
    queryset = ProgramHold.objects.none()
    asks = "programs.hold_program"

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        return Response(self.get_serializer(holds.lift(self.one(public_id), by=self.user)).data)


class ProgramVersionSerializer(serializers.ModelSerializer):
    content = serializers.DictField()

    class Meta:
        model = ProgramVersion
        fields = ["number", "at", "content"]


class NewestVersionFirst(KeysetPagination):
    ordering = ("-number",)


class ProgramVersions(OfProgram, ListAPIView):
    """The versions that were public, the newest first."""

    serializer_class = ProgramVersionSerializer
    pagination_class = NewestVersionFirst
    queryset = ProgramVersion.objects.none()
    asks = "programs.edit_program"

    def get_queryset(self) -> QuerySet[ProgramVersion]:
        return self.find(self.kwargs["slug"]).versions.all()
