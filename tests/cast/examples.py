"""One example of everything that has an address, and of everything a permission asks about.

Whoever adds a page, an API action or a permission and is told here that an example is missing adds one line.
"""

from typing import Any

from django.core import signing

from capacity.models import Erasure
from common.letter_kinds import LETTER_KINDS
from common.outbox import UNSUBSCRIBE_SALT
from evaluation.models import EquityTarget
from programs.actions.calendars import issue
from programs.models import Cohort
from programs.models.delegation import SALT
from tests.cast.people import Cast
from tests.factories.assessments import NeedFactory
from tests.factories.capacity import (
    CapacityFactory,
    CapacitySuggestionFactory,
    GlossaryTermFactory,
    PersonFactory,
)
from tests.factories.evaluation import EquityTargetFactory
from tests.factories.programs import (
    AccessNeedFactory,
    ActivityFactory,
    AttendanceConflictFactory,
    BulkDeedFactory,
    CheckInCodeFactory,
    DelegationFactory,
    DelegationPlaceFactory,
    DeliverableFactory,
    EquityWeightFactory,
    FormBlockFactory,
    MentoringGoalFactory,
    MentoringMeetingFactory,
    ProgramCommentFactory,
    ProgramHoldFactory,
    ReviewConflictFactory,
    ReviewCriterionFactory,
    SavedSearchFactory,
    SessionMaterialFactory,
)


def of_addresses(cast: Cast) -> dict[str, Any]:
    """By the word before the <part> of an address ("programs/<slug>"): the object in question, or the very text.

    An address whose page wants an object in another state names its example by its route.
    """
    conflict = ReviewConflictFactory(enrollment=cast.to_review)
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
        "demand": CapacityFactory(),
        "deliverables": DeliverableFactory(enrollment=cast.enrollment),
        "edit": "about",
        "enrollments": cast.enrollment,
        "targets": EquityTarget.objects.first() or EquityTargetFactory(set_by=cast.users["staff"]),
        "export.": "csv",
        "form-blocks": FormBlockFactory(cohort=cast.cohort),
        "criteria": ReviewCriterionFactory(cohort=cast.cohort),
        "form": FormBlockFactory(cohort=cast.cohort),
        "forgotten": Erasure.objects.create(account=PersonFactory().user),
        "glossary": GlossaryTermFactory(),
        "agreed": cast.action,
        "evaluations": cast.evaluation,
        "judged": str(cast.claim_made.pk),
        "learnings": cast.learning,
        "recommendations": cast.recommendation,
        "alerts": cast.alert,
        "follow-ups": cast.follow_up,
        "outcomes": cast.outcome,
        "selections": cast.selection,
        "stories": cast.story,
        "figures": cast.figure,
        "indicators": cast.indicator,
        "links": str(cast.link.pk),
        "logic-models": cast.logic_model,
        "results": str(cast.link.cause_id),
        "instruments": cast.wave.version.instrument,
        "instrument-versions": cast.wave.version,
        "languages": "en",
        "join": "mentee",
        "my": issue(cast.users["member"]),
        "affiliates": cast.affiliate,
        "parts": cast.pair.mentor,
        "mentoring": cast.pair,
        "goals": MentoringGoalFactory(pair=cast.pair),
        "meetings": MentoringMeetingFactory(pair=cast.pair),
        "needs": AccessNeedFactory(enrollment=cast.enrollment),
        "people": cast.users["member"],
        "plan-actions": cast.plan_action,
        "instrument-drafts": cast.wave.version,
        "plans": cast.plan,
        "pressing": NeedFactory(plan=cast.plan).capacity,
        "program-comments": ProgramCommentFactory(program=cast.program),
        "program-holds": ProgramHoldFactory(program=cast.program),
        "programs": cast.program,
        "questions": "equity",
        "reports": cast.published,
        "reviews": conflict.enrollment,
        "declared-conflicts": conflict.reviewer.person.slug,
        "searches": SavedSearchFactory(owner=cast.users["member"]),
        "seats": cast.seats,
        "delegations": DelegationFactory(cohort=cast.cohort, organization=cast.affiliate),
        "check-in": CheckInCodeFactory(session=cast.session).code,
        "materials": SessionMaterialFactory(session=cast.session),
        "deeds": BulkDeedFactory(cohort=cast.cohort),
        "conflicts": AttendanceConflictFactory(mark__session=cast.session, mark__enrollment=cast.enrollment),
        "answer": signing.dumps(DelegationPlaceFactory(delegation__cohort=cast.cohort).pk, salt=SALT),
        "self-assessments": cast.self_assessment,
        "sessions": cast.session,
        "stakeholders": cast.affiliate,
        "suggestions": CapacitySuggestionFactory(suggested_by=cast.users["member"]),
        "translations": "ar",
        "unsubscribe": signing.dumps(
            [cast.users["member"].pk, next(iter(LETTER_KINDS))], salt=UNSUBSCRIBE_SALT
        ),
        "versions": cast.wave.version,
        "file.": "json",
        "waves": cast.wave,
        "weights": "language",
        # in another state
        "capacity:affiliation-confirm": cast.asked,
        "capacity:affiliation-hand-over": cast.term,
        "capacity:affiliation-refuse": cast.asked,
        "capacity:affiliation-withdraw": cast.asked,
        "programs:delegation-withdraw": DelegationPlaceFactory(
            delegation__organization=cast.affiliate
        ).delegation,
        "api:delegation-person": DelegationPlaceFactory(delegation__organization=cast.affiliate),
        "api:affiliation-confirm": cast.asked,
        "api:affiliation-refuse": cast.asked,
        "api:affiliation-withdraw": cast.asked,
        "api:application-review": cast.to_review,
        "api:declared-conflict": conflict.enrollment,
        "api:weight": EquityWeightFactory(cohort=cast.cohort),
        "api:plan-need-drop": NeedFactory(plan=cast.plan).capacity.code,
        "capacity:claim-state": cast.affiliate,
        "assessments:consensus-record": cast.agreeing,
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
        "assessments:version-detail": ("assessments.write_instruments", "", {"deed": "minor"}),
        "api:cohort-material-list": ("programs.record_attendance", "", {}),
        "api:program-list": ("programs.write_programs", "", {}),
        "api:outcome-list": ("evaluation.write_indicators", "", {}),
        "programs:deliverable-detail": ("programs.decide_deliverable", "", accept),
    }


def hidden(cast: Cast) -> list[tuple[str, Any, set[str]]]:
    """Of what has a public address, that which is not public: the word of its address, and who may see it."""
    return [
        ("programs", cast.draft_program, {"staff"}),
        ("cohorts", cast.draft_cohort, {"staff"}),
        ("reports", cast.report, {"staff"}),
        ("self-assessments", cast.self_assessment, {"representative"}),
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
        "agreed": cast.action,
        "evaluation": cast.evaluation,
        "learning": cast.learning,
        "recommendation": cast.recommendation,
        "alert": cast.alert,
        "follow_up": cast.follow_up,
        "outcome": cast.outcome,
        "selection": cast.selection,
        "story": cast.story,
        "figure": cast.figure,
        "indicator": cast.indicator,
        "invitation": cast.invitation,
        "logic_model": cast.logic_model,
        "organization": cast.affiliate,
        "pair": cast.pair,
        "part": cast.pair.mentor,
        "person": cast.people["member"],
        "action": cast.plan_action,
        "plan": cast.plan,
        "program": cast.program,
        "report": cast.report,
        "subject": cast.people["member"],
        "session": cast.self_assessment,
        "search": SavedSearchFactory(owner=cast.users["member"]),
        "stakeholder": cast.affiliate,
        "suggestion": CapacitySuggestionFactory(suggested_by=cast.users["member"]),
        "version": cast.wave.version,
        "wave": cast.wave,
    }
