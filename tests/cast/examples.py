"""One example of everything that has an address, and of everything a permission asks about.

Whoever adds a page, an API action or a permission and is told here that an example is missing adds one line.
"""

from typing import Any

from django.core import signing

from common.letter_kinds import LETTER_KINDS
from common.outbox import UNSUBSCRIBE_SALT
from programs.models import Cohort, SeatPool
from programs.models.delegation import SALT
from tests.cast.people import Cast
from tests.factories.capacity import CapacityFactory, CapacitySuggestionFactory, GlossaryTermFactory
from tests.factories.programs import (
    AccessNeedFactory,
    ActivityFactory,
    DelegationFactory,
    DelegationPlaceFactory,
    DeliverableFactory,
    FormBlockFactory,
    SeatPoolFactory,
)


def of_addresses(cast: Cast) -> dict[str, Any]:
    """By the word before the <part> of an address ("programs/<slug>"): the object in question, or the very text.

    An address whose page wants an object in another state names its example by its route.
    """
    return {
        "accounts": "google",  # the name of a provider; no page of ours
        "add": "language",  # a kind of reserved seats
        "activities": ActivityFactory(enrollment=cast.enrollment),
        "affiliate": cast.affiliate,
        "affiliations": cast.membership,
        "v1": "nothing",
        "assessments": cast.invitation,
        "capacities": CapacityFactory(),
        "claims": cast.claim,
        "cohorts": cast.cohort,
        "deliverables": DeliverableFactory(enrollment=cast.enrollment),
        "edit": "about",
        "enrollments": cast.enrollment,
        "export.": "csv",
        "glossary": GlossaryTermFactory(),
        "instruments": cast.wave.version.instrument,
        "languages": "en",
        "people": cast.users["member"],
        "programs": cast.program,
        "reports": cast.published,
        "form": FormBlockFactory(cohort=cast.cohort),
        "needs": AccessNeedFactory(enrollment=cast.enrollment),
        "reviews": cast.applied,
        "weights": "language",
        "delegations": DelegationFactory(cohort=cast.cohort, organization=cast.affiliate),
        "answer": signing.dumps(DelegationPlaceFactory(delegation__cohort=cast.cohort).pk, salt=SALT),
        "seats": SeatPool.objects.filter(cohort=cast.cohort).first() or SeatPoolFactory(cohort=cast.cohort),
        "sessions": cast.session,
        "stakeholders": cast.affiliate,
        "suggestions": CapacitySuggestionFactory(suggested_by=cast.users["member"]),
        "translations": "ar",
        "unsubscribe": signing.dumps(
            [cast.users["member"].pk, next(iter(LETTER_KINDS))], salt=UNSUBSCRIBE_SALT
        ),
        "waves": cast.wave,
        # in another state
        "capacity:affiliation-confirm": cast.asked,
        "capacity:affiliation-hand-over": cast.term,
        "capacity:affiliation-refuse": cast.asked,
        "capacity:affiliation-withdraw": cast.asked,
        "capacity:claim-state": cast.affiliate,
        "assessments:result": cast.answered,
        "assessments:correct": cast.answered,
        "assessments:withdraw": cast.answered,
        "evaluation:report-publish": cast.report,
        "evaluation:report-narrative": cast.report,
        "programs:enrollment-accept": cast.applied,
        "programs:enrollment-decline": cast.applied,
    }


def posts() -> dict[str, tuple[str, dict[str, str]]]:
    """By route, where sending the page's form is another deed than reading it: what that asks, and what is sent."""
    return {
        "programs:deliverable-detail": ("programs.decide_deliverable", {"deed": "accept", "note": "Good."})
    }


def hidden(cast: Cast) -> list[tuple[str, Any, set[str]]]:
    """Of what has a public address, that which is not public: the word of its address, and who may see it."""
    return [
        ("programs", cast.draft_program, {"staff"}),
        ("cohorts", cast.draft_cohort, {"staff"}),
        ("reports", cast.report, {"staff"}),
        ("stakeholders", cast.people["member"], {"member", "staff"}),
    ]


def around(thing: Any) -> dict[str, Any]:
    """What stands before it in its address."""
    return {"programs": thing.program} if isinstance(thing, Cohort) else {}


def of_permissions(cast: Cast) -> dict[str, Any]:
    """By the name of the argument in the predicate."""
    return {
        "affiliation": cast.membership,
        "cohort": cast.cohort,
        "enrollment": cast.enrollment,
        "invitation": cast.invitation,
        "organization": cast.affiliate,
        "person": cast.people["member"],
        "program": cast.program,
        "report": cast.report,
        "stakeholder": cast.affiliate,
        "suggestion": CapacitySuggestionFactory(suggested_by=cast.users["member"]),
        "wave": cast.wave,
    }
