"""What mentors, mentees and those who run their cohort are told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from capacity.models import User
from common.outbox import tell
from programs.letters import coordinators_of
from programs.models import Cohort, MatchingRun, MentoringMeeting, MentoringPair, MentoringPart


def mentor_offers(part: MentoringPart) -> None:
    """To those who run the cohort: somebody would like to mentor."""
    _to_coordinators(
        part.cohort, "mentor_offers", cause=f"part-{part.pk}-{part.updated_at.isoformat()}", part=part
    )


def mentor_accepted(part: MentoringPart) -> None:
    _tell(
        part.person.user,
        "mentor_accepted",
        cause=f"part-{part.pk}-accepted",
        url=reverse("programs:mentoring"),
        part=part,
        cohort=part.cohort,
    )


def pairs_found(run: MatchingRun) -> None:
    """To those who run the cohort: suggestions wait for them."""
    _to_coordinators(run.cohort, "pairs_found", cause=f"search-{run.pk}", run=run)


def pair_proposed(pair: MentoringPair) -> None:
    """To both, who did not know yet."""
    _to_both(pair, "pair_proposed")


def pair_began(pair: MentoringPair) -> None:
    _to_both(pair, "pair_began")


def pair_closed(pair: MentoringPair) -> None:
    """To both: each can read now what the other wrote."""
    _to_both(pair, "pair_closed")


def pair_dropped(pair: MentoringPair, *, by: User | None) -> None:
    """To both, who were asked, but not to who did it."""
    _to_both(pair, "pair_dropped", but=by)


def pair_declined(pair: MentoringPair, *, by: User) -> None:
    """To the other without the reason, to those who run the cohort with it."""
    _to_both(pair, "pair_dropped", but=by)
    _to_coordinators(pair.cohort, "pair_declined", cause=f"pair-{pair.pk}-declined", pair=pair)


def pair_ended(pair: MentoringPair, *, by: User | None) -> None:
    """To the other, or to both, without the reason; to those who run the cohort with it."""
    _to_both(pair, "pair_ended", but=by)
    _to_coordinators(pair.cohort, "pair_ended_early", cause=f"pair-{pair.pk}-ended", pair=pair, but=by)


def view_asked(pair: MentoringPair, *, by: User) -> None:
    """To the other: her view is missing."""
    _to_both(pair, "view_asked", but=by)


def meeting_noted(meeting: MentoringMeeting) -> None:
    """To the other: is it right?"""
    _of_meeting(meeting, "meeting_noted", but=meeting.recorded_by)


def meeting_disputed(meeting: MentoringMeeting) -> None:
    """To who noted it, and to those who run the cohort."""
    pair = meeting.pair
    _tell(
        meeting.recorded_by,
        "meeting_disputed",
        cause=f"meeting-{meeting.pk}-disputed",
        url=pair.get_absolute_url(),
        pair=pair,
        cohort=pair.cohort,
        meeting=meeting,
    )
    _to_coordinators(
        pair.cohort, "meeting_disputed", cause=f"meeting-{meeting.pk}-disputed", pair=pair, meeting=meeting
    )


def how_is_it(pair: MentoringPair, *, since: date, turn: int) -> None:
    """To both: they have not met for a while. Once for each turn since they last did."""
    _to_both(pair, "pair_silent", cause=f"silent-{since}-{turn}", since=since)


def _of_meeting(meeting: MentoringMeeting, letter: str, *, but: User) -> None:
    _to_both(meeting.pair, letter, cause=f"meeting-{meeting.pk}", but=but, meeting=meeting)


def _to_both(
    pair: MentoringPair, letter: str, *, cause: str = "", but: User | None = None, **context: Any
) -> None:
    for part, other in ((pair.mentor, pair.mentee), (pair.mentee, pair.mentor)):
        if but is None or part.person.user_id != but.pk:
            _tell(
                part.person.user,
                letter,
                cause=f"pair-{pair.pk}-{cause or letter}",
                url=pair.get_absolute_url(),
                pair=pair,
                cohort=pair.cohort,
                other=other.person.name,
                is_mentor=part.is_mentor,
                **context,
            )


def _to_coordinators(
    cohort: Cohort, letter: str, *, cause: str, but: User | None = None, **context: Any
) -> None:
    page = {"slug": cohort.program.slug, "public_id": cohort.public_id}
    url = reverse("programs:cohort-mentoring", kwargs=page)
    for user in _others(coordinators_of(cohort), but):
        _tell(user, letter, kind="roster", cause=cause, url=url, cohort=cohort, **context)


def _others(users: Iterable[User], but: User | None) -> list[User]:
    return [user for user in users if but is None or user.pk != but.pk]


def _tell(
    user: User | None, letter: str, *, cause: str, url: str, kind: str = "mentoring", **context: Any
) -> None:
    if user is None:
        return
    cohort = context["cohort"]
    tell(
        recipient=user,
        kind=kind,
        cause=cause,
        template=f"programs/{letter}",
        context={"program": cohort.program, **context},
        url=url,
    )
