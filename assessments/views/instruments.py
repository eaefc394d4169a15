"""What the portal asks, openly: every questionnaire with its source, license and versions."""

from typing import Any

from django.utils.translation import get_language
from django.views.generic import DetailView, ListView

from assessments.formats.versions import plain
from assessments.models import Instrument
from assessments.queries.instruments import instrument_sheet, instruments
from assessments.queries.questionnaires import anchors_of


class InstrumentList(ListView):
    template_name = "assessments/instrument_list.html"
    context_object_name = "instruments"

    def get_queryset(self) -> Any:
        return instruments()


class InstrumentDetail(DetailView):
    template_name = "assessments/instrument_detail.html"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> Any:
        return Instrument.objects.prefetch_related("sources")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = instrument_sheet(self.object, language=get_language() or "")
        sections = []
        if sheet.asked is not None:
            text = sheet.asked.text
            for dimension in sheet.asked.dimensions:
                questions = [
                    {
                        "item": item,
                        "stem": text(item, "stem"),
                        "help_text": text(item, "help_text"),
                        "anchors": [
                            {
                                "value": plain(anchor.value),
                                "label": text(anchor, "label"),
                                "descriptor": text(anchor, "descriptor"),
                            }
                            for anchor in anchors_of(item)
                        ],
                    }
                    for item in dimension.items.all()
                ]
                sections.append(
                    {"name": text(dimension, "name"), "capacity": dimension.capacity, "questions": questions}
                )
        return super().get_context_data(sheet=sheet, sections=sections, **kwargs)
