"""Every page of the admin of evaluation opens for one row and five at the same cost, finds what is searched, and
changes nothing that only actions may change.
"""

from itertools import count

import pytest
from django.contrib import admin as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.models import ReportResult
from tests.factories import evaluation as made
from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.programs import CohortFactory

pytestmark = pytest.mark.django_db


NUMBERS = count(1)


def report(state="review"):
    return made.ImpactReportFactory(state=state, vintage=next(NUMBERS))


def target():
    return made.EquityTargetFactory(group=f"R{next(NUMBERS)}", set_by=UserFactory())


def result():
    return ReportResult.objects.create(
        report=report(), position=1, metric="participants", n=7, value=7, method_id="count.distinct.v1"
    )


MAKERS = {
    "alert": made.AlertFactory,
    "design": made.DesignFactory,
    "disaggregation": lambda: made.DisaggregationFactory(code=f"by-{next(NUMBERS)}"),
    "equitytarget": target,
    "evaluation": made.EvaluationFactory,
    "followuptask": made.FollowUpTaskFactory,
    "impactreport": report,
    "indicator": made.ProgramIndicatorFactory,
    "learning": made.LearningFactory,
    "logicmodel": made.LogicModelFactory,
    "measurement": made.FigureFactory,
    "outcomestatement": made.OutcomeStatementFactory,
    "recommendation": made.RecommendationFactory,
    "reliability": made.ReliabilityFactory,
    "reportresult": result,
}
EDITED = {"disaggregation"}


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_every_page_of_the_admin_is_tried():
    ours = {model._meta.model_name for model in site.site._registry if model._meta.app_label == "evaluation"}
    assert ours == set(MAKERS)


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(address)
    assert page.status_code == 200
    return len(queries), page


@pytest.mark.parametrize("name", MAKERS)
def test_a_list_costs_the_same_however_long_and_finds_what_is_searched(admin, name):
    address = reverse(f"admin:evaluation_{name}_changelist")
    MAKERS[name]()
    one, _page = queries_of(admin, address)
    for _each in range(4):
        MAKERS[name]()
    five, page = queries_of(admin, address)
    assert (one, page.context["cl"].result_count) == (five, 5)
    assert admin.get(address, {"q": "no-such-words-anywhere"}).context["cl"].result_count == 0


@pytest.mark.parametrize("name", MAKERS)
def test_a_page_opens_and_only_what_staff_curate_changes(admin, name):
    row = MAKERS[name]()
    address = reverse(f"admin:evaluation_{name}_change", args=[row.pk])
    assert admin.get(address).status_code == 200
    assert (admin.post(address, {"state": "published"}).status_code == 403) == (name not in EDITED)
    deleted = admin.post(reverse(f"admin:evaluation_{name}_delete", args=[row.pk]), {"post": "yes"})
    assert (deleted.status_code == 403) == (name not in EDITED)


def test_staff_find_a_figure_and_the_way_to_where_it_is_worked_on(client):
    figure = made.FigureFactory()
    made.FigureFactory()
    client.force_login(StaffFactory())
    found = client.get("/admin/evaluation/measurement/", {"q": figure.indicator.code})
    assert [row.pk for row in found.context["cl"].result_list] == [figure.pk]
    page = client.get(f"/admin/evaluation/measurement/{figure.pk}/change/").content.decode()
    assert figure.get_absolute_url() in page
    assert f"object_type=evaluation.measurement&amp;object_id={figure.pk}" in page


def test_staff_find_a_cohorts_follow_up(client):
    task = made.FollowUpTaskFactory(cohort=CohortFactory(name="Of the north"))
    made.FollowUpTaskFactory()
    client.force_login(StaffFactory())
    found = client.get("/admin/evaluation/followuptask/", {"q": "north"})
    assert [row.pk for row in found.context["cl"].result_list] == [task.pk]


def test_results_before_the_check_are_nobodys_to_read(admin):
    ReportResult.objects.create(report=report("computing"), position=1, metric="participants", method_id="m")
    assert admin.get("/admin/evaluation/reportresult/").context["cl"].result_count == 0
