"""An evaluation of the same demo program, what it recommends, what is done because of it; and learnings."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_noop

from capacity.models import Capacity, Language, Region, User
from common.search import searchable
from evaluation.actions.demo_framework import Maker
from evaluation.actions.evaluations import plan_document
from evaluation.logic.canonical import sha256
from evaluation.models import (
    Action,
    Claim,
    Evaluation,
    EvaluationProgram,
    Finding,
    Learning,
    Measurement,
    Recommendation,
)
from evaluation.states import (
    ActionState,
    ClaimState,
    EvaluationState,
    RecommendationState,
)
from programs.models import Program, ProgramHold

MODELS: list[type[Model]] = [
    Action, Recommendation, Claim, Finding, EvaluationProgram, Evaluation, Learning,
]  # fmt: skip

FINDINGS = [
    (
        gettext_noop("Do people know and can they do more than before?"),
        gettext_noop("People rate themselves higher at the end, in every capacity that was asked about."),
        "moderate",
        gettext_noop("The same people answered twice; there is no group to compare them with."),
    ),
    (
        gettext_noop("Who leaves before the end?"),
        gettext_noop("Those whose evening sessions fell into the night left more often."),
        "low",
        gettext_noop("It is told by facilitators; those who left were not asked."),
    ),
]
PLAN = gettext_noop(
    "Everybody who is accepted is asked the same before the first and after the last session. The means of the same"
    " people are compared; a difference whose interval leaves out zero counts as a change. Who leaves is compared with"
    " who stays."
)
OPEN = gettext_noop("Hold half of the sessions at hours that suit Asia and the Pacific.")
ANSWERED = gettext_noop("Ask people who leave why they leave, in one question.")
LEARNINGS: list[dict[str, Any]] = [
    {
        "title": gettext_noop("Practice between sessions keeps people going"),
        "expected": gettext_noop("Tasks at home make some people leave."),
        "observed": gettext_noop("Groups that practiced between sessions lost fewer people than those that did not."),
        "why": gettext_noop("They knew each other, and asked each other for help."),
        "so_what": gettext_noop("The work between sessions is part of the program, not an extra."),
        "now_what": gettext_noop("Give groups a small task and a time to meet in each week."),
        "verdict": "works", "strength": "moderate",
    },
    {
        "title": gettext_noop("Recordings do not replace sessions at good hours"),
        "expected": gettext_noop("Whoever cannot come watches the recording."),
        "observed": gettext_noop("Few did, and most of those who missed two sessions left."),
        "now_what": gettext_noop("Choose hours by where the people of a cohort live."),
        "verdict": "does_not_work", "strength": "weak",
    },
    {
        "title": gettext_noop("Certificates as an incentive"),
        "expected": gettext_noop("More people complete where there is a certificate."),
        "observed": gettext_noop("Some say so; completion was much the same."),
        "verdict": "unclear", "strength": "weak",
    },
]  # fmt: skip


def load(maker: Maker, program: Program, people: dict[str, User]) -> None:
    """One recommendation waits for an answer and holds the program, another is answered and worked on."""
    language = Language.objects.filter(code="en").first() or program.original_language
    evaluation = load_evaluation(maker, program, people, language)
    findings = load_findings(maker, evaluation, people)
    load_recommendations(maker, findings[1], people)
    load_learnings(maker, program, people["evaluator"], language)


def load_evaluation(
    maker: Maker, program: Program, people: dict[str, User], language: Language
) -> Evaluation:
    evaluation = maker.make(
        Evaluation,
        program=program,
        title=gettext_noop("A look at the first cohort"),
        kind="outcome",
        design="single_group_prepost",
        standing="peer",
        conflict_note=gettext_noop("The evaluator has taught in another program of the same organization."),
        purpose=gettext_noop("To decide what changes before the next cohort."),
        questions=gettext_noop(
            "Do people know and can they do more than before?\nWho leaves before the end?"
        ),
        plan=PLAN,
        language=language,
        lead=people["evaluator"],
    )
    approve_plan(maker, evaluation, people["coordinator"], day=-120)
    evaluation.state, evaluation.published_by = EvaluationState.RESPONSE_DUE, people["staff"]
    evaluation.published_at = maker.moment(-60)
    evaluation.save()
    return evaluation


def load_findings(maker: Maker, evaluation: Evaluation, people: dict[str, User]) -> list[Finding]:
    findings = [
        maker.make(
            Finding,
            evaluation=evaluation,
            question=question,
            statement=statement,
            confidence=confidence,
            rationale=rationale,
        )
        for question, statement, confidence, rationale in FINDINGS
    ]
    cited = Measurement.objects.filter(
        program=evaluation.program, indicator__code="demo-indicator-2", cell="", state="locked"
    )
    findings[0].figures.set(cited)
    maker.make(
        Claim,
        evaluation=evaluation,
        kind="contribution",
        statement=gettext_noop("The program has probably contributed to what people can do."),
        rival_explanations=gettext_noop(
            "People who apply learn by themselves as well, and other courses ran at the same time."
        ),
        confidence="moderate",
        state=ClaimState.ACCEPTED,
        written_by=people["evaluator"],
        reviewed_by=people["staff"],
    )
    return findings


def load_recommendations(maker: Maker, finding: Finding, people: dict[str, User]) -> None:
    hold = maker.make(ProgramHold, program=finding.evaluation.program, reason=OPEN)
    maker.make(
        Recommendation,
        evaluation=finding.evaluation,
        program=finding.evaluation.program,
        finding=finding,
        text=OPEN,
        respond_by=maker.demo.date(-7),
        hold=hold,
    )
    answered = maker.make(
        Recommendation,
        evaluation=finding.evaluation,
        program=finding.evaluation.program,
        finding=finding,
        text=ANSWERED,
        respond_by=maker.demo.date(-20),
        response="accepted",
        response_reason=gettext_noop("It costs little and tells us much."),
        responded_by=people["coordinator"],
        responded_at=maker.moment(-25),
        state=RecommendationState.ANSWERED,
    )
    maker.make(
        Action,
        recommendation=answered,
        text=gettext_noop("Add the question to the letter to those who leave."),
        owner=people["facilitator"].person,
        due_on=maker.demo.date(14),
        state=ActionState.OPEN,
    )


def approve_plan(maker: Maker, evaluation: Evaluation, approver: User, *, day: int) -> None:
    """As the action does, on an earlier day."""
    evaluation.plan_document = plan_document(evaluation)
    evaluation.plan_hash = sha256(evaluation.plan_document)
    evaluation.plan_approved_by, evaluation.plan_approved_at = approver, maker.moment(day)
    evaluation.state = EvaluationState.TOR_APPROVED
    evaluation.save()


def load_learnings(maker: Maker, program: Program, author: User, language: Language) -> None:
    capacity: Capacity | None = program.capacities.order_by("pk").first()
    region = Region.objects.wikimedia().order_by("code").first()
    for place, words in enumerate(LEARNINGS):
        texts = [value for name, value in words.items() if name not in {"verdict", "strength"}]
        maker.make(
            Learning,
            program=program,
            language=language,
            capacity=capacity,
            method=program.method,
            region=region if place == 1 else None,
            written_by=author,
            search_text=searchable(*texts, program.title),
            **words,
        )
