"""Below /api/v1/, in the namespace `api`."""

from django.urls import path, re_path

from capacity.api import stakeholders

urlpatterns = [
    path("stakeholders/", stakeholders.StakeholderList.as_view(), name="stakeholder-list"),
    re_path(
        r"^stakeholders/(?P<slug>[-\w]+)/$",
        stakeholders.StakeholderDetail.as_view(),
        name="stakeholder-detail",
    ),
]
