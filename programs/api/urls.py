"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from programs.api import (
    application_forms,
    applications,
    attendance,
    authoring,
    bulk_deeds,
    delegations,
    enrollments,
    matching,
    materials,
    mentoring,
    planning,
    programs,
    review_setup,
    reviews,
    searches,
    seats,
    sessions,
    work,
)
from programs.api.steps import STEPS
from programs.http.enrollment_deeds import DEEDS
from programs.http.program_deeds import DEEDS as PROGRAM_DEEDS

COHORT = "cohorts/<uuid:public_id>/"
PAIR = "mentoring/<uuid:public_id>/"

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
    path("programs/<slug:slug>/cohorts/", planning.ProgramCohorts.as_view(), name="program-cohort-list"),
    path(f"{COHORT}plan/", planning.CohortPlan.as_view(), name="cohort-plan"),
    path(f"{COHORT}cancel/", planning.CohortCancel.as_view(), name="cohort-cancel"),
    path(f"{COHORT}clone/", planning.CohortClone.as_view(), name="cohort-clone"),
    path(f"{COHORT}conclude/", planning.CohortConclude.as_view(), name="cohort-conclude"),
    path(f"{COHORT}messages/", planning.CohortMessages.as_view(), name="cohort-messages"),
    path(f"{COHORT}sessions/rule/", sessions.CohortSessionsByRule.as_view(), name="cohort-session-rule"),
    path(f"{COHORT}form/", application_forms.FormBlocks.as_view(), name="form-block-list"),
    path("form-blocks/<uuid:public_id>/", application_forms.BlockDetail.as_view(), name="form-block"),
    path("form-blocks/<uuid:public_id>/move/", application_forms.BlockMove.as_view(), name="form-block-move"),
    path(f"{COHORT}needs/", application_forms.CohortNeeds.as_view(), name="need-list"),
    path("needs/<uuid:public_id>/", application_forms.NeedDetail.as_view(), name="need"),
    path(f"{COHORT}seats/", seats.CohortSeats.as_view(), name="seat-list"),
    path(f"{COHORT}seats/release/", seats.SeatsRelease.as_view(), name="seats-release"),
    path("seats/<uuid:public_id>/", seats.PoolDetail.as_view(), name="seat-pool"),
    path(f"{COHORT}deeds/", bulk_deeds.CohortDeeds.as_view(), name="bulk-deed-list"),
    path("deeds/<uuid:public_id>/", bulk_deeds.BulkDeedDetail.as_view(), name="bulk-deed"),
    path("deeds/<uuid:public_id>/undo/", bulk_deeds.BulkDeedUndo.as_view(), name="bulk-deed-undo"),
    path(f"{COHORT}review/", review_setup.CohortReview.as_view(), name="cohort-review"),
    path(f"{COHORT}criteria/", review_setup.CohortCriteria.as_view(), name="criterion-list"),
    path("criteria/<uuid:public_id>/", review_setup.CriterionDetail.as_view(), name="criterion"),
    path(f"{COHORT}weights/", review_setup.CohortWeights.as_view(), name="weight-list"),
    path("weights/<uuid:public_id>/", review_setup.WeightDetail.as_view(), name="weight"),
    path(f"{COHORT}reviewers/", review_setup.CohortReviewers.as_view(), name="reviewer-list"),
    path(f"{COHORT}ranking/", review_setup.CohortRanking.as_view(), name="cohort-ranking"),
    path(
        f"{COHORT}declared-conflicts/",
        review_setup.CohortConflicts.as_view(),
        name="declared-conflict-list",
    ),
    path(
        f"{COHORT}mentoring/join/<slug:side>/",
        mentoring.MentoringJoin.as_view(),
        name="mentoring-join",
    ),
    path(f"{COHORT}mentoring/parts/", matching.CohortParts.as_view(), name="mentoring-part-list"),
    path(f"{COHORT}mentoring/pairs/", matching.CohortPairs.as_view(), name="cohort-pair-list"),
    path(f"{COHORT}mentoring/search/", matching.CohortMatching.as_view(), name="cohort-matching"),
    path(f"{COHORT}mentoring/propose/", matching.CohortPropose.as_view(), name="cohort-propose"),
    path("my/mentoring/", mentoring.MyParts.as_view(), name="my-mentoring-list"),
    path("parts/<uuid:public_id>/leave/", mentoring.MentoringLeave.as_view(), name="mentoring-leave"),
    path("parts/<uuid:public_id>/accept/", matching.MentorAccept.as_view(), name="mentor-accept"),
    path(PAIR, mentoring.PairDetail.as_view(), name="pair-detail"),
    path(f"{PAIR}agree/", mentoring.PairAgree.as_view(), name="pair-agree"),
    path(f"{PAIR}decline/", mentoring.PairDecline.as_view(), name="pair-decline"),
    path(f"{PAIR}end/", mentoring.PairEnd.as_view(), name="pair-end"),
    path(f"{PAIR}goals/", mentoring.PairGoals.as_view(), name="pair-goal-list"),
    path(f"{PAIR}meetings/", mentoring.PairMeetings.as_view(), name="pair-meeting-list"),
    path(f"{PAIR}views/", mentoring.PairLookBack.as_view(), name="pair-view-list"),
    *(
        path(f"{PAIR}{deed}/", matching.PairDeed.as_view(deed=deed), name=f"pair-{deed}")
        for deed in matching.PAIR_DEEDS
    ),
    path("goals/<uuid:public_id>/reach/", mentoring.GoalReach.as_view(), name="goal-reach"),
    *(
        path(
            f"meetings/<uuid:public_id>/{deed}/",
            mentoring.PairMeetingDeed.as_view(deed=deed),
            name=f"pair-meeting-{deed}",
        )
        for deed in mentoring.MEETING_DEEDS
    ),
    path("materials/<uuid:public_id>/", materials.MaterialDetail.as_view(), name="material"),
    path("mentoring/", mentoring.PairList.as_view(), name="pair-list"),
    path("cohorts/", programs.CohortList.as_view(), name="cohort-list"),
    path(COHORT, programs.CohortDetail.as_view(), name="cohort-detail"),
    path(
        f"{COHORT}application/",
        applications.CohortApplication.as_view(),
        name="cohort-application",
    ),
    path(
        f"{COHORT}materials/",
        materials.CohortMaterials.as_view(),
        name="cohort-material-list",
    ),
    path(
        f"{COHORT}enrollments/",
        enrollments.CohortEnrollments.as_view(),
        name="cohort-enrollment-list",
    ),
    path(f"{COHORT}results/", enrollments.CohortResults.as_view(), name="cohort-results"),
    path(f"{COHORT}sessions/", sessions.CohortSessions.as_view(), name="cohort-session-list"),
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
    path(
        "applications/<uuid:public_id>/declared-conflicts/<slug:reviewer>/",
        review_setup.DeclaredConflict.as_view(),
        name="declared-conflict",
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
