"""The tables of this app, as they were when the portal was first put together."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import common.tables


class Migration(migrations.Migration):
    replaces = [
        ("common", "0001_initial"),
        ("common", "0002_changes_are_told"),
        ("common", "0003_quiet_hours"),
    ]

    initial = True

    dependencies = [
        ("capacity", "0001_tables"),
    ]

    operations = [
        common.tables.InOneGo(
            operations=[
                migrations.CreateModel(
                    name="Change",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("topic", models.CharField(max_length=60, verbose_name="table")),
                        ("subject", models.BigIntegerField(null=True, verbose_name="row")),
                        ("written_in", models.BigIntegerField(verbose_name="transaction")),
                        ("at", models.DateTimeField(verbose_name="at")),
                    ],
                    options={
                        "verbose_name": "change",
                        "verbose_name_plural": "changes",
                        "indexes": [
                            models.Index(fields=["topic", "written_in"], name="common_chan_topic_ceb285_idx"),
                            models.Index(fields=["at"], name="common_chan_at_ae707e_idx"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("key", models.CharField(max_length=200, unique=True, verbose_name="key")),
                        ("kind", models.CharField(max_length=60, verbose_name="kind")),
                        ("language", models.CharField(max_length=12, verbose_name="language")),
                        ("subject", models.CharField(max_length=250, verbose_name="subject")),
                        ("text", models.TextField(verbose_name="text")),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "waiting"), ("sent", "sent"), ("failed", "failed")],
                                db_index=True,
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        (
                            "in_digest",
                            models.BooleanField(
                                default=False, verbose_name="goes out with others, once a day"
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="due at")),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="letters",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recipient",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["due_at"],
                                name="message_waiting",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "sent", "failed"])),
                                name="message_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", False), ("state", "sent")),
                                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                                    _connector="OR",
                                ),
                                name="message_sent_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("key", models.CharField(max_length=200, unique=True, verbose_name="key")),
                        ("kind", models.CharField(max_length=60, verbose_name="kind")),
                        ("language", models.CharField(max_length=12, verbose_name="language")),
                        ("text", models.CharField(max_length=500, verbose_name="text")),
                        ("url", models.CharField(blank=True, max_length=500, verbose_name="address")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notifications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recipient",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notification",
                        "verbose_name_plural": "notifications",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["recipient", "-id"], name="common_noti_recipie_9ff7ed_idx")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NotificationPreference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="kind")),
                        (
                            "email",
                            models.CharField(
                                choices=[
                                    ("at_once", "at once"),
                                    ("digest", "once a day, together"),
                                    ("weekly", "once a week, together"),
                                    ("never", "never"),
                                ],
                                default="at_once",
                                max_length=10,
                                verbose_name="e-mail",
                            ),
                        ),
                        ("on_page", models.BooleanField(default=True, verbose_name="on the page")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notification_preferences",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notification preference",
                        "verbose_name_plural": "notification preferences",
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "kind"), name="one_preference_per_kind"),
                            models.CheckConstraint(
                                condition=models.Q(("email__in", ["at_once", "digest", "weekly", "never"])),
                                name="preference_known_email",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuietHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts", models.TimeField(verbose_name="from")),
                        ("ends", models.TimeField(verbose_name="to")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quiet_hours",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "quiet hours",
                        "verbose_name_plural": "quiet hours",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts", models.F("ends")), _negated=True),
                                name="quiet_hours_are_some",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionLog",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                        ("verb", models.CharField(max_length=60, verbose_name="deed")),
                        ("object_type", models.CharField(max_length=60, verbose_name="kind of object")),
                        ("object_id", models.BigIntegerField(verbose_name="object")),
                        ("before", models.JSONField(default=dict, verbose_name="before")),
                        ("after", models.JSONField(default=dict, verbose_name="after")),
                        ("reason", models.CharField(blank=True, max_length=60, verbose_name="reason")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "logged action",
                        "verbose_name_plural": "logged actions",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                fields=["object_type", "object_id"], name="common_acti_object__bca137_idx"
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actionlog",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="b03532fc6efb62cfd3fefa27be2b2318ad9bcd62",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_eef6a",
                            table="common_actionlog",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
