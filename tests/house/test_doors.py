"""Every door is locked, or stands in this short list of public ones."""

from django.contrib.auth.mixins import AccessMixin
from django.urls import URLPattern, URLResolver, get_resolver

# Anybody may read these. Whatever they show is narrowed by `visible_to` or is public by nature.
PUBLIC = {
    "home",
    "reading",
    "health-live",
    "health-ready",
    "robots",
    "favicon",
    "gallery",
    "api:docs",
    "assessments:instrument-list",
    "assessments:instrument-detail",
    "capacity:capacity-list",
    "capacity:capacity-detail",
    "capacity:glossary",
    "capacity:source-list",
    "capacity:stakeholder-list",  # organizations only
    "capacity:stakeholder-detail",  # the same
    "programs:program-list",
    "programs:program-detail",
    "programs:cohort-detail",  # who takes part stands nowhere on it
    "capacity:unsubscribe",  # the signed token is the key
    "evaluation:indicator-list",
    "evaluation:report-csv",  # published ones
    "evaluation:report-detail",  # the same
    "evaluation:report-json",  # the same
    "evaluation:report-list",  # the same
}


def views(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback


def is_ours(view):
    """The doors of other packages (admin, allauth) are locked by themselves."""
    return view.__module__.split(".")[0] in {
        "common",
        "capacity",
        "programs",
        "assessments",
        "evaluation",
        "config",
    }


def is_locked(view):
    page = getattr(view, "view_class", None)
    api = getattr(view, "cls", None)
    return bool((page and issubclass(page, AccessMixin)) or (api and "permission_classes" in vars(api)))


def test_every_door_is_locked_or_public_by_decision():
    unlocked = {name for name, view in views() if is_ours(view) and not is_locked(view)}
    assert unlocked - PUBLIC == set()


def test_no_public_door_is_listed_that_does_not_exist():
    assert PUBLIC - {name for name, _view in views()} == set()
