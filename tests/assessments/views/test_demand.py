"""Demand minus supply: counted once, told only of enough people, the same everywhere, and turned into a draft."""

import csv
import io

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.logic.demand import protected
from capacity.models import AffiliationRole, ClaimKind
from common.models import ActionLog
from programs.models import Program, ProgramCapacity
from programs.states import EnrollmentState, ProgramState
from tests.factories.assessments import DevelopmentPlanFactory, NeedFactory, PlanActionFactory
from tests.factories.capacity import (
    AffiliationFactory,
    CapacityClaimFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    RegionFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory, MethodFactory

PAGE = reverse("assessments:demand")


@pytest.fixture
def capacity():
    return CapacityFactory()


def wish(capacity, n, kind=ClaimKind.WANTS, **person):
    return [
        CapacityClaimFactory(stakeholder=PersonFactory(**person), capacity=capacity, kind=kind)
        for _ in range(n)
    ]


def shown(client, capacity, **asked):
    rows = client.get(PAGE, asked).context["rows"]
    return next(
        ((row.wants.n, row.offers.n, row.seats, row.gap) for row in rows if row.code == capacity.code), None
    )


@pytest.mark.django_db
def test_each_counts_once_however_she_said_so(client, capacity):
    people = [claim.stakeholder for claim in wish(capacity, 6)]
    plan = DevelopmentPlanFactory(subject=people[0])
    NeedFactory(plan=plan, capacity=capacity)
    PlanActionFactory(plan=plan, capacity=capacity)
    cohort = CohortFactory(seats=4)
    ProgramCapacity.objects.create(program=cohort.program, capacity=capacity)
    EnrollmentFactory(cohort=cohort, person=people[1], state=EnrollmentState.WAITLISTED)
    EnrollmentFactory(cohort=cohort, state=EnrollmentState.WAITLISTED)
    NeedFactory(plan__subject=PersonFactory(), capacity=capacity, importance=1, ability=3)  # no gap
    assert shown(client, capacity) == (7, 0, 4, 3)


@pytest.mark.django_db
def test_fewer_than_five_are_not_told(client, capacity):
    wish(capacity, 4)
    wish(capacity, 5, ClaimKind.OFFERS)
    assert shown(client, capacity) == (None, 5, 0, None)


@pytest.mark.django_db
def test_a_small_region_is_not_worked_out_from_the_others(client, capacity):
    large, small, other = (RegionFactory(code=code) for code in ("SSA", "MENA", "ESEAP"))
    wish(capacity, 9, region=large)
    wish(capacity, 2, region=small)
    wish(capacity, 7, region=other)
    told = [shown(client, capacity, region=each.code)[0] for each in (large, small, other)]
    assert (shown(client, capacity)[0], told) == (18, [9, None, None])


@pytest.mark.django_db
def test_a_language_is_told_unless_the_others_would_be_few(client, capacity):
    common, rare = LanguageFactory(code="en"), LanguageFactory(code="sw")
    for claim in wish(capacity, 12)[:9]:
        claim.stakeholder.languages.add(common)
    assert shown(client, capacity, language=common.code)[0] is None  # three do not speak it
    for claim in wish(capacity, 6):
        claim.stakeholder.languages.add(rare)
    assert shown(client, capacity, language=common.code)[0] == 9
    assert shown(client, capacity, language=rare.code)[0] == 6


@pytest.mark.django_db
def test_page_file_and_api_tell_the_same(client, capacity):
    wish(capacity, 8)
    wish(capacity, 2, ClaimKind.OFFERS)
    [row] = csv.DictReader(io.StringIO(client.get(reverse("assessments:demand-file")).content.decode()))
    [data] = client.get(reverse("api:demand-list")).json()
    assert shown(client, capacity) == (8, None, 0, None)
    assert (row["wants"], row["offers"], row["unmet"], row["offers_suppressed"]) == ("8", "", "", "1")
    assert (data["wants"], data["offers"], data["unmet"], data["offers_suppressed"]) == (8, None, None, True)


@pytest.mark.django_db
@time_machine.travel("2026-02-03 04:05:06Z", tick=False)
def test_each_row_of_the_file_says_whence_it_is_and_under_which_license(client, capacity):
    wish(capacity, 8)
    address = reverse("assessments:demand-file")
    answer = client.get(f"{address}?language=sw")
    [row] = csv.DictReader(io.StringIO(answer.content.decode()))
    assert {name: row[name] for name in ("as_of", "method_version", "source", "license")} == {
        "as_of": "2026-02-03T04:05:06Z",
        "method_version": "demand.each_once.v1",
        "source": f"{settings.SITE_ADDRESS}/demand/?language=sw",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    for each in (answer, client.get(reverse("api:demand-list"))):
        assert each["Link"] == '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'


@pytest.mark.django_db
def test_unknown_parts_are_passed_over(client, capacity):
    wish(capacity, 5)
    assert shown(client, capacity, region="nowhere", language="\x00") == (5, 0, 0, 5)


@pytest.mark.django_db
def test_unmet_demand_becomes_a_draft_with_one_click(client, capacity):
    language, _english = LanguageFactory(code="sw"), LanguageFactory(code="en")
    MethodFactory()
    for claim in wish(capacity, 12)[:6]:
        claim.stakeholder.languages.add(language)
    writer = AffiliationFactory(role=AffiliationRole.REPRESENTATIVE).person
    client.force_login(writer.user)
    address = reverse("assessments:demand-propose", args=[capacity.code])
    answer = client.post(f"{address}?language=sw")
    program = Program.objects.get()
    assert answer.url == reverse("programs:program-step", args=[program.slug, "about"])
    assert (program.state, list(program.capacities.all()), list(program.languages.all())) == (
        ProgramState.DRAFT, [capacity], [language],
    )  # fmt: skip
    log = ActionLog.objects.get(verb="assessments.demand.propose")
    assert (log.by, log.after["wants"], log.after["part"]) == (writer.user, 6, "sw")


@pytest.mark.django_db
def test_what_is_met_is_not_proposed(client, capacity):
    wish(capacity, 5)
    wish(capacity, 6, ClaimKind.OFFERS)
    client.force_login(AffiliationFactory(role=AffiliationRole.REPRESENTATIVE).person.user)
    for code in (capacity.code, CapacityFactory().code):
        answer = client.post(reverse("assessments:demand-propose", args=[code]))
        assert (answer.status_code, answer.url) == (302, f"{PAGE}?")
    assert Program.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5])
def test_it_costs_the_same_however_much_is_wanted(client, rows, django_assert_num_queries):
    for _ in range(rows):
        wish(CapacityFactory(), 5)
    client.get(PAGE)
    with django_assert_num_queries(6):
        assert len(client.get(PAGE).context["rows"]) == rows


counts = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), max_size=6)


@given(counts)
def test_what_is_hidden_cannot_be_worked_out_from_what_is_told(regions):
    total = sum(regions.values())
    side = protected(total, regions, {}, k=5)
    hidden = [n for code, n in regions.items() if side.regions[code].n is None]
    if side.total.n is not None and hidden:
        assert len(hidden) > 1
        assert sum(hidden) >= 5
    assert all(told.n is None or told.n == 0 or told.n >= 5 for told in side.regions.values())
