"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from programs.api import mentoring, programs

urlpatterns = [
    path("programs/", programs.ProgramList.as_view(), name="program-list"),
    path("programs/<slug:slug>/", programs.ProgramDetail.as_view(), name="program-detail"),
    path("mentoring/", mentoring.PairList.as_view(), name="pair-list"),
    path("cohorts/<uuid:public_id>/", programs.CohortDetail.as_view(), name="cohort-detail"),
]
