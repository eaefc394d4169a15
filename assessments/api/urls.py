"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from assessments.api import demand, drafts, instruments, plans, self_assessments, translations, waves

VERSION_DEEDS: dict[str, type[drafts.OfWriters]] = {
    "submit": drafts.VersionSubmit,
    "send-back": drafts.VersionSendBack,
    "publish": drafts.VersionPublish,
    "retire": drafts.VersionRetire,
    "next": drafts.VersionNext,
}
WAVE_DEEDS: dict[str, type[waves.WaveDeed]] = {
    "open": waves.WaveOpen,
    "close": waves.WaveClose,
    "reopen": waves.WaveReopen,
    "remind": waves.WaveRemind,
    "observers": waves.WaveObservers,
}

urlpatterns = [
    path("demand/", demand.DemandList.as_view(), name="demand-list"),
    path("instruments/", instruments.InstrumentList.as_view(), name="instrument-list"),
    path("instruments/<str:code>/", instruments.InstrumentDetail.as_view(), name="instrument-detail"),
    path(
        "instrument-versions/<uuid:public_id>/",
        instruments.InstrumentVersionDetail.as_view(),
        name="instrument-version",
    ),
    path("instrument-drafts/", drafts.DraftList.as_view(), name="draft-list"),
    path("instrument-drafts/<uuid:public_id>/", drafts.DraftDetail.as_view(), name="draft-detail"),
    *(
        path(f"instrument-versions/<uuid:public_id>/{deed}/", view.as_view(), name=f"version-{deed}")
        for deed, view in VERSION_DEEDS.items()
    ),
    path(
        "instrument-versions/<uuid:public_id>/translations/<str:language>/",
        translations.VersionTranslation.as_view(),
        name="version-translation",
    ),
    path(
        "instrument-versions/<uuid:public_id>/translations/<str:language>/review/",
        translations.VersionTranslationReview.as_view(),
        name="version-translation-review",
    ),
    path("cohorts/<uuid:public_id>/waves/", waves.CohortWaves.as_view(), name="cohort-waves"),
    path("waves/", waves.WaveList.as_view(), name="wave-list"),
    path("waves/<uuid:public_id>/", waves.WaveDetail.as_view(), name="wave-detail"),
    *(
        path(f"waves/<uuid:public_id>/{deed}/", view.as_view(), name=f"wave-{deed}")
        for deed, view in WAVE_DEEDS.items()
    ),
    path(
        "self-assessments/<uuid:public_id>/",
        self_assessments.SelfAssessmentDetail.as_view(),
        name="self-assessment-detail",
    ),
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path("plans/<uuid:public_id>/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("plans/<uuid:public_id>/needs/", plans.PlanNeeds.as_view(), name="plan-needs"),
    path("plans/<uuid:public_id>/needs/<str:code>/drop/", plans.NeedDrop.as_view(), name="plan-need-drop"),
    path("plans/<uuid:public_id>/end/", plans.PlanEnd.as_view(), name="plan-end"),
    path("plans/<uuid:public_id>/actions/", plans.PlanActions.as_view(), name="plan-actions"),
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
