"""The representative's view of her organization."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http.organizations import OfOrganization
from capacity.http.reasons import MembersBehindReason
from evaluation.queries import figures
from evaluation.queries.affiliate import affiliate_page
from programs.queries.vocabulary import vocabulary


class AffiliateDesk(MembersBehindReason, OfOrganization, PermissionRequiredMixin, TemplateView):
    """Members, delegation, figures of people sent to programs."""

    permission_required = "capacity.view_affiliate_desk"
    template_name = "evaluation/affiliate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(
            organization=self.organization,
            affiliate=affiliate_page(self.organization),
            # Who may see this page may see them by name there.
            members=reverse("capacity:member-list", kwargs={"slug": self.organization.slug}),
            definitions={name: figures.definition_address(name) for name in ("members", "sent")},
            words=vocabulary(),
            # Whoever came in and is not of the staff does; it was asked at the door.
            represents=not user.is_staff
            or user.has_perm("assessments.assess_organization", self.organization),
            **kwargs,
        )
