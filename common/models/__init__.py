from common.models.action_log import ActionLog
from common.models.change import Change
from common.models.clock_job import ClockJob
from common.models.notification import Notification, NotificationPreference, QuietHours
from common.models.outbox import Message, MessageState
from common.models.stamped import Stamped
from common.models.texts import in_all_languages

__all__ = [
    "ActionLog",
    "Change",
    "ClockJob",
    "Message",
    "MessageState",
    "Notification",
    "NotificationPreference",
    "QuietHours",
    "Stamped",
    "in_all_languages",
]
