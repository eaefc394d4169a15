"""What representatives are told of the people they have named."""

from capacity.letters.affiliations import representatives
from capacity.models import User
from common.outbox import tell
from programs.models import Delegation
from programs.states import PlaceState

ORDER = [PlaceState.CONFIRMED, PlaceState.DECLINED, PlaceState.LAPSED, PlaceState.CANCELLED]


def tell_answers(delegation: Delegation, *, is_open: bool, without: User | None) -> None:
    """Once for each delegation, to who has made it: who takes part, who has refused, who did not answer. Where she does
    not represent the organization any more, to those who do. Whoever has just ended it herself (`without`) knows.
    """
    cohort = delegation.cohort
    speakers = list(representatives(delegation.organization))
    makers = [user for user in speakers if user.pk == delegation.made_by_id]
    places = list(delegation.places.select_related("person", "enrollment").order_by("pk"))
    groups = [
        (state.label, those) for state in ORDER if (those := [each for each in places if each.state == state])
    ]
    confirmed = sum(place.state == PlaceState.CONFIRMED for place in places)
    for user in makers or speakers:
        if user == without:
            continue
        tell(
            recipient=user,
            kind="delegation",
            cause=f"delegation-{delegation.pk}-answers",
            template="programs/delegation_answers",
            context={
                "delegation": delegation,
                "organization": delegation.organization,
                "cohort": cohort,
                "program": cohort.program,
                "groups": groups,
                "confirmed": confirmed,
                "number": len(places),
                "may_name_more": is_open and confirmed < len(places),
            },
            url=delegation.get_absolute_url(),
            by_day=True,
        )
