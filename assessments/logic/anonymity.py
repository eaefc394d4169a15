"""How an anonymous answer is told apart from others, and linked to the same person's next one, without naming her."""

import hashlib
import hmac
from uuid import UUID


def anonymous_key(*, secret: bytes, plan: UUID, account: UUID) -> str:
    """A keyed hash of the account, with a secret of its own for each plan.

    So answers of one plan can be paired, answers of two plans cannot. Whoever has the secret could try every account:
    so it stands apart from the answers, and is destroyed as soon as nothing is to be linked any more.
    """
    plan_secret = hmac.digest(secret, b"assessments.plan:" + plan.bytes, "sha256")
    return hmac.new(plan_secret, account.bytes, hashlib.sha256).hexdigest()
