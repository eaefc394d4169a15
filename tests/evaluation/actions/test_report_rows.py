"""Vintages, what they tell together, and making a report again from its frozen rows."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.db import IntegrityError
from django.db.models import Count

from capacity.models import Stakeholder
from common.models import ActionLog, Message
from evaluation import tasks
from evaluation.actions import (
    changes,
    report_checks,
    report_claims,
    report_freezing,
    report_rows,
    report_runs,
    reports,
)
from evaluation.logic.methods import METHOD_VERSION, Remaking
from evaluation.models import ChangeFact, FrozenData, ImpactReport, ReportResult
from evaluation.states import ReportState
from tests.evaluation.asking import group, region
from tests.evaluation.reporting import (
    M6,
    SECOND_HALF,
    finished,
    hashes,
    impact_report,
    published,
    published_again,
    result,
)
from tests.factories.capacity import StaffFactory
from tests.factories.evaluation import ImpactReportFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_published_report_is_reproduced_from_its_frozen_data_after_everything_changed(asking):
    report = published(impact_report())
    ChangeFact.objects.all().delete()
    asking.capacity.name = asking.capacity.name_en = "Renamed since"
    asking.capacity.save()
    assert report_rows.audit_reproducibility() is True
    assert report_rows.audit_reproducibility(report) is True


def by_other_methods(monkeypatch, version):
    """A published report of a version whose rules hide the effect, too."""
    true = report_checks.as_may_be_shown

    def more_strictly(report, raw):
        return [each.hidden() if each.metric == "effect" else each for each in true(report, raw)]

    with monkeypatch.context() as patch:
        patch.setattr(report_checks, "as_may_be_shown", more_strictly)
        patch.setattr(report_freezing, "METHOD_VERSION", version)
        report = published(impact_report())
    assert result(report, "effect", **M6).is_suppressed
    return report


def how_remade(report):
    log = ActionLog.objects.filter(verb="evaluation.reports.audit", object_id=report.pk)
    return list(log.order_by("pk").values_list("reason", "after__again"))


def test_of_earlier_rules_the_figures_are_made_again_and_what_is_hidden_stays_so(
    asking, monkeypatch, earlier_methods
):
    report = by_other_methods(monkeypatch, earlier_methods[1])
    assert report_rows.audit_reproducibility() is True
    monkeypatch.setattr(report_rows.figures, "compute", lambda *_asked: [])
    assert report_rows.audit_reproducibility() is False
    assert how_remade(report) == [("same", "figures"), ("differs", "figures")]


def test_by_todays_rules_what_they_do_not_hide_would_differ(asking, monkeypatch):
    report = by_other_methods(monkeypatch, METHOD_VERSION)
    assert report_rows.audit_reproducibility() is False
    assert how_remade(report) == [("differs", "all")]


def test_of_earlier_figures_the_frozen_data_are_held_against_their_hash(asking, monkeypatch, earlier_methods):
    report = by_other_methods(monkeypatch, earlier_methods[0])
    monkeypatch.setattr(report_rows.figures, "compute", lambda *_asked: [])
    assert report_rows.audit_reproducibility() is True
    monkeypatch.setattr(report_rows, "data_hash", lambda _report: "other")
    assert report_rows.audit_reproducibility() is False
    assert how_remade(report) == [("same", "data"), ("differs", "data")]


def test_rows_go_after_three_years_and_results_and_hashes_stay(asking):
    report = published(impact_report(as_of=datetime(2026, 1, 15, tzinfo=UTC)))
    results, hashes = report.results.count(), (report.data_hash, report.result_hash)
    due = datetime(2029, 1, 15, tzinfo=UTC)
    assert report_rows.expire(due - timedelta(days=1)) == 0
    assert report.frozen.exists()
    assert [report_rows.expire(due + timedelta(days=each)) for each in (0, 1)] == [1, 0]
    report.refresh_from_db()
    assert (report.recomputable, report.frozen.exists(), report.results.count()) == (False, False, results)
    assert (report.data_hash, report.result_hash) == hashes
    assert report_rows.audit_reproducibility() is None
    assert report_rows.audit_reproducibility(report) is None
    assert ActionLog.objects.filter(verb="evaluation.reports.expire_rows").count() == 1


def test_rows_of_a_report_in_the_making_wait_until_it_is_made(asking):
    report = impact_report(state=ReportState.COMPUTING)
    FrozenData.objects.create(report=report, name="waves.0001", rows=0, sha256="a" * 64, content=b"")
    assert report_rows.expire(report.as_of + timedelta(days=4 * 365)) == 0
    assert report.frozen.exists()


def test_the_database_lets_no_rows_go_before_their_report_says_so(asking):
    report = published(impact_report())
    for forbidden in (
        lambda: report.frozen.all().delete(),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(recomputable=False, narrative="new"),
    ):
        with pytest.raises(IntegrityError):
            forbidden()
    ImpactReport.objects.filter(pk=report.pk).update(recomputable=False)
    with pytest.raises(IntegrityError):
        ImpactReport.objects.filter(pk=report.pk).update(recomputable=True)
    with pytest.raises(IntegrityError):
        report.results.all().delete()


def test_nothing_comes_to_goes_from_or_changes_in_what_is_published_not_even_among_many_rows(asking):
    sealed, made = published(impact_report()), finished(impact_report(vintage=2))
    one, other = sealed.results.first(), made.results.first()
    both = ReportResult.objects.filter(pk__in=[one.pk, other.pk])
    for forbidden in (
        lambda: ReportResult.objects.bulk_create(
            ReportResult(report=each, position=9, metric="new", method_id="m") for each in (made, sealed)
        ),
        lambda: both.update(reason="new"),
        lambda: both.filter(pk=other.pk).update(report=sealed, metric="new"),
        lambda: both.filter(pk=one.pk).update(report=made, metric="new"),
        both.delete,
    ):
        with pytest.raises(IntegrityError, match="a published report cannot change"):
            forbidden()
    assert list(both.order_by("pk")) == [one, other]
    made.results.all().delete()


def test_nothing_comes_into_a_published_report_leaves_it_or_changes_in_it_also_in_sql(asking):
    report, other = published(impact_report()), impact_report(vintage=2)
    piece = {"name": "x.0001", "rows": 0, "sha256": "a" * 64, "content": b""}
    own_piece = FrozenData.objects.create(report=other, **piece)
    own_row = ReportResult.objects.create(report=other, position=1, metric="x", method_id="m")
    forbidden = [
        lambda: FrozenData.objects.create(report=report, **piece),
        lambda: ReportResult.objects.create(report=report, position=1, metric="x", method_id="m"),
        lambda: FrozenData.objects.filter(pk=own_piece.pk).update(report=report),
        lambda: ReportResult.objects.filter(pk=own_row.pk).update(report=report),
        lambda: report.frozen.update(report=other),
        lambda: report.results.update(report=other),
        lambda: report.frozen.update(rows=7),
        lambda: report.results.filter(is_suppressed=False).update(value=7),
        lambda: report.frozen.all().delete(),
        lambda: report.results.all().delete(),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(narrative="new"),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(state=ReportState.REVIEW),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(state="superseded", narrative="new"),
        lambda: ImpactReport.objects.filter(pk=report.pk).update(result_hash="c" * 64),
        report.delete,
    ]
    before = hashes(report)
    for deed in forbidden:
        with pytest.raises(IntegrityError, match="a published report cannot change"):
            deed()
    report.refresh_from_db()
    assert (hashes(report), report.state) == (before, ReportState.PUBLISHED)


def test_staff_are_told_of_a_report_that_does_not_come_out_the_same(asking, monkeypatch):
    """Once when it first differs, once when it is the same again, and once more when it differs anew."""
    published(impact_report())
    letters = Message.objects.order_by("pk")
    before = letters.count()
    told = []
    for is_other in (True, True, False, False, True):
        with monkeypatch.context() as patch:
            if is_other:
                patch.setattr(report_rows, "hash_of", lambda _results: "other")
            tasks.audit_reproducibility()
        told.append([letter.subject.partition(":")[0] for letter in letters[before:]])
    differs, recovered = (
        "A published report does not come out the same",
        "A published report comes out the same again",
    )
    first, both = [differs], [differs, recovered]
    assert told == [first, first, both, both, [*both, differs]]


def test_what_differed_is_made_again_every_night_until_it_is_the_same(asking, monkeypatch):
    """Beside the one that is picked: the other report is never looked at in its place."""
    differing = published(impact_report())
    with monkeypatch.context() as patch:
        patch.setattr(report_rows, "hash_of", lambda _results: "other")
        report_rows.audit_reproducibility(differing)
    picked = []
    true = report_rows.audit_reproducibility
    monkeypatch.setattr(
        report_rows, "audit_reproducibility", lambda report=None: picked.append(report) or true(report)
    )
    for _night in range(2):
        tasks.audit_reproducibility()
    assert picked == [differing, None, None]


def test_any_published_report_may_be_the_one_of_the_night(asking, monkeypatch):
    """As often as chance picks it, however many rows are frozen for it."""
    first = published(impact_report())
    second = published(impact_report(vintage=2))
    monkeypatch.setattr(report_rows, "_keep", lambda report, **_found: picked.append(report.pk))
    monkeypatch.setattr(report_rows, "remaking_of", lambda _version: Remaking.DATA)
    monkeypatch.setattr(report_rows, "CHANCE", Random(6))
    same, picked = Random(6), []
    for _night in range(6):
        report_rows.audit_reproducibility()
    assert picked == [same.choice([first.pk, second.pk]) for _night in range(6)]
    assert set(picked) == {first.pk, second.pk}


def test_what_is_not_public_is_not_made_again(asking):
    """Its figures may be hidden otherwise still, when it is checked anew."""
    assert report_rows.audit_reproducibility() is None
    report = finished(impact_report())
    assert (report.state, report.recomputable, report.frozen.exists()) == (ReportState.REVIEW, True, True)
    for state in (ReportState.REVIEW, ReportState.COMPUTING, ReportState.FAILED, ReportState.ABANDONED):
        ImpactReport.objects.filter(pk=report.pk).update(state=state)
        assert report_rows.audit_reproducibility() is None
        assert report_rows.audit_reproducibility(report) is None
    assert how_remade(report) == []


def test_a_superseded_report_has_its_turn(asking):
    first = published(impact_report())
    second = finished(impact_report(vintage=2))
    reports.publish(second, by=StaffFactory())
    ImpactReport.objects.filter(pk=second.pk).update(recomputable=False)
    assert report_rows.audit_reproducibility() is True
    first.refresh_from_db()
    assert (first.state, how_remade(first)) == (ReportState.SUPERSEDED, [("same", "all")])


def test_the_next_vintage_hides_what_differs_by_few_from_the_last(asking):
    published(impact_report())
    more = group(asking, [(0.25, 0.5)] * 2, region=region())
    changes.refresh_for_subjects([person.pk for person in more])
    second = finished(impact_report(vintage=2))
    assert result(second, "change", **M6).is_suppressed
    more = group(asking, [(0.25, 0.5)] * 3, region=region())
    changes.refresh_for_subjects([person.pk for person in more])
    ImpactReport.objects.filter(pk=second.pk).update(state=ReportState.ABANDONED)
    third = finished(impact_report(vintage=3))
    assert result(third, "change", **M6).n == 19


def test_the_report_of_a_region_hides_what_that_of_the_movement_hides(asking):
    """MENA has two people; SSA hid beside it. Its own report would tell of SSA, and so of MENA."""
    movement = published(impact_report())
    assert result(movement, "change", **M6, region="SSA").is_suppressed
    of_region = finished(impact_report(scope="region", region=region()))
    assert result(of_region, "change", **M6).is_suppressed
    for report in (published_again(of_region), movement):
        assert report_rows.audit_reproducibility(report) is True


def test_the_report_of_the_movement_knows_what_that_of_a_region_has_told(asking):
    of_region = finished(impact_report(scope="region", region=region()))
    assert result(of_region, "change", **M6).n == 12
    movement = finished(impact_report())
    assert result(movement, "change", **M6).is_suppressed  # less the twelve, it would tell of two


def test_a_year_less_its_half_does_not_tell_of_two(asking):
    """Fourteen are measured in September; two more in June."""
    two = group(asking, [(0.25, 0.5)] * 2, region=region())
    changes.refresh_for_subjects([person.pk for person in two])
    newest = ChangeFact.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    ChangeFact.objects.filter(pk__in=list(newest)).update(quarter=date(2025, 4, 1))
    assert result(finished(impact_report()), "change", **M6).n == 14
    whole = {**SECOND_HALF, "period": "year", "starts_on": date(2025, 1, 1)}
    year = finished(ImpactReportFactory(**whole))
    assert result(year, "change", **M6).is_suppressed
    assert report_rows.audit_reproducibility(published_again(year)) is True


def test_reports_of_affiliates_taken_together_do_not_tell_who_is_left(asking):
    """Of twenty-three, twelve were sent by one organization, nine by another, and two by a third."""
    nine = group(asking, [(0.25, 0.5)] * 9, region=region())
    changes.refresh_for_subjects([person.pk for person in nine])
    by_size = ChangeFact.objects.values_list("organization").annotate(n=Count("pk")).order_by("-n")
    twelve, nine_of, _two = (Stakeholder.objects.get(pk=pk) for pk, _n in by_size.filter(to_timepoint="m6"))
    for organization, n in ((twelve, 12), (nine_of, 9)):
        report = finished(impact_report(scope="affiliate", organization=organization))
        assert result(report, "change", **M6).n == n
    assert result(finished(impact_report()), "change", **M6).is_suppressed


def test_a_table_is_frozen_in_pieces_and_read_as_one(asking, monkeypatch):
    whole = finished(impact_report())
    ImpactReport.objects.filter(pk=whole.pk).update(state=ReportState.ABANDONED)
    monkeypatch.setattr(report_freezing, "PIECE_ROWS", 5)
    report = finished(impact_report(vintage=2))
    pieces = report.frozen.filter(name__startswith="change.baseline.m6.").values_list("name", "rows")
    assert [(name[-4:], rows) for name, rows in pieces] == [("0001", 5), ("0002", 5), ("0003", 4)]
    assert report.result_hash == whole.result_hash


def test_rows_are_read_and_written_in_pieces_and_each_piece_is_seen(asking, monkeypatch):
    """Facts come in portions of three; progress is written with each piece of four, while freezing and computing."""
    monkeypatch.setattr(report_freezing, "PIECE_ROWS", 4)
    monkeypatch.setattr(report_freezing, "FETCH_ROWS", 3)
    monkeypatch.setattr(report_freezing, "BEAT_SECONDS", -1)
    for module in (report_freezing, report_runs):
        monkeypatch.setattr(module, "Beating", lambda _report: nullcontext())
    seen, keep = [], report_claims.keep

    def watched(report, **changes):
        seen.extend([changes["rows"]] if changes.keys() == {"rows"} else [])
        keep(report, **changes)

    monkeypatch.setattr(report_freezing, "keep", watched)
    report = finished(impact_report())
    pieces = list(report.frozen.filter(name__startswith="change.baseline.m6.").values_list("rows", flat=True))
    assert (report.state, pieces) == (ReportState.REVIEW, [4, 4, 4, 2])
    assert seen == sorted(seen)
    assert max(later - earlier for earlier, later in pairwise(seen)) == 4
