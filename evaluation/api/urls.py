"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from evaluation.api import framework, learnings, reports

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
    path("reports/", reports.ReportList.as_view(), name="report-list"),
    path("reports/<uuid:public_id>/", reports.ReportDetail.as_view(), name="report-detail"),
]
