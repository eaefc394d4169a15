"""The catalog that a process keeps says what the database says, whatever was written meanwhile, and by whomever."""

import random
from datetime import time, timedelta

import psycopg
import pytest
import time_machine
from django.db import connection
from django.utils import timezone, translation

from capacity.models import Capacity, Language, ProficiencyLevel, Region, Stakeholder
from programs.models import Cohort, Method, Program, ProgramCapacity, Session
from programs.queries import catalog, kept_catalog
from programs.queries.catalog import Criteria
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    ProficiencyLevelFactory,
    RegionFactory,
)
from tests.factories.programs import (
    CohortFactory,
    MethodFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRecordFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def counts_of(found):
    """A value nobody has may be named or not."""
    return {(facet, value): n for facet, values in found.items() for value, n in values.items() if n}


ZONES = ["Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Kiritimati"]


def some(chance, values, most=2):
    return tuple(chance.sample(values, chance.randint(0, min(most, len(values)))))


def any_criteria(chance):
    capacities = list(Capacity.objects.all())
    chosen = some(chance, capacities)
    ids = {
        pk for each in chosen for pk in Capacity.objects.shown().subtree(each).values_list("pk", flat=True)
    }
    return Criteria(
        q=chance.choice(["", "", "alpha", "beta", "alhpa"]),
        capacities=tuple(sorted(ids)) if chosen else None,
        capacity_codes=tuple(each.code for each in chosen),
        languages=some(chance, ["ar", "sw", "hi"]),
        regions=some(chance, ["SSA", "LAC"]),
        methods=some(chance, ["course", "fair"]),
        formats=some(chance, ["online", "in_person", "hybrid"]),
        starts=chance.choice(["", "", "past", "running", "soon", "season", "later"]),
        open_only=chance.random() < 0.2,
        interpretation=some(chance, ["ar", "sw"], 1),
        access=some(chance, ["captions", "travel"], 1),
        free_only=chance.random() < 0.2,
        zone=chance.choice(["", "", "", *ZONES]),
        starts_from=chance.choice([None, None, timezone.localdate() - timedelta(days=20)]),
        starts_to=chance.choice([None, None, timezone.localdate() + timedelta(days=40)]),
        audiences=some(chance, ["newcomers", "boards"], 1),
        levels=some(chance, ["1", "2"], 1),
        providers=some(chance, list(Stakeholder.objects.order_by("pk").values_list("slug", flat=True)), 1)
        if chance.random() < 0.3
        else (),
    )


def world():
    top = CapacityFactory()
    for parent in (top, None):
        CapacityFactory(parent=parent)
    for code in ("course", "fair"):
        MethodFactory(code=code, name=code)
    for code in ("ar", "sw", "hi"):
        LanguageFactory(code=code)
    for code in ("SSA", "LAC"):
        RegionFactory(code=code)
    RegionFactory(code="150", scheme="m49_region")
    AffiliateFactory()
    AffiliateFactory()
    for level in (1, 2):
        ProficiencyLevelFactory(level=level)


def new_program(chance):
    program = ProgramFactory(
        title=chance.choice(["Alpha", "Beta"]),
        method=chance.choice(Method.objects.all()),
        audience_groups=some(chance, ["newcomers", "boards", "youth"]),
    )
    if chance.random() < 0.3:
        held = {"held_from": timezone.localdate() - timedelta(days=30), "held_from_precision": "day"}
        ProgramRecordFactory(
            program=program,
            mode=chance.choice(["online", "in-person", "other", ""]),
            **chance.choice([{}, held]),
        )


def new_cohort(chance):
    days = chance.randint(-60, 150)
    CohortFactory(
        program=chance.choice(Program.objects.all()),
        starts_on=timezone.localdate() + timedelta(days=days),
        ends_on=timezone.localdate() + timedelta(days=days + chance.randint(0, 40)),
        delivery=chance.choice(["online", "in_person", "hybrid"]),
        enrollment_closes_at=timezone.now() + timedelta(days=chance.randint(-5, 5)),
        cancelled_at=chance.choice([None, None, timezone.now()]),
        access_provisions=some(chance, ["captions", "travel", "quiet_room"]),
        fee=chance.choice(["", "", "10 EUR"]),
    )


def new_session(chance):
    if cohorts := list(Cohort.objects.all()):
        SessionFactory(
            cohort=chance.choice(cohorts),
            local_time=time(chance.randrange(24), chance.choice([0, 30])),
            time_zone=chance.choice(ZONES),
            minutes=chance.choice([30, 90, 600]),
        )


def other_session(chance):
    if sessions := list(Session.objects.all()):
        session = chance.choice(sessions)
        if chance.random() < 0.3:
            session.delete()
        else:
            session.cancelled_at = chance.choice([None, timezone.now()])
            session.save()


def other_interpretation(chance):
    if cohorts := list(Cohort.objects.all()):
        chance.choice(cohorts).interpretation.set(some(chance, list(Language.objects.all())))


def other_provider(chance):
    program, organization = chance.choice(Program.objects.all()), chance.choice(Stakeholder.objects.all())
    if not program.provisions.filter(organization=organization).exists():
        ProgramProviderFactory(program=program, organization=organization)
    else:
        program.provisions.all().delete()


def other_state(chance):
    now = timezone.now()
    program = chance.choice(Program.objects.all())
    program.state = chance.choice(["draft", "published", "archived"])
    program.archived_at = now if program.state == "archived" else None
    program.save()


def other_links(chance):
    program = chance.choice(Program.objects.all())
    program.languages.set(some(chance, list(Language.objects.all())))
    program.regions.set(some(chance, list(Region.objects.all())))


def other_aims(chance):
    program, capacity = chance.choice(Program.objects.all()), chance.choice(Capacity.objects.all())
    if not program.aims.filter(capacity=capacity).exists():
        level = chance.choice([None, *ProficiencyLevel.objects.all()])
        ProgramCapacityFactory(program=program, capacity=capacity, level_before=level)
    elif chance.random() < 0.5:
        ProgramCapacity.objects.filter(program=program, capacity=capacity).delete()


def cancelled(chance):
    one = chance.choice([0, *Cohort.objects.values_list("pk", flat=True)])
    Cohort.objects.filter(pk=one).update(cancelled_at=timezone.now())


def hidden(chance):
    capacity = chance.choice(Capacity.objects.all())
    capacity.is_hidden = not capacity.is_hidden
    capacity.save()


DEEDS = [
    new_program,
    new_cohort,
    new_cohort,
    other_state,
    other_links,
    other_links,
    other_aims,
    new_session,
    new_session,
    other_session,
    other_interpretation,
    other_provider,
    cancelled,
    hidden,
]


@pytest.mark.parametrize("seed", range(6))
def test_counts_and_programs_are_those_of_live_sql_after_any_writing(seed):
    chance = random.Random(seed)
    world()
    for _ in range(4):
        new_program(chance)
    for turn in range(30):
        chance.choice(DEEDS)(chance)
        if turn == 12:
            kept_catalog.forget()
        asked = any_criteria(chance)
        kept = kept_catalog.fresh()
        assert counts_of(kept.counts(asked)) == counts_of(catalog.facet_counts(asked)), asked
        live = set(catalog.narrow(Program.objects.public(), asked).values_list("pk", flat=True))
        found = kept.few(asked)
        assert set(found) == live if found is not None else asked == Criteria(), asked


def test_time_alone_opens_and_ends_what_is_kept():
    today = timezone.localdate()
    CohortFactory(starts_on=today, ends_on=today, enrollment_closes_at=timezone.now() + timedelta(hours=1))
    for hours in (0, 2, 30):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            kept = kept_catalog.fresh()
            assert counts_of(kept.counts(Criteria())) == counts_of(catalog.facet_counts(Criteria()))


def test_each_day_on_earth_has_its_own_counts():
    CohortFactory(starts_on=timezone.now().date())
    for zone in ("Pacific/Kiritimati", "UTC", "Pacific/Niue"):
        with timezone.override(zone):
            kept = kept_catalog.fresh()
            assert counts_of(kept.counts(Criteria())) == counts_of(catalog.facet_counts(Criteria()))


def titles(client, query="", **headers):
    return client.get(f"/programs/?{query}", **headers).content.decode()


def test_a_card_follows_its_program_its_words_its_provider_and_its_seats(client):
    program = ProgramFactory(title="First title", method=MethodFactory(name="A method"))
    provider = ProgramProviderFactory(program=program).organization
    cohort = CohortFactory(program=program, seats=7)
    assert "First title" in titles(client)
    Program.objects.filter(pk=program.pk).update(title_en="Second title", title="Second title")
    Stakeholder.objects.filter(pk=provider.pk).update(name="Renamed organization")
    Method.objects.filter(pk=program.method_id).update(name_en="Other method", name="Other method")
    Cohort.objects.filter(pk=cohort.pk).update(held_seats=4)
    page = titles(client)
    for words in ("Second title", "Renamed organization", "Other method", "open, 3 seats free"):
        assert words in page
    assert "First title" not in page


def test_a_translation_that_comes_in_is_shown_in_its_language_only(client):
    program = ProgramFactory(title="Storytelling")
    assert "Storytelling" in titles(client, headers={"accept-language": "ar"})
    Program.objects.filter(pk=program.pk).update(title_ar="رواية القصص")
    assert "رواية القصص" in titles(client, headers={"accept-language": "ar"})
    assert "رواية القصص" not in titles(client, headers={"accept-language": "en"})


def test_what_is_no_longer_public_is_gone_at_once(client):
    program = ProgramFactory(title="Withdrawn")
    assert "Withdrawn" in titles(client)
    Program.objects.filter(pk=program.pk).update(state="draft")
    assert "Withdrawn" not in titles(client)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_words_are_kept_for_each_language(language):
    MethodFactory(code="fair", name="Fair")
    Method.objects.filter(code="fair").update(name_ar="معرض")
    with translation.override(language):
        words = kept_catalog.fresh().vocabulary()
    assert words.methods["fair"] == {"en": "Fair", "ar": "معرض"}[language]


def test_a_process_sees_what_another_one_wrote(client):
    """The other's writing is done over a connection of its own: nothing of it passes through this process."""
    program = ProgramFactory(title="First title")
    assert "First title" in titles(client)
    place = connection.settings_dict
    with psycopg.connect(host=place["HOST"], user=place["USER"], dbname=place["NAME"]) as other:
        other.execute("UPDATE programs_program SET title_en = 'From elsewhere' WHERE id = %s", [program.pk])
        assert "First title" in titles(client)
    assert "From elsewhere" in titles(client)


@pytest.mark.parametrize("rows", [1, 5])
def test_a_kept_catalog_asks_as_little_for_one_program_as_for_five(client, django_assert_num_queries, rows):
    for _ in range(rows):
        CohortFactory()
    client.force_login(PersonFactory().user)
    titles(client)
    with django_assert_num_queries(4):  # session, account, roles, and what was written meanwhile
        titles(client)
    with django_assert_num_queries(5):  # and the page; its cards are kept
        titles(client, "sort=title")


def test_a_programs_page_follows_its_program(client):
    program = ProgramFactory(title="First title")
    provider = ProgramProviderFactory(program=program).organization
    assert "First title" in client.get(program.get_absolute_url()).content.decode()
    Stakeholder.objects.filter(pk=provider.pk).update(name="Renamed organization")
    Program.objects.filter(pk=program.pk).update(title_en="Second title", title="Second title")
    page = client.get(program.get_absolute_url()).content.decode()
    assert ("Second title" in page, "Renamed organization" in page, "First title" in page) == (
        True,
        True,
        False,
    )
    Program.objects.filter(pk=program.pk).update(state="draft")
    assert client.get(program.get_absolute_url()).status_code == 404
