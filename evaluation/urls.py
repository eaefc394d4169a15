from django.urls import path

from evaluation.views import affiliate, desk, my

app_name = "evaluation"

urlpatterns = [
    path("my/", my.My.as_view(), name="my"),
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/cohorts/<uuid:public_id>/", desk.CohortDesk.as_view(), name="desk-cohort"),
    path("affiliate/<str:slug>/", affiliate.AffiliateDesk.as_view(), name="affiliate-desk"),
]
