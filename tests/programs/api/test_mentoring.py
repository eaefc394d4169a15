"""Mentoring by machines: taking part, searching and proposing pairs, and what the two do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capacity.actions import access
from programs.models import MentoringPair, MentoringPart
from tests.factories.capacity import (
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    StaffFactory,
    UserFactory,
)
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
from tests.programs.api.test_daily_work import problem, send

pytestmark = pytest.mark.django_db

PART_QUERIES, PAIR_QUERIES = 7, 5


@pytest.fixture
def cohort():
    LanguageFactory(code="en")
    return CohortFactory(program__method__code="mentoring")


def coordinator(client, cohort):
    user = ProgramRoleFactory(program=cohort.program).person.user
    client.force_login(user)
    return user


def of(cohort, rest):
    return f"cohorts/{cohort.public_id}/mentoring/{rest}/"


def pair_of(pair, rest=""):
    return f"mentoring/{pair.public_id}/{rest}"


def as_mentee(client, pair):
    client.force_login(pair.mentee.person.user)


def as_mentor(client, pair):
    client.force_login(pair.mentor.person.user)


# --- Taking part ---


def test_one_says_that_one_wants_to_be_paired_says_it_anew_and_leaves(client, cohort):
    aim, other = ProgramCapacityFactory(program=cohort.program).capacity, CapacityFactory()
    person = EnrollmentFactory(cohort=cohort).person
    client.force_login(person.user)
    sent = {
        "capacities": [aim.code],
        "languages": ["en"],
        "time_zone": "Asia/Kathmandu",
        "about": "New here.",
    }
    told = send(client, "put", of(cohort, "join/mentee"), sent)
    assert told.status_code == 200
    assert {name: told.json()[name] for name in sent} == sent
    assert (told.json()["most"], told.json()["side"]) == (1, "mentee")
    assert problem(send(client, "put", of(cohort, "join/mentee"), sent | {"capacities": [other.code]})) == (
        400,
        ["/capacities"],
    )
    assert problem(send(client, "put", of(cohort, "join/mentee"), {})) == (400, ["/languages", "/time_zone"])
    again = send(client, "put", of(cohort, "join/mentee"), sent | {"about": "Still new."}).json()
    assert (again["public_id"], again["about"]) == (told.json()["public_id"], "Still new.")
    assert send(client, "get", "my/mentoring/").json()["results"] == [again]
    leave = f"parts/{again['public_id']}/leave/"
    assert send(client, "post", leave, {}).json()["left_at"] is not None
    assert problem(send(client, "post", leave, {}))[0] == 409
    assert send(client, "get", "my/mentoring/").json()["results"] == []


def test_who_does_not_take_part_is_nobodys_mentee_and_a_mentor_waits_to_be_accepted(client, cohort):
    client.force_login(PersonFactory().user)
    sent = {"languages": ["en"], "time_zone": "UTC", "most": 2}
    assert problem(send(client, "put", of(cohort, "join/mentee"), sent))[0] == 409
    assert problem(send(client, "put", of(cohort, "join/mentor"), sent | {"most": 0})) == (400, ["/most"])
    offered = send(client, "put", of(cohort, "join/mentor"), sent).json()
    assert (offered["most"], offered["accepted_at"]) == (2, None)
    assert send(client, "put", of(cohort, "join/friend"), sent).status_code == 404
    assert send(client, "put", of(CohortFactory(), "join/mentor"), sent).status_code == 404
    accept = f"parts/{offered['public_id']}/accept/"
    assert send(client, "post", accept, {}).status_code == 403
    coordinator(client, cohort)
    assert send(client, "post", accept, {}).json()["accepted_at"] is not None
    assert problem(send(client, "post", accept, {}))[0] == 409
    assert send(client, "post", f"parts/{offered['public_id']}/leave/", {}).status_code == 404  # not hers


# --- Putting two together ---


def test_a_search_is_asked_for_and_told_and_a_second_one_is_the_same(client, cohort):
    coordinator(client, cohort)
    assert send(client, "get", of(cohort, "search")).status_code == 204
    asked = [send(client, "post", of(cohort, "search"), {}).json() for _ in range(2)]
    assert asked[0] == asked[1] == send(client, "get", of(cohort, "search")).json()
    assert (asked[0]["state"], asked[0]["pairs"]) == ("queued", 0)


def test_a_pair_is_suggested_proposed_and_taken_back(client, cohort):
    mentor = MentoringPartFactory(cohort=cohort)
    mentee = MentoringPartFactory(cohort=cohort, side="mentee")
    user = coordinator(client, cohort)
    rows = send(client, "get", of(cohort, "parts")).json()["results"]
    assert [(row["person"], row["side"]) for row in rows] == [
        (mentee.person.name, "mentee"),
        (mentor.person.name, "mentor"),
    ]
    sent = {"mentor": str(mentor.public_id), "mentee": str(mentee.public_id)}
    status, pointers = problem(
        send(client, "post", of(cohort, "pairs"), {"mentor": sent["mentee"], "mentee": "x"})
    )
    assert (status, set(pointers)) == (400, {"/mentor", "/mentee"})
    made = send(client, "post", of(cohort, "pairs"), sent)
    assert (made.status_code, made.json()["state"], len(made.json()["reasons"])) == (201, "suggested", 4)
    pair = MentoringPair.objects.get()
    as_mentee(client, pair)
    assert send(client, "get", pair_of(pair)).status_code == 404  # nobody was told yet
    client.force_login(user)
    assert send(client, "post", of(cohort, "propose"), {}).json() == {"pairs": 1}
    assert send(client, "post", of(cohort, "propose"), {}).json() == {"pairs": 0}
    assert problem(send(client, "post", pair_of(pair, "propose/"), {})) == (
        409,
        "This is not possible any more.",
    )
    assert send(client, "post", pair_of(pair, "drop/"), {}).json()["state"] == "dropped"
    [listed] = send(client, "get", of(cohort, "pairs")).json()["results"]
    assert (listed["state"], listed["mentor"], listed["mentee"]) == (
        "dropped",
        mentor.person.name,
        mentee.person.name,
    )


# --- The two ---


def test_a_pair_begins_once_both_have_agreed_and_has_goals_and_meetings(client, cohort):
    pair = MentoringPairFactory(cohort=cohort, state="proposed")
    as_mentee(client, pair)
    assert problem(send(client, "post", pair_of(pair, "goals/"), {"text": "Write"}))[0] == 409
    assert send(client, "post", pair_of(pair, "agree/"), {}).json()["state"] == "proposed"
    as_mentor(client, pair)
    assert send(client, "post", pair_of(pair, "agree/"), {}).json()["state"] == "active"
    assert problem(send(client, "post", pair_of(pair, "goals/"), {"text": ""})) == (400, ["/text"])
    made = send(client, "post", pair_of(pair, "goals/"), {"text": "Write a grant"})
    [goal] = made.json()["goals"]
    assert (made.status_code, goal["reached_on"]) == (201, None)
    today = timezone.localdate().isoformat()
    reached = [
        send(client, "post", f"goals/{goal['public_id']}/reach/", {}).json()["goals"][0]["reached_on"]
        for _ in range(2)
    ]
    assert reached == [today, None]

    wrong = {"held_on": (timezone.localdate() + timedelta(days=1)).isoformat(), "minutes": 0}
    assert problem(send(client, "post", pair_of(pair, "meetings/"), wrong)) == (400, ["/held_on", "/minutes"])
    said = {"held_on": today, "minutes": 45}
    noted = [
        send(client, "post", pair_of(pair, "meetings/"), {**said, "summary": words}).json()["log"]
        for words in ("", "Goals", "Plans")
    ][-1]
    assert (
        send(client, "post", pair_of(pair, "meetings/"), said).status_code == 409
    )  # the first one, sent twice
    assert {(row["state"], row["is_mine"]) for row in noted} == {("noted", True)}
    confirm, dispute, take_back = (f"meetings/{row['public_id']}/" for row in noted)
    assert problem(send(client, "post", f"{confirm}confirm/", {}))[0] == 409  # one's own
    assert problem(send(client, "post", f"{dispute}dispute/", {}))[0] == 409
    assert send(client, "post", f"{take_back}take-back/", {}).status_code == 200
    as_mentee(client, pair)
    send(client, "post", f"{dispute}dispute/", {})
    told = send(client, "post", f"{confirm}confirm/", {}).json()
    assert sorted(row["state"] for row in told["log"]) == ["confirmed", "disputed", "withdrawn"]
    assert (told["meetings"], told["minutes"]) == (1, 45)


def test_both_look_back_and_then_read_each_others_view(client, cohort):
    pair = MentoringPairFactory(cohort=cohort)
    as_mentee(client, pair)
    assert problem(send(client, "post", pair_of(pair, "views/"), {"reached": 5})) == (
        400,
        ["/reached", "/text"],
    )
    closing = send(client, "post", pair_of(pair, "views/"), {"reached": 3, "text": "Much."}).json()
    assert (closing["state"], [view["side"] for view in closing["views"]]) == ("closing", ["mentee"])
    assert problem(send(client, "post", pair_of(pair, "views/"), {"reached": 3, "text": "More."}))[0] == 409
    as_mentor(client, pair)
    assert send(client, "get", pair_of(pair)).json()["views"] == []
    closed = send(client, "post", pair_of(pair, "views/"), {"reached": 4, "text": "All."}).json()
    assert (closed["state"], [(view["side"], view["reached"], view["text"]) for view in closed["views"]]) == (
        "closed",
        [("mentee", 3, "Much."), ("mentor", 4, "All.")],
    )


def test_a_proposal_is_declined_and_a_pair_ended_with_a_reason(client, cohort):
    proposed, works = (
        MentoringPairFactory(cohort=cohort, state="proposed"),
        MentoringPairFactory(cohort=cohort),
    )
    as_mentor(client, proposed)
    for reason in ("", "left", "bored"):
        assert problem(send(client, "post", pair_of(proposed, "decline/"), {"reason": reason})) == (
            400,
            ["/reason"],
        )
    declined = send(client, "post", pair_of(proposed, "decline/"), {"reason": "no_time"})
    assert (declined.json()["state"], "no_time" in declined.content.decode()) == ("declined", False)
    as_mentee(client, works)
    assert send(client, "post", pair_of(works, "end/"), {"reason": "no_time"}).json()["state"] == "ended"
    assert problem(send(client, "post", pair_of(works, "end/"), {"reason": "no_time"}))[0] == 409


def test_nobody_else_does_or_reads_what_is_between_two(client, cohort):
    pair = MentoringPairFactory(cohort=cohort)
    goal, meeting = MentoringGoalFactory(pair=pair), MentoringMeetingFactory(pair=pair)
    doors = [
        ("get", pair_of(pair)), *(("post", pair_of(pair, f"{deed}/")) for deed in (
            "agree", "decline", "end", "goals", "meetings", "views", "propose", "drop",
        )),
        ("post", f"goals/{goal.public_id}/reach/"), *(("post", f"meetings/{meeting.public_id}/{deed}/") for deed in (
            "confirm", "dispute", "take-back",
        )),
    ]  # fmt: skip
    mentee_elsewhere = MentoringPairFactory(cohort=cohort).mentee.person.user
    for user in (mentee_elsewhere, UserFactory()):
        client.force_login(user)
        for method, rest in doors:
            assert send(client, method, rest, {}).status_code == 404, rest
        for rest in ("parts", "pairs", "search"):
            assert send(client, "get", of(cohort, rest)).status_code == 403
        for rest in ("pairs", "search", "propose"):
            assert send(client, "post", of(cohort, rest), {}).status_code == 403
    as_mentee(client, pair)
    for deed in ("propose", "drop"):
        assert send(client, "post", pair_of(pair, f"{deed}/"), {}).status_code == 403
    coordinator(client, cohort)
    for deed in ("agree", "decline", "goals", "meetings", "views"):
        assert send(client, "post", pair_of(pair, f"{deed}/"), {}).status_code == 403
    assert send(client, "get", pair_of(pair)).json()["goals"][0]["text"] == goal.text
    pair.refresh_from_db()
    assert pair.state == "active"


def test_staff_see_a_pair_once_they_have_said_why_and_not_what_the_two_write(client, cohort):
    pair, staff = MentoringPairFactory(cohort=cohort), StaffFactory()
    MentoringGoalFactory(pair=pair)
    client.force_login(staff)
    for rest in (pair_of(pair), of(cohort, "parts"), of(cohort, "pairs"), of(cohort, "search")):
        assert problem(send(client, "get", rest)) == (409, "Say first why you look at this."), rest
    access.state_reason(cohort, by=staff, reason="support")
    told = send(client, "get", pair_of(pair)).json()
    assert (told["mentor"], told["mentee"], told["goals"], told["log"], told["views"]) == ("", "", [], [], [])
    assert send(client, "post", pair_of(pair, "end/"), {"reason": "no_time"}).json()["state"] == "ended"


@pytest.mark.parametrize("rows", [1, 5])
def test_lists_cost_the_same_for_one_and_for_five(client, django_assert_num_queries, cohort, rows):
    coordinator(client, cohort)
    MentoringPairFactory.create_batch(rows, cohort=cohort)
    assert MentoringPart.objects.count() == 2 * rows
    with django_assert_num_queries(PART_QUERIES):
        assert len(send(client, "get", of(cohort, "parts")).json()["results"]) == 2 * rows
    with django_assert_num_queries(PAIR_QUERIES):
        assert len(send(client, "get", of(cohort, "pairs")).json()["results"]) == rows
