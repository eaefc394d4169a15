"""Below /api/v1/, in the namespace `api`."""

from django.urls import path, re_path

from capacity.api import affiliations, claims, profiles, stakeholders, suggestions, taxonomy

urlpatterns = [
    path("capacities/", taxonomy.CapacityList.as_view(), name="capacity-list"),
    path("capacities/<slug:code>/", taxonomy.CapacityDetail.as_view(), name="capacity-detail"),
    path("claims/", claims.ClaimList.as_view(), name="claim-list"),
    path("my/claims/", claims.MyClaims.as_view(), name="my-claim-list"),
    path("affiliations/", affiliations.AffiliationList.as_view(), name="affiliation-list"),
    path(
        "affiliations/<uuid:public_id>/", affiliations.AffiliationDetail.as_view(), name="affiliation-detail"
    ),
    path(
        "affiliations/<uuid:public_id>/confirm/",
        affiliations.AffiliationConfirm.as_view(),
        name="affiliation-confirm",
    ),
    path(
        "affiliations/<uuid:public_id>/refuse/",
        affiliations.AffiliationRefuse.as_view(),
        name="affiliation-refuse",
    ),
    path(
        "affiliations/<uuid:public_id>/withdraw/",
        affiliations.AffiliationWithdraw.as_view(),
        name="affiliation-withdraw",
    ),
    path("affiliations/<uuid:public_id>/end/", affiliations.AffiliationEnd.as_view(), name="affiliation-end"),
    path("my/affiliations/", affiliations.MyAffiliations.as_view(), name="my-affiliation-list"),
    path("my/profile/", profiles.MyProfile.as_view(), name="my-profile"),
    path("suggestions/", suggestions.SuggestionList.as_view(), name="suggestion-list"),
    path("suggestions/<uuid:public_id>/", suggestions.SuggestionDetail.as_view(), name="suggestion-detail"),
    path(
        "suggestions/<uuid:public_id>/decide/",
        suggestions.SuggestionDecide.as_view(),
        name="suggestion-decide",
    ),
    path(
        "suggestions/<uuid:public_id>/withdraw/",
        suggestions.SuggestionWithdraw.as_view(),
        name="suggestion-withdraw",
    ),
    path("glossary/", taxonomy.GlossaryList.as_view(), name="glossary-list"),
    path("glossary/<slug:slug>/", taxonomy.GlossaryDetail.as_view(), name="glossary-detail"),
    path("stakeholders/", stakeholders.StakeholderList.as_view(), name="stakeholder-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/$",
        stakeholders.StakeholderDetail.as_view(),
        name="stakeholder-detail",
    ),
]
