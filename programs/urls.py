from django.urls import path

from programs.views import roster

app_name = "programs"

urlpatterns = [
    path(
        "programs/<slug:slug>/cohorts/<uuid:public_id>/roster/",
        roster.RosterDeed.as_view(),
        name="roster-deed",
    ),
    path(
        "programs/<slug:slug>/cohorts/<uuid:public_id>/sessions/<uuid:session>/attendance/",
        roster.SessionAttendance.as_view(),
        name="session-attendance",
    ),
]
