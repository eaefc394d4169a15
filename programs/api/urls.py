"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from programs.api import programs

urlpatterns = [
    path("programs/", programs.ProgramList.as_view(), name="program-list"),
    path("programs/<slug:slug>/", programs.ProgramDetail.as_view(), name="program-detail"),
    path("cohorts/<uuid:public_id>/", programs.CohortDetail.as_view(), name="cohort-detail"),
]
