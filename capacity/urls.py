from django.urls import path, re_path

from capacity.views import notifications, profiles, settings, stakeholders, taxonomy

app_name = "capacity"

urlpatterns = [
    path("capacities/", taxonomy.CapacityTree.as_view(), name="capacity-list"),
    path("capacities/<slug:code>/", taxonomy.CapacityDetail.as_view(), name="capacity-detail"),
    path("glossary/", taxonomy.Glossary.as_view(), name="glossary"),
    path("sources/", taxonomy.SourceList.as_view(), name="source-list"),
    path("stakeholders/", stakeholders.StakeholderList.as_view(), name="stakeholder-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/$",
        stakeholders.StakeholderDetail.as_view(),
        name="stakeholder-detail",
    ),
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
    path("my/settings/", settings.Settings.as_view(), name="settings"),
    path("notifications/", notifications.NotificationList.as_view(), name="notification-list"),
    path(
        "notifications/preferences/",
        notifications.NotificationPreferences.as_view(),
        name="notification-preferences",
    ),
    path("notifications/unsubscribe/<str:token>/", notifications.Unsubscribe.as_view(), name="unsubscribe"),
]
