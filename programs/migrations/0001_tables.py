"""The tables of this app, as they were when the portal was first put together."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import common.tables


class Migration(migrations.Migration):
    replaces = [
        ("programs", "0001_initial"),
        ("programs", "0002_changes_are_told"),
        ("programs", "0003_completion_rules_and_work"),
        ("programs", "0004_seat_pools"),
        ("programs", "0005_authoring"),
        ("programs", "0006_application_forms"),
        ("programs", "0007_reviews"),
        ("programs", "0008_delegations"),
        ("programs", "0009_usual_labels"),
        ("programs", "0010_catalog_facets"),
        ("programs", "0011_attendance_marks"),
        ("programs", "0012_saved_searches"),
        ("programs", "0013_mentoring"),
        ("programs", "0014_calendar_addresses"),
        ("programs", "0015_deeds_with_several"),
        ("programs", "0016_session_materials"),
    ]

    initial = True

    dependencies = [
        ("capacity", "0002_directory"),
        ("common", "0001_tables"),
    ]

    operations = [
        common.tables.InOneGo(
            operations=[
                migrations.CreateModel(
                    name="SavedSearch",
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
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "query",
                            models.CharField(
                                blank=True, max_length=2000, verbose_name="what is asked, as in the address"
                            ),
                        ),
                        (
                            "alert",
                            models.CharField(
                                choices=[
                                    ("off", "no letters"),
                                    ("daily", "once a day"),
                                    ("weekly", "once a week"),
                                ],
                                default="off",
                                max_length=6,
                                verbose_name="letters",
                            ),
                        ),
                        (
                            "alert_since",
                            models.DateTimeField(blank=True, null=True, verbose_name="letters asked for at"),
                        ),
                        (
                            "looked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last looked at"),
                        ),
                        ("next_at", models.DateTimeField(blank=True, null=True, verbose_name="next letter")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_searches",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "saved search",
                        "verbose_name_plural": "saved searches",
                        "ordering": ["-created_at", "-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("alert", "off"), _negated=True),
                                fields=["next_at"],
                                name="saved_search_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="saved_search_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("alert__in", ["off", "daily", "weekly"])),
                                name="saved_search_known_alert",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("alert", "off"),
                                        ("alert_since", None),
                                        ("looked_at", None),
                                        ("next_at", None),
                                    ),
                                    models.Q(
                                        models.Q(("alert", "off"), _negated=True),
                                        ("alert_since__isnull", False),
                                        ("looked_at__isnull", False),
                                        ("next_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="letters_of_a_search_have_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarAddress",
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
                        (
                            "digest",
                            models.CharField(max_length=64, unique=True, verbose_name="hash of the token"),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="made at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_address",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "address of a calendar",
                        "verbose_name_plural": "addresses of calendars",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                                name="calendar_token_is_hashed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Method",
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
                        (
                            "sessions_needed",
                            models.PositiveSmallIntegerField(default=1, verbose_name="sessions attended"),
                        ),
                        (
                            "hours_needed",
                            models.PositiveSmallIntegerField(default=0, verbose_name="hours taken part"),
                        ),
                        (
                            "meetings_needed",
                            models.PositiveSmallIntegerField(default=0, verbose_name="meetings held"),
                        ),
                        (
                            "deliverables_needed",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="results handed in and accepted"
                            ),
                        ),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_ar", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_es", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_fr", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_hi", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_ind", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_pt_br", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_ru", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_sw", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("name_zh_hans", models.CharField(max_length=120, null=True, verbose_name="name")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_ar",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_es",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_fr",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_hi",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_ind",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_pt_br",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_ru",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_sw",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_zh_hans",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                    ],
                    options={
                        "verbose_name": "method",
                        "verbose_name_plural": "methods",
                        "ordering": ["position", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sessions_needed__gte", 1),
                                    ("hours_needed__gte", 1),
                                    ("meetings_needed__gte", 1),
                                    ("deliverables_needed__gte", 1),
                                    _connector="OR",
                                ),
                                name="method_rule_asks_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MentoringPair",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("suggested", "suggested"),
                                    ("proposed", "both are asked"),
                                    ("active", "under way"),
                                    ("closing", "being closed"),
                                    ("closed", "closed"),
                                    ("dropped", "taken back"),
                                    ("declined", "declined"),
                                    ("ended", "ended early"),
                                ],
                                default="suggested",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("fit", models.PositiveSmallIntegerField(verbose_name="how well they fit, of 100")),
                        ("by_search", models.BooleanField(default=False, verbose_name="found by the search")),
                        (
                            "proposed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="proposed at"),
                        ),
                        (
                            "mentor_agreed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="the mentor agreed at"),
                        ),
                        (
                            "mentee_agreed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="the mentee agreed at"),
                        ),
                        ("began_at", models.DateTimeField(blank=True, null=True, verbose_name="began at")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_time", "not enough time"),
                                    ("no_fit", "we do not fit together"),
                                    ("no_contact", "the other cannot be reached"),
                                    ("other_aims", "other aims than before"),
                                    ("left", "one of the two has left the cohort"),
                                    ("other", "another reason"),
                                ],
                                max_length=10,
                                verbose_name="reason of the end",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "mentee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pairs_as_mentee",
                                to="programs.mentoringpart",
                                verbose_name="mentee",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pairs_as_mentor",
                                to="programs.mentoringpart",
                                verbose_name="mentor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mentoring pair",
                        "verbose_name_plural": "mentoring pairs",
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "suggested",
                                            "proposed",
                                            "active",
                                            "closing",
                                            "closed",
                                            "dropped",
                                            "declined",
                                            "ended",
                                        ],
                                    )
                                ),
                                name="pair_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("fit__lte", 100)), name="pair_fits_up_to_100"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at", None),
                                        ("state__in", ["suggested", "proposed", "active", "closing"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("state__in", ["suggested", "proposed", "active", "closing"]),
                                            _negated=True,
                                        ),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pair_end_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "reason__in",
                                            [
                                                "no_time",
                                                "no_fit",
                                                "no_contact",
                                                "other_aims",
                                                "left",
                                                "other",
                                            ],
                                        ),
                                        ("state__in", ["declined", "ended"]),
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["declined", "ended"]), _negated=True),
                                        ("reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="pair_end_has_a_reason",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["suggested", "proposed", "active", "closing"])
                                ),
                                fields=("mentee",),
                                name="one_live_pair_per_mentee",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["active", "closing", "closed", "ended"]), _negated=True
                                    ),
                                    models.Q(
                                        ("began_at__isnull", False),
                                        ("mentee_agreed_at__isnull", False),
                                        ("mentor_agreed_at__isnull", False),
                                        ("proposed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pair_that_works_was_agreed_to",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("proposed_at__isnull", False),
                                    models.Q(("mentee_agreed_at", None), ("mentor_agreed_at", None)),
                                    _connector="OR",
                                ),
                                name="nobody_agrees_unasked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MentoringGoal",
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
                        ("text", models.CharField(max_length=300, verbose_name="goal")),
                        ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="set by",
                            ),
                        ),
                        (
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="goals",
                                to="programs.mentoringpair",
                                verbose_name="mentoring pair",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "goal of a pair",
                        "verbose_name_plural": "goals of pairs",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramCapacity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aims",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "level_before",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.proficiencylevel",
                                verbose_name="level before",
                            ),
                        ),
                        (
                            "target_level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.proficiencylevel",
                                verbose_name="target level",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="aims",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "capacity of a program",
                        "verbose_name_plural": "capacities of programs",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level_before", None),
                                    ("target_level", None),
                                    ("target_level__gte", models.F("level_before")),
                                    _connector="OR",
                                ),
                                name="target_not_under_start",
                            ),
                            models.UniqueConstraint(
                                fields=("program", "capacity"), name="each_capacity_once_per_program"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Program",
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
                        ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address name")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("title_en", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_ar", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_es", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_fr", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_hi", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_ind", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_pt_br", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_ru", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_sw", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_zh_hans", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("summary", models.CharField(blank=True, max_length=500, verbose_name="summary")),
                        (
                            "summary_en",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_ar",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_es",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_fr",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_hi",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_ind",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_pt_br",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_ru",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_sw",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        (
                            "summary_zh_hans",
                            models.CharField(blank=True, max_length=500, null=True, verbose_name="summary"),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "description_en",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_ar",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_es",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_fr",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_hi",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_ind",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_pt_br",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_ru",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_sw",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        (
                            "description_zh_hans",
                            models.TextField(blank=True, null=True, verbose_name="description"),
                        ),
                        ("prerequisites", models.TextField(blank=True, verbose_name="what is expected")),
                        (
                            "prerequisites_en",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_ar",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_es",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_fr",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_hi",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_ind",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_pt_br",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_ru",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_sw",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "prerequisites_zh_hans",
                            models.TextField(blank=True, null=True, verbose_name="what is expected"),
                        ),
                        (
                            "audience",
                            models.CharField(blank=True, max_length=300, verbose_name="who it is for"),
                        ),
                        (
                            "audience_groups",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("newcomers", "newcomers"),
                                        ("editors", "experienced editors"),
                                        ("organizers", "organizers of events and campaigns"),
                                        ("affiliates", "staff and volunteers of affiliates"),
                                        ("boards", "board members"),
                                        ("functionaries", "administrators and other functionaries"),
                                        ("developers", "technical contributors"),
                                        ("trainers", "trainers and mentors"),
                                        ("educators", "teachers and students"),
                                        ("heritage", "libraries, archives and museums"),
                                        ("youth", "young people"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="groups it is for",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("local", "local"),
                                    ("regional", "regional"),
                                    ("global", "global"),
                                    ("thematic", "thematic"),
                                ],
                                default="global",
                                max_length=10,
                                verbose_name="scope",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("archived", "archived"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "external_ids",
                            models.JSONField(
                                blank=True, default=dict, verbose_name="ids and addresses elsewhere"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                        ),
                        (
                            "archived_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="archived at"),
                        ),
                        ("search_text", models.TextField(blank=True, editable=False)),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="created by",
                            ),
                        ),
                        (
                            "languages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="programs",
                                to="capacity.language",
                                verbose_name="languages of delivery",
                            ),
                        ),
                        (
                            "method",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="programs",
                                to="programs.method",
                                verbose_name="method",
                            ),
                        ),
                        (
                            "original_language",
                            models.ForeignKey(
                                default="en",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language it was written in",
                            ),
                        ),
                        (
                            "regions",
                            models.ManyToManyField(
                                blank=True,
                                related_name="programs",
                                to="capacity.region",
                                verbose_name="regions it is for (none: all)",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="review asked for by",
                            ),
                        ),
                        (
                            "capacities",
                            models.ManyToManyField(
                                related_name="programs",
                                through="programs.ProgramCapacity",
                                to="capacity.capacity",
                                verbose_name="capacities",
                            ),
                        ),
                        (
                            "providers",
                            models.ManyToManyField(
                                related_name="provided_programs",
                                through="programs.ProgramProvider",
                                to="capacity.stakeholder",
                                verbose_name="providers",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "program",
                        "verbose_name_plural": "programs",
                        "ordering": ["-published_at", "-id"],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_text"], name="program_search", opclasses=["gin_trgm_ops"]
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ["published", "archived"])),
                                fields=["-published_at", "-id"],
                                name="program_public_newest",
                            ),
                            models.Index(fields=["title", "id"], name="program_by_title"),
                            models.Index(fields=["title_en", "id"], name="program_by_title-en"),
                            models.Index(fields=["title_ar", "id"], name="program_by_title-ar"),
                            models.Index(fields=["title_es", "id"], name="program_by_title-es"),
                            models.Index(fields=["title_fr", "id"], name="program_by_title-fr"),
                            models.Index(fields=["title_hi", "id"], name="program_by_title-hi"),
                            models.Index(fields=["title_ind", "id"], name="program_by_title-id"),
                            models.Index(fields=["title_pt_br", "id"], name="program_by_title-pt-br"),
                            models.Index(fields=["title_ru", "id"], name="program_by_title-ru"),
                            models.Index(fields=["title_sw", "id"], name="program_by_title-sw"),
                            models.Index(fields=["title_zh_hans", "id"], name="program_by_title-zh-hans"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "in_review", "published", "archived"])
                                ),
                                name="program_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("scope__in", ["local", "regional", "global", "thematic"])
                                ),
                                name="program_known_scope",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "audience_groups__contained_by",
                                        [
                                            "newcomers",
                                            "editors",
                                            "organizers",
                                            "affiliates",
                                            "boards",
                                            "functionaries",
                                            "developers",
                                            "trainers",
                                            "educators",
                                            "heritage",
                                            "youth",
                                        ],
                                    )
                                ),
                                name="program_known_audience_groups",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "in_review"]),
                                    ("published_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="public_program_has_published_at",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("archived_at__isnull", False), ("state", "archived")),
                                    models.Q(
                                        models.Q(("state", "archived"), _negated=True), ("archived_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="archived_program_has_archived_at",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramComment",
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
                        ("text", models.TextField(max_length=2000, verbose_name="comment")),
                        (
                            "resolved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="settled at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="settled by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment on a program",
                        "verbose_name_plural": "comments on programs",
                        "ordering": ["created_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("resolved_at", None), ("resolved_by", None)),
                                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="settling_a_comment_is_dated",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramHold",
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
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="lifted by",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="holds",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="set by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "hold on a program",
                        "verbose_name_plural": "holds on programs",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="hold_has_a_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_at", None), ("lifted_by", None)),
                                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="lifting_a_hold_is_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramProvider",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="provisions",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="provisions",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "provider",
                        "verbose_name_plural": "providers",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "organization"), name="each_provider_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("series", models.CharField(blank=True, max_length=200, verbose_name="series")),
                        (
                            "kind",
                            models.CharField(blank=True, max_length=40, verbose_name="kind in the source"),
                        ),
                        (
                            "mode",
                            models.CharField(blank=True, max_length=40, verbose_name="mode in the source"),
                        ),
                        ("held_from", models.DateField(blank=True, null=True, verbose_name="from")),
                        (
                            "held_from_precision",
                            models.CharField(
                                blank=True,
                                choices=[("day", "day"), ("month", "month"), ("year", "year")],
                                max_length=5,
                            ),
                        ),
                        ("held_to", models.DateField(blank=True, null=True, verbose_name="to")),
                        (
                            "held_to_precision",
                            models.CharField(
                                blank=True,
                                choices=[("day", "day"), ("month", "month"), ("year", "year")],
                                max_length=5,
                            ),
                        ),
                        ("city", models.CharField(blank=True, max_length=120, verbose_name="city")),
                        ("organizer", models.CharField(blank=True, max_length=200, verbose_name="organizer")),
                        (
                            "participants",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="participants as published"
                            ),
                        ),
                        (
                            "participants_qualifier",
                            models.CharField(blank=True, max_length=120, verbose_name="qualifier"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "url",
                            models.URLField(blank=True, max_length=500, verbose_name="page of the program"),
                        ),
                        (
                            "program",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="record",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="capacity.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "published record",
                        "verbose_name_plural": "published records",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("held_from", None), ("held_from_precision", "")),
                                    models.Q(
                                        ("held_from__isnull", False),
                                        ("held_from_precision__in", ["day", "month", "year"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="record_from_has_precision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("held_to", None), ("held_to_precision", "")),
                                    models.Q(
                                        ("held_to__isnull", False),
                                        ("held_to_precision__in", ["day", "month", "year"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="record_to_has_precision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held_from", None),
                                    ("held_to", None),
                                    ("held_to__gte", models.F("held_from")),
                                    _connector="OR",
                                ),
                                name="record_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("content", models.JSONField(verbose_name="content")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version of a program",
                        "verbose_name_plural": "versions of programs",
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "number"), name="each_version_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cohort",
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
                        (
                            "sessions_needed",
                            models.PositiveSmallIntegerField(default=1, verbose_name="sessions attended"),
                        ),
                        (
                            "hours_needed",
                            models.PositiveSmallIntegerField(default=0, verbose_name="hours taken part"),
                        ),
                        (
                            "meetings_needed",
                            models.PositiveSmallIntegerField(default=0, verbose_name="meetings held"),
                        ),
                        (
                            "deliverables_needed",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="results handed in and accepted"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "delivery",
                            models.CharField(
                                choices=[
                                    ("online", "online"),
                                    ("in_person", "in person"),
                                    ("hybrid", "online and in person"),
                                ],
                                default="online",
                                max_length=10,
                                verbose_name="format",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                        (
                            "time_zone",
                            models.CharField(default="UTC", max_length=60, verbose_name="time zone"),
                        ),
                        ("starts_on", models.DateField(verbose_name="starts on")),
                        ("ends_on", models.DateField(verbose_name="ends on")),
                        ("enrollment_opens_at", models.DateTimeField(verbose_name="enrollment opens")),
                        ("enrollment_closes_at", models.DateTimeField(verbose_name="enrollment closes")),
                        (
                            "seats",
                            models.PositiveIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats"
                            ),
                        ),
                        (
                            "held_seats",
                            models.PositiveIntegerField(default=0, editable=False, verbose_name="seats held"),
                        ),
                        (
                            "reserved_seats",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="seats reserved"
                            ),
                        ),
                        (
                            "reserved_held",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="reserved seats held"
                            ),
                        ),
                        (
                            "reserves_release_at",
                            models.DateTimeField(
                                blank=True,
                                null=True,
                                verbose_name="unused reserved seats are open to all from",
                            ),
                        ),
                        (
                            "reserves_released_at",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="reserved seats released at",
                            ),
                        ),
                        (
                            "confirmation",
                            models.CharField(
                                choices=[
                                    ("at_once", "at once, while there are seats"),
                                    ("review", "after a review"),
                                ],
                                default="at_once",
                                max_length=8,
                                verbose_name="confirmation",
                            ),
                        ),
                        (
                            "offer_hours",
                            models.PositiveSmallIntegerField(
                                default=72, verbose_name="hours to take an offered place"
                            ),
                        ),
                        (
                            "access_provisions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("interpretation", "interpretation"),
                                        ("captions", "captions"),
                                        ("sign_language", "sign language"),
                                        ("data_bundle", "data bundle"),
                                        ("child_care", "child care"),
                                        ("travel", "travel support"),
                                        ("step_free", "step-free access"),
                                        ("quiet_room", "quiet room or quiet hours"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="access provisions",
                            ),
                        ),
                        (
                            "fee",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="what it costs those who take part (nothing written: it is free)",
                            ),
                        ),
                        (
                            "external_ids",
                            models.JSONField(
                                blank=True, default=dict, verbose_name="ids and addresses elsewhere"
                            ),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="cancelled at"),
                        ),
                        (
                            "cancellation_note",
                            models.CharField(blank=True, max_length=500, verbose_name="why it is cancelled"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "interpretation",
                            models.ManyToManyField(
                                blank=True,
                                related_name="interpreted_cohorts",
                                to="capacity.language",
                                verbose_name="interpretation into",
                            ),
                        ),
                        (
                            "languages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="cohorts",
                                to="capacity.language",
                                verbose_name="languages",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cohorts",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cohort",
                        "verbose_name_plural": "cohorts",
                        "ordering": ["-starts_on", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["enrollment_closes_at"], name="programs_co_enrollm_f46750_idx"
                            ),
                            models.Index(fields=["starts_on"], name="programs_co_starts__f68044_idx"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("held_seats__lte", models.F("seats"))),
                                name="seats_are_not_oversold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "held_seats__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("seats"), "-", models.F("reserved_seats")
                                            ),
                                            "+",
                                            models.F("reserved_held"),
                                        ),
                                    )
                                ),
                                name="open_seats_are_not_oversold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reserves_released_at", None), ("reserved_seats", 0), _connector="OR"
                                ),
                                name="released_reserves_are_no_more",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reserved_seats", 0),
                                    ("reserves_release_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="reserves_have_a_release",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gte", 1)), name="cohort_has_a_seat"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="cohort_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("enrollment_closes_at__gt", models.F("enrollment_opens_at"))
                                ),
                                name="enrollment_closes_after_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("delivery__in", ["online", "in_person", "hybrid"])),
                                name="cohort_known_delivery",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confirmation__in", ["at_once", "review"])),
                                name="cohort_known_confirmation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sessions_needed__gte", 1),
                                    ("hours_needed__gte", 1),
                                    ("meetings_needed__gte", 1),
                                    ("deliverables_needed__gte", 1),
                                    _connector="OR",
                                ),
                                name="cohort_rule_asks_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("offer_hours__gte", 1)), name="offers_have_time"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "access_provisions__contained_by",
                                        [
                                            "interpretation",
                                            "captions",
                                            "sign_language",
                                            "data_bundle",
                                            "child_care",
                                            "travel",
                                            "step_free",
                                            "quiet_room",
                                        ],
                                    )
                                ),
                                name="cohort_known_provisions",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgramRole",
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
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("coordinator", "coordinator"),
                                    ("facilitator", "facilitator"),
                                    ("mentor", "mentor"),
                                    ("evaluator", "evaluator"),
                                    ("reviewer", "reviewer of applications"),
                                ],
                                max_length=12,
                                verbose_name="role",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="to (included)")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="roles",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="program_roles",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="roles",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "role in a program",
                        "verbose_name_plural": "roles in programs",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cohort", None), ("program__isnull", False)),
                                    models.Q(("cohort__isnull", False), ("program", None)),
                                    models.Q(("cohort", None), ("program", None), ("role", "evaluator")),
                                    _connector="OR",
                                ),
                                name="role_in_program_or_cohort",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        ["coordinator", "facilitator", "mentor", "evaluator", "reviewer"],
                                    )
                                ),
                                name="program_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="program_role_ends_after_start",
                            ),
                            models.UniqueConstraint(
                                fields=("program", "cohort", "person", "role", "starts_on"),
                                name="each_program_role_once",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewCriterion",
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
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "description",
                            models.CharField(
                                blank=True, max_length=600, verbose_name="what a high score means"
                            ),
                        ),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(10),
                                ],
                                verbose_name="weight",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_criteria",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "criterion of a review",
                        "verbose_name_plural": "criteria of reviews",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("cohort", "name"), name="one_criterion_per_name"),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 1), ("weight__lte", 10)),
                                name="criterion_weight_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "search",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="programs.savedsearch",
                                verbose_name="saved search",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "finding of a saved search",
                        "verbose_name_plural": "findings of saved searches",
                        "ordering": ["-found_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("search", "program", "cohort"),
                                name="each_finding_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeatPool",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("region", "people of certain regions"),
                                    ("territory", "people of certain countries or territories"),
                                    ("affiliate_type", "members of certain affiliates"),
                                    ("language", "speakers of certain languages"),
                                    ("newcomer", "newcomers"),
                                ],
                                max_length=16,
                                verbose_name="reserved for",
                            ),
                        ),
                        (
                            "values",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="which ones",
                            ),
                        ),
                        (
                            "seats",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="seats"
                            ),
                        ),
                        (
                            "held_seats",
                            models.PositiveSmallIntegerField(
                                default=0, editable=False, verbose_name="seats held"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pools",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reserved seats",
                        "verbose_name_plural": "reserved seats",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("held_seats__lte", models.F("seats"))),
                                name="pool_is_not_oversold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gte", 1)), name="pool_has_a_seat"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["region", "territory", "affiliate_type", "language", "newcomer"],
                                    )
                                ),
                                name="pool_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "newcomer"), ("values__len", 0)),
                                    models.Q(
                                        models.Q(("kind", "newcomer"), _negated=True), ("values__len__gte", 1)
                                    ),
                                    _connector="OR",
                                ),
                                name="pool_says_for_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("local_date", models.DateField(verbose_name="date")),
                        ("local_time", models.TimeField(verbose_name="time")),
                        (
                            "time_zone",
                            models.CharField(default="UTC", max_length=60, verbose_name="time zone"),
                        ),
                        ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                        ("starts_at", models.DateTimeField(editable=False, verbose_name="starts at (UTC)")),
                        ("ends_at", models.DateTimeField(editable=False, verbose_name="ends at (UTC)")),
                        ("room", models.CharField(blank=True, max_length=200, verbose_name="room")),
                        (
                            "link",
                            models.URLField(
                                blank=True,
                                max_length=500,
                                verbose_name="link to join, shown to enrolled people only",
                            ),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="cancelled at"),
                        ),
                        (
                            "sequence",
                            models.PositiveIntegerField(
                                default=0, verbose_name="revision (iCalendar SEQUENCE)"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "ordering": ["starts_at", "id"],
                        "indexes": [
                            models.Index(fields=["starts_at"], name="programs_se_starts__8e74c8_idx")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="session_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 1)), name="session_lasts"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
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
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_made",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "delegation",
                        "verbose_name_plural": "delegations",
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="EquityWeight",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("region", "people of certain regions"),
                                    ("territory", "people of certain countries or territories"),
                                    ("affiliate_type", "members of certain affiliates"),
                                    ("language", "speakers of certain languages"),
                                    ("newcomer", "newcomers"),
                                ],
                                max_length=16,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "values",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="which ones",
                            ),
                        ),
                        (
                            "points",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(20),
                                ],
                                verbose_name="points",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equity_weights",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "weight for under-represented applicants",
                        "verbose_name_plural": "weights for under-represented applicants",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["region", "territory", "affiliate_type", "language", "newcomer"],
                                    )
                                ),
                                name="weight_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("points__gte", 1), ("points__lte", 20)),
                                name="weight_points_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "newcomer"), ("values__len", 0)),
                                    models.Q(
                                        models.Q(("kind", "newcomer"), _negated=True), ("values__len__gte", 1)
                                    ),
                                    _connector="OR",
                                ),
                                name="weight_says_for_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormBlock",
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
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="key")),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("text", "short text"),
                                    ("long_text", "long text"),
                                    ("choice", "one of several"),
                                    ("choices", "any of several"),
                                    ("consent", "consent"),
                                    ("motivation", "motivation"),
                                    ("access_needs", "access needs"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "label",
                            models.CharField(blank=True, max_length=300, verbose_name="question or text"),
                        ),
                        (
                            "help_text",
                            models.CharField(blank=True, max_length=600, verbose_name="explanation"),
                        ),
                        (
                            "options",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="answers",
                            ),
                        ),
                        ("required", models.BooleanField(default=False, verbose_name="must be answered")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "retired_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="asked no more since"),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="form_blocks",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "block of an application form",
                        "verbose_name_plural": "blocks of application forms",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("label", ""), _negated=True),
                                    ("kind__in", ("motivation", "access_needs")),
                                    _connector="OR",
                                ),
                                name="block_asks_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "text",
                                            "long_text",
                                            "choice",
                                            "choices",
                                            "consent",
                                            "motivation",
                                            "access_needs",
                                        ],
                                    )
                                ),
                                name="block_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ("choice", "choices")), ("options__len__gte", 2)),
                                    models.Q(
                                        models.Q(("kind__in", ("choice", "choices")), _negated=True),
                                        ("options__len", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="choices_have_options",
                            ),
                            models.UniqueConstraint(fields=("key", "version"), name="one_block_per_version"),
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at", None)),
                                fields=("key",),
                                name="one_version_is_asked",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind__in", ("motivation", "access_needs")), ("retired_at", None)
                                ),
                                fields=("cohort", "kind"),
                                name="motivation_and_needs_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchingRun",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "waiting"),
                                    ("running", "at work"),
                                    ("done", "done"),
                                    ("failed", "failed"),
                                ],
                                default="queued",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="people looked at")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="people to look at")),
                        ("pairs", models.PositiveIntegerField(default=0, verbose_name="pairs suggested")),
                        (
                            "left_over",
                            models.PositiveIntegerField(
                                default=0, verbose_name="people without a suggestion"
                            ),
                        ),
                        (
                            "heartbeat_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last sign of life"),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="matching_runs",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "search for pairs",
                        "verbose_name_plural": "searches for pairs",
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["queued", "running", "done", "failed"])),
                                name="matching_known_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["queued", "running"])),
                                fields=("cohort",),
                                name="one_search_for_pairs_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state__in", ["done", "failed"])),
                                    models.Q(("ended_at", None), ("state__in", ["queued", "running"])),
                                    _connector="OR",
                                ),
                                name="search_that_ended_has_a_moment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MentoringPart",
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
                        (
                            "side",
                            models.CharField(
                                choices=[("mentor", "mentor"), ("mentee", "mentee")],
                                max_length=6,
                                verbose_name="side",
                            ),
                        ),
                        (
                            "most",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(10),
                                ],
                                verbose_name="pairs at most",
                            ),
                        ),
                        (
                            "held",
                            models.PositiveSmallIntegerField(
                                default=0, editable=False, verbose_name="pairs now"
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(default="UTC", max_length=60, verbose_name="time zone"),
                        ),
                        (
                            "about",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="about you and what you look for"
                            ),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="accepted at"),
                        ),
                        ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacities",
                            models.ManyToManyField(
                                blank=True,
                                related_name="mentoring_parts",
                                to="capacity.capacity",
                                verbose_name="capacities",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentoring_parts",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "languages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="mentoring_parts",
                                to="capacity.language",
                                verbose_name="languages",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mentoring_parts",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part in mentoring",
                        "verbose_name_plural": "parts in mentoring",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cohort", "person", "side"), name="one_mentoring_part_each"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["mentor", "mentee"])),
                                name="mentoring_known_side",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("most__gte", 1), ("most__lte", 10)),
                                name="mentoring_load_is_possible",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("side", "mentee"), _negated=True), ("most", 1), _connector="OR"
                                ),
                                name="mentees_have_one_mentor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("held__lte", models.F("most"))),
                                name="mentoring_load_is_kept",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("left_at", None), ("held", 0), _connector="OR"),
                                name="who_left_mentoring_has_no_pair",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SessionMaterial",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("recording", "recording"),
                                    ("slides", "slides"),
                                    ("notes", "notes"),
                                    ("exercise", "exercise"),
                                    ("other", "other"),
                                ],
                                default="recording",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("link", models.URLField(max_length=500, verbose_name="address")),
                        (
                            "transcript",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="address of the transcript"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[("enrolled", "people who take part"), ("public", "everybody")],
                                default="enrolled",
                                max_length=8,
                                verbose_name="for whom",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="added by",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="materials",
                                to="programs.session",
                                verbose_name="session",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "material of a session",
                        "verbose_name_plural": "materials of sessions",
                        "ordering": ["session__starts_at", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["recording", "slides", "notes", "exercise", "other"])
                                ),
                                name="material_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("audience__in", ["enrolled", "public"])),
                                name="material_known_audience",
                            ),
                            models.UniqueConstraint(fields=("session", "link"), name="one_material_per_link"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckInCode",
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
                        ("code", models.CharField(max_length=8, unique=True, verbose_name="code")),
                        ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="check_in_codes",
                                to="programs.session",
                                verbose_name="session",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "check-in code",
                        "verbose_name_plural": "check-in codes",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("session",),
                                name="one_open_code_per_session",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__regex", "^[A-Z2-9]{6,8}$")),
                                name="check_in_code_is_long",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkDeed",
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
                        (
                            "deed",
                            models.CharField(
                                choices=[
                                    ("accept", "Accept"),
                                    ("decline", "Decline"),
                                    ("offer", "Offer a place"),
                                    ("present", "Record as present"),
                                    ("complete", "Mark as completed"),
                                    ("not_complete", "Mark as not completed"),
                                    ("withdraw", "Withdraw"),
                                ],
                                max_length=12,
                                verbose_name="deed",
                            ),
                        ),
                        (
                            "undone_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="taken back at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="taken back by",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="bulk_deeds",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programs.session",
                                verbose_name="session",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "deed with several people",
                        "verbose_name_plural": "deeds with several people",
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "deed__in",
                                        [
                                            "accept",
                                            "decline",
                                            "offer",
                                            "present",
                                            "complete",
                                            "not_complete",
                                            "withdraw",
                                        ],
                                    )
                                ),
                                name="bulk_deed_known_deed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at", None), ("undone_by", None)),
                                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="bulk_deed_is_undone_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deed", "present"), ("session__isnull", False)),
                                    models.Q(models.Q(("deed", "present"), _negated=True), ("session", None)),
                                    _connector="OR",
                                ),
                                name="presence_is_of_a_session",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enrollment",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("applied", "applied"),
                                    ("waitlisted", "on the waiting list"),
                                    ("offered", "offered a place"),
                                    ("enrolled", "enrolled"),
                                    ("declined", "declined"),
                                    ("refused", "offer refused"),
                                    ("lapsed", "offer lapsed"),
                                    ("withdrawn", "withdrawn"),
                                    ("completed", "completed"),
                                    ("not_completed", "not completed"),
                                    ("transferred", "transferred"),
                                ],
                                default="draft",
                                max_length=14,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "qualifies_for",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="reserved seats she may take",
                            ),
                        ),
                        (
                            "weighed_by",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="weights that count for her",
                            ),
                        ),
                        (
                            "motivation",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="why you would like to take part"
                            ),
                        ),
                        (
                            "applied_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="applied at"),
                        ),
                        (
                            "waitlisted_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="on the waiting list since"
                            ),
                        ),
                        (
                            "offered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="offered at"),
                        ),
                        (
                            "offer_expires_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="offer expires at"),
                        ),
                        (
                            "enrolled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="enrolled at"),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        (
                            "decision_note",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="reason given to the applicant"
                            ),
                        ),
                        (
                            "times_taken_back",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, editable=False, verbose_name="decisions taken back"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrollments",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegated_enrollments",
                                to="capacity.stakeholder",
                                verbose_name="on behalf of",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrollments",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "pool",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrollments",
                                to="programs.seatpool",
                                verbose_name="holds a seat reserved for",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enrollment",
                        "verbose_name_plural": "enrollments",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["cohort", "state"], name="programs_en_cohort__e48035_idx"),
                            models.Index(fields=["updated_at"], name="programs_en_updated_c17f50_idx"),
                            models.Index(
                                condition=models.Q(("state", "waitlisted")),
                                fields=["cohort", "waitlisted_at", "id"],
                                name="waiting_list",
                            ),
                            models.Index(
                                condition=models.Q(("state", "offered")),
                                fields=["offer_expires_at"],
                                name="open_offers",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["declined", "refused", "lapsed", "withdrawn", "transferred"],
                                    ),
                                    _negated=True,
                                ),
                                fields=("cohort", "person"),
                                name="one_live_enrollment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "applied",
                                            "waitlisted",
                                            "offered",
                                            "enrolled",
                                            "declined",
                                            "refused",
                                            "lapsed",
                                            "withdrawn",
                                            "completed",
                                            "not_completed",
                                            "transferred",
                                        ],
                                    )
                                ),
                                name="enrollment_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "waitlisted"), _negated=True),
                                    ("waitlisted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="waiting_has_a_moment",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "offered"), _negated=True),
                                    models.Q(
                                        ("offer_expires_at__isnull", False), ("offered_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="offer_has_a_deadline",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            ["enrolled", "completed", "not_completed", "transferred"],
                                        ),
                                        _negated=True,
                                    ),
                                    ("enrolled_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="participant_has_enrolled_at",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at", None),
                                        (
                                            "state__in",
                                            ["draft", "applied", "waitlisted", "offered", "enrolled"],
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "state__in",
                                                ["draft", "applied", "waitlisted", "offered", "enrolled"],
                                            ),
                                            _negated=True,
                                        ),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="only_ended_has_ended_at",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MentoringClosing",
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
                        (
                            "reached",
                            models.PositiveSmallIntegerField(verbose_name="how far the goals were reached"),
                        ),
                        (
                            "text",
                            models.TextField(
                                max_length=3000, verbose_name="what it was worth, and what was missing"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="closings",
                                to="programs.mentoringpair",
                                verbose_name="mentoring pair",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closings",
                                to="programs.mentoringpart",
                                verbose_name="whose view",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "view at the end of a pair",
                        "verbose_name_plural": "views at the end of pairs",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("pair", "part"), name="one_view_each"),
                            models.CheckConstraint(
                                condition=models.Q(("reached__gte", 0), ("reached__lte", 4)),
                                name="goals_reached_on_a_scale",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                        ("declared_at", models.DateTimeField(verbose_name="declared to have no conflict at")),
                        ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="programs.enrollment",
                                verbose_name="application",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="application_reviews",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "review",
                        "verbose_name_plural": "reviews",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrollment", "reviewer"), name="one_review_per_reviewer"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewConflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("organization", "the same organization"),
                                    ("personal", "a personal relation"),
                                    ("work", "we work together, or did lately"),
                                    ("other", "another reason"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("declared_at", models.DateTimeField(verbose_name="declared at")),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conflicts",
                                to="programs.enrollment",
                                verbose_name="application",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_conflicts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "conflict of interest",
                        "verbose_name_plural": "conflicts of interest",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrollment", "reviewer"), name="one_conflict_per_reviewer"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reason__in", ["organization", "personal", "work", "other"])
                                ),
                                name="conflict_known_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendanceMark",
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
                        (
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("present", "present"),
                                    ("partly", "partly present"),
                                    ("excused", "excused"),
                                    ("absent", "absent"),
                                ],
                                max_length=8,
                                verbose_name="attendance",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes"),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("list", "list"),
                                    ("code", "code"),
                                    ("import", "import"),
                                    ("decision", "decision between two marks"),
                                ],
                                default="list",
                                max_length=8,
                                verbose_name="checked in by",
                            ),
                        ),
                        ("said_at", models.DateTimeField(verbose_name="said at")),
                        ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="said by",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="programs.session",
                                verbose_name="session",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "attendance mark",
                        "verbose_name_plural": "attendance marks",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["", "present", "partly", "excused", "absent"])
                                ),
                                name="attendance_mark_known_status",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["list", "code", "import", "decision"])),
                                name="attendance_mark_known_way",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deliverable",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("text", models.TextField(blank=True, max_length=10000, verbose_name="text")),
                        (
                            "link",
                            models.URLField(blank=True, max_length=500, verbose_name="address of the result"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "handed in"),
                                    ("accepted", "accepted"),
                                    ("returned", "returned"),
                                    ("withdrawn", "taken back"),
                                ],
                                default="submitted",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(verbose_name="handed in at")),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what the coordinator says"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliverables",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "result handed in",
                        "verbose_name_plural": "results handed in",
                        "ordering": ["-submitted_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["submitted", "accepted", "returned", "withdrawn"])
                                ),
                                name="deliverable_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("link", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="deliverable_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("state__in", ["accepted", "returned"]),
                                    ),
                                    models.Q(
                                        ("decided_at", None),
                                        ("decided_by", None),
                                        ("state__in", ["submitted", "withdrawn"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="deliverable_decision_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="returned_deliverable_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DelegationPlace",
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
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "invited"),
                                    ("confirmed", "confirmed"),
                                    ("declined", "refused"),
                                    ("lapsed", "not answered in time"),
                                    ("cancelled", "taken back"),
                                ],
                                default="invited",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="to be answered by")),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="letter sent at"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="programs.delegation",
                                verbose_name="delegation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegation_places",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "enrollment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegation_place",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place in a delegation",
                        "verbose_name_plural": "places in delegations",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "invited")),
                                fields=["expires_at"],
                                name="open_invitations",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["invited", "confirmed", "declined", "lapsed", "cancelled"])
                                ),
                                name="place_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "invited"), _negated=True),
                                    models.Q(("email", ""), _negated=True),
                                    ("person__isnull", False),
                                    _connector="OR",
                                ),
                                name="invited_is_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    models.Q(("enrollment__isnull", False), ("person__isnull", False)),
                                    _connector="OR",
                                ),
                                name="confirmed_is_enrolled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "invited"), ("email", ""), _connector="OR"),
                                name="address_only_while_invited",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkDeedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("before", models.CharField(blank=True, max_length=16, verbose_name="before")),
                        ("after", models.CharField(blank=True, max_length=16, verbose_name="after")),
                        ("refusal", models.CharField(blank=True, max_length=300, verbose_name="why not")),
                        ("is_undone", models.BooleanField(default=False, verbose_name="taken back")),
                        (
                            "undo_refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it was not taken back"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "bulk_deed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="programs.bulkdeed",
                                verbose_name="deed with several people",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person in a deed with several people",
                        "verbose_name_plural": "people in a deed with several people",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("bulk_deed", "enrollment"), name="one_row_per_person_in_a_deed"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("after", ""), models.Q(("refusal", ""), _negated=True)),
                                    models.Q(models.Q(("after", ""), _negated=True), ("refusal", "")),
                                    _connector="OR",
                                ),
                                name="row_is_done_or_refused",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_undone", False),
                                    models.Q(("after", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="only_what_was_done_is_undone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("present", "present"),
                                    ("partly", "partly present"),
                                    ("excused", "excused"),
                                    ("absent", "absent"),
                                ],
                                max_length=8,
                                verbose_name="attendance",
                            ),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes"),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("list", "list"),
                                    ("code", "code"),
                                    ("import", "import"),
                                    ("decision", "decision between two marks"),
                                ],
                                default="list",
                                max_length=8,
                                verbose_name="checked in by",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(auto_now=True, verbose_name="recorded at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendance",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendance",
                                to="programs.session",
                                verbose_name="session",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "attendance",
                        "verbose_name_plural": "attendance",
                        "indexes": [
                            models.Index(fields=["recorded_at"], name="programs_at_recorde_d8dd46_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "enrollment"), name="one_attendance_per_session"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["present", "partly", "excused", "absent"])
                                ),
                                name="attendance_known_status",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Activity",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[("meeting", "meeting"), ("work", "work on site or alone")],
                                default="meeting",
                                max_length=8,
                                verbose_name="what it was",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="day")),
                        ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                        (
                            "note",
                            models.CharField(blank=True, max_length=300, verbose_name="what it was about"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("noted", "to be confirmed"),
                                    ("confirmed", "confirmed"),
                                    ("rejected", "not confirmed"),
                                ],
                                default="noted",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="activities",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meeting or work",
                        "verbose_name_plural": "meetings and work",
                        "ordering": ["-held_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["meeting", "work"])),
                                name="activity_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["noted", "confirmed", "rejected"])),
                                name="activity_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                                name="activity_lasts_within_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("state", "noted")),
                                    models.Q(
                                        models.Q(("state", "noted"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="activity_decision_is_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessNeed",
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
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("interpretation", "interpretation"),
                                    ("captions", "captions"),
                                    ("sign_language", "sign language"),
                                    ("data_bundle", "data bundle"),
                                    ("child_care", "child care"),
                                    ("travel", "travel support"),
                                    ("step_free", "step-free access"),
                                    ("quiet_room", "quiet room or quiet hours"),
                                ],
                                max_length=20,
                                verbose_name="need",
                            ),
                        ),
                        (
                            "details",
                            models.CharField(blank=True, max_length=1000, verbose_name="in her own words"),
                        ),
                        ("consented_at", models.DateTimeField(verbose_name="consented at")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("met", "met"), ("unmet", "not met")],
                                default="open",
                                max_length=5,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="cost",
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="access_needs",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "access need",
                        "verbose_name_plural": "access needs",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", ""),
                                    (
                                        "kind__in",
                                        [
                                            "interpretation",
                                            "captions",
                                            "sign_language",
                                            "data_bundle",
                                            "child_care",
                                            "travel",
                                            "step_free",
                                            "quiet_room",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="need_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("details", ""), ("kind", ""), _negated=True),
                                name="need_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "met", "unmet"])),
                                name="need_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("decided_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="need_decision_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cost", None), ("currency", "")),
                                    models.Q(("cost__gte", 0), models.Q(("currency", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="cost_has_a_currency",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnrollmentEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("from_state", models.CharField(blank=True, max_length=14, verbose_name="from")),
                        ("to_state", models.CharField(max_length=14, verbose_name="to")),
                        ("reason", models.CharField(blank=True, max_length=60, verbose_name="reason")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enrollment event",
                        "verbose_name_plural": "enrollment events",
                        "ordering": ["id"],
                        "indexes": [
                            django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="event_at")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "to_state__in",
                                        [
                                            "draft",
                                            "applied",
                                            "waitlisted",
                                            "offered",
                                            "enrolled",
                                            "declined",
                                            "refused",
                                            "lapsed",
                                            "withdrawn",
                                            "completed",
                                            "not_completed",
                                            "transferred",
                                        ],
                                    )
                                ),
                                name="event_known_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BlockAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.JSONField(verbose_name="answer")),
                        (
                            "enrollment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                        (
                            "block",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="programs.formblock",
                                verbose_name="block",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer in an application",
                        "verbose_name_plural": "answers in applications",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("enrollment", "block"), name="one_answer_per_block"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(5)], verbose_name="score"
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="programs.reviewcriterion",
                                verbose_name="criterion",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="programs.review",
                                verbose_name="review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "score",
                        "verbose_name_plural": "scores",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "criterion"), name="one_score_per_criterion"
                            ),
                            models.CheckConstraint(condition=models.Q(("score__lte", 5)), name="score_range"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendanceConflict",
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
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        (
                            "is_taken",
                            models.BooleanField(blank=True, null=True, verbose_name="the mark holds"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "mark",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conflict",
                                to="programs.attendancemark",
                                verbose_name="attendance mark",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "attendance conflict",
                        "verbose_name_plural": "attendance conflicts",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("decided_at", None)),
                                fields=["mark"],
                                name="open_conflicts",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("decided_by", None), ("is_taken", None)),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("is_taken__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="conflict_is_decided_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MentoringMeeting",
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
                        ("held_on", models.DateField(verbose_name="day")),
                        ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                        (
                            "summary",
                            models.CharField(blank=True, max_length=300, verbose_name="what it was about"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("noted", "to be confirmed by the other"),
                                    ("confirmed", "confirmed"),
                                    ("disputed", "disputed"),
                                    ("withdrawn", "taken back"),
                                ],
                                default="noted",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "activity",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="mentoring_meeting",
                                to="programs.activity",
                                verbose_name="what it counts as",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "pair",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings",
                                to="programs.mentoringpair",
                                verbose_name="mentoring pair",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meeting of a pair",
                        "verbose_name_plural": "meetings of pairs",
                        "ordering": ["-held_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["noted", "confirmed", "disputed", "withdrawn"])
                                ),
                                name="pair_meeting_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                                name="pair_meeting_lasts_within_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("state", "noted")),
                                    models.Q(
                                        models.Q(("state", "noted"), _negated=True),
                                        ("decided_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pair_meeting_decision_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("activity", None), ("state", "confirmed"), _connector="OR"
                                ),
                                name="only_confirmed_meetings_count",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="method",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="0c29ef95a17256c0743f797aebcd4b5a62628c8d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_67b87",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_method",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="method",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows UNION ALL SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="bbc65d20338a881b2b9a60003980f8f4ca3dcb7b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_21f7f",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_method",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="method",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="a27362095bc573e65a193a6ebf73574c689291e1",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_ccf70",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_method",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attendanceconflict",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fixed_decided_at_decided_by_id_is_ta",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at THEN\n            RAISE EXCEPTION 'decided_at of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        END IF;\n        \n\n        IF OLD.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id THEN\n            RAISE EXCEPTION 'decided_by_id of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        END IF;\n        \n\n        IF OLD.is_taken IS NOT NULL AND NEW.is_taken IS DISTINCT FROM OLD.is_taken THEN\n            RAISE EXCEPTION 'is_taken of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        END IF;\n        \nRETURN NEW;",
                            hash="f698f1a90863f4e93bb7c906c552d1f84bf54a32",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_decided_at_decided_by_id_is_ta_4c4ff",
                            table="programs_attendanceconflict",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enrollmentevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="a686eb1501714da7c96ecb58af445c7a60acd358",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_696e0",
                            table="programs_enrollmentevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formblock",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stays_once_answered",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."help_text" IS DISTINCT FROM (NEW."help_text") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."options" IS DISTINCT FROM (NEW."options"))',
                            func="\n    IF EXISTS (SELECT 1 FROM programs_blockanswer WHERE block_id = OLD.id) THEN\n        RAISE EXCEPTION 'a block that was answered stays as it is' USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="61600c6401b7e76b854d32f0a1c70f6fab38bdb0",
                            operation='UPDATE OF "kind", "label", "help_text", "options"',
                            pgid="pgtrigger_stays_once_answered_48e02",
                            table="programs_formblock",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mentoringpair",
                    trigger=pgtrigger.compiler.Trigger(
                        name="in_one_cohort",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NOT EXISTS (\n        SELECT 1 FROM programs_mentoringpart AS mentor JOIN programs_mentoringpart AS mentee\n            ON mentee.cohort_id = mentor.cohort_id AND mentee.person_id <> mentor.person_id\n        WHERE mentor.id = NEW.mentor_id AND mentor.side = 'mentor'\n            AND mentee.id = NEW.mentee_id AND mentee.side = 'mentee'\n    ) THEN\n        RAISE EXCEPTION 'a pair is a mentor and a mentee of one cohort' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="c584895004f914fca978a6b893618d58069c4d78",
                            operation='INSERT OR UPDATE OF "mentor_id", "mentee_id"',
                            pgid="pgtrigger_in_one_cohort_d4d05",
                            table="programs_mentoringpair",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mentoringpair",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_pairs_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_mentoringpart AS part SET held = part.held + change.pairs\n    FROM (\n        SELECT part_id, sum(pairs) AS pairs FROM (SELECT mentor_id AS part_id, 1 AS pairs FROM new_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing') UNION ALL SELECT mentee_id AS part_id, 1 AS pairs FROM new_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing')) AS moved\n        GROUP BY part_id HAVING sum(pairs) <> 0 ORDER BY part_id\n    ) AS change\n    WHERE part.id = change.part_id;\n\nRETURN NULL;",
                            hash="e6d116d8358c77b760910d5821e83109cffe615e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_count_pairs_insert_acdee",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_mentoringpair",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mentoringpair",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_pairs_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_mentoringpart AS part SET held = part.held + change.pairs\n    FROM (\n        SELECT part_id, sum(pairs) AS pairs FROM (SELECT mentor_id AS part_id, 1 AS pairs FROM new_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing') UNION ALL SELECT mentee_id AS part_id, 1 AS pairs FROM new_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing') UNION ALL SELECT mentor_id AS part_id, -1 AS pairs FROM old_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing') UNION ALL SELECT mentee_id AS part_id, -1 AS pairs FROM old_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing')) AS moved\n        GROUP BY part_id HAVING sum(pairs) <> 0 ORDER BY part_id\n    ) AS change\n    WHERE part.id = change.part_id;\n\nRETURN NULL;",
                            hash="2dc0e65bd1c97c6cc9c27ad81b2823a4ecbf6a24",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_count_pairs_update_e6caa",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_mentoringpair",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="mentoringpair",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_pairs_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_mentoringpart AS part SET held = part.held + change.pairs\n    FROM (\n        SELECT part_id, sum(pairs) AS pairs FROM (SELECT mentor_id AS part_id, -1 AS pairs FROM old_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing') UNION ALL SELECT mentee_id AS part_id, -1 AS pairs FROM old_rows WHERE state IN ('suggested', 'proposed', 'active', 'closing')) AS moved\n        GROUP BY part_id HAVING sum(pairs) <> 0 ORDER BY part_id\n    ) AS change\n    WHERE part.id = change.part_id;\n\nRETURN NULL;",
                            hash="0f14a73730e9090e2ab8c13a7c29df1683b99ce8",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_count_pairs_delete_3f1e0",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_mentoringpair",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cohort",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="c58c46460252aa5ce7f27eb3faa53db9a929b455",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_0a044",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_cohort",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cohort",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows UNION ALL SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="93977dd5cb504694ce63548f510bde72c6837763",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_c3075",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_cohort",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="cohort",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="a50a90082bd1ca9ff60a76ccb626dc93ca40d186",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_a9a31",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_cohort",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programcapacity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="a3048378da357cfa0050fc29ea33005d0feadb5a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_d299f",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_programcapacity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programcapacity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows UNION ALL SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="14d7c54cfb30aa8be98f8a01d8fcd3c7d11f9d5e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_a4f68",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_programcapacity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programcapacity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="77b393dec4e0703e0dbccaea30cc44f686a941e4",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_876b2",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_programcapacity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programprovider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="3c405cd6c0a7554fea7d94976be1a2be068b132c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_7dc36",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_programprovider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programprovider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows UNION ALL SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="a911c498ccb47109e428794457c3c4fb7f7be41d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_adaab",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_programprovider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programprovider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="869a74199c7750847687ce12f590281f3f304be2",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_efb28",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_programprovider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="program",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT id AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="36d3d17983cc553ef6618e0e26df4c01d9f7cd59",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_536c2",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_program",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="program",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT id AS subject FROM new_rows UNION ALL SELECT id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="ae24d0314593ef175a87aec087c0bf3c7dca81fa",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_d16ba",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_program",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="program",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="4e9ab869aa9649e7fa8ea77b9644491e7f92e329",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_2157b",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_program",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="7658ddc1ea219ab873f20fad7b11d101356f3011",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_07f53",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_programrecord",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM new_rows UNION ALL SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="1982422abe192b36b5ab5929e33819606ca21b46",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_19f33",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_programrecord",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT program_id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="f7db039fd3b619200a21161da97f4424755ca664",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_2ce2a",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_programrecord",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="2dbb6d65aa96db5a0eace87c208062830ae6cdaa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_60fa5",
                            table="programs_programversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="review",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_review_in_conflict",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF EXISTS (\n        SELECT 1 FROM programs_reviewconflict\n        WHERE enrollment_id = NEW.enrollment_id AND reviewer_id = NEW.reviewer_id\n    ) THEN\n        RAISE EXCEPTION 'who has a conflict of interest does not review' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="d1d923bca91515eb13fcfa447ac3c232113fd911",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_no_review_in_conflict_81e78",
                            table="programs_review",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seatpool",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_reserved_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_cohort AS cohort SET reserved_seats = reserved_seats + change.seats\n    FROM (\n        SELECT cohort_id, sum(seats) AS seats FROM (SELECT cohort_id, seats FROM new_rows) AS moved\n        GROUP BY cohort_id HAVING sum(seats) <> 0 ORDER BY cohort_id\n    ) AS change\n    WHERE cohort.id = change.cohort_id AND cohort.reserves_released_at IS NULL;\n\nRETURN NULL;",
                            hash="2061547ab4eaef27e837142ae627432db1d10341",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_count_reserved_insert_3ea6a",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_seatpool",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seatpool",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_reserved_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_cohort AS cohort SET reserved_seats = reserved_seats + change.seats\n    FROM (\n        SELECT cohort_id, sum(seats) AS seats FROM (SELECT cohort_id, seats FROM new_rows UNION ALL SELECT cohort_id, -seats AS seats FROM old_rows) AS moved\n        GROUP BY cohort_id HAVING sum(seats) <> 0 ORDER BY cohort_id\n    ) AS change\n    WHERE cohort.id = change.cohort_id AND cohort.reserves_released_at IS NULL;\n\nRETURN NULL;",
                            hash="e08e307583e9204474d208b25ddd9dcdb5a823b9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_count_reserved_update_14252",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_seatpool",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="seatpool",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_reserved_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_cohort AS cohort SET reserved_seats = reserved_seats + change.seats\n    FROM (\n        SELECT cohort_id, sum(seats) AS seats FROM (SELECT cohort_id, -seats AS seats FROM old_rows) AS moved\n        GROUP BY cohort_id HAVING sum(seats) <> 0 ORDER BY cohort_id\n    ) AS change\n    WHERE cohort.id = change.cohort_id AND cohort.reserves_released_at IS NULL;\n\nRETURN NULL;",
                            hash="3cde3559786672d6d718f0e9e000fb8b6b638ed2",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_count_reserved_delete_c7917",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_seatpool",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enrollment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fixed_waitlisted_at",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF OLD.waitlisted_at IS NOT NULL AND NEW.waitlisted_at IS DISTINCT FROM OLD.waitlisted_at THEN\n            RAISE EXCEPTION 'waitlisted_at of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        END IF;\n        \nRETURN NEW;",
                            hash="85dc559bd35d9f42fb6bd204595052e351cb3ff7",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_waitlisted_at_a4e82",
                            table="programs_enrollment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enrollment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="pool_of_its_cohort",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NEW."pool_id" IS NOT NULL)',
                            func="\n    IF (SELECT cohort_id FROM programs_seatpool WHERE id = NEW.pool_id) IS DISTINCT FROM NEW.cohort_id THEN\n        RAISE EXCEPTION 'a seat is of a pool of another cohort' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="a9cc1bea2eed1c17052a07133f930da600e67670",
                            operation='INSERT OR UPDATE OF "pool_id", "cohort_id"',
                            pgid="pgtrigger_pool_of_its_cohort_8a921",
                            table="programs_enrollment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enrollment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_seats_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_cohort AS cohort\n    SET held_seats = held_seats + change.seats, reserved_held = reserved_held + change.reserved\n    FROM (\n        SELECT cohort_id, sum(seats) AS seats, coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) AS reserved\n        FROM (SELECT cohort_id, pool_id, 1 AS seats FROM new_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved GROUP BY cohort_id\n        HAVING sum(seats) <> 0 OR coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) <> 0 ORDER BY cohort_id\n    ) AS change\n    WHERE cohort.id = change.cohort_id;\n    IF EXISTS (SELECT 1 FROM (SELECT cohort_id, pool_id, 1 AS seats FROM new_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved WHERE pool_id IS NOT NULL) THEN\n        UPDATE programs_seatpool AS pool SET held_seats = held_seats + change.seats\n        FROM (\n            SELECT pool_id, sum(seats) AS seats FROM (SELECT cohort_id, pool_id, 1 AS seats FROM new_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved WHERE pool_id IS NOT NULL\n            GROUP BY pool_id HAVING sum(seats) <> 0 ORDER BY pool_id\n        ) AS change\n        WHERE pool.id = change.pool_id;\n    END IF;\n\nRETURN NULL;",
                            hash="74d6038c538de7346dd2e1b28417f9ecd95f943c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_count_seats_insert_c6827",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_enrollment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enrollment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_seats_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_cohort AS cohort\n    SET held_seats = held_seats + change.seats, reserved_held = reserved_held + change.reserved\n    FROM (\n        SELECT cohort_id, sum(seats) AS seats, coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) AS reserved\n        FROM (SELECT cohort_id, pool_id, 1 AS seats FROM new_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed') UNION ALL SELECT cohort_id, pool_id, -1 AS seats FROM old_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved GROUP BY cohort_id\n        HAVING sum(seats) <> 0 OR coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) <> 0 ORDER BY cohort_id\n    ) AS change\n    WHERE cohort.id = change.cohort_id;\n    IF EXISTS (SELECT 1 FROM (SELECT cohort_id, pool_id, 1 AS seats FROM new_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed') UNION ALL SELECT cohort_id, pool_id, -1 AS seats FROM old_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved WHERE pool_id IS NOT NULL) THEN\n        UPDATE programs_seatpool AS pool SET held_seats = held_seats + change.seats\n        FROM (\n            SELECT pool_id, sum(seats) AS seats FROM (SELECT cohort_id, pool_id, 1 AS seats FROM new_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed') UNION ALL SELECT cohort_id, pool_id, -1 AS seats FROM old_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved WHERE pool_id IS NOT NULL\n            GROUP BY pool_id HAVING sum(seats) <> 0 ORDER BY pool_id\n        ) AS change\n        WHERE pool.id = change.pool_id;\n    END IF;\n\nRETURN NULL;",
                            hash="e395a450de995a8dc2929bfe3c8774105cdd5cb0",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_count_seats_update_8b4f3",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_enrollment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="enrollment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_seats_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    UPDATE programs_cohort AS cohort\n    SET held_seats = held_seats + change.seats, reserved_held = reserved_held + change.reserved\n    FROM (\n        SELECT cohort_id, sum(seats) AS seats, coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) AS reserved\n        FROM (SELECT cohort_id, pool_id, -1 AS seats FROM old_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved GROUP BY cohort_id\n        HAVING sum(seats) <> 0 OR coalesce(sum(seats) FILTER (WHERE pool_id IS NOT NULL), 0) <> 0 ORDER BY cohort_id\n    ) AS change\n    WHERE cohort.id = change.cohort_id;\n    IF EXISTS (SELECT 1 FROM (SELECT cohort_id, pool_id, -1 AS seats FROM old_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved WHERE pool_id IS NOT NULL) THEN\n        UPDATE programs_seatpool AS pool SET held_seats = held_seats + change.seats\n        FROM (\n            SELECT pool_id, sum(seats) AS seats FROM (SELECT cohort_id, pool_id, -1 AS seats FROM old_rows WHERE state IN ('offered', 'enrolled', 'completed', 'not_completed')) AS moved WHERE pool_id IS NOT NULL\n            GROUP BY pool_id HAVING sum(seats) <> 0 ORDER BY pool_id\n        ) AS change\n        WHERE pool.id = change.pool_id;\n    END IF;\n\nRETURN NULL;",
                            hash="680e60a18442dc2a2b40a57a26a25f7dd7b78575",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_count_seats_delete_7cb1e",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_enrollment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="session",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT (SELECT program_id FROM programs_cohort WHERE id = cohort_id) AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="ec97208419254e300cbcdf9e2d14b8572e4ebc8a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_4c484",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="programs_session",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="session",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT (SELECT program_id FROM programs_cohort WHERE id = cohort_id) AS subject FROM new_rows UNION ALL SELECT (SELECT program_id FROM programs_cohort WHERE id = cohort_id) AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="98c05af12a9a91544b69c495a7e7d74c13ac2953",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_d3d03",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="programs_session",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="session",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT (SELECT program_id FROM programs_cohort WHERE id = cohort_id) AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="8db52feff9a71886bb44746deb02b8758e6c2fec",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_01b14",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="programs_session",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="checkincode",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fixed_code_closed_at",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF OLD.code IS NOT NULL AND NEW.code IS DISTINCT FROM OLD.code THEN\n            RAISE EXCEPTION 'code of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        END IF;\n        \n\n        IF OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN\n            RAISE EXCEPTION 'closed_at of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        END IF;\n        \nRETURN NEW;",
                            hash="2e82032df8be27affc35226d3ef7ae03b43660f0",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_code_closed_at_c880a",
                            table="programs_checkincode",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attendancemark",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="3e9837c0a7a9c392766471dd0e624c214125b0c2",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_274e4",
                            table="programs_attendancemark",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attendancemark",
                    trigger=pgtrigger.compiler.Trigger(
                        name="mark_of_same_cohort",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF (SELECT cohort_id FROM programs_session WHERE id = NEW.session_id)\n        IS DISTINCT FROM (SELECT cohort_id FROM programs_enrollment WHERE id = NEW.enrollment_id) THEN\n        RAISE EXCEPTION 'session and enrollment belong to different cohorts'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="aea5a980ef2b65fefe7035c16b36835c88528b3b",
                            operation="INSERT",
                            pgid="pgtrigger_mark_of_same_cohort_237f7",
                            table="programs_attendancemark",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="attendance",
                    trigger=pgtrigger.compiler.Trigger(
                        name="same_cohort",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF (SELECT cohort_id FROM programs_session WHERE id = NEW.session_id)\n        IS DISTINCT FROM (SELECT cohort_id FROM programs_enrollment WHERE id = NEW.enrollment_id) THEN\n        RAISE EXCEPTION 'session and enrollment belong to different cohorts'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="c7389c5c76ada6f05a516653f5c3042c103642d3",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_same_cohort_63ebc",
                            table="programs_attendance",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
