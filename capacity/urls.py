from django.urls import path, re_path

from capacity.views import (
    accounts,
    affiliations,
    audit,
    capacities,
    claims,
    demographics,
    exports,
    notifications,
    profiles,
    representatives,
    roles,
    settings,
    stakeholders,
    suggestions,
    taxonomy,
)

app_name = "capacity"

urlpatterns = [
    path("roles/", roles.RoleList.as_view(), name="role-list"),
    path("capacities/", taxonomy.CapacityTree.as_view(), name="capacity-list"),
    path("capacities/languages/", taxonomy.LanguageList.as_view(), name="capacity-languages"),
    path(
        "capacities/languages/<slug:language>/", taxonomy.LanguageDetail.as_view(), name="capacity-language"
    ),
    path("capacities/export.<str:form>", exports.TaxonomyExport.as_view(), name="capacity-export"),
    path("capacities/add/", capacities.CapacityCreate.as_view(), name="capacity-create"),
    path("capacities/suggest/", suggestions.SuggestionCreate.as_view(), name="suggestion-create"),
    path("capacities/suggestions/", suggestions.SuggestionReview.as_view(), name="suggestion-review"),
    path(
        "capacities/suggestions/<uuid:public_id>/",
        suggestions.SuggestionDetail.as_view(),
        name="suggestion-detail",
    ),
    path(
        "capacities/suggestions/<uuid:public_id>/decide/",
        suggestions.SuggestionDecide.as_view(),
        name="suggestion-decide",
    ),
    path(
        "capacities/suggestions/<uuid:public_id>/withdraw/",
        suggestions.SuggestionWithdraw.as_view(),
        name="suggestion-withdraw",
    ),
    path("capacities/<slug:code>/", taxonomy.CapacityDetail.as_view(), name="capacity-detail"),
    path("capacities/<slug:code>/edit/", capacities.CapacityEdit.as_view(), name="capacity-edit"),
    path("capacities/<slug:code>/name/", capacities.CapacityName.as_view(), name="capacity-name"),
    path("capacities/<slug:code>/move/", capacities.CapacityMove.as_view(), name="capacity-move"),
    path("capacities/<slug:code>/merge/", capacities.CapacityMerge.as_view(), name="capacity-merge"),
    path("capacities/<slug:code>/hide/", capacities.CapacityHide.as_view(), name="capacity-hide"),
    path("my/suggestions/", suggestions.MySuggestions.as_view(), name="my-suggestions"),
    path("glossary/", taxonomy.Glossary.as_view(), name="glossary"),
    path("glossary/export.csv", exports.GlossaryExport.as_view(), name="glossary-export"),
    path("sources/", taxonomy.SourceList.as_view(), name="source-list"),
    path("stakeholders/", stakeholders.StakeholderList.as_view(), name="stakeholder-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/$",
        stakeholders.StakeholderDetail.as_view(),
        name="stakeholder-detail",
    ),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/join/$",
        affiliations.AffiliationRequest.as_view(),
        name="affiliation-request",
    ),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/members/$", affiliations.MemberList.as_view(), name="member-list"
    ),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/members/why/$", affiliations.MembersWhy.as_view(), name="members-why"
    ),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/representatives/new/$",
        representatives.RepresentativeAppoint.as_view(),
        name="representative-appoint",
    ),
    path("my/capacities/", claims.MyClaims.as_view(), name="my-claim-list"),
    path("my/capacities/add/", claims.MyClaimState.as_view(), name="my-claim-state"),
    re_path(r"^stakeholders/(?P<slug>[-\w]+)/capacities/$", claims.ClaimList.as_view(), name="claim-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/capacities/add/$", claims.ClaimState.as_view(), name="claim-state"
    ),
    path("claims/<uuid:public_id>/withdraw/", claims.ClaimWithdraw.as_view(), name="claim-withdraw"),
    path("my/affiliations/", affiliations.AffiliationList.as_view(), name="affiliation-list"),
    *(
        path(
            f"affiliations/<uuid:public_id>/{name}/",
            affiliations.AffiliationDeed.as_view(deed=name),
            name=f"affiliation-{name}",
        )
        for name in affiliations.DEEDS
    ),
    path(
        "affiliations/<uuid:public_id>/hand-over/",
        representatives.HandOver.as_view(),
        name="affiliation-hand-over",
    ),
    path("staff/affiliations/", affiliations.UnattendedList.as_view(), name="unattended-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/edit/$",
        profiles.OrganizationEdit.as_view(),
        name="organization-edit",
    ),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/community/$",
        profiles.OrganizationMaturity.as_view(),
        name="organization-maturity",
    ),
    path("my/profile/", profiles.Profile.as_view(), name="profile"),
    path("accounts/security/", accounts.Security.as_view(), name="security"),
    path("accounts/second-factor/", accounts.SecondFactor.as_view(), name="second-factor"),
    path("accounts/3rdparty/", accounts.Connections.as_view(), name="connections"),  # in place of allauth's
    path("accounts/merge/", accounts.MergeStart.as_view(), name="merge"),
    path("audit/", audit.Audit.as_view(), name="audit"),
    path("staff/people/<uuid:public_id>/why/", audit.StateReason.as_view(), name="state-reason"),
    path("my/demographics/", demographics.Demographics.as_view(), name="demographics"),
    path("my/settings/", settings.Settings.as_view(), name="settings"),
    path("notifications/", notifications.NotificationList.as_view(), name="notification-list"),
    path(
        "notifications/preferences/",
        notifications.NotificationPreferences.as_view(),
        name="notification-preferences",
    ),
    path("notifications/unsubscribe/<str:token>/", notifications.Unsubscribe.as_view(), name="unsubscribe"),
]
