"""Translations of a version: its texts beside one language; written, and reviewed by a second person."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import translations
from assessments.api.drafts import OfWriters
from assessments.forms.authoring import languages
from assessments.forms.translating import Row, TranslationForm
from assessments.logic.documents import written_place
from assessments.models import TextState, TranslationState
from assessments.queries.documents import document_of
from assessments.queries.translations import reviewable
from common.api import cleaned, conflicts

WRITTEN = [state.value for state in TranslationState if state != TranslationState.REVIEWED]


class TextSerializer(serializers.Serializer):
    """`state` is empty where nothing is translated; `reviewable`: whether the reader may close it."""

    place = serializers.CharField()
    original = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["", *TextState.values])
    reviewable = serializers.BooleanField()


class WordsSerializer(serializers.Serializer):
    """`texts` by place; what is not named stays. `confirmed`: places whose words are still right beside a new
    original."""

    state = serializers.ChoiceField(choices=WRITTEN, default=TranslationState.DRAFT.value)
    texts = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)
    confirmed = serializers.ListField(child=serializers.CharField(), default=list)


class PlacesSerializer(serializers.Serializer):
    """Without places it is all that is translated."""

    places = serializers.ListField(child=serializers.CharField(), required=False)


class OfTranslation(OfWriters):
    serializer_class = TextSerializer
    pagination_class = None

    def form(self, data: Any = None) -> TranslationForm:
        if self.kwargs["language"] not in languages():
            raise Http404
        return TranslationForm(
            data, document=document_of(self.version), language=str(self.kwargs["language"])
        )

    def rows(self, form: TranslationForm, places: list[str], field: str) -> list[Row]:
        """Those of that name; others are refused."""
        known = {written_place(row.place): row for row in form.rows}
        if unknown := [place for place in places if place not in known]:
            raise serializers.ValidationError({field: [f"There is no text {unknown[0]}."]})
        return [known[place] for place in places]

    def texts(self) -> Response:
        form = self.form()
        shown = reviewable(self.version, form.language, by=self.user)
        said = [
            {
                "place": written_place(row.place),
                "original": row.source,
                "text": form.fields[f"text-{row.number}"].initial,
                "state": row.state,
                "reviewable": row.place in shown,
            }
            for row in form.rows
        ]
        return Response(TextSerializer(said, many=True).data)


class VersionTranslation(OfTranslation):
    """All texts in the order in which they are asked."""

    @extend_schema(responses=TextSerializer(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.texts()

    @extend_schema(request=WordsSerializer, responses=TextSerializer(many=True))
    def post(self, request: Request, **kwargs: Any) -> Response:
        before = self.form()
        said = WordsSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        data = {f"text-{row.number}": before.fields[f"text-{row.number}"].initial for row in before.rows}
        for row, text in zip(
            self.rows(before, [*given["texts"]], "texts"), given["texts"].values(), strict=True
        ):
            data[f"text-{row.number}"] = text
        for row in self.rows(before, given["confirmed"], "confirmed"):
            data |= {row.confirm: "on"} if row.confirm else {}
        form = self.form({**data, "state": given["state"]})
        cleaned(form)
        named = {row.place for row in self.rows(form, [*given["texts"]], "texts")} | form.confirmed()
        with conflicts():
            translations.translate(
                self.version,
                form.language,
                {place: text for place, text in form.texts().items() if place in named},
                state=given["state"],
                by=self.user,
                confirmed=form.confirmed(),
            )
        return self.texts()


class VersionTranslationReview(OfTranslation):
    """Closes texts that others have translated: from publication on their words stay."""

    @extend_schema(request=PlacesSerializer, responses=TextSerializer(many=True))
    def post(self, request: Request, **kwargs: Any) -> Response:
        form = self.form()
        said = PlacesSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        named = said.validated_data.get("places")
        places = None if named is None else [row.place for row in self.rows(form, named, "places")]
        with conflicts():
            translations.review(self.version, form.language, by=self.user, places=places)
        return self.texts()
