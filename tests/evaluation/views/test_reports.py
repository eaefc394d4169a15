import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from evaluation.logic.methods import METHOD_VERSION
from evaluation.models import ImpactReport, ReportResult
from evaluation.states import ReportState
from tests.factories.capacity import CapacityFactory, RegionFactory, StaffFactory, UserFactory
from tests.factories.evaluation import ImpactReportFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db

HASHES = {"data_hash": "a" * 64, "result_hash": "b" * 64}
M6 = {"capacity": "36", "from": "baseline", "to": "m6"}


def put(report, position, metric, cell, **fields):
    fields = {"method_id": "test.v1"} | fields
    ReportResult.objects.create(report=report, position=position, metric=metric, cell=cell, **fields)


def hide(report, position, metric, cell):
    put(report, position, metric, cell, is_suppressed=True, reason="protects_people")


@pytest.fixture
def staff():
    return StaffFactory()


def filled(state="review", **fields):
    """A report whose figures are in review: twelve pairs shown, two regions hidden."""
    CapacityFactory(code="36", name="Communication")
    RegionFactory()
    report = ImpactReportFactory(
        kind="long_term_impact",
        period="half_year",
        starts_on=date(2025, 7, 1),
        ends_on=date(2025, 12, 31),
        state="review",
        **HASHES,
        **fields,
    )
    quality = {"mean_before": "0.250000", "mean_after": "0.375000", "pairs": 12}
    limits = {"value": Decimal("0.125"), "low": Decimal("0.05"), "high": Decimal("0.2")}
    put(report, 0, "change", M6, n=12, quality=quality, **limits)
    put(report, 1, "effect", M6, n=12, value=Decimal("0.5"), low=Decimal("0.1"), high=Decimal("0.9"))
    hide(report, 2, "change", {**M6, "region": "SSA"})
    put(report, 3, "response_rate", {"timepoint": "m6"}, n=20, value=Decimal("0.7"))
    put(report, 4, "participants", {}, n=40, value=Decimal(40))
    hide(report, 5, "participants", {"region": "SSA"})
    put(report, 6, "funnel", {"step": "applied"}, n=50, value=Decimal(50))
    put(report, 7, "sessions", {"method": "workshop-series"}, value=Decimal(3))
    if state != "review":
        publish(report)
    return report


def publish(report):
    ImpactReport.objects.filter(pk=report.pk).update(
        state=ReportState.PUBLISHED, published_by=StaffFactory(), published_at="2026-02-01T00:00:00Z"
    )
    report.refresh_from_db()


def text(response):
    return flat(response)


# --- Who may see what ---


@pytest.mark.parametrize("name", ["report-detail", "report-csv", "report-json", "report-xlsx"])
def test_a_report_in_review_exists_for_staff_only(client, staff, name):
    address = reverse(f"evaluation:{name}", kwargs={"public_id": filled().public_id})
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(staff)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["report-detail", "report-csv", "report-json", "report-xlsx"])
def test_a_published_report_is_public(client, name):
    address = reverse(f"evaluation:{name}", kwargs={"public_id": filled("published").public_id})
    assert client.get(address).status_code == 200


def test_an_unknown_report_is_not_found(client):
    assert client.get(reverse("evaluation:report-detail", kwargs={"public_id": uuid4()})).status_code == 404


@pytest.mark.parametrize("deed", ["publish", "abandon", "retry", "narrative"])
def test_a_member_may_do_nothing_with_a_report(client, deed):
    client.force_login(UserFactory())
    address = reverse(f"evaluation:report-{deed}", kwargs={"public_id": filled("published").public_id})
    assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)


# --- The page ---


def test_the_page_shows_figures_with_n_and_interval_and_what_they_do_not_say(client):
    page = text(client.get(filled("published").get_absolute_url()))
    for words in [
        "Communication",
        "+12.5",
        "+5.0 to +20.0",
        "it cannot be put down to the programs alone",
        "a" * 64,
    ]:
        assert words in page


def test_what_is_hidden_is_said_to_be_and_its_number_is_nowhere(client):
    page = text(client.get(filled("published").get_absolute_url()))
    assert page.count("not shown") >= 2
    assert "fewer than 5 people" in page


def test_impact_comes_before_outcomes_and_outputs_are_an_annex(client):
    page = text(client.get(filled("published").get_absolute_url()))
    places = [page.index(f'id="part-{code}"') for code in ("impact", "outcomes", "quality", "outputs")]
    assert places == sorted(places)


def test_a_monitor_is_marked_as_no_impact(client, staff):
    client.force_login(staff)
    report = ImpactReportFactory(state="review", **HASHES)
    put(report, 0, "participants", {}, n=40, value=Decimal(40))
    page = text(client.get(report.get_absolute_url()))
    assert "Not impact" in page
    assert "part-impact" not in page


def test_a_report_with_demo_data_says_so(client):
    page = text(client.get(filled("published", touches_demo=True).get_absolute_url()))
    assert "Demo: invented people and organizations" in page


def test_a_superseded_report_leads_to_the_newer_one(client):
    first = filled("published")
    second = ImpactReportFactory(
        kind=first.kind,
        period=first.period,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        vintage=2,
        supersedes=first,
        state="review",
        **HASHES,
    )
    publish(second)
    ImpactReport.objects.filter(pk=first.pk).update(state=ReportState.SUPERSEDED)
    assert second.get_absolute_url() in text(client.get(first.get_absolute_url()))
    assert first.get_absolute_url() in text(client.get(second.get_absolute_url()))


@pytest.mark.parametrize("state", ["queued", "freezing", "computing", "disclosure_check"])
def test_while_it_is_made_the_page_shows_how_far_it_is_and_no_figure(client, staff, state):
    client.force_login(staff)
    report = ImpactReportFactory(state=state, done=3, total=12)
    put(report, 0, "participants", {}, n=3, value=Decimal(3))
    page = text(client.get(report.get_absolute_url()))
    assert "3 of 12 steps" in page
    assert '<meta http-equiv="refresh"' in page
    assert "part-" not in page
    for name in ("report-csv", "report-json"):
        address = reverse(f"evaluation:{name}", kwargs={"public_id": report.public_id})
        assert client.get(address).status_code == 404


def test_progress_is_asked_for_piecemeal_until_the_page_is_complete(client, staff):
    client.force_login(staff)
    beat = datetime(2026, 7, 1, 9, 30, 15, tzinfo=UTC)
    report = ImpactReportFactory(state="disclosure_check", done=3, total=12, heartbeat_at=beat)
    piece = client.get(report.get_absolute_url(), headers={"HX-Request": "true"})
    assert text(piece).startswith('<div class="report-progress"')
    assert "last sign of life at" in text(piece)
    assert ":30:15" in text(piece)
    ImpactReport.objects.filter(pk=report.pk).update(state="review", **HASHES)
    done = client.get(report.get_absolute_url(), headers={"HX-Request": "true"})
    assert (done.content, done.headers["HX-Refresh"]) == (b"", "true")


def test_a_failed_report_says_its_code_and_can_be_made_again(client, staff):
    client.force_login(staff)
    report = ImpactReportFactory(state="failed", failure="worker_died")
    page = text(client.get(report.get_absolute_url()))
    assert "worker_died" in page
    assert 'href="retry/"' in page


def queries_of_page(client, django_assert_num_queries, report, expected):
    with django_assert_num_queries(expected):
        assert client.get(report.get_absolute_url()).status_code == 200


def test_the_page_asks_the_same_number_of_questions_whatever_its_length(client, django_assert_num_queries):
    report = filled()
    for number in range(5):
        cell = {**M6, "capacity": CapacityFactory().code}
        put(report, 10 + number, "change", cell, n=12, value=Decimal("0.1"))
    publish(report)
    queries_of_page(client, django_assert_num_queries, report, 7)
    short = ImpactReportFactory(state="review", kind="long_term_impact", period="year", **HASHES)
    put(short, 0, "change", M6, n=12, value=Decimal("0.1"))
    put(short, 1, "sessions", {"method": "workshop-series"}, value=Decimal(3))
    put(short, 2, "participants", {"region": "SSA"}, n=9, value=Decimal(9))
    publish(short)
    queries_of_page(client, django_assert_num_queries, short, 7)


# --- Files ---


def test_page_csv_json_and_api_hide_the_same(client):
    report = filled("published")
    kwargs = {"public_id": report.public_id}
    file = client.get(reverse("evaluation:report-csv", kwargs=kwargs)).content.decode()
    rows = list(csv.DictReader(io.StringIO(file)))
    data = client.get(reverse("evaluation:report-json", kwargs=kwargs)).json()
    api = client.get(reverse("api:report-detail", kwargs=kwargs)).json()
    assert [row["suppressed"] for row in rows] == ["0", "0", "1", "0", "0", "1", "0", "0"]
    assert [each["suppressed"] for each in data["results"]] == [row["suppressed"] == "1" for row in rows]
    assert data["results"] == api["results"]
    hidden = [row for row in rows if row["suppressed"] == "1"]
    assert {(row["n"], row["value"], row["low"], row["high"], row["reason"]) for row in hidden} == {
        ("", "", "", "", "protects_people")
    }
    assert (rows[0]["metric"], rows[0]["capacity"], rows[0]["n"], rows[0]["value"]) == (
        "change",
        "36",
        "12",
        "0.125000",
    )


def test_a_name_keeps_its_direction_within_an_arabic_sentence(client):
    """Latin letters would draw the number behind them into their own direction."""
    report = filled("published")
    page = client.get(report.get_absolute_url(), headers={"accept-language": "ar"}).content.decode()
    assert "\u2068Communication\u2069" in page
    assert "\u2068" not in client.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (METHOD_VERSION, "One published report a night, chosen by chance"),
        ("second", "The rules by which few people are protected have changed since"),
        ("first", "take the code of version 0123abc"),
    ],
)
@pytest.mark.usefixtures("earlier_methods")
def test_a_report_says_how_far_it_can_be_made_again(client, version, says):
    report = filled("published", method_version=version, code_version="0123abc")
    assert says in text(client.get(report.get_absolute_url()))


def test_each_file_says_its_license_source_date_and_method(client):
    report = filled("published", method_version="methods.v9")
    kwargs = {"public_id": report.public_id}
    expected = {
        "as_of": report.as_of.isoformat().replace("+00:00", "Z"),
        "method_version": "methods.v9",
        "source": f"{settings.SITE_ADDRESS}{report.get_absolute_url()}",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    file = client.get(reverse("evaluation:report-csv", kwargs=kwargs)).content.decode()
    told = [{name: row[name] for name in expected} for row in csv.DictReader(io.StringIO(file))]
    assert told == [expected] * report.results.count()
    data = client.get(reverse("evaluation:report-json", kwargs=kwargs)).json()
    assert {name: data[name] for name in expected} == expected
    api = client.get(reverse("api:report-detail", kwargs=kwargs)).json()
    (listed,) = client.get(reverse("api:report-list")).json()["results"]
    for each in (api, listed):
        assert {name: each[name] for name in expected} == expected


@pytest.mark.parametrize(("kept", "words"), [(True, "Kept for 36 months"), (False, "cannot be made again")])
def test_a_report_says_whether_it_can_be_made_again(client, kept, words):
    report = filled("published", recomputable=kept)
    assert words in flat(client.get(report.get_absolute_url()))
    kwargs = {"public_id": report.public_id}
    assert client.get(reverse("evaluation:report-json", kwargs=kwargs)).json()["recomputable"] is kept
    assert client.get(reverse("api:report-detail", kwargs=kwargs)).json()["recomputable"] is kept


def test_json_names_state_hashes_and_whether_it_is_demo(client):
    report = filled("published", touches_demo=True)
    data = json.loads(
        client.get(reverse("evaluation:report-json", kwargs={"public_id": report.public_id})).content
    )
    assert (data["state"], data["results_sha256"], data["contains_demo_data"]) == (
        "published",
        "b" * 64,
        True,
    )


def test_a_file_one_has_already_is_not_sent_again(client):
    address = reverse("evaluation:report-csv", kwargs={"public_id": filled("published").public_id})
    first = client.get(address)
    assert first.headers["Content-Disposition"].startswith('attachment; filename="report-2025-07-01-')
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


# --- The API ---


def test_the_api_lists_published_reports_only(client):
    published, _review = filled("published"), ImpactReportFactory(state="review", **HASHES)
    listed = client.get(reverse("api:report-list")).json()["results"]
    assert [each["id"] for each in listed] == [str(published.public_id)]
    assert client.get(reverse("api:report-list"), {"kind": "output_monitor"}).json()["results"] == []


def test_the_api_says_what_is_wrong_with_a_question(client):
    answer = client.get(reverse("api:report-list"), {"kind": "nonsense"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/kind")


def test_the_api_knows_no_report_in_review(client, staff):
    client.force_login(staff)
    address = reverse("api:report-detail", kwargs={"public_id": filled().public_id})
    assert client.get(address).status_code == 404


# --- The list ---


LIST = "/reports/"


def listed(client, **asked):
    return [report.pk for report in client.get(LIST, asked).context["page"].rows]


def test_the_list_shows_everybody_what_is_published_and_staff_everything(client, staff):
    review = filled()
    published = ImpactReportFactory(state="review", **HASHES)
    publish(published)
    assert listed(client) == [published.pk]
    client.force_login(staff)
    assert listed(client) == [published.pk, review.pk]


def test_the_list_can_be_narrowed_and_nonsense_is_passed_over(client, staff):
    client.force_login(staff)
    impact, monitor = filled(), ImpactReportFactory()
    assert listed(client, kind="long_term_impact") == [impact.pk]
    assert listed(client, state="queued") == [monitor.pk]
    assert client.get(LIST, {"kind": "nonsense", "state": "%00"}).status_code == 200


def test_a_cursor_that_is_not_ours_is_not_found(client):
    assert client.get(LIST, {"page": "nonsense"}).status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_asks_two_questions(client, django_assert_num_queries, number):
    for month in range(1, number + 1):
        publish(ImpactReportFactory(state="review", ends_on=date(2026, 7, month), **HASHES))
    with django_assert_num_queries(1):
        assert len(listed(client)) == number


# --- Deeds ---


def test_staff_ask_for_a_report_and_are_led_to_it(client, staff):
    client.force_login(staff)
    address = reverse("evaluation:report-request")
    choice = client.get(address).context["form"].fields["span"].choices[1][1][0][0]
    answer = client.post(address, {"span": choice, "scope": "movement"})
    report = ImpactReport.objects.get()
    assert (answer.status_code, answer.url) == (302, report.get_absolute_url())
    assert (report.kind, report.period, report.author) == ("output_monitor", "quarter", staff)
    again = client.post(address, {"span": choice, "scope": "movement"})
    assert again.url == report.get_absolute_url()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"scope": "movement"}, "span"),
        ({"span": "month:1999-01-01", "scope": "movement"}, "span"),
        ({"scope": "region"}, "region"),
        ({"scope": "program", "program": "no-such-program"}, "program"),
        ({"scope": "affiliate"}, "organization"),
        ({"scope": "nonsense"}, "scope"),
    ],
)
def test_a_wrong_request_is_told_beside_its_field(client, staff, asked, field):
    client.force_login(staff)
    answer = client.post(reverse("evaluation:report-request"), asked)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert ImpactReport.objects.count() == 0


def test_who_asked_is_not_offered_to_publish_and_another_is(client, staff):
    report = filled(author=staff)
    client.force_login(staff)
    assert 'href="publish/"' not in text(client.get(report.get_absolute_url()))
    address = reverse("evaluation:report-publish", kwargs={"public_id": report.public_id})
    assert client.post(address).status_code == 403
    client.force_login(StaffFactory())
    assert 'href="publish/"' in text(client.get(report.get_absolute_url()))
    assert client.get(address).status_code == 200
    client.post(address)
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED


def test_a_deed_that_came_too_late_is_told_and_does_nothing(client, staff):
    client.force_login(staff)
    report = filled("published")
    answer = client.post(
        reverse("evaluation:report-abandon", kwargs={"public_id": report.public_id}), follow=True
    )
    assert "not possible any more" in text(answer)


def test_the_text_is_kept_as_a_draft_in_its_own_language(client, staff):
    client.force_login(staff)
    report = filled()
    address = reverse("evaluation:report-narrative", kwargs={"public_id": report.public_id})
    assert client.get(address).status_code == 200
    client.post(address, {"narrative": "Qué cambió <b>", "narrative_language": "es"})
    page = text(client.get(report.get_absolute_url()))
    assert '<div lang="es" dir="ltr"><p>Qué cambió &lt;b&gt;</p></div>' in page
    wrong = client.post(address, {"narrative": "x" * 10_001, "narrative_language": "es"})
    assert "narrative" in wrong.context["form"].errors
