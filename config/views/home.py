from typing import Any

from django.views.generic import TemplateView

from config.logic import navigation


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(places=navigation.places_for(self.request.user), **kwargs)
