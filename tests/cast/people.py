"""Who plays: one person per role. `stranger` has an account and nothing else; the others stand around one cohort."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from assessments.states import ConsensusState, InvitationState, ResponseState
from capacity.models import AffiliationRole
from capacity.states import AffiliationState
from evaluation.states import MeasurementState, ReportState
from programs.models import ProgramRoleKind
from programs.states import EnrollmentState, ProgramState
from tests.factories.assessments import (
    AssessmentPlanFactory,
    ConsensusSessionFactory,
    DevelopmentPlanFactory,
    InvitationFactory,
    NeedFactory,
    PlanActionFactory,
    ResponseFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
)
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    PartnerFactory,
    PersonFactory,
    UserFactory,
)
from tests.factories.evaluation import (
    ActionFactory,
    AlertFactory,
    ClaimFactory,
    FigureFactory,
    FollowUpTaskFactory,
    ImpactReportFactory,
    LearningFactory,
    OutcomeStatementFactory,
    ProgramIndicatorFactory,
    RecommendationFactory,
    SelectionRoundFactory,
    StoryFactory,
    approved_logic_model,
)
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MentoringPairFactory,
    MentoringPartFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
    SeatPoolFactory,
    SessionFactory,
)

ROLES = {
    "anonymous": "not signed in",
    "stranger": "signed in, and nothing more",
    "member": "the person herself: a member of the affiliate, enrolled in the cohort, asked to answer",
    "partner": "of a partner organization, enrolled in the same cohort: beside the member, not over her",
    "representative": "represents the affiliate for which the member is enrolled",
    "facilitator": "teaches in the cohort",
    "mentor": "mentors in the cohort",
    "coordinator": "runs the program",
    "evaluator": "judges what came of the programs of the whole movement",
    "staff": "steers the portal",
}


@dataclass
class Cast:
    """The people by role, and what they have to do with each other."""

    users: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.users["anonymous"] = AnonymousUser()
        for role in list(ROLES)[1:]:
            self.people[role] = PersonFactory(user=UserFactory(is_staff=role == "staff"))
            self.users[role] = self.people[role].user
        self.affiliate, self.partner = AffiliateFactory(), PartnerFactory()
        self.set_program()
        self.set_roles()
        self.set_places()

    def set_program(self) -> None:
        self.program = ProgramFactory(method__code="mentoring", method__name="Mentoring")
        self.draft_program = ProgramFactory(state=ProgramState.DRAFT, published_at=None)
        ProgramProviderFactory(program=self.program, organization=self.affiliate)
        self.cohort = CohortFactory(program=self.program)
        self.draft_cohort = CohortFactory(program=self.draft_program)
        self.logic_model, self.link = approved_logic_model(self.program)
        self.recommendation = RecommendationFactory(finding__evaluation__program=self.program)
        self.evaluation = self.recommendation.evaluation
        self.claim_made = ClaimFactory(evaluation=self.evaluation)
        self.action = ActionFactory(recommendation=self.recommendation, owner=self.people["coordinator"])
        self.learning = LearningFactory(program=self.program)
        self.follow_up = FollowUpTaskFactory(policy__program=self.program, cohort=self.cohort)
        self.alert = AlertFactory(program=self.program)
        self.story = StoryFactory(program=self.program, teller=self.people["member"])
        self.selection = SelectionRoundFactory(program=self.program)
        self.selection.panel.add(self.people["facilitator"])
        self.outcome = OutcomeStatementFactory(program=self.program)
        self.indicator = ProgramIndicatorFactory(program=self.program)
        self.figure = FigureFactory(
            indicator=self.indicator,
            state=MeasurementState.VERIFIED,
            verified_by=self.users["staff"],
            verified_at=timezone.now(),
        )
        self.session = SessionFactory(cohort=self.cohort)
        hashes = {"data_hash": "0" * 64, "result_hash": "0" * 64}
        self.report = ImpactReportFactory(author=self.users["stranger"], state=ReportState.REVIEW, **hashes)
        self.published = ImpactReportFactory(
            vintage=2,
            state=ReportState.PUBLISHED,
            published_at=timezone.now(),
            published_by=self.users["staff"],
            **hashes,
        )

    def set_roles(self) -> None:
        self.membership = AffiliationFactory(person=self.people["member"], organization=self.affiliate)
        self.asked = AffiliationFactory(
            person=self.people["member"],
            organization=self.affiliate,
            role=AffiliationRole.BOARD,
            state=AffiliationState.REQUESTED,
            decided_at=None,
        )
        self.term = AffiliationFactory(
            person=self.people["representative"],
            organization=self.affiliate,
            role=AffiliationRole.REPRESENTATIVE,
        )
        self.claim = CapacityClaimFactory(stakeholder=self.people["member"])
        AffiliationFactory(person=self.people["partner"], organization=self.partner)
        ProgramRoleFactory(program=self.program, person=self.people["coordinator"])
        for kind in (ProgramRoleKind.FACILITATOR, ProgramRoleKind.MENTOR):
            ProgramRoleFactory(program=None, cohort=self.cohort, person=self.people[kind.value], role=kind)
        ProgramRoleFactory(program=None, person=self.people["evaluator"], role=ProgramRoleKind.EVALUATOR)

    def set_places(self) -> None:
        self.enrollment = EnrollmentFactory(
            cohort=self.cohort, person=self.people["member"], organization=self.affiliate
        )
        self.applied = EnrollmentFactory(
            cohort=CohortFactory(program=self.program),
            person=self.people["member"],
            organization=self.affiliate,
            state=EnrollmentState.APPLIED,
        )
        self.seats = SeatPoolFactory(cohort=self.cohort)
        self.to_review = EnrollmentFactory(cohort=self.cohort, state=EnrollmentState.APPLIED)
        self.pair = MentoringPairFactory(
            mentor=MentoringPartFactory(cohort=self.cohort, person=self.people["mentor"]),
            mentee__person=self.people["partner"],
            mentee__cohort=self.cohort,
        )
        self.invitation = self.ask(self.enrollment)
        self.wave = self.invitation.target.wave
        self.self_assessment = ConsensusSessionFactory(organization=self.affiliate)
        self.agreeing = ConsensusSessionFactory(organization=self.affiliate, state=ConsensusState.AGREEING)
        self.plan = DevelopmentPlanFactory(subject=self.people["member"])
        NeedFactory(plan=self.plan)
        self.plan_action = PlanActionFactory(plan=self.plan, owner=self.people["mentor"])
        self.answered = self.ask(self.applied, state=InvitationState.SUBMITTED)
        ResponseFactory(invitation=self.answered, state=ResponseState.SUBMITTED, submitted_at=timezone.now())

    def ask(self, enrollment: Any, **fields: Any) -> Any:
        version = published_version()
        plan = AssessmentPlanFactory(cohort=enrollment.cohort, instrument=version.instrument)
        wave = WaveFactory(plan=plan, version=version)
        target = WaveTargetFactory(wave=wave, enrollment=enrollment)
        return InvitationFactory(target=target, **fields)
