"""A report in every form: what one of them hides, none of them tells; and what it says against earlier ones."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation import tasks
from evaluation.actions import report_prints
from evaluation.models import ImpactReport, ReportPrint
from evaluation.states import ReportState
from tests.evaluation.views.test_reports import HASHES, M6, filled, hide, publish, put
from tests.factories.capacity import StaffFactory
from tests.factories.evaluation import ImpactReportFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def address(report, name):
    return reverse(f"evaluation:report-{name}", kwargs={"public_id": report.public_id})


def printed(report, language="en"):
    tasks.print_report(report.pk, language)
    made = ReportPrint.objects.get(report=report, language=language)
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(made.content))).pages)


def test_a_workbook_holds_numbers_as_numbers_and_says_where_it_comes_from(client):
    report = filled("published", touches_demo=True)
    answer = client.get(address(report, "xlsx"))
    assert answer["Link"] == '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'
    book = load_workbook(io.BytesIO(answer.content))
    head, *rows = book["figures"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert (found[0]["n"], found[0]["value"], found[0]["demo"]) == (12, 0.125, 1)
    meanings = {row[:2]: row[2] for row in book["codes"].iter_rows(values_only=True)}
    assert (meanings["metric", "change"], meanings["from", "baseline"]) == ("Mean change", "baseline")
    assert all(("metric", row["metric"]) in meanings for row in found)
    assert {type(row["capacity"]) for row in found if row["capacity"]} == {str}
    hidden = [row for row in found if row["suppressed"]]
    assert [(row["metric"], row["n"], row["value"], row["low"]) for row in hidden] == [
        ("change", None, None, None),
        ("participants", None, None, None),
    ]
    about = dict(book["about"].iter_rows(values_only=True))
    assert about["source"] == f"{settings.SITE_ADDRESS}{report.get_absolute_url()}"
    assert (about["results_sha256"], about["contains_demo_data"]) == (HASHES["result_hash"], "True")


def test_every_form_hides_the_same(client):
    """Page, CSV, JSON, XLSX, PDF and API: the shown figure is in each, the hidden ones in none."""
    report = filled("published")
    kwargs = {"public_id": report.public_id}
    texts = {name: client.get(address(report, name)).content.decode() for name in ("detail", "csv", "json")}
    texts["api"] = client.get(reverse("api:report-detail", kwargs=kwargs)).content.decode()
    book = load_workbook(io.BytesIO(client.get(address(report, "xlsx")).content))
    texts["xlsx"] = str([list(row) for row in book["figures"].iter_rows(values_only=True)])
    texts["pdf"] = printed(report)
    for name, text in texts.items():
        assert "12.5" in text or "0.125" in text, name
    suppressed = report.results.filter(is_suppressed=True).count()
    for name in ("csv", "xlsx"):
        assert texts[name].count("protects_people") == suppressed, name
    for name in ("json", "api"):
        assert texts[name].count("protects_people") == suppressed, name
    for name in ("detail", "pdf"):
        assert "not shown" in texts[name], name


def test_a_pdf_is_made_by_the_worker_once_and_kept(client, django_capture_on_commit_callbacks):
    report = filled("published")
    answer = client.get(address(report, "pdf"))
    assert answer.status_code == 202
    assert "The PDF is being made" in flat(answer)
    for _twice in range(2):
        tasks.print_report(report.pk, "en")
    answer = client.get(address(report, "pdf"))
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert ReportPrint.objects.count() == 1


def test_a_pdf_speaks_the_readers_language_and_has_its_hashes(client):
    report = filled("published")
    assert HASHES["result_hash"] in printed(report).replace("\n", "").replace(" ", "")
    arabic = printed(report, "ar")
    assert "Communication" in arabic
    assert "CC0" in arabic
    assert "Nothing is shown" not in arabic


def test_what_is_not_public_is_not_printed(client):
    report = filled()
    client.force_login(StaffFactory())
    assert client.get(address(report, "pdf")).status_code == 404
    tasks.print_report(report.pk, "en")
    tasks.print_report(report.pk + 1000, "en")
    assert not ReportPrint.objects.exists()


def test_publishing_asks_for_the_pdf_in_every_language(client, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "evaluation.actions.report_prints.enqueue", lambda task, **ids: asked.append(ids["language"])
    )
    report = filled()
    client.force_login(StaffFactory())
    client.post(address(report, "publish"))
    assert asked == [code for code, _name in settings.LANGUAGES]


# --- In short, and against others ---


def test_a_report_is_told_in_sentences_that_follow_from_its_figures(client):
    page = flat(client.get(filled("published").get_absolute_url()))
    for sentence in [
        "Of 1 capacity that can be shown, answers rose in 1 and fell in 0",
        "Most answers are there for Communication: +12.5 points of 100 on average",
        "(95 percent interval +5.0 to +20.0), from 12 pairs.",
        "70% of 20 people who were asked have answered.",
        "40 people took part in at least one session.",
    ]:
        assert sentence in page


def test_the_sentences_are_translated(client):
    report = filled("published")
    page = flat(client.get(report.get_absolute_url(), headers={"accept-language": "ar"}))
    assert "took part in at least one session" not in page
    assert 'dir="rtl"' in page


def earlier(**fields):
    report = ImpactReportFactory(
        kind="long_term_impact", period="half_year", state="review", **HASHES, **fields
    )
    put(report, 0, "change", M6, n=10, value=Decimal("0.1"), low=Decimal("0.05"), high=Decimal("0.15"))
    put(report, 1, "participants", {}, n=30, value=Decimal(30))
    hide(report, 2, "enrollments", {})
    put(report, 3, "hours", {}, n=30, value=Decimal("4049.4"))
    publish(report)
    return report


def test_it_is_compared_with_the_period_before(client):
    earlier(starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 30))
    page = flat(client.get(filled("published").get_absolute_url()))
    assert "Against the period before" in page
    assert row("Participants", "30", "40", "+10") in page
    assert "+2.5" in page


def row(*cells):
    first, *others = cells
    number = '<td class="cdx-table__table__cell--align-number">'
    return f'<th scope="row">{first}</th>' + "".join(f"{number}{cell}</td>" for cell in others)


def test_a_later_vintage_shows_what_was_first_published_beside_what_is_revised(client):
    first = earlier(starts_on=date(2025, 7, 1), ends_on=date(2025, 12, 31))
    ImpactReport.objects.filter(pk=first.pk).update(state=ReportState.SUPERSEDED)
    page = flat(client.get(filled("published", vintage=2).get_absolute_url()))
    assert "As first published and as revised" in page
    assert row("Participants", "30", "40", "+10") in page


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_file_of_a_published_report_is_the_same_another_day(client, form):
    report = filled("published")
    contents = []
    for day in ("2026-03-01", "2026-03-02"):
        with time_machine.travel(day):
            contents.append(client.get(address(report, form)).content)
    assert contents[0] == contents[1]


def test_a_difference_is_that_of_the_figures_beside_it(client):
    first = earlier(starts_on=date(2025, 7, 1), ends_on=date(2025, 12, 31))
    ImpactReport.objects.filter(pk=first.pk).update(state=ReportState.SUPERSEDED)
    second = filled(vintage=2)
    put(second, 8, "hours", {}, n=40, value=Decimal("4017.6"))
    publish(second)
    assert row("Hours of participation", "4,049", "4,018", "−31") in flat(
        client.get(second.get_absolute_url())
    )


def test_an_erratum_is_read_with_both_versions_and_in_the_files(client):
    first = earlier(starts_on=date(2025, 7, 1), ends_on=date(2025, 12, 31))
    second = filled(vintage=2)
    page = address(second, "narrative")
    words = {"narrative": "", "narrative_language": "es", "erratum": "Dos grupos se contaron dos veces."}
    client.force_login(StaffFactory())
    assert "Erratum" in flat(client.get(page))
    client.post(page, words)
    client.force_login(StaffFactory())
    client.post(address(second, "publish"))
    client.logout()
    said = '<div lang="es" dir="ltr"><p>Dos grupos se contaron dos veces.</p></div>'
    assert all(said in flat(client.get(each.get_absolute_url())) for each in (first, second))
    told = client.get(address(second, "json")).json()
    assert (told["supersedes"], told["erratum"]) == (str(first.public_id), words["erratum"])


def test_a_first_version_has_nothing_to_correct(client):
    client.force_login(StaffFactory())
    assert "Erratum" not in flat(client.get(address(filled(), "narrative")))


def test_who_asked_for_a_report_reads_that_somebody_else_publishes_it(client):
    staff = StaffFactory()
    client.force_login(staff)
    report = filled(author=staff)
    assert "somebody else of the staff publishes it" in flat(client.get(report.get_absolute_url()))
    client.force_login(StaffFactory())
    assert "somebody else of the staff publishes it" not in flat(client.get(report.get_absolute_url()))


def test_without_anything_before_there_is_no_comparison(client):
    assert "Against what was published before" not in flat(client.get(filled("published").get_absolute_url()))


class Paper:
    """In place of the printer: keeps what it would print."""

    PAGE_SIZE_A4 = None
    pages: list[str] = []

    def Book(self, _size):  # noqa: N802 - the printer's own name
        return self

    def load_html(self, page):
        self.pages.append(page)

    def write_to_pdf_stream(self, stream):
        pass


def test_the_text_of_a_pdf_runs_in_the_direction_of_its_own_language(monkeypatch):
    """Not in that of the report around it: the printer does not find it out by itself."""
    paper = Paper()
    monkeypatch.setattr(report_prints, "import_module", lambda _name: paper)
    words = {"narrative": "What we saw.\r\n\r\nWhat we did not.", "narrative_language": "en"}
    report_prints.pdf_of(filled("published", is_demo=True, **words), "ar")
    assert '<div lang="en" dir="ltr"><p>What we saw.</p>' in paper.pages[0]
