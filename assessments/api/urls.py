"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from assessments.api import demand, instruments, plans, self_assessments, waves

urlpatterns = [
    path("demand/", demand.DemandList.as_view(), name="demand-list"),
    path("instruments/", instruments.InstrumentList.as_view(), name="instrument-list"),
    path("instruments/<str:code>/", instruments.InstrumentDetail.as_view(), name="instrument-detail"),
    path(
        "instrument-versions/<uuid:public_id>/",
        instruments.InstrumentVersionDetail.as_view(),
        name="instrument-version",
    ),
    path("waves/", waves.WaveList.as_view(), name="wave-list"),
    path("waves/<uuid:public_id>/", waves.WaveDetail.as_view(), name="wave-detail"),
    path(
        "self-assessments/<uuid:public_id>/",
        self_assessments.SelfAssessmentDetail.as_view(),
        name="self-assessment-detail",
    ),
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path("plans/<uuid:public_id>/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<uuid:public_id>/needs/", plans.PlanNeeds.as_view(), name="plan-needs"),
    path("plans/<uuid:public_id>/actions/", plans.PlanActions.as_view(), name="plan-actions"),
    path("plan-actions/<uuid:public_id>/start/", plans.ActionStart.as_view(), name="plan-action-start"),
    path("plan-actions/<uuid:public_id>/finish/", plans.ActionFinish.as_view(), name="plan-action-finish"),
    path(
        "plan-actions/<uuid:public_id>/progress/",
        plans.ActionProgress.as_view(),
        name="plan-action-progress",
    ),
    path("plan-actions/<uuid:public_id>/drop/", plans.ActionDrop.as_view(), name="plan-action-drop"),
]
