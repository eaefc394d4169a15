"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from programs.api import (
    applications,
    attendance,
    authoring,
    delegations,
    enrollments,
    materials,
    mentoring,
    programs,
    reviews,
    searches,
    sessions,
    work,
)
from programs.api.steps import STEPS
from programs.http.enrollment_deeds import DEEDS
from programs.http.program_deeds import DEEDS as PROGRAM_DEEDS

urlpatterns = [
    path("programs/", programs.ProgramList.as_view(), name="program-list"),
    path("programs/<slug:slug>/", programs.ProgramDetail.as_view(), name="program-detail"),
    path("my/programs/", authoring.MyPrograms.as_view(), name="my-program-list"),
    path("programs/<slug:slug>/writing/", authoring.ProgramWriting.as_view(), name="program-writing"),
    *(
        path(
            f"programs/<slug:slug>/writing/{step}/",
            authoring.ProgramStep.as_view(step=step),
            name=f"program-step-{step}",
        )
        for step in STEPS
    ),
    *(
        path(
            f"programs/<slug:slug>/{deed}/",
            authoring.ProgramMove.as_view(deed=deed),
            name=f"program-{deed}",
        )
        for deed in PROGRAM_DEEDS
    ),
    path("programs/<slug:slug>/clone/", authoring.ProgramClone.as_view(), name="program-clone"),
    path("programs/<slug:slug>/comments/", authoring.ProgramComments.as_view(), name="program-comment-list"),
    path("programs/<slug:slug>/holds/", authoring.ProgramHolds.as_view(), name="program-hold-list"),
    path("programs/<slug:slug>/versions/", authoring.ProgramVersions.as_view(), name="program-version-list"),
    path(
        "programs/<slug:slug>/translations/<slug:language>/",
        authoring.ProgramTranslation.as_view(),
        name="program-translation",
    ),
    path(
        "program-comments/<uuid:public_id>/settle/",
        authoring.ProgramCommentSettle.as_view(),
        name="program-comment-settle",
    ),
    path(
        "program-holds/<uuid:public_id>/lift/", authoring.ProgramHoldLift.as_view(), name="program-hold-lift"
    ),
    path("mentoring/", mentoring.PairList.as_view(), name="pair-list"),
    path("cohorts/", programs.CohortList.as_view(), name="cohort-list"),
    path("cohorts/<uuid:public_id>/", programs.CohortDetail.as_view(), name="cohort-detail"),
    path(
        "cohorts/<uuid:public_id>/application/",
        applications.CohortApplication.as_view(),
        name="cohort-application",
    ),
    path(
        "cohorts/<uuid:public_id>/materials/",
        materials.CohortMaterials.as_view(),
        name="cohort-material-list",
    ),
    path(
        "cohorts/<uuid:public_id>/enrollments/",
        enrollments.CohortEnrollments.as_view(),
        name="cohort-enrollment-list",
    ),
    path("cohorts/<uuid:public_id>/results/", enrollments.CohortResults.as_view(), name="cohort-results"),
    path("cohorts/<uuid:public_id>/sessions/", sessions.CohortSessions.as_view(), name="cohort-session-list"),
    path("sessions/<uuid:public_id>/", sessions.SessionDetail.as_view(), name="session-detail"),
    path("sessions/<uuid:public_id>/cancel/", sessions.SessionCancel.as_view(), name="session-cancel"),
    path("enrollments/<uuid:public_id>/", enrollments.EnrollmentDetail.as_view(), name="enrollment-detail"),
    path(
        "enrollments/<uuid:public_id>/deliverables/",
        work.EnrollmentDeliverables.as_view(),
        name="enrollment-deliverable-list",
    ),
    path(
        "enrollments/<uuid:public_id>/activities/",
        work.EnrollmentActivities.as_view(),
        name="enrollment-activity-list",
    ),
    *(
        path(
            f"deliverables/<uuid:public_id>/{deed}/",
            work.DeliverableDeed.as_view(deed=deed),
            name=f"deliverable-{deed}",
        )
        for deed in work.DELIVERABLE_DEEDS
    ),
    *(
        path(
            f"activities/<uuid:public_id>/{deed}/",
            work.ActivityDeed.as_view(deed=deed),
            name=f"activity-{deed}",
        )
        for deed in work.ACTIVITY_DEEDS
    ),
    *(
        path(
            f"enrollments/<uuid:public_id>/{deed}/",
            enrollments.EnrollmentDeed.as_view(deed=deed),
            name=f"enrollment-{deed}",
        )
        for deed in DEEDS
    ),
    path("sessions/<uuid:public_id>/attendance/", attendance.SessionAttendance.as_view(), name="attendance"),
    path(
        "applications/<uuid:public_id>/review/",
        reviews.ApplicationReview.as_view(),
        name="application-review",
    ),
    path("delegations/<uuid:public_id>/", delegations.DelegationDetail.as_view(), name="delegation-detail"),
    path(
        "delegations/people/<uuid:public_id>/",
        delegations.DelegationPerson.as_view(),
        name="delegation-person",
    ),
    path("delegations/answer/<str:token>/", delegations.DelegationAnswer.as_view(), name="delegation-answer"),
    path("my/delegations/", delegations.MyDelegations.as_view(), name="my-delegation-list"),
    path("my/enrollments/", applications.MyEnrollments.as_view(), name="my-enrollment-list"),
    path("my/invitations/", delegations.MyInvitations.as_view(), name="my-invitation-list"),
    path("my/reviews/", reviews.MyReviews.as_view(), name="my-review-list"),
    path("my/searches/", searches.MySearches.as_view(), name="my-search-list"),
    path("my/searches/<uuid:public_id>/", searches.MySearch.as_view(), name="my-search"),
]
