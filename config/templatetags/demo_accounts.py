from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

PASSWORD = "capacity-demo"  # noqa: S105 - printed on the page itself, in demonstrations only


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    role: str
    label: Promise
    icon: str
    password: str = PASSWORD

    @property
    def email(self) -> str:
        return f"{self.role}@demo.example"


ACCOUNTS = [
    DemoAccount(role="member", label=_("Member: learns and shares"), icon="user-avatar"),
    DemoAccount(role="representative", label=_("Representative: develops an affiliate"), icon="user-group"),
    DemoAccount(role="facilitator", label=_("Facilitator: teaches"), icon="user-talk"),
    DemoAccount(role="coordinator", label=_("Coordinator: runs programs"), icon="list-bullet"),
    DemoAccount(role="evaluator", label=_("Evaluator: judges what works"), icon="chart"),
    DemoAccount(role="staff", label=_("Staff: steers the system"), icon="user-rights"),
    DemoAccount(role="colleague", label=_("Colleague of staff: a second pair of eyes"), icon="user-rights"),
    DemoAccount(role="partner", label=_("Partner: from outside the movement"), icon="globe"),
]


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    return ACCOUNTS
