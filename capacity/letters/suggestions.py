"""What people are told of what they suggested."""

from capacity.models import CapacitySuggestion
from common.outbox import tell


def suggestion_decided(suggestion: CapacitySuggestion) -> None:
    """To who suggested it: what became of it, and what staff say."""
    tell(
        recipient=suggestion.suggested_by,
        kind="taxonomy",
        cause=f"suggestion-{suggestion.pk}",
        template=f"capacity/suggestion_{suggestion.state}",
        context={"suggestion": suggestion, "capacity": suggestion.capacity},
        url=suggestion.get_absolute_url(),
    )
