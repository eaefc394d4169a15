from django.urls import path

from evaluation.views import (
    affiliate,
    alerts,
    dashboards,
    demographics,
    desk,
    equity,
    evaluations,
    findings,
    follow_ups,
    indicators,
    learnings,
    logic_models,
    measurements,
    my,
    outcomes,
    program_dashboards,
    questions,
    recommendations,
    reports,
    stories,
)

app_name = "evaluation"

urlpatterns = [
    path("my/", my.My.as_view(), name="my"),
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/cohorts/<uuid:public_id>/", desk.CohortDesk.as_view(), name="desk-cohort"),
    path("desk/stalled/", desk.Stalled.as_view(), name="stalled"),
    path("desk/cohorts/<uuid:public_id>/remind/", desk.Remind.as_view(), name="cohort-remind"),
    path("desk/cohorts/<uuid:public_id>/design/", desk.CohortDesign.as_view(), name="cohort-design"),
    path("affiliate/<str:slug>/", affiliate.AffiliateDesk.as_view(), name="affiliate-desk"),
    path("staff/", dashboards.Dashboard.as_view(), name="dashboard"),
    path("staff/cohorts/", dashboards.CountedCohorts.as_view(), name="counted-cohorts"),
    path("staff/reproduced/", dashboards.Reproduced.as_view(), name="reproduced"),
    path("staff/participation/", demographics.Participation.as_view(), name="participation"),
    path(
        "desk/programs/<str:slug>/figures/",
        program_dashboards.ProgramDashboard.as_view(),
        name="program-figures",
    ),
    path("questions/", questions.QuestionList.as_view(), name="question-list"),
    path("questions/<slug:slug>/", questions.QuestionDetail.as_view(), name="question-detail"),
    path("staff/compare/", program_dashboards.CompareOutcomes.as_view(), name="outcomes-compare"),
    path("reports/figures/", program_dashboards.FigureHistory.as_view(), name="figure-history"),
    path("staff/equity/", equity.Equity.as_view(), name="equity"),
    path("staff/equity/never-reached/", equity.NeverReached.as_view(), name="equity-never-reached"),
    path("staff/equity/targets/new/", equity.EquityTargetCreate.as_view(), name="equity-target-create"),
    path(
        "staff/equity/targets/<uuid:public_id>/end/",
        equity.EquityTargetEnd.as_view(),
        name="equity-target-end",
    ),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path("indicators/new/", indicators.IndicatorCreate.as_view(), name="indicator-create"),
    path("indicators/<uuid:public_id>/", indicators.IndicatorDetail.as_view(), name="indicator-detail"),
    path("indicators/<uuid:public_id>/edit/", indicators.IndicatorEdit.as_view(), name="indicator-edit"),
    path(
        "indicators/<uuid:public_id>/baseline/", indicators.BaselineCreate.as_view(), name="baseline-create"
    ),
    path("indicators/<uuid:public_id>/target/", indicators.TargetCreate.as_view(), name="target-create"),
    path(
        "indicators/<uuid:public_id>/figures/new/",
        indicators.FigureCreate.as_view(),
        name="measurement-create",
    ),
    *(
        path(
            f"indicators/<uuid:public_id>/{name}/",
            indicators.IndicatorDeed.as_view(deed=deed),
            name=f"indicator-{name}",
        )
        for name, deed in indicators.DEEDS.items()
    ),
    path("figures/", measurements.FigureList.as_view(), name="measurement-list"),
    path("figures/<uuid:public_id>/", measurements.FigureDetail.as_view(), name="measurement-detail"),
    path("figures/<uuid:public_id>/edit/", measurements.FigureEdit.as_view(), name="measurement-edit"),
    *(
        path(
            f"figures/<uuid:public_id>/{name}/",
            measurements.FigureDeed.as_view(deed=deed),
            name=f"measurement-{name}",
        )
        for name, deed in measurements.DEEDS.items()
    ),
    path("evaluations/", evaluations.EvaluationList.as_view(), name="evaluation-list"),
    path("evaluations/new/", evaluations.EvaluationCreate.as_view(), name="evaluation-create"),
    path("evaluations/<uuid:public_id>/", evaluations.EvaluationDetail.as_view(), name="evaluation-detail"),
    path(
        "evaluations/<uuid:public_id>/plan.json", evaluations.EvaluationPlan.as_view(), name="evaluation-plan"
    ),
    path("evaluations/<uuid:public_id>/edit/", evaluations.EvaluationEdit.as_view(), name="evaluation-edit"),
    path(
        "evaluations/<uuid:public_id>/findings/new/",
        findings.FindingCreate.as_view(),
        name="finding-create",
    ),
    path("evaluations/<uuid:public_id>/claims/new/", findings.ClaimCreate.as_view(), name="claim-create"),
    path(
        "evaluations/<uuid:public_id>/judged/<int:number>/",
        findings.ClaimJudge.as_view(),
        name="claim-judge",
    ),
    path(
        "evaluations/<uuid:public_id>/recommendations/new/",
        findings.RecommendationCreate.as_view(),
        name="recommendation-create",
    ),
    *(
        path(
            f"evaluations/<uuid:public_id>/{name}/",
            evaluations.EvaluationDeed.as_view(deed=deed),
            name=f"evaluation-{name}",
        )
        for name, deed in evaluations.EVALUATION_DEEDS.items()
    ),
    path("recommendations/", recommendations.RecommendationList.as_view(), name="recommendation-list"),
    path(
        "recommendations/<uuid:public_id>/",
        recommendations.RecommendationDetail.as_view(),
        name="recommendation-detail",
    ),
    path(
        "recommendations/<uuid:public_id>/answer/",
        recommendations.RecommendationRespond.as_view(),
        name="recommendation-respond",
    ),
    path(
        "recommendations/<uuid:public_id>/actions/new/",
        recommendations.ActionCreate.as_view(),
        name="action-create",
    ),
    *(
        path(
            f"recommendations/<uuid:public_id>/{name}/",
            recommendations.RecommendationDeed.as_view(deed=deed),
            name=f"recommendation-{name}",
        )
        for name, deed in recommendations.RECOMMENDATION_DEEDS.items()
    ),
    path("agreed/<uuid:public_id>/", recommendations.ActionDetail.as_view(), name="action-detail"),
    *(
        path(
            f"agreed/<uuid:public_id>/{name}/",
            recommendations.ActionDeed.as_view(deed=deed),
            name=f"action-{name}",
        )
        for name, deed in recommendations.ACTION_DEEDS.items()
    ),
    path("learnings/", learnings.LearningList.as_view(), name="learning-list"),
    path("learnings/new/", learnings.LearningCreate.as_view(), name="learning-create"),
    path("learnings/<uuid:public_id>/", learnings.LearningDetail.as_view(), name="learning-detail"),
    path("learnings/<uuid:public_id>/edit/", learnings.LearningEdit.as_view(), name="learning-edit"),
    path("alerts/", alerts.AlertList.as_view(), name="alert-list"),
    path("alerts/<uuid:public_id>/", alerts.AlertDetail.as_view(), name="alert-detail"),
    *(
        path(
            f"alerts/<uuid:public_id>/{name}/",
            alerts.AlertDeed.as_view(deed=deed),
            name=f"alert-{name}",
        )
        for name, deed in alerts.DEEDS.items()
    ),
    path("follow-ups/", follow_ups.FollowUpList.as_view(), name="follow-up-list"),
    path("follow-ups/plan/", follow_ups.FollowUpPlan.as_view(), name="follow-up-plan"),
    path("follow-ups/<uuid:public_id>/", follow_ups.FollowUpDetail.as_view(), name="follow-up-detail"),
    path(
        "follow-ups/<uuid:public_id>/outcomes/new/",
        follow_ups.OutcomeCreate.as_view(),
        name="follow-up-outcome",
    ),
    *(
        path(
            f"follow-ups/<uuid:public_id>/{name}/",
            follow_ups.FollowUpDeed.as_view(deed=deed),
            name=f"follow-up-{name}",
        )
        for name, deed in follow_ups.DEEDS.items()
    ),
    path("stories/", stories.StoryList.as_view(), name="story-list"),
    path("stories/new/", stories.StoryCreate.as_view(), name="story-create"),
    path("stories/<uuid:public_id>/", stories.StoryDetail.as_view(), name="story-detail"),
    path("stories/<uuid:public_id>/consent/", stories.StoryConsent.as_view(), name="story-consent"),
    path("selections/", stories.SelectionList.as_view(), name="selection-list"),
    path("selections/new/", stories.SelectionCreate.as_view(), name="selection-create"),
    path("selections/<uuid:public_id>/", stories.SelectionDetail.as_view(), name="selection-detail"),
    path("selections/<uuid:public_id>/decide/", stories.SelectionDecide.as_view(), name="selection-decide"),
    path("outcomes/", outcomes.OutcomeList.as_view(), name="outcome-list"),
    path("outcomes/new/", outcomes.OutcomeCreate.as_view(), name="outcome-create"),
    path("outcomes/<uuid:public_id>/", outcomes.OutcomeDetail.as_view(), name="outcome-detail"),
    path("outcomes/<uuid:public_id>/edit/", outcomes.OutcomeEdit.as_view(), name="outcome-edit"),
    path("outcomes/<uuid:public_id>/answers/new/", outcomes.OutcomeAnswer.as_view(), name="outcome-answer"),
    path(
        "outcomes/<uuid:public_id>/evidence/new/", outcomes.OutcomeEvidence.as_view(), name="outcome-evidence"
    ),
    *(
        path(
            f"outcomes/<uuid:public_id>/{name}/",
            outcomes.OutcomeDeed.as_view(deed=deed),
            name=f"outcome-{name}",
        )
        for name, deed in outcomes.DEEDS.items()
    ),
    path("logic-models/", logic_models.LogicModelList.as_view(), name="logic-model-list"),
    path("logic-models/new/", logic_models.LogicModelCreate.as_view(), name="logic-model-create"),
    path(
        "logic-models/<uuid:public_id>/", logic_models.LogicModelDetail.as_view(), name="logic-model-detail"
    ),
    path(
        "logic-models/<uuid:public_id>/edit/", logic_models.LogicModelEdit.as_view(), name="logic-model-edit"
    ),
    path(
        "logic-models/<uuid:public_id>/results/new/", logic_models.ResultAdd.as_view(), name="result-create"
    ),
    path(
        "logic-models/<uuid:public_id>/results/<int:number>/",
        logic_models.ResultEdit.as_view(),
        name="result-edit",
    ),
    path("logic-models/<uuid:public_id>/links/new/", logic_models.LinkAdd.as_view(), name="link-create"),
    path(
        "logic-models/<uuid:public_id>/links/<int:number>/", logic_models.LinkEdit.as_view(), name="link-edit"
    ),
    *(
        path(
            f"logic-models/<uuid:public_id>/{name}/",
            logic_models.LogicModelDeed.as_view(deed=deed),
            name=f"logic-model-{name}",
        )
        for name, deed in logic_models.DEEDS.items()
    ),
    path("reports/", reports.ReportList.as_view(), name="report-list"),
    path("reports/new/", reports.ReportRequest.as_view(), name="report-request"),
    path("reports/<uuid:public_id>/", reports.ReportDetail.as_view(), name="report-detail"),
    path("reports/<uuid:public_id>.csv", reports.ReportFile.as_view(kind="csv"), name="report-csv"),
    path("reports/<uuid:public_id>.xlsx", reports.ReportFile.as_view(kind="xlsx"), name="report-xlsx"),
    path("reports/<uuid:public_id>.pdf", reports.PrintedReport.as_view(), name="report-pdf"),
    path("reports/<uuid:public_id>.json", reports.ReportFile.as_view(kind="json"), name="report-json"),
    path("reports/<uuid:public_id>/narrative/", reports.Narrative.as_view(), name="report-narrative"),
    *(
        path(
            f"reports/<uuid:public_id>/{name}/", reports.ReportDeed.as_view(name=name), name=f"report-{name}"
        )
        for name in reports.DEEDS
    ),
]
