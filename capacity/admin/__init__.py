"""Staff pages for people, organizations and the shared language."""

from capacity.admin import shared_language, stakeholders

__all__ = ["shared_language", "stakeholders"]
