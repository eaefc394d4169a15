"""Below /api/v1/, in the namespace `api`."""

from django.urls import path, re_path

from capacity.api import claims, stakeholders, taxonomy

urlpatterns = [
    path("capacities/", taxonomy.CapacityList.as_view(), name="capacity-list"),
    path("capacities/<slug:code>/", taxonomy.CapacityDetail.as_view(), name="capacity-detail"),
    path("claims/", claims.ClaimList.as_view(), name="claim-list"),
    path("my/claims/", claims.MyClaims.as_view(), name="my-claim-list"),
    path("my/affiliations/", claims.MyAffiliations.as_view(), name="my-affiliation-list"),
    path("glossary/", taxonomy.GlossaryList.as_view(), name="glossary-list"),
    path("glossary/<slug:slug>/", taxonomy.GlossaryDetail.as_view(), name="glossary-detail"),
    path("stakeholders/", stakeholders.StakeholderList.as_view(), name="stakeholder-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/$",
        stakeholders.StakeholderDetail.as_view(),
        name="stakeholder-detail",
    ),
]
