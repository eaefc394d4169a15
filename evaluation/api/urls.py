"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from evaluation.api import alerts, follow_ups, framework, learnings, outcomes, reports

urlpatterns = [
    path("indicators/", framework.Indicators.as_view(), name="indicator-list"),
    path("indicators/<uuid:public_id>/", framework.IndicatorDetail.as_view(), name="indicator-detail"),
    path("logic-models/", framework.LogicModels.as_view(), name="logic-model-list"),
    path("logic-models/<uuid:public_id>/", framework.LogicModelDetail.as_view(), name="logic-model-detail"),
    path("learnings/", learnings.LearningList.as_view(), name="learning-list"),
    path("learnings/<uuid:public_id>/", learnings.LearningDetail.as_view(), name="learning-detail"),
    path("recommendations/", learnings.RecommendationList.as_view(), name="recommendation-list"),
    path(
        "recommendations/<uuid:public_id>/",
        learnings.RecommendationDetail.as_view(),
        name="recommendation-detail",
    ),
    path("outcomes/", outcomes.Outcomes.as_view(), name="outcome-list"),
    path("outcomes/<uuid:public_id>/", outcomes.OutcomeDetail.as_view(), name="outcome-detail"),
    path("outcomes/<uuid:public_id>/edit/", outcomes.OutcomeRewrite.as_view(), name="outcome-edit"),
    path("outcomes/<uuid:public_id>/clarify/", outcomes.OutcomeClarify.as_view(), name="outcome-clarify"),
    path("outcomes/<uuid:public_id>/answers/", outcomes.OutcomeAnswer.as_view(), name="outcome-answer"),
    path("outcomes/<uuid:public_id>/evidence/", outcomes.OutcomeEvidence.as_view(), name="outcome-evidence"),
    path(
        "outcomes/<uuid:public_id>/substantiate/",
        outcomes.OutcomeSubstantiate.as_view(),
        name="outcome-substantiate",
    ),
    path("outcomes/<uuid:public_id>/analyze/", outcomes.OutcomeAnalyze.as_view(), name="outcome-analyze"),
    path("follow-ups/", follow_ups.FollowUps.as_view(), name="follow-up-list"),
    path("follow-ups/<uuid:public_id>/", follow_ups.FollowUpDetail.as_view(), name="follow-up-detail"),
    path("follow-ups/<uuid:public_id>/skip/", follow_ups.FollowUpSkip.as_view(), name="follow-up-skip"),
    path(
        "follow-ups/<uuid:public_id>/outcomes/",
        follow_ups.FollowUpOutcomes.as_view(),
        name="follow-up-outcome-create",
    ),
    path("alerts/", alerts.Alerts.as_view(), name="alert-list"),
    path("alerts/<uuid:public_id>/", alerts.AlertDetail.as_view(), name="alert-detail"),
    path("alerts/<uuid:public_id>/acknowledge/", alerts.AlertAcknowledge.as_view(), name="alert-acknowledge"),
    path("alerts/<uuid:public_id>/resolve/", alerts.AlertResolve.as_view(), name="alert-resolve"),
    path("reports/", reports.ReportList.as_view(), name="report-list"),
    path("reports/<uuid:public_id>/", reports.ReportDetail.as_view(), name="report-detail"),
]
