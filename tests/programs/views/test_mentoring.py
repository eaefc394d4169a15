"""Mentoring on its pages: joining, agreeing, meeting, closing; and the desk of those who run the cohort."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from capacity.actions import access
from capacity.states import LookReason
from programs.models import MatchingRun, MentoringPair, MentoringPart
from programs.states import PairState
from tests.factories.capacity import CapacityFactory, LanguageFactory, StaffFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MentoringGoalFactory,
    MentoringMeetingFactory,
    MentoringPairFactory,
    MentoringPartFactory,
    ProgramCapacityFactory,
    ProgramRoleFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(program__method__code="mentoring", seats=30)


@pytest.fixture
def coordinator(cohort, client):
    user = ProgramRoleFactory(program=cohort.program).person.user
    client.force_login(user)
    return user


def at(cohort, name="cohort-mentoring", **more):
    return reverse(
        f"programs:{name}", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id, **more}
    )


def of(name, pair, **more):
    return reverse(f"programs:{name}", kwargs={"public_id": pair.public_id, **more})


def deed(client, cohort, name, **more):
    return client.post(at(cohort), {"deed": name, **more}, follow=True)


def test_a_mentee_says_what_she_wants_and_her_profile_is_offered(client, cohort):
    aim = ProgramCapacityFactory(program=cohort.program).capacity
    person = EnrollmentFactory(cohort=cohort).person
    person.languages.add(LanguageFactory(code="en"))
    client.force_login(person.user)
    assert flat(client.get(cohort.get_absolute_url())).count("mentoring/join/") == 2
    page = client.get(at(cohort, "mentoring-join", side="mentee"))
    assert [each.code for each in page.context["form"].initial["languages"]] == ["en"]
    data = {"capacities": [aim.code], "languages": "en", "time_zone": "Asia/Kathmandu", "about": "New here."}
    response = client.post(page.request["PATH_INFO"], data)
    assert (response.status_code, response.url) == (302, reverse("programs:mentoring"))
    part = MentoringPart.objects.get()
    assert (part.side, part.time_zone, list(part.capacities.all())) == ("mentee", "Asia/Kathmandu", [aim])
    assert "mentee" in flat(client.get(response.url))
    leaving = reverse("programs:mentoring-leave", args=[part.public_id])
    assert leaving in client.get(response.url).text
    assert "You have no pair there at present." in flat(client.get(leaving))
    part.refresh_from_db()
    assert part.left_at is None
    client.post(leaving)
    part.refresh_from_db()
    assert part.left_at is not None


def test_who_leaves_is_told_first_which_pairs_end_but_of_none_she_does_not_know(client):
    pair = MentoringPairFactory(state="active")
    MentoringPairFactory(mentor=pair.mentor, state="suggested", mentee__cohort=pair.mentee.cohort)
    client.force_login(pair.mentor.person.user)
    page = client.get(reverse("programs:mentoring-leave", args=[pair.mentor.public_id]))
    assert page.context["pairs"] == [pair.mentee.person.name]
    assert pair.mentee.person.name in flat(page)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, ["most", "languages", "time_zone"]),
        ({"most": 11, "languages": "en", "time_zone": "UTC"}, ["most"]),
        ({"most": 1, "languages": "xx", "time_zone": "Mars/Base"}, ["languages", "time_zone"]),
        ({"most": 1, "languages": "en", "time_zone": "UTC", "about": "a\0b"}, ["about"]),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, cohort, data, fields):
    LanguageFactory(code="en")
    client.force_login(EnrollmentFactory(cohort=cohort).person.user)
    response = client.post(at(cohort, "mentoring-join", side="mentor"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)


def test_a_stranger_is_refused_as_mentee_with_the_reason(client, cohort):
    LanguageFactory(code="en")
    client.force_login(EnrollmentFactory().person.user)
    data = {"languages": "en", "time_zone": "UTC"}
    response = client.post(at(cohort, "mentoring-join", side="mentee"), data)
    assert (response.status_code, MentoringPart.objects.count()) == (409, 0)


@pytest.mark.parametrize("side", ["friend", "mentor"])
def test_only_cohorts_of_mentoring_have_sides(client, cohort, side):
    client.force_login(EnrollmentFactory().person.user)
    wanted = cohort if side == "friend" else CohortFactory()
    assert client.get(at(wanted, "mentoring-join", side=side)).status_code == 404


def test_two_agree_meet_and_look_back(client, cohort):
    pair = MentoringPairFactory(cohort=cohort, state=PairState.PROPOSED)
    mentor, mentee = pair.mentor.person.user, pair.mentee.person.user
    told = []
    for user in (mentor, mentee):
        client.force_login(user)
        agreed = client.post(of("pair-agree", pair))
        assert agreed.url == pair.get_absolute_url()
        told.append([str(each) for each in get_messages(agreed.wsgi_request)][-1])
    assert told == [
        "You have agreed. The pair begins once both of you have.",
        "You have both agreed: the pair has begun.",
    ]
    client.post(of("pair-goal", pair), {"text": "Our own lesson"})
    (goal,) = pair.goals.all()
    client.post(of("goal-reach", pair, goal=goal.public_id))
    pair.refresh_from_db()
    noted = {"held_on": pair.began_at.date(), "minutes": 50, "summary": "First steps"}
    assert client.post(of("pair-meet", pair), noted).status_code == 302
    (meeting,) = pair.meetings.all()
    client.post(of("meeting-confirm", pair, meeting=meeting.public_id))
    client.force_login(mentor)
    assert "First steps" in flat(client.get(pair.get_absolute_url()))
    client.post(of("meeting-confirm", pair, meeting=meeting.public_id))
    client.post(of("pair-look-back", pair), {"reached": 4, "text": "She asks well."})
    client.force_login(mentee)
    assert "She asks well." not in flat(client.get(pair.get_absolute_url()))
    client.post(of("pair-look-back", pair), {"reached": 3, "text": "I dare more now."})
    page = flat(client.get(pair.get_absolute_url()))
    assert "She asks well." in page
    assert "I dare more now." in page
    meeting.refresh_from_db()
    goal.refresh_from_db()
    pair.refresh_from_db()
    assert (meeting.state, goal.reached_on is not None, pair.state) == ("confirmed", True, "closed")


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("pair-goal", {"text": " "}, "text"),
        ("pair-meet", {"held_on": "2099-01-01", "minutes": 5}, "held_on"),
        ("pair-meet", {"held_on": "2026-01-01", "minutes": "0"}, "minutes"),
        ("pair-look-back", {"reached": 9, "text": "x"}, "reached"),
        ("pair-end", {"reason": "left"}, "reason"),
    ],
)
def test_forms_of_a_pair_say_what_is_wrong(client, cohort, name, data, field):
    pair = MentoringPairFactory(cohort=cohort)
    client.force_login(pair.mentor.person.user)
    response = client.post(of(name, pair), data)
    assert (response.status_code, field in response.context["form"].errors) == (422, True)


def test_what_the_pair_does_not_allow_any_more_is_said_and_nothing_typed_is_lost(client, cohort):
    pair = MentoringPairFactory(cohort=cohort, state=PairState.ENDED)
    client.force_login(pair.mentor.person.user)
    response = client.post(of("pair-goal", pair), {"text": "Too late"})
    assert (response.status_code, "Too late" in response.text) == (409, True)


@pytest.mark.parametrize(
    ("state", "closed"),
    [
        ("proposed", ["pair-end", "pair-goal", "pair-meet", "pair-look-back"]),
        ("active", ["pair-decline"]),
        ("ended", ["pair-decline", "pair-end", "pair-goal", "pair-meet", "pair-look-back"]),
    ],
)
def test_no_form_opens_that_can_only_be_refused(client, cohort, state, closed):
    pair = MentoringPairFactory(cohort=cohort, state=state)
    client.force_login(pair.mentee.person.user)
    for name in ("pair-decline", "pair-end", "pair-goal", "pair-meet", "pair-look-back"):
        page = client.get(of(name, pair), follow=True)
        assert ("the pair has moved on meanwhile" in flat(page)) is (name in closed), name


def test_who_reads_what_of_a_pair(client, cohort):
    pair = MentoringPairFactory(cohort=cohort)
    MentoringGoalFactory(pair=pair, text="Their own goal")
    suggested = MentoringPairFactory(cohort=cohort, state=PairState.SUGGESTED)
    coordinator, staff = ProgramRoleFactory(program=cohort.program).person.user, StaffFactory()
    access.state_reason(cohort, by=staff, reason=LookReason.SUPPORT)
    for user, status, reads in (
        (pair.mentee.person.user, 200, True),
        (coordinator, 200, True),
        (staff, 200, False),
        (suggested.mentor.person.user, 404, False),
        (UserFactory(), 404, False),
    ):
        client.force_login(user)
        page = client.get(pair.get_absolute_url())
        assert (page.status_code, "Their own goal" in page.text) == (status, reads)
    client.force_login(suggested.mentor.person.user)
    assert client.get(suggested.get_absolute_url()).status_code == 404


def test_a_mentee_whose_pair_came_to_nothing_reads_that_another_is_looked_for(client):
    pair = MentoringPairFactory(state=PairState.ENDED)
    looked_for = "Another mentor is looked for"
    client.force_login(pair.mentee.person.user)
    assert looked_for in flat(client.get(pair.get_absolute_url()))
    MentoringPairFactory(mentee=pair.mentee, mentor__cohort=pair.mentee.cohort, state=PairState.PROPOSED)
    assert looked_for not in flat(client.get(pair.get_absolute_url()))
    client.force_login(pair.mentor.person.user)
    assert looked_for not in flat(client.get(pair.get_absolute_url()))


def test_nobody_acts_for_the_two(client, cohort, coordinator):
    pair = MentoringPairFactory(cohort=cohort, state=PairState.PROPOSED)
    assert client.post(of("pair-agree", pair)).status_code == 403
    assert client.get(of("pair-decline", pair)).status_code == 403


# --- The desk ---


def test_a_coordinator_searches_changes_and_proposes(client, cohort, coordinator):
    english, wanted = LanguageFactory(code="en"), CapacityFactory()
    mentor = MentoringPartFactory(cohort=cohort)
    mentees = [MentoringPartFactory(cohort=cohort, side="mentee") for _ in range(2)]
    for part in (mentor, *mentees):
        part.languages.add(english)
        part.capacities.add(wanted)
    page = flat(deed(client, cohort, "suggest", mentor=mentor.public_id, mentee=mentees[0].public_id))
    assert "Offers 1 of 1 capacity wanted" in page
    assert "It is day for both during 13 hours of a day." in page
    pair = MentoringPair.objects.get()
    deed(client, cohort, "drop", of=pair.public_id)
    deed(client, cohort, "suggest", mentor=mentor.public_id, mentee=mentees[1].public_id)
    deed(client, cohort, "propose-all")
    assert sorted(MentoringPair.objects.values_list("state", flat=True)) == ["dropped", "proposed"]
    deed(client, cohort, "search")
    assert MatchingRun.objects.get().state == "queued"


def test_while_a_search_is_made_the_page_says_how_far_it_is(client, cohort, coordinator):
    run = MatchingRun.objects.create(cohort=cohort, done=3, total=4)
    assert "75%" in flat(client.get(at(cohort), headers={"HX-Request": "true"}))
    assert "Search for pairs" not in flat(client.get(at(cohort)))
    run.delete()
    assert client.get(at(cohort), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_an_offer_is_accepted_on_the_desk(client, cohort, coordinator):
    part = MentoringPartFactory(cohort=cohort, accepted_at=None)
    deed(client, cohort, "accept", of=part.public_id)
    part.refresh_from_db()
    assert part.accepted_at is not None
    assert "does not wait" in flat(deed(client, cohort, "accept", of=part.public_id))


@pytest.mark.parametrize(
    "data", [{"deed": "burn"}, {}, {"deed": "suggest"}, {"deed": "suggest", "mentor": "x"}]
)
def test_a_form_that_was_tampered_with_is_answered_in_words(client, cohort, coordinator, data):
    assert client.post(at(cohort), data, follow=True).status_code == 200


@pytest.mark.parametrize("named", ["", "x", "11111111-1111-4111-8111-111111111111"])
def test_a_pair_that_is_not_of_the_cohort_is_not_found(client, cohort, coordinator, named):
    other = MentoringPairFactory(state=PairState.SUGGESTED)
    for of_ in (named, other.public_id):
        assert client.post(at(cohort), {"deed": "propose", "of": of_}).status_code == 404


DESK_QUERIES, LIST_QUERIES = 14, 9


@pytest.mark.parametrize("number", [1, 5])
def test_the_desk_costs_the_same_however_many_people(
    client, cohort, coordinator, django_assert_num_queries, number
):
    for state in (PairState.SUGGESTED, PairState.PROPOSED, PairState.ACTIVE, PairState.ENDED):
        for _ in range(number):
            MentoringPairFactory(cohort=cohort, state=state)
    client.get(at(cohort))
    with django_assert_num_queries(DESK_QUERIES):
        client.get(at(cohort))


@pytest.mark.parametrize("number", [1, 5])
def test_ones_own_pairs_cost_the_same_however_many(client, cohort, django_assert_num_queries, number):
    mentor = MentoringPartFactory(cohort=cohort, most=10)
    for _ in range(number):
        MentoringMeetingFactory(pair=MentoringPairFactory(cohort=cohort, mentor=mentor))
    hidden = MentoringPairFactory(cohort=cohort, mentor=mentor, state=PairState.SUGGESTED)
    client.force_login(mentor.person.user)
    page = client.get(reverse("programs:mentoring"))
    assert str(hidden.public_id) not in page.text
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("programs:mentoring"))


def test_the_api_lists_own_pairs_with_what_was_confirmed(client, cohort):
    pair = MentoringPairFactory(cohort=cohort)
    for state in ("confirmed", "disputed"):
        MentoringMeetingFactory(pair=pair, state=state, decided_at=pair.began_at)
    MentoringPairFactory(cohort=cohort)
    client.force_login(pair.mentee.person.user)
    (row,) = client.get("/api/v1/mentoring/").json()["results"]
    assert (row["state"], row["meetings"], row["minutes"]) == ("active", 1, 60)
    client.logout()
    assert client.get("/api/v1/mentoring/").status_code == 403
