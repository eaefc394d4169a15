from django.urls import path

from programs.views import cohorts, enrollments, programs, roster

app_name = "programs"

COHORT = "programs/<slug:slug>/cohorts/<uuid:public_id>/"

urlpatterns = [
    path("programs/", programs.ProgramList.as_view(), name="program-list"),
    path("programs/<slug:slug>/", programs.ProgramDetail.as_view(), name="program-detail"),
    path(COHORT, cohorts.CohortDetail.as_view(), name="cohort-detail"),
    path(f"{COHORT}enroll/", cohorts.Enroll.as_view(), name="enroll"),
    path(f"{COHORT}roster/", roster.RosterDeed.as_view(), name="roster-deed"),
    path(f"{COHORT}conclude/", roster.Conclude.as_view(), name="cohort-conclude"),
    path(
        f"{COHORT}sessions/<uuid:session>/attendance/",
        roster.SessionAttendance.as_view(),
        name="session-attendance",
    ),
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
