from django.urls import path

from programs.views import (
    applications,
    authoring,
    calendars,
    cohorts,
    delegations,
    enrollments,
    imports,
    matching,
    mentoring,
    planning,
    programs,
    reviews,
    roster,
    seats,
    work,
)

app_name = "programs"

PROGRAM = "programs/<slug:slug>/"
COHORT = f"{PROGRAM}cohorts/<uuid:public_id>/"
PAIR = "mentoring/<uuid:public_id>/"
SESSION = f"{COHORT}sessions/<uuid:session>/"

urlpatterns = [
    path("programs/", programs.ProgramList.as_view(), name="program-list"),
    path("programs/new/", authoring.ProgramCreate.as_view(), name="program-create"),
    path("desk/programs/", authoring.ProgramDesk.as_view(), name="program-desk"),
    path(f"{PROGRAM}edit/", authoring.ProgramEdit.as_view(), name="program-edit"),
    path(f"{PROGRAM}edit/<slug:step>/", authoring.ProgramStep.as_view(), name="program-step"),
    path(f"{PROGRAM}review/", authoring.ProgramReview.as_view(), name="program-review"),
    path(f"{PROGRAM}history/", authoring.ProgramHistory.as_view(), name="program-history"),
    path(f"{PROGRAM}clone/", authoring.ProgramClone.as_view(), name="program-clone"),
    path(f"{PROGRAM}translations/", authoring.ProgramTranslations.as_view(), name="program-translations"),
    path(
        f"{PROGRAM}translations/<slug:language>/",
        authoring.ProgramTranslate.as_view(),
        name="program-translate",
    ),
    path(f"{PROGRAM}cohorts/new/", planning.CohortCreate.as_view(), name="cohort-create"),
    path(f"{COHORT}edit/", planning.CohortEdit.as_view(), name="cohort-edit"),
    path(f"{COHORT}cancel/", planning.CohortCancel.as_view(), name="cohort-cancel"),
    path(f"{COHORT}message/", planning.CohortMessage.as_view(), name="cohort-message"),
    path(f"{COHORT}clone/", planning.CohortClone.as_view(), name="cohort-clone"),
    path(f"{COHORT}sessions/", planning.SessionList.as_view(), name="session-list"),
    path(f"{COHORT}sessions/new/", planning.SessionCreate.as_view(), name="session-create"),
    path(f"{COHORT}sessions/rule/", planning.SessionsByRule.as_view(), name="session-rule"),
    path(f"{SESSION}edit/", planning.SessionEdit.as_view(), name="session-edit"),
    path(f"{SESSION}cancel/", planning.SessionCancel.as_view(), name="session-cancel"),
    path(PROGRAM, programs.ProgramDetail.as_view(), name="program-detail"),
    path(COHORT, cohorts.CohortDetail.as_view(), name="cohort-detail"),
    path(f"{COHORT}enroll/", cohorts.Enroll.as_view(), name="enroll"),
    path(f"{COHORT}roster/", roster.RosterDeed.as_view(), name="roster-deed"),
    path(f"{COHORT}conclude/", roster.Conclude.as_view(), name="cohort-conclude"),
    path(f"{COHORT}reviews/", reviews.ReviewList.as_view(), name="review-list"),
    path(f"{COHORT}reviews/setup/", reviews.ReviewSetup.as_view(), name="review-setup"),
    path(f"{COHORT}reviews/setup/weights/<slug:kind>/", reviews.WeightAdd.as_view(), name="weight-add"),
    path(f"{COHORT}reviews/<uuid:enrollment>/", reviews.ReviewApplication.as_view(), name="review"),
    path(f"{COHORT}selection/", reviews.Selection.as_view(), name="selection"),
    path(f"{COHORT}delegation/", delegations.DelegationMake.as_view(), name="delegation-make"),
    path(f"{COHORT}form/", applications.FormBlocks.as_view(), name="form-blocks"),
    path(f"{COHORT}form/add/<slug:kind>/", applications.BlockAdd.as_view(), name="block-add"),
    path(f"{COHORT}form/<uuid:block>/", applications.BlockEdit.as_view(), name="block-edit"),
    path(f"{COHORT}needs/", applications.Needs.as_view(), name="need-list"),
    path(f"{COHORT}needs/<uuid:need>/", applications.NeedDecide.as_view(), name="need-decide"),
    path("delegations/<uuid:public_id>/", delegations.DelegationDetail.as_view(), name="delegation-detail"),
    path("delegations/answer/<str:token>/", delegations.DelegationAnswer.as_view(), name="delegation-answer"),
    path("staff/access-needs/", applications.UnmetNeeds.as_view(), name="unmet-needs"),
    path(f"{COHORT}seats/", seats.ReservedSeats.as_view(), name="seat-list"),
    path(f"{COHORT}seats/add/<slug:kind>/", seats.PoolAdd.as_view(), name="seat-add"),
    path(f"{COHORT}seats/<uuid:pool>/", seats.PoolEdit.as_view(), name="seat-edit"),
    path(
        f"{SESSION}attendance/",
        roster.SessionAttendance.as_view(),
        name="session-attendance",
    ),
    path(f"{COHORT}import/", imports.ImportResults.as_view(), name="import-results"),
    path(f"{COHORT}import/sheet.csv", imports.ImportSheet.as_view(), name="import-sheet"),
    path(f"{COHORT}mentoring/", matching.CohortMentoring.as_view(), name="cohort-mentoring"),
    path(f"{COHORT}mentoring/join/<slug:side>/", mentoring.Join.as_view(), name="mentoring-join"),
    path("my/calendar/", calendars.MyCalendar.as_view(), name="my-calendar"),
    path("calendar/my/<str:token>.ics", calendars.PersonCalendar.as_view(), name="person-calendar"),
    path("calendar/programs/<slug:slug>.ics", calendars.ProgramCalendar.as_view(), name="program-calendar"),
    path("calendar/cohorts/<uuid:public_id>.ics", calendars.CohortCalendar.as_view(), name="cohort-calendar"),
    path(
        "calendar/affiliates/<str:slug>.ics",
        calendars.OrganizationCalendar.as_view(),
        name="organization-calendar",
    ),
    path("calendar/search.ics", calendars.SearchCalendar.as_view(), name="search-calendar"),
    path("mentoring/", mentoring.Mentoring.as_view(), name="mentoring"),
    path("mentoring/parts/<uuid:public_id>/leave/", mentoring.Leave.as_view(), name="mentoring-leave"),
    path(PAIR, mentoring.PairDetail.as_view(), name="pair-detail"),
    path(f"{PAIR}agree/", mentoring.PairAgree.as_view(), name="pair-agree"),
    path(f"{PAIR}decline/", mentoring.PairDecline.as_view(), name="pair-decline"),
    path(f"{PAIR}end/", mentoring.PairEnd.as_view(), name="pair-end"),
    path(f"{PAIR}goal/", mentoring.PairGoal.as_view(), name="pair-goal"),
    path(f"{PAIR}meeting/", mentoring.PairMeet.as_view(), name="pair-meet"),
    path(f"{PAIR}close/", mentoring.PairLookBack.as_view(), name="pair-look-back"),
    path(f"{PAIR}goals/<uuid:goal>/reached/", mentoring.GoalReach.as_view(), name="goal-reach"),
    path(
        f"{PAIR}meetings/<uuid:meeting>/confirm/", mentoring.MeetingConfirm.as_view(), name="meeting-confirm"
    ),
    path(
        f"{PAIR}meetings/<uuid:meeting>/dispute/", mentoring.MeetingDispute.as_view(), name="meeting-dispute"
    ),
    path(
        f"{PAIR}meetings/<uuid:meeting>/take-back/",
        mentoring.MeetingTakeBack.as_view(),
        name="meeting-take-back",
    ),
    path(f"{COHORT}work/", work.CohortWork.as_view(), name="cohort-work"),
    path("enrollments/<uuid:public_id>/hand-in/", work.HandIn.as_view(), name="hand-in"),
    path("enrollments/<uuid:public_id>/note/", work.ActivityNote.as_view(), name="activity-note"),
    path("deliverables/<uuid:public_id>/", work.DeliverableDetail.as_view(), name="deliverable-detail"),
    path("activities/<uuid:public_id>/confirm/", work.ActivityConfirm.as_view(), name="activity-confirm"),
    path("activities/<uuid:public_id>/reject/", work.ActivityReject.as_view(), name="activity-reject"),
    path("enrollments/<uuid:public_id>/", enrollments.EnrollmentDetail.as_view(), name="enrollment-detail"),
    *(
        path(
            f"enrollments/<uuid:public_id>/{deed}/",
            enrollments.EnrollmentDeed.as_view(deed=deed),
            name=f"enrollment-{deed}",
        )
        for deed in enrollments.DEEDS
    ),
]
