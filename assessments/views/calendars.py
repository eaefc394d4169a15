"""A person's own calendar: her sessions, and until when something is asked of her."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.queries.invitations import deadlines_of
from programs.actions import calendars
from programs.http.calendars import Feed
from programs.queries.calendars import answers_of, of_person


class PersonCalendar(Feed):
    """The token is the key; whether it was ever one, nobody learns."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        user = calendars.owner_of(token)
        if user is None:
            raise Http404
        with translation.override(user.language or settings.LANGUAGE_CODE):
            deadlines = [*answers_of(user), *deadlines_of(user)]
            return self.answer(request, of_person(user), deadlines, name=_("My sessions"), own=True)
