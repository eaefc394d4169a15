"""Celery: where tasks wait, how they survive a killed worker, and what beat starts when."""

from celery.schedules import crontab

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "letters"
CELERY_TASK_ROUTES = {"evaluation.tasks.*": {"queue": "reports"}}
# A task whose worker died is handed out again after this; one that runs longer runs twice, and must stand it.
VISIBILITY_SECONDS = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": VISIBILITY_SECONDS,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = False  # arguments are ids, but even ids need not be kept
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"

CELERY_BEAT_SCHEDULE = {
    "deliver waiting messages": {"task": "common.tasks.deliver_due", "schedule": 60.0},
    "forget notes of changes that everybody has read": {
        "task": "common.tasks.forget_changes",
        "schedule": crontab(minute=50),
    },
    "let offers lapse and promote": {"task": "programs.tasks.lapse_offers", "schedule": 300.0},
    "remind of offers that end": {
        "task": "programs.tasks.remind_of_offers",
        "schedule": crontab(minute=45),
    },
    "forget access needs": {
        "task": "programs.tasks.forget_access_needs",
        "schedule": crontab(minute=20, hour=4),
    },
    "send and end invitations to delegations": {
        "task": "programs.tasks.tend_delegations",
        "schedule": 300.0,
    },
    "release reserved seats": {"task": "programs.tasks.release_reserved_seats", "schedule": 300.0},
    "ask pairs that do not meet how it is": {
        "task": "programs.tasks.check_in_with_pairs",
        "schedule": crontab(minute=35, hour=8),
    },
    "resume searches for pairs whose worker died": {
        "task": "programs.tasks.resume_searches_for_pairs",
        "schedule": 60.0,
    },
    "remind of sessions": {"task": "programs.tasks.remind_of_sessions", "schedule": crontab(minute=15)},
    "tell of programs that fit saved searches": {
        "task": "programs.tasks.tell_of_searches",
        "schedule": crontab(minute="5,20,35,50"),
    },
    "find programs by the present names of capacities and providers": {
        "task": "programs.tasks.follow_names",
        "schedule": crontab(minute=50, hour=1),
    },
    "end affiliations whose last day is over": {
        "task": "capacity.tasks.end_affiliations",
        "schedule": crontab(minute=10),
    },
    "remind representatives of the end of their term": {
        "task": "capacity.tasks.remind_representatives",
        "schedule": crontab(minute=25, hour=6),
    },
    "open and close waves": {"task": "assessments.tasks.advance_waves", "schedule": 900.0},
    "remind of waves": {"task": "assessments.tasks.remind_invited", "schedule": crontab(minute=40)},
    "show what has come to the statistics of questionnaires": {
        "task": "assessments.tasks.refresh_figures",
        "schedule": 600.0,
    },
    "destroy the secrets of anonymous plans that are over": {
        "task": "assessments.tasks.cut_links",
        "schedule": crontab(minute=30, hour=1),
    },
    "remind of what is due in development plans": {
        "task": "assessments.tasks.remind_of_plans",
        "schedule": crontab(minute=5),
    },
    "create the reports that are due": {
        "task": "evaluation.tasks.create_due_reports",
        "schedule": crontab(minute=5, hour=2),
    },
    "make a published report again, to see that it comes out the same": {
        "task": "evaluation.tasks.audit_reproducibility",
        "schedule": crontab(minute=35, hour=3),
    },
    "delete the rows behind reports whose time is over": {
        "task": "evaluation.tasks.expire_frozen_rows",
        "schedule": crontab(minute=20, hour=4, day_of_month=2),
    },
    "measure how reliable questionnaires are": {
        "task": "evaluation.tasks.measure_reliability",
        "schedule": crontab(minute=40, hour=3),
    },
    "bring participation up to date": {"task": "evaluation.tasks.refresh_participations", "schedule": 180.0},
    "add changes to the rollups": {"task": "evaluation.tasks.fold_rollups", "schedule": 60.0},
    "catch up with answers": {"task": "evaluation.tasks.catch_up_changes", "schedule": 300.0},
    "delete demographic answers whose time is over": {
        "task": "capacity.tasks.delete_old_demographics",
        "schedule": crontab(minute=20, hour=1),
    },
    "count demographic answers": {
        "task": "evaluation.tasks.count_demographics",
        "schedule": crontab(minute=50, hour=1, day_of_month=1),
    },
    "look at the quality of data and at stalled work": {
        "task": "evaluation.tasks.refresh_alerts",
        "schedule": crontab(minute=45, hour=2),
    },
    "open and close follow-ups": {
        "task": "evaluation.tasks.advance_follow_ups",
        "schedule": crontab(minute=25, hour=2),
    },
    "compute indicators": {
        "task": "evaluation.tasks.compute_indicators",
        "schedule": crontab(minute=15, hour=2),
    },
    "forget files of people's data": {
        "task": "config.tasks.forget_exports",
        "schedule": crontab(minute=15, hour=3),
    },
    "resume erasures whose worker died": {"task": "config.tasks.resume_erasures", "schedule": 300.0},
    "resume reports whose worker died": {"task": "evaluation.tasks.resume_stalled_reports", "schedule": 30.0},
}
