from django.db import transaction

from capacity.models import User


@transaction.atomic
def choose(user: User, *, by: User, language: str = "", theme: str = "", time_zone: str = "") -> User:
    """Keeps how she reads; what is empty stays as it was. Refuses another person's account."""
    if user != by:
        raise PermissionError("How a person reads is hers to choose.")
    chosen = {"language": language, "theme": theme, "time_zone": time_zone}
    kept = {field: value for field, value in chosen.items() if value}
    for field, value in kept.items():
        setattr(user, field, value)
    user.full_clean(exclude={field.name for field in user._meta.fields} - set(kept))
    user.save(update_fields=[*kept, "updated_at"])
    return user
