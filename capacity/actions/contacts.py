"""How somebody is reached."""

from collections.abc import Mapping

from capacity.models import Contact, Stakeholder


def replace(stakeholder: Stakeholder, addresses: Mapping[str, str]) -> None:
    """One address of each kind; an empty one takes it away. Expects the caller's transaction."""
    for kind, address in addresses.items():
        if address:
            Contact.objects.update_or_create(
                stakeholder=stakeholder, kind=kind, defaults={"address": address}
            )
        else:
            Contact.objects.filter(stakeholder=stakeholder, kind=kind).delete()
