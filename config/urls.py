from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from assessments.api import urls as assessments_api
from capacity.api import urls as capacity_api
from capacity.http.reasons import NamelessAutocomplete
from config.views import api, gallery, health, home, jobs, merging, my_data, offline, reading, robots
from evaluation.api import urls as evaluation_api
from programs.api import urls as programs_api

SCHEMA = SpectacularAPIView.as_view(permission_classes=[AllowAny], generator_class=api.KeptSchemaGenerator)

# The API is one namespace, whichever app answers.
API = [
    path("", api.Root.as_view(), name="root"),
    path("schema/", SCHEMA, name="schema"),
    path("docs/", api.Docs.as_view(), name="docs"),
    *capacity_api.urlpatterns,
    *programs_api.urlpatterns,
    *assessments_api.urlpatterns,
    *evaluation_api.urlpatterns,
    path("<path:rest>", api.Unknown.as_view(), name="unknown"),
]

# The admin's own log-in would ask for no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# And its suggestions would name persons without a reason.
admin.site.autocomplete_view = NamelessAutocomplete.as_view(admin_site=admin.site)  # type: ignore[assignment, method-assign]

handler400 = "config.views.errors.bad_request"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("reading/", reading.Reading.as_view(), name="reading"),
    path("my/data/", my_data.MyData.as_view(), name="my-data"),
    path("my/data/table/", my_data.MyDataTable.as_view(), name="my-data-table"),
    path("my/data/my-data.json", my_data.MyDataFile.as_view(kind="json"), name="my-data-json"),
    path("my/data/my-data.html", my_data.MyDataFile.as_view(kind="html"), name="my-data-html"),
    path("my/data/erase/", my_data.Erase.as_view(), name="my-data-erase"),
    path("staff/jobs/", jobs.ClockJobs.as_view(), name="clock-jobs"),
    path("accounts/merge/confirm/", merging.MergeConfirm.as_view(), name="merge-confirm"),
    path("forgotten/<uuid:public_id>/", my_data.ErasureProgress.as_view(), name="erasure"),
    path("", include("capacity.urls")),
    path("", include("programs.urls")),
    path("", include("evaluation.urls")),
    path("", include("assessments.urls")),
    path("api/v1/", include((API, "api"))),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("offline.js", offline.worker, name="offline-worker"),
    path("robots.txt", robots.robots, name="robots"),
    path("favicon.ico", robots.favicon, name="favicon"),
]

if settings.DEBUG or settings.DEMO_MODE:
    urlpatterns.append(path("components/", gallery.Gallery.as_view(), name="gallery"))
