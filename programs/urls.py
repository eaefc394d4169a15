from django.urls import path

from programs.views import applications, cohorts, enrollments, programs, roster, seats, work

app_name = "programs"

COHORT = "programs/<slug:slug>/cohorts/<uuid:public_id>/"

urlpatterns = [
    path("programs/", programs.ProgramList.as_view(), name="program-list"),
    path("programs/<slug:slug>/", programs.ProgramDetail.as_view(), name="program-detail"),
    path(COHORT, cohorts.CohortDetail.as_view(), name="cohort-detail"),
    path(f"{COHORT}enroll/", cohorts.Enroll.as_view(), name="enroll"),
    path(f"{COHORT}roster/", roster.RosterDeed.as_view(), name="roster-deed"),
    path(f"{COHORT}conclude/", roster.Conclude.as_view(), name="cohort-conclude"),
    path(f"{COHORT}form/", applications.FormBlocks.as_view(), name="form-blocks"),
    path(f"{COHORT}form/add/<slug:kind>/", applications.BlockAdd.as_view(), name="block-add"),
    path(f"{COHORT}form/<uuid:block>/", applications.BlockEdit.as_view(), name="block-edit"),
    path(f"{COHORT}needs/", applications.Needs.as_view(), name="need-list"),
    path(f"{COHORT}needs/<uuid:need>/", applications.NeedDecide.as_view(), name="need-decide"),
    path("staff/access-needs/", applications.UnmetNeeds.as_view(), name="unmet-needs"),
    path(f"{COHORT}seats/", seats.ReservedSeats.as_view(), name="seat-list"),
    path(f"{COHORT}seats/add/<slug:kind>/", seats.PoolAdd.as_view(), name="seat-add"),
    path(f"{COHORT}seats/<uuid:pool>/", seats.PoolEdit.as_view(), name="seat-edit"),
    path(
        f"{COHORT}sessions/<uuid:session>/attendance/",
        roster.SessionAttendance.as_view(),
        name="session-attendance",
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
