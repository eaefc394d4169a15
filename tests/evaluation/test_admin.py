import pytest

from tests.factories.capacity import UserFactory
from tests.factories.evaluation import ImpactReportFactory, MeasurementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("name", ["impactreport", "reportresult", "indicator", "measurement"])
def test_administrators_can_look_at_evaluation(admin, name):
    ImpactReportFactory()
    MeasurementFactory()
    assert admin.get(f"/admin/evaluation/{name}/").status_code == 200


def test_a_report_is_not_changed_by_hand(admin):
    report = ImpactReportFactory()
    assert admin.get(f"/admin/evaluation/impactreport/{report.pk}/change/").status_code == 200
    assert (
        admin.post(f"/admin/evaluation/impactreport/{report.pk}/change/", {"state": "published"}).status_code
        == 403
    )


def test_staff_look_at_a_figure(admin):
    figure = MeasurementFactory()
    page = admin.get(f"/admin/evaluation/measurement/{figure.pk}/change/")
    assert (page.status_code, "33.3" in page.content.decode()) == (200, True)
