"""Published reports as PDF, made in the worker."""

import re
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override

from common.jobs import enqueue
from evaluation.models import ImpactReport, ReportPrint
from evaluation.queries.report_pages import page_of
from evaluation.states import PUBLIC_REPORT_STATES

SHEETS = ["css/tokens.css", "css/components/chart.css", "print/report.css"]
FOLDED = re.compile(
    r"<details[^>]*>.*?</details>", re.DOTALL
)  # tables of charts stand in the tables below them


def ask_for(report: ImpactReport) -> None:
    """Asks a worker for the PDF in every language of the portal."""
    for code, _name in settings.LANGUAGES:
        enqueue("evaluation.tasks.print_report", report_id=report.pk, language=code)


def make(report: ImpactReport, language: str) -> None:
    """Keeps the PDF, once. Does nothing for a report that is not public, or a language the portal does not speak."""
    made = ReportPrint.objects.filter(report=report, language=language).exists()
    if made or language not in dict(settings.LANGUAGES) or report.state not in PUBLIC_REPORT_STATES:
        return
    ReportPrint.objects.bulk_create(
        [ReportPrint(report=report, language=language, content=pdf_of(report, language))],
        ignore_conflicts=True,
    )


def pdf_of(report: ImpactReport, language: str) -> bytes:
    """The library is loaded here, by the worker that prints: pages do without it."""
    plutoprint = import_module("plutoprint")
    with override(language):
        page = page_of(report)
        words = render_to_string(
            "evaluation/report_print.html",
            {
                "report": report,
                "page": page,
                "style": style(),
                "threshold": settings.MINIMUM_CELL_PEOPLE,
                "source": f"{settings.SITE_ADDRESS}{report.get_absolute_url()}",
            },
        )
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
    book.load_html(FOLDED.sub("", words))
    stream = Stream()
    book.write_to_pdf_stream(stream)
    return stream.content


class Stream:
    """Takes what the printer writes."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        return len(part)

    @property
    def content(self) -> bytes:
        return b"".join(self.parts)


def style() -> str:
    """The sheets by which it is drawn, for light paper: what is meant for dark screens is left out."""
    found = [finders.find(name) for name in SHEETS]
    text = "".join(Path(name).read_text(encoding="utf-8") for name in found if isinstance(name, str))
    return re.sub(r"@media[^{]*dark[^{]*\{.*?\n\}\n", "", text, flags=re.DOTALL)
