from django.urls import path, re_path

from capacity.views import accounts, notifications, organizations, settings, taxonomy

app_name = "capacity"

urlpatterns = [
    path("capacities/", taxonomy.CapacityTree.as_view(), name="capacity-list"),
    path("capacities/<slug:code>/", taxonomy.CapacityDetail.as_view(), name="capacity-detail"),
    path("glossary/", taxonomy.Glossary.as_view(), name="glossary"),
    path("sources/", taxonomy.SourceList.as_view(), name="source-list"),
    path("stakeholders/", organizations.OrganizationList.as_view(), name="stakeholder-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/$",
        organizations.OrganizationDetail.as_view(),
        name="stakeholder-detail",
    ),
    path("accounts/security/", accounts.Security.as_view(), name="security"),
    path("accounts/second-factor/", accounts.SecondFactor.as_view(), name="second-factor"),
    path("accounts/3rdparty/", accounts.Connections.as_view(), name="connections"),  # in place of allauth's
    path("accounts/merge/", accounts.MergeStart.as_view(), name="merge"),
    path("accounts/merge/confirm/", accounts.MergeConfirm.as_view(), name="merge-confirm"),
    path("my/settings/", settings.Settings.as_view(), name="settings"),
    path("notifications/", notifications.NotificationList.as_view(), name="notification-list"),
    path(
        "notifications/preferences/",
        notifications.NotificationPreferences.as_view(),
        name="notification-preferences",
    ),
    path("notifications/unsubscribe/<str:token>/", notifications.Unsubscribe.as_view(), name="unsubscribe"),
]
