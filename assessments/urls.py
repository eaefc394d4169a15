from django.urls import include, path

from assessments.views import (
    answering,
    authoring,
    calendars,
    consensus,
    demand,
    instruments,
    observers,
    planning,
    plans,
    translating,
    waves,
)

app_name = "assessments"

AUTHORING = [
    path("desk/", authoring.InstrumentDesk.as_view(), name="instrument-desk"),
    path("desk/new/", authoring.InstrumentCreate.as_view(), name="instrument-create"),
    path("desk/import/", authoring.InstrumentImport.as_view(), name="instrument-import"),
    path("versions/<uuid:public_id>/", authoring.VersionDetail.as_view(), name="version-detail"),
    path("versions/<uuid:public_id>/about/", authoring.EditAbout.as_view(), name="version-about"),
    path("versions/<uuid:public_id>/part/", authoring.EditDimension.as_view(), name="version-dimension"),
    path("versions/<uuid:public_id>/question/", authoring.EditItem.as_view(), name="version-item"),
    path("versions/<uuid:public_id>/bridge/", authoring.EditBridge.as_view(), name="version-bridge"),
    path("versions/<uuid:public_id>/scale/", authoring.EditScale.as_view(), name="version-scale"),
    path("versions/<uuid:public_id>/preview/", authoring.VersionPreview.as_view(), name="version-preview"),
    path("versions/<uuid:public_id>/file.<str:kind>", authoring.VersionFile.as_view(), name="version-file"),
    path(
        "versions/<uuid:public_id>/statistics/",
        authoring.VersionStatistics.as_view(),
        name="version-statistics",
    ),
    path(
        "versions/<uuid:public_id>/translations/",
        translating.VersionTranslations.as_view(),
        name="version-translations",
    ),
    path(
        "versions/<uuid:public_id>/translations/<str:language>/",
        translating.VersionTranslate.as_view(),
        name="version-translate",
    ),
]

QUESTIONNAIRES = [
    path("", answering.AssessmentList.as_view(), name="assessment-list"),
    path("instruments/", instruments.InstrumentList.as_view(), name="instrument-list"),
    path("instruments/<str:code>/", instruments.InstrumentDetail.as_view(), name="instrument-detail"),
    path("cohorts/<uuid:public_id>/", planning.WavesPlan.as_view(), name="waves-plan"),
    path("waves/<uuid:public_id>/", waves.WaveDetail.as_view(), name="wave-detail"),
    path("waves/<uuid:public_id>/open/", waves.WaveOpen.as_view(), name="wave-open"),
    path("waves/<uuid:public_id>/close/", waves.WaveClose.as_view(), name="wave-close"),
    path("waves/<uuid:public_id>/reopen/", waves.WaveReopen.as_view(), name="wave-reopen"),
    path("waves/<uuid:public_id>/remind/", waves.WaveRemind.as_view(), name="wave-remind"),
    path("waves/<uuid:public_id>/observers/", observers.WaveObservers.as_view(), name="wave-observers"),
    path("<uuid:public_id>/observers/", observers.OwnObservers.as_view(), name="own-observers"),
    path("<uuid:public_id>/", answering.Answer.as_view(), name="answer"),
    path("<uuid:public_id>/result/", answering.Result.as_view(), name="result"),
    path("<uuid:public_id>/correct/", answering.Correct.as_view(), name="correct"),
    path("<uuid:public_id>/withdraw/", answering.Withdraw.as_view(), name="withdraw"),
    path("<uuid:public_id>/decline/", answering.Decline.as_view(), name="decline"),
    path("<uuid:public_id>/opt-out/", answering.OptOut.as_view(), name="opt-out"),
]

SELF_ASSESSMENTS = [
    path("", consensus.SelfAssessmentDetail.as_view(), name="self-assessment-detail"),
    path("invite/", consensus.SelfAssessmentInvite.as_view(), name="self-assessment-invite"),
    path("close/", consensus.RatingsClose.as_view(), name="ratings-close"),
    path("reopen/", consensus.RatingsReopen.as_view(), name="ratings-reopen"),
    path("consensus/", consensus.ConsensusRecord.as_view(), name="consensus-record"),
    path("show/", consensus.SelfAssessmentShow.as_view(), name="self-assessment-show"),
    path("call-off/", consensus.SelfAssessmentCallOff.as_view(), name="self-assessment-call-off"),
]

PLANS = [
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path("plans/new/", plans.PlanCreate.as_view(), name="plan-create"),
    path("plans/<uuid:public_id>/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<uuid:public_id>/needs/", plans.PlanNeeds.as_view(), name="plan-needs"),
    path("plans/<uuid:public_id>/pressing/<str:code>/drop/", plans.NeedDrop.as_view(), name="plan-need-drop"),
    path("plans/<uuid:public_id>/add/", plans.ActionAdd.as_view(), name="plan-action-add"),
    path("plans/<uuid:public_id>/end/", plans.PlanEnd.as_view(), name="plan-end"),
    path("plan-actions/<uuid:public_id>/", plans.ActionDetail.as_view(), name="plan-action"),
    path("plan-actions/<uuid:public_id>/start/", plans.ActionStart.as_view(), name="plan-action-start"),
    path("plan-actions/<uuid:public_id>/finish/", plans.ActionFinish.as_view(), name="plan-action-finish"),
    path(
        "plan-actions/<uuid:public_id>/progress/",
        plans.ActionProgress.as_view(),
        name="plan-action-progress",
    ),
    path("plan-actions/<uuid:public_id>/drop/", plans.ActionDrop.as_view(), name="plan-action-drop"),
    path("plan-actions/<uuid:public_id>/edit/", plans.ActionEdit.as_view(), name="plan-action-edit"),
]

urlpatterns = [
    *PLANS,
    path("calendar/my/<str:token>.ics", calendars.PersonCalendar.as_view(), name="person-calendar"),
    path("demand/", demand.Demand.as_view(), name="demand"),
    path("demand/demand.csv", demand.DemandFile.as_view(), name="demand-file"),
    path("demand/<str:code>/propose/", demand.DemandPropose.as_view(), name="demand-propose"),
    path("assessments/", include(AUTHORING + QUESTIONNAIRES)),
    path(
        "affiliate/<str:slug>/self-assessments/",
        consensus.SelfAssessmentList.as_view(),
        name="self-assessment-list",
    ),
    path(
        "affiliate/<str:slug>/self-assessments/new/",
        consensus.SelfAssessmentBegin.as_view(),
        name="self-assessment-begin",
    ),
    path("self-assessments/<uuid:public_id>/", include(SELF_ASSESSMENTS)),
]
