"""Every door of the portal, found in the resolver: its address, its methods, and what it asks of who knocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import rules.permissions
from django.apps import apps
from django.contrib.auth.mixins import AccessMixin
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import cached_property
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

OURS = {"common", "capacity", "programs", "assessments", "evaluation", "config"}
ADMIN_DEEDS = ("view_", "add_", "change_", "delete_")
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")

# Anybody may read these. What they show is narrowed by `visible_to`, or public by nature.
PUBLIC = {
    "home",
    "erasure",  # its random address is the key, and it tells of nobody
    "reading",
    "health-live",
    "health-ready",
    "robots",
    "offline-worker",
    "favicon",
    "gallery",
    "api:root",
    "api:schema",
    "api:docs",
    "api:claim-list",  # of organizations, and of persons who show them
    "api:unknown",  # answers 404 to everybody
    "api:stakeholder-list",
    "api:stakeholder-detail",
    "api:program-list",
    "api:program-detail",
    "api:cohort-list",
    "api:cohort-detail",
    "api:cohort-material-list",  # what is public; adding one asks
    "api:capacity-list",
    "api:capacity-detail",
    "api:glossary-list",
    "api:glossary-detail",
    "api:instrument-list",
    "api:instrument-detail",
    "api:instrument-version",
    "api:self-assessment-detail",  # what organizations show; the rest is hidden
    "api:learning-list",
    "api:learning-detail",
    "api:recommendation-list",  # nobody is named
    "api:recommendation-detail",
    "api:report-list",
    "api:report-detail",
    "api:indicator-list",  # of public programs; these four hide the rest
    "api:indicator-detail",
    "api:logic-model-list",
    "api:logic-model-detail",
    "api:outcome-list",  # what is substantiated; drafting one asks
    "api:outcome-detail",
    "api:demand-list",
    "assessments:demand",  # what may be told to everybody
    "assessments:demand-file",
    "assessments:self-assessment-detail",  # what organizations show; the rest is hidden
    "assessments:instrument-list",
    "assessments:instrument-detail",
    "capacity:capacity-list",
    "capacity:capacity-detail",
    "capacity:capacity-export",
    "capacity:capacity-language",
    "capacity:capacity-languages",
    "capacity:claim-list",
    "capacity:glossary",
    "capacity:glossary-export",
    "capacity:source-list",
    "capacity:stakeholder-list",
    "capacity:stakeholder-detail",
    "capacity:unsubscribe",  # the signed token is the key
    "capacity:role-list",
    "evaluation:outcome-list",
    "evaluation:outcome-detail",
    "evaluation:story-list",
    "evaluation:story-detail",
    "evaluation:evaluation-list",
    "evaluation:evaluation-detail",
    "evaluation:evaluation-plan",
    "evaluation:recommendation-list",
    "evaluation:recommendation-detail",
    "evaluation:learning-list",
    "evaluation:learning-detail",
    "evaluation:figure-history",
    "evaluation:indicator-list",
    "evaluation:indicator-detail",
    "evaluation:logic-model-list",
    "evaluation:logic-model-detail",
    "evaluation:measurement-detail",
    "evaluation:question-detail",
    "evaluation:question-list",
    "evaluation:report-csv",
    "evaluation:report-pdf",
    "evaluation:report-xlsx",
    "evaluation:report-detail",
    "evaluation:report-json",
    "evaluation:report-list",
    "programs:cohort-calendar",
    "programs:person-feed",  # the secret token is the key
    "programs:organization-calendar",
    "assessments:person-calendar",  # the secret token is the key
    "programs:program-calendar",
    "programs:feed-list",
    "programs:program-compare",
    "programs:program-feed",
    "programs:cohort-feed",
    "programs:program-list",
    "programs:search-calendar",
    "programs:program-detail",
    "programs:cohort-detail",  # who takes part stands nowhere on it
}


@dataclass(frozen=True)
class Door:
    name: str  # "programs:enroll"
    pattern: str  # "/programs/<slug:slug>/"
    view: Any

    @property
    def is_ours(self) -> bool:
        """The doors of other packages (admin, allauth) are locked by themselves."""
        return not self.is_admin and self.page.__module__.split(".")[0] in OURS

    @property
    def is_admin(self) -> bool:
        return self.name.startswith("admin:") or self.pattern.startswith("/admin/")

    @property
    def page(self) -> Any:
        return getattr(self.view, "view_class", None) or getattr(self.view, "cls", None) or self.view

    @cached_property
    def parts(self) -> list[str]:
        return [path or regex for path, regex in PART.findall(self.pattern)]

    @property
    def methods(self) -> list[str]:
        known = getattr(self.page, "http_method_names", ["get", "post"])
        return [each for each in known if each not in {"head", "options"} and self.has(each)]

    def has(self, method: str) -> bool:
        return hasattr(self.page, method) if isinstance(self.page, type) else True

    @property
    def permissions(self) -> list[str]:
        """Those its view names: its lock, or what it asks where it looks for its object among what one may see."""
        if not isinstance(self.page, type):
            return []
        made = self.page(**getattr(self.view, "view_initkwargs", {}))
        named = getattr(made, "asks", None) or getattr(made, "get_permission_required", list)()
        return [named] if isinstance(named, str) else list(named or [])

    @property
    def asks_for_a_sign_in(self) -> bool:
        if not isinstance(self.page, type):
            return False
        if issubclass(self.page, APIView):
            return AllowAny not in self.page.permission_classes
        return issubclass(self.page, AccessMixin)


def doors(resolver: Any = None, namespace: str = "", before: str = "/") -> Iterator[Door]:
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from doors(entry, inner, pattern)
        elif isinstance(entry, URLPattern):
            yield Door(f"{namespace}{entry.name}", pattern, entry.callback)


def permissions() -> dict[str, Any]:
    """Ours by name, without those that only the admin's own pages ask for."""
    found = {name: rules.permissions.permissions[name] for name in sorted(rules.permissions.permissions)}
    return {name: rule for name, rule in found.items() if "." in name and not is_of_a_model(name)}


def is_of_a_model(permission: str) -> bool:
    app, _dot, codename = permission.partition(".")
    return codename.startswith(ADMIN_DEEDS) and codename.partition("_")[2] in apps.all_models[app]
