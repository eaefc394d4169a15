from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.views import gallery, health, home, reading, robots

handler400 = "config.views.errors.bad_request"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("reading/", reading.Reading.as_view(), name="reading"),
    path("", include("capacity.urls")),
    path("", include("programs.urls")),
    path("", include("evaluation.urls")),
    path("assessments/", include("assessments.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("robots.txt", robots.robots, name="robots"),
    path("favicon.ico", robots.favicon, name="favicon"),
]

if settings.DEBUG or settings.DEMO_MODE:
    urlpatterns.append(path("components/", gallery.Gallery.as_view(), name="gallery"))
