from django.urls import path

from capacity.views import notifications, settings

app_name = "capacity"

urlpatterns = [
    path("my/settings/", settings.Settings.as_view(), name="settings"),
    path("notifications/", notifications.NotificationList.as_view(), name="notification-list"),
    path(
        "notifications/preferences/",
        notifications.NotificationPreferences.as_view(),
        name="notification-preferences",
    ),
    path("notifications/unsubscribe/<str:token>/", notifications.Unsubscribe.as_view(), name="unsubscribe"),
]
