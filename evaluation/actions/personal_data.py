"""What `evaluation` knows of a person: facts under a random key. Erasure takes the key away (decision 0003)."""

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.personal_data import Holding, erase
from evaluation import models
from evaluation.models import ChangeFact, Design, ImpactReport, Pseudonym

ANSWERS = _("so that it can be seen who answers for what is measured")

HOLDINGS = [
    Holding(
        model=Pseudonym,
        of="stakeholder__user",
        says=_("The random key of your results"),
        why=_("so that results can be counted without your name"),
        deleted=True,
        secret=("key",),
    ),
    Holding(
        model=Design,
        of="declared_by",
        says=_("Designs of cohorts you declared"),
        why=_("so that it can be seen who answers for a comparison"),
        kept=("declared_by", "note"),
    ),
    Holding(
        model=ImpactReport,
        of="author",
        says=_("Reports you asked for"),
        why=_("so that it can be seen who answers for a report"),
        kept=(
            "author", "published_by", "organization", "narrative", "narrative_language", "erratum", "failure",
            "method_version", "code_version", "data_hash", "result_hash",
        ),
    ),
    Holding(
        model=models.EquityTarget,
        of="set_by",
        says=_("Targets of equity that you set"),
        why=_("so that it can be seen who answers for a target"),
        kept=("set_by", "group", "reason"),
    ),
    Holding(
        model=models.LogicModel,
        of="written_by",
        says=_("Logic models you wrote"),
        why=ANSWERS,
        kept=("written_by", "approved_by", "situation"),
    ),
    Holding(
        model=models.FollowUpPolicy,
        of="set_by",
        says=_("Follow-ups you planned"),
        why=ANSWERS,
        kept=("set_by",),
    ),
    Holding(
        model=models.FollowUpOutcome,
        of="person__user",
        says=_("What came of a program for you"),
        why=_("so that it can be seen what came of programs"),
        emptied={"description": "", "evidence": ""},
        kept=("person", "recorded_by"),
    ),
    Holding(
        model=models.Story,
        of="teller__user",
        says=_("Stories you told"),
        why=_("so that others can read what has changed, as you agreed"),
        emptied={"title": "—", "text": "—", "consent": "internal"},
        kept=("teller",),
        page="evaluation:story-list",
    ),
    Holding(
        model=models.SelectionRound,
        of="decided_by",
        says=_("Stories you chose in a panel"),
        why=ANSWERS,
        kept=("opened_by", "decided_by", "question", "reason"),
    ),
    Holding(
        model=models.OutcomeStatement,
        of="drafted_by",
        says=_("Outcomes you wrote down"),
        why=ANSWERS,
        kept=("drafted_by", "who", "change", "happened", "place", "significance", "contribution"),
    ),
    Holding(
        model=models.Substantiation,
        of="asked_by",
        says=_("Answers you wrote down about outcomes"),
        why=ANSWERS,
        kept=("asked_by", "source", "note"),
    ),
    Holding(
        model=models.Evidence,
        of="added_by",
        says=_("Evidence you added"),
        why=ANSWERS,
        kept=("added_by", "title", "url"),
    ),
    Holding(
        model=models.Alert,
        of="handled_by",
        says=_("Alerts you handled"),
        why=ANSWERS,
        kept=("handled_by", "key", "address", "note"),
    ),
    Holding(
        model=models.Evaluation,
        of="lead",
        says=_("Evaluations you led"),
        why=ANSWERS,
        kept=(
            "lead", "published_by", "plan_approved_by", "title", "conflict_note", "purpose", "questions", "plan",
            "plan_document", "plan_hash",
        ),
    ),
    Holding(
        model=models.Claim,
        of="written_by",
        says=_("Claims you wrote"),
        why=ANSWERS,
        kept=("written_by", "reviewed_by", "statement", "rival_explanations"),
    ),
    Holding(
        model=models.Recommendation,
        of="responded_by",
        says=_("Recommendations you answered"),
        why=ANSWERS,
        kept=("responded_by", "text", "response_reason"),
    ),
    Holding(
        model=models.Action,
        of="owner__user",
        says=_("What you do because of a recommendation"),
        why=ANSWERS,
        kept=("owner", "done_by", "verified_by", "text"),
    ),
    Holding(
        model=models.Learning,
        of="written_by",
        says=_("Learnings you wrote"),
        why=ANSWERS,
        kept=("written_by", "title", "expected", "observed", "why", "so_what", "now_what", "search_text"),
        secret=("search_text",),
    ),
    Holding(
        model=models.Indicator,
        of="created_by",
        says=_("Indicators you wrote"),
        why=ANSWERS,
        kept=(
            "created_by", "code", "unit", "data_source", "purpose", "series", "change_reason",
            *(each.name for each in models.Indicator._meta.fields if each.name.startswith(("name", "definition"))),
        ),
    ),
    Holding(
        model=models.Baseline,
        of="set_by",
        says=_("Baselines you set"),
        why=ANSWERS,
        kept=("set_by", "cell", "data_source"),
    ),
    Holding(
        model=models.Target, of="set_by", says=_("Targets you set"), why=ANSWERS, kept=("set_by", "cell")
    ),
    Holding(
        model=models.Measurement,
        of="entered_by",
        says=_("Figures you entered"),
        why=ANSWERS,
        kept=(
            "entered_by", "verified_by", "locked_by", "measured", "cell", "text", "evidence", "method_id", "note",
            "returned_note",
        ),
    ),
]  # fmt: skip

# Facts and counts; those of persons stand under a random key, which leads nowhere once the key's row is gone.
NOT_PERSONAL: list[type[Model]] = [
    ChangeFact,
    models.Participation,
    models.BaselineSplit,
    models.Reliability,
    models.Rollup,
    models.RollupStep,
    models.CoarseRollup,
    models.CoarseStep,
    models.Posting,
    models.FrozenData,
    models.ReportPrint,
    models.ReportResult,
    models.Disaggregation,
    models.DisaggregationValue,
    models.Finding,
    models.FollowUpTask,
    models.Result,
    models.ResultLink,
    models.Watermark,
    models.DemographicCount,
]


@transaction.atomic
def forget(account: User) -> None:
    """Cuts her facts from her enrollments and answers, and deletes her key. The facts stay, and so do all figures.
    Running it again changes nothing.
    """
    hers = Q(enrollment__person__user=account) | Q(after_response__subject__user=account)
    facts = ChangeFact.objects.filter(hers)
    facts.update(enrollment=None, before_response=None, after_response=None)
    erase(HOLDINGS, account)
