"""One example of everything that has an address, and of everything a permission asks about.

Whoever adds a page, an API action or a permission and is told here that an example is missing adds one line.
"""

from typing import Any

from django.core import signing

from capacity.models import Erasure
from common.letter_kinds import LETTER_KINDS
from common.outbox import UNSUBSCRIBE_SALT
from programs.models import Cohort
from programs.models.delegation import SALT
from tests.cast.people import Cast
from tests.factories.capacity import (
    CapacityFactory,
    CapacitySuggestionFactory,
    GlossaryTermFactory,
    PersonFactory,
)
from tests.factories.programs import (
    AccessNeedFactory,
    ActivityFactory,
    AttendanceConflictFactory,
    CheckInCodeFactory,
    DelegationFactory,
    DelegationPlaceFactory,
    DeliverableFactory,
    FormBlockFactory,
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
        "form": FormBlockFactory(cohort=cast.cohort),
        "forgotten": Erasure.objects.create(account=PersonFactory().user),
        "glossary": GlossaryTermFactory(),
        "instruments": cast.wave.version.instrument,
        "languages": "en",
        "needs": AccessNeedFactory(enrollment=cast.enrollment),
        "people": cast.users["member"],
        "programs": cast.program,
        "reports": cast.published,
        "reviews": cast.to_review,
        "seats": cast.seats,
        "delegations": DelegationFactory(cohort=cast.cohort, organization=cast.affiliate),
        "check-in": CheckInCodeFactory(session=cast.session).code,
        "conflicts": AttendanceConflictFactory(mark__session=cast.session, mark__enrollment=cast.enrollment),
        "answer": signing.dumps(DelegationPlaceFactory(delegation__cohort=cast.cohort).pk, salt=SALT),
        "sessions": cast.session,
        "stakeholders": cast.affiliate,
        "suggestions": CapacitySuggestionFactory(suggested_by=cast.users["member"]),
        "translations": "ar",
        "unsubscribe": signing.dumps(
            [cast.users["member"].pk, next(iter(LETTER_KINDS))], salt=UNSUBSCRIBE_SALT
        ),
        "waves": cast.wave,
        "weights": "language",
        # in another state
        "capacity:affiliation-confirm": cast.asked,
        "capacity:affiliation-hand-over": cast.term,
        "capacity:affiliation-refuse": cast.asked,
        "capacity:affiliation-withdraw": cast.asked,
        "api:affiliation-confirm": cast.asked,
        "api:affiliation-refuse": cast.asked,
        "api:affiliation-withdraw": cast.asked,
        "capacity:claim-state": cast.affiliate,
        "assessments:result": cast.answered,
        "assessments:correct": cast.answered,
        "assessments:withdraw": cast.answered,
        "evaluation:report-publish": cast.report,
        "evaluation:report-narrative": cast.report,
        "programs:block-add": "text",
        "programs:enrollment-accept": cast.applied,
        "programs:enrollment-decline": cast.applied,
    }


def posts() -> dict[str, tuple[str, str, dict[str, str]]]:
    """By route, where sending the page's form asks another permission than reading it, or has to say which form:
    the permission, what is added to the address, and what is sent.
    """
    accept = {"deed": "accept", "note": "Good."}
    return {
        "capacity:suggestion-create": ("capacity.suggest_capacity_change", "?kind=name", {}),
        "programs:deliverable-detail": ("programs.decide_deliverable", "", accept),
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
        "delegation": DelegationFactory(cohort=cast.cohort, organization=cast.affiliate),
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
