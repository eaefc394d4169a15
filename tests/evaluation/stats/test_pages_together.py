"""Pages that tell of the same people in different ways, held against each other by a reader who knows them all."""

import random
import uuid
from datetime import date
from itertools import combinations, product
from typing import Any

import pytest

from capacity.models import Language
from common.statistics.suppression_audit import Relation, feasible_interval
from evaluation.logic.equity import STEPS
from evaluation.models import Pseudonym
from evaluation.queries import figures, program_desk
from evaluation.queries.equity import Span, furthest_steps
from evaluation.queries.figures import hidden_word
from evaluation.stats import dashboards, equity, questions
from evaluation.stats.participation import came
from evaluation.stats.slices import Slice
from tests.evaluation.asking import region
from tests.factories.capacity import AffiliateFactory, LanguageFactory, PersonFactory, StaffFactory
from tests.factories.evaluation import ParticipationFactory
from tests.factories.programs import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db
K = 5
MATURITY, TYPES = ("emerging", "established"), ("chapter", "user_group")
DIMENSIONS = ("region", "maturity", "affiliate_type")
PRESENT = STEPS.index("attended")
FLAGS = ("accepted", "attended", "completed", "followed_up")


@pytest.fixture(params=[1, 2, 3])
def people(request):
    """{(region, maturity, type, furthest step): people}, as they fall, some groups small."""
    chance = random.Random(request.param)
    regions = {code: region(code, code) for code in ("SSA", "MENA", "SA")}
    languages: list[Language] = [LanguageFactory(code=code, name_en=code) for code in ("ar", "en")]
    cohort, atoms = CohortFactory(), {}
    for code, maturity, kind, step in product(regions, MATURITY, TYPES, range(5)):
        number = chance.choice([0, 0, 0, 1, 2, 3, 6])
        atoms[code, maturity, kind, step] = number
        for _each in range(number):
            person = PersonFactory(region=regions[code])
            person.languages.add(chance.choice(languages))
            ParticipationFactory(
                cohort=cohort,
                subject_key=Pseudonym.objects.create(stakeholder=person, key=uuid.uuid4()).key,
                region=regions[code],
                maturity=maturity,
                affiliate_type=kind,
                **{flag: step > at for at, flag in enumerate(FLAGS)},
            )
    return atoms


def belongs(atom, dimension, group, step):
    return atom[3] >= step and (dimension == "all" or atom[DIMENSIONS.index(dimension)] == group)


def told_everywhere():
    """{(dimension, group, step): what each page says of it}, None for what is not shown."""
    told: dict[tuple[str, str, int], list[int | None]] = {}
    for place, number in [*on_dashboards(), *on_equity()]:
        told.setdefault(place, []).append(number)
    return told


def on_dashboards():
    yield ("all", "", PRESENT), dashboards._public_figures().people
    for each in [*dashboards.participation(Slice()).results, *dashboards.way(Slice()).results]:
        if each.metric == "funnel":
            yield ("all", "", STEPS.index(each.cell["step"])), each.n
        elif each.metric == "participants":
            yield (*(("region", each.cell["region"]) if each.cell else ("all", "")), PRESENT), each.n


def on_equity():
    """Languages overlap: of these, what is said of everybody."""
    for dimension in (*DIMENSIONS, "language"):
        learning = came(dimension, furthest_steps(dimension, Span()))
        for each in equity.presence(dimension, {}, {}, learning):
            if each.metric == "people_in_part" and dimension in {*each.cell} & {*DIMENSIONS}:
                yield (dimension, each.cell[dimension], PRESENT), each.n
        for group, steps in equity.funnel_by_group(learning).items():
            if group == "all" or dimension in DIMENSIONS:
                of = ("all", "") if group == "all" else (dimension, group)
                yield from (((*of, step), number) for step, number in enumerate(steps.values()))


def test_every_page_shows_the_same_or_nothing_of_the_same_people(people):
    told = told_everywhere()
    assert {place: numbers for place, numbers in told.items() if len(set(numbers)) > 1} == {}
    assert any(None in numbers for numbers in told.values())


def test_all_pages_together_narrow_nothing_hidden_down_to_fewer_than_the_threshold(people):
    told = {place: numbers[0] for place, numbers in told_everywhere().items()}
    values, relations = dict(people), []
    for dimension, group, step in told:
        parts = tuple(atom for atom in people if belongs(atom, dimension, group, step))
        values[dimension, group, step] = sum(people[atom] for atom in parts)
        relations.append(Relation((dimension, group, step), parts))
    assert all(number in {None, values[place]} for place, number in told.items())
    assert exposed(values, told, [*people], relations) == []


def exposed(values, told, atoms, relations):
    """What is hidden and can be narrowed down to fewer than the threshold, by integer programming."""
    hidden = [place for place, number in told.items() if number is None]
    found = []
    for place in hidden:
        low, high = feasible_interval(values, [*hidden, *atoms], relations, place, k=K)
        if high - low < K and not (len(place) == 3 and says_it(told, place)):
            found.append(place)
    return found


def test_a_leak_that_is_planted_is_found(people):
    """Whoever tells of every group but one, and of all, tells of the one."""
    told = {place: numbers[0] for place, numbers in told_everywhere().items()}
    values, relations = dict(people), []
    for dimension, group, step in told:
        parts = tuple(atom for atom in people if belongs(atom, dimension, group, step))
        values[dimension, group, step] = sum(people[atom] for atom in parts)
        relations.append(Relation((dimension, group, step), parts))
    regions = [place for place in told if place[0] == "region" and place[2] == PRESENT]
    (leak, *others) = sorted(regions, key=lambda place: values[place])
    planted = {**told, leak: None, **{place: values[place] for place in [("all", "", PRESENT), *others]}}
    assert leak in exposed(values, planted, [*people], relations)


# --- A program: its cohorts, its way, its affiliates ---

COHORTS, SENDERS = ("first", "second", "third"), ("one", "two")


@pytest.fixture(params=[4, 5, 6])
def program(request):
    """A program, and {(cohort, organization, furthest step): people}; one takes part once."""
    chance, program = random.Random(request.param), ProgramFactory()
    cohorts = {name: CohortFactory(program=program) for name in COHORTS}
    senders = {name: AffiliateFactory() for name in SENDERS}
    atoms = {}
    for cohort, sender, step in product(COHORTS, SENDERS, range(5)):
        number = chance.choice([0, 0, 1, 2, 3, 7])
        atoms[cohort, sender, step] = number
        for _each in range(number):
            ParticipationFactory(
                cohort=cohorts[cohort],
                organization=senders[sender],
                subject_key=uuid.uuid4(),
                **{flag: step > at for at, flag in enumerate(FLAGS)},
            )
    return program, cohorts, senders, atoms


def told_of_program(program, cohorts):
    """On the dashboard of the program: the way of all, and who took part by cohort."""
    for each in dashboards.way(Slice(program=program.pk)).results:
        if each.metric == "funnel":
            yield ("all", "", STEPS.index(each.cell["step"])), each.n
    attended = program_desk.attended_by_cohort(program)
    names = {cohort.pk: name for name, cohort in cohorts.items()}
    for row in program_desk.cohort_rows([*cohorts.values()], attended):
        shown = row.people != figures.hidden_word()
        yield ("cohort", names[row.cohort.pk], PRESENT), attended.get(row.cohort.pk, 0) if shown else None


def test_a_program_and_its_cohorts_together_tell_of_no_few(program):
    of, cohorts, _senders, atoms = program
    told = dict(told_of_program(of, cohorts))
    values, relations = dict(atoms), []
    for dimension, group, step in told:
        parts = tuple(a for a in atoms if a[2] >= step and (dimension == "all" or a[0] == group))
        values[dimension, group, step] = sum(atoms[atom] for atom in parts)
        relations.append(Relation((dimension, group, step), parts))
    assert all(number in {None, values[place]} for place, number in told.items())
    assert exposed(values, told, [*atoms], relations) == []


# --- Methods: three pages tell of the people by method, who may be in several ---

METHODS = ("mentoring", "training", "webinar", "visit")


@pytest.fixture(params=range(6))
def by_method(request):
    """{set of methods: people}. Everybody who is not in two has come to an end, so that shares tell of as many."""
    chance, atoms = random.Random(request.param), {}
    cohorts = {
        code: [
            CohortFactory(
                program__method__code=code,
                program__method__name=code,
                starts_on=date(2025, 11, 1),
                ends_on=date(2026, 1, 1),
            )
            for _each in range(K)
        ]
        for code in METHODS
    }
    for size in (1, 2):
        for codes in combinations(METHODS, size):
            atoms[codes] = chance.choice([0, 0, 2, 3, 9, 14] if size == 1 else [0, 0, 1])
            for number in range(atoms[codes]):
                for code in codes:
                    ParticipationFactory(
                        cohort=cohorts[code][number % K],
                        subject_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{codes} {number}"),
                        attended=True,
                        completed=number % 2 == 0,
                        minutes=60,
                    )
    return atoms


def numbers_by_method():
    """{(page, method or ""): people}, None where the page shows neither them nor what is said of so many."""
    for page in ("resources", "methods", "beyond-training"):
        for table in questions.answer_to(page).tables:
            for row in table.rows:
                place = 2 if page == "methods" else 1
                people = row.cells[place - 1]
                yield (page, row.label), None if people in {hidden_word(), "–"} else int(people)
                if page == "methods":
                    yield ("share", row.label), row.cells[2] if "%" in row.cells[2] else None


def test_tables_by_method_together_tell_of_no_few(by_method):
    told: dict[str, int | None] = {}
    for (page, method), number in numbers_by_method():
        if page == "share":
            assert number is None or told[method] is not None  # a share tells of as many people
        else:
            assert told.setdefault(method, number) == number, page
    values: dict[Any, int] = dict(by_method)
    relations = []
    for code in told:
        parts = tuple(atom for atom in by_method if code in atom)
        values[code] = sum(by_method[atom] for atom in parts)
        relations.append(Relation(code, parts))
    (whole,) = (each for each in questions.answer_to("resources").figures if "articipants" in each.label)
    values["all"] = sum(by_method.values())
    relations.append(Relation("all", tuple(by_method)))
    told["all"] = None if whole.suppressed else values["all"]
    assert all(number in {None, values[place]} for place, number in told.items())
    hidden = [place for place, number in told.items() if number is None]
    for place in hidden:
        low, high = feasible_interval(values, [*hidden, *by_method], relations, place, k=K)
        assert high - low >= K, place


def says_it(told, place):
    """As many came to the step before as to the step after: nothing is to be worked out."""
    dimension, group, step = place
    row = [told.get((dimension, group, each)) for each in range(5)]
    before = [each for each in row[:step] if each is not None]
    after = [each for each in row[step + 1 :] if each is not None]
    return bool(before and after) and before[-1] == after[0]


def test_the_pages_themselves_agree(client, people):
    client.force_login(StaffFactory())
    staff, shared = client.get("/staff/").context, client.get("/staff/equity/").context
    bars = {bar.label: bar.suppressed or f"{bar.value:.0f}" for bar in staff["participation"][0].rows}
    table = {row.label: row.cells[0] for row in shared["presence_table"].rows}
    funnel = {row.label: row.cells for row in shared["funnel"].rows}
    assert {label: table[label] for label in bars} == {
        label: number.removesuffix(".0") for label, number in bars.items()
    }
    assert {label: funnel[label][PRESENT] for label in bars} == {label: table[label] for label in bars}
    (way,) = staff["funnel"]
    assert funnel["All"] == [step.suppressed or str(step.people) for step in way.steps]
