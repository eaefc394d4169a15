"""The snapshot that a report is made from."""

from datetime import date

import pytest
from django.db import InternalError

from evaluation.actions import report_freezing
from evaluation.models import ChangeFact
from tests.evaluation.reporting import finished, impact_report
from tests.factories.evaluation import ChangeFactFactory

pytestmark = pytest.mark.django_db(transaction=True)


def frozen(report):
    """How many rows of each table, whatever pieces they came in."""
    counts = {}
    for name, rows in report.frozen.values_list("name", "rows"):
        counts[name.rpartition(".")[0]] = counts.get(name.rpartition(".")[0], 0) + rows
    return counts


def test_what_happens_while_it_is_frozen_is_in_none_of_its_tables(asking, monkeypatch):
    """All facts go after the first piece is written."""
    when = {"quarter": date(2025, 7, 1), "measured_on": date(2025, 9, 20)}
    ChangeFactFactory.create_batch(6, capacity=asking.capacity, cohort=asking.cohort, **when)
    whole = frozen(finished(impact_report()))
    assert (whole["change.baseline.m6"], whole["change.baseline.endline"]) == (14, 6)
    true = report_freezing._write_piece

    def write(report, name, piece):
        ChangeFact.objects.all().delete()
        true(report, name, piece)

    monkeypatch.setattr(report_freezing, "_write_piece", write)
    assert frozen(finished(impact_report(vintage=2, scope="movement"))) == whole
    assert not ChangeFact.objects.exists()


def test_a_snapshot_cannot_write():
    with report_freezing.Snapshot() as snapshot, snapshot.connection.cursor() as cursor:
        with pytest.raises(InternalError, match="read-only"):
            cursor.execute("DELETE FROM evaluation_changefact")
        snapshot.connection.rollback()


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_report_knows_whether_anything_in_it_is_invented(asking, is_demo):
    if is_demo:
        newest = ChangeFact.objects.order_by("pk").last()
        ChangeFact.objects.filter(pk=newest.pk).update(is_demo=True)
    assert finished(impact_report()).touches_demo is is_demo
