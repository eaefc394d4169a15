"""The tables of this app, as they were when the portal was first put together."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import common.tables
import evaluation.models.follow_up


class Migration(migrations.Migration):
    replaces = [
        ("evaluation", "0001_initial"),
        ("evaluation", "0002_demographic_counts"),
        ("evaluation", "0003_equity_targets"),
        ("evaluation", "0004_logic_models_and_indicators"),
        ("evaluation", "0005_change_in_full"),
        ("evaluation", "0006_evaluations_and_learnings"),
        ("evaluation", "0007_follow_ups_stories_and_alerts"),
        ("evaluation", "0008_report_prints"),
    ]

    initial = True

    dependencies = [
        ("assessments", "0001_tables"),
    ]

    operations = [
        common.tables.InOneGo(
            operations=[
                migrations.CreateModel(
                    name="Disaggregation",
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
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_ar", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_es", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_fr", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_hi", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_ind", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_pt_br", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_ru", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_sw", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_zh_hans", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "is_exclusive",
                            models.BooleanField(
                                default=True, verbose_name="everybody counts in exactly one value"
                            ),
                        ),
                        ("is_sensitive", models.BooleanField(default=False, verbose_name="sensitive")),
                    ],
                    options={
                        "verbose_name": "disaggregation",
                        "verbose_name_plural": "disaggregations",
                        "ordering": ["position", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Watermark",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                max_length=60, primary_key=True, serialize=False, verbose_name="name"
                            ),
                        ),
                        ("reached", models.DateTimeField(verbose_name="seen up to")),
                    ],
                    options={
                        "verbose_name": "watermark",
                        "verbose_name_plural": "watermarks",
                    },
                ),
                migrations.CreateModel(
                    name="DemographicCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("participation", "to see who takes part, and who does not"),
                                    ("outcomes", "to see whether programs serve everybody equally well"),
                                ],
                                max_length=20,
                                verbose_name="purpose",
                            ),
                        ),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        ("cells", models.JSONField(default=dict, verbose_name="cells")),
                        ("published", models.JSONField(default=dict, verbose_name="last shown")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.demographicdimension",
                                verbose_name="question",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "count of demographic answers",
                        "verbose_name_plural": "counts of demographic answers",
                        "ordering": ["-counted_on", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("dimension", "purpose", "counted_on"),
                                name="one_demographic_count_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Design",
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
                                    ("single_group", "one group, before and after"),
                                    ("comparison", "with a comparison group"),
                                    ("waitlist", "with people who were waiting"),
                                ],
                                max_length=14,
                                verbose_name="design",
                            ),
                        ),
                        (
                            "admitted_below",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                help_text="A share of the scale from 0 to 1; empty where the baseline decided nothing.",
                                max_digits=5,
                                null=True,
                                verbose_name="admitted with a baseline below",
                            ),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="how the groups came about"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="design",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "comparison",
                            models.ForeignKey(
                                blank=True,
                                help_text="A cohort that was asked the same questions at the same times and had no program meanwhile.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programs.cohort",
                                verbose_name="compared with",
                            ),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="declared by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "design",
                        "verbose_name_plural": "designs",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("comparison", None), ("kind", "single_group")),
                                    models.Q(
                                        ("comparison__isnull", False),
                                        ("kind__in", ["comparison", "waitlist"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="comparison_where_the_design_has_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("comparison", None),
                                    models.Q(("comparison", models.F("cohort")), _negated=True),
                                    _connector="OR",
                                ),
                                name="compared_with_others",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("admitted_below", None),
                                    models.Q(("admitted_below__gt", 0), ("admitted_below__lte", 1)),
                                    _connector="OR",
                                ),
                                name="admitted_below_on_the_scale",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EquityTarget",
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
                            "dimension",
                            models.CharField(
                                choices=[
                                    ("region", "region"),
                                    ("maturity", "emerging and established communities"),
                                    ("affiliate_type", "type of affiliate"),
                                    ("language", "language"),
                                ],
                                max_length=16,
                                verbose_name="by",
                            ),
                        ),
                        ("group", models.CharField(max_length=24, verbose_name="group (its code)")),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("learn", "take part in sessions"),
                                    ("teach", "teach or mentor"),
                                    ("review", "sit on panels that review applications"),
                                    ("decide", "coordinate programs and decide"),
                                    ("hold", "represent an organization or sit on its board"),
                                ],
                                max_length=8,
                                verbose_name="of those who",
                            ),
                        ),
                        (
                            "share",
                            models.DecimalField(
                                decimal_places=2, max_digits=5, verbose_name="share that is wanted (percent)"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="to (included)")),
                        (
                            "reason",
                            models.CharField(
                                max_length=500, verbose_name="why this share, and who agreed on it"
                            ),
                        ),
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
                    ],
                    options={
                        "verbose_name": "equity target",
                        "verbose_name_plural": "equity targets",
                        "ordering": ["dimension", "part", "group", "-starts_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("dimension__in", ["region", "maturity", "affiliate_type", "language"])
                                ),
                                name="equity_target_known_dimension",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("part__in", ["learn", "teach", "review", "decide", "hold"])
                                ),
                                name="equity_target_known_part",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__gt", 0), ("share__lte", 100)),
                                name="equity_target_share_is_percent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="equity_target_ends_after_start",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on", None)),
                                fields=("dimension", "group", "part"),
                                name="one_open_equity_target",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("needs", "needs"),
                                    ("process", "process"),
                                    ("outcome", "outcome"),
                                    ("impact", "impact"),
                                    ("synthesis", "synthesis"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "design",
                            models.CharField(
                                choices=[
                                    ("single_group_prepost", "one group, before and after"),
                                    ("prepost_with_comparison", "before and after, with a comparison group"),
                                    ("waitlist_control", "compared with those on the waiting list"),
                                    ("stepped", "stepped start"),
                                    ("its", "interrupted time series"),
                                    ("rct", "randomized trial"),
                                    ("qualitative", "qualitative"),
                                    ("mixed", "mixed"),
                                ],
                                max_length=24,
                                verbose_name="design",
                            ),
                        ),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("self", "those who run it"),
                                    ("peer", "peers"),
                                    ("external", "somebody from outside"),
                                ],
                                max_length=10,
                                verbose_name="who evaluates",
                            ),
                        ),
                        (
                            "conflict_note",
                            models.CharField(
                                help_text="Write “none” if there are none.",
                                max_length=300,
                                verbose_name="conflicts of interest",
                            ),
                        ),
                        ("purpose", models.TextField(blank=True, verbose_name="what it is for")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("collecting", "collecting"),
                                    ("review", "in review"),
                                    ("published", "published"),
                                    ("closed", "closed"),
                                ],
                                default="planned",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "language",
                            models.ForeignKey(
                                default="en",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="led by",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evaluations",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evaluation",
                        "verbose_name_plural": "evaluations",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "design__in",
                                        [
                                            "single_group_prepost",
                                            "prepost_with_comparison",
                                            "waitlist_control",
                                            "stepped",
                                            "its",
                                            "rct",
                                            "qualitative",
                                            "mixed",
                                        ],
                                    )
                                ),
                                name="evaluation_known_design",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["planned", "collecting", "review", "published", "closed"])
                                ),
                                name="evaluation_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("conflict_note", ""), _negated=True),
                                name="evaluation_states_its_conflicts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by", None),
                                    ("lead", None),
                                    models.Q(("published_by", models.F("lead")), _negated=True),
                                    _connector="OR",
                                ),
                                name="evaluation_published_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpPolicy",
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
                            "offsets",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=evaluation.models.follow_up.usual_offsets,
                                size=None,
                                verbose_name="months after the end",
                            ),
                        ),
                        (
                            "window_days",
                            models.PositiveSmallIntegerField(default=30, verbose_name="days to collect"),
                        ),
                        ("starts_on", models.DateField(verbose_name="for cohorts that end from")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "instrument",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.instrument",
                                verbose_name="questionnaire",
                            ),
                        ),
                        (
                            "program",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_up_policy",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="set by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "follow-up plan",
                        "verbose_name_plural": "follow-up plans",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("offsets__contained_by", [3, 6, 12, 24]),
                                    models.Q(("offsets", []), _negated=True),
                                ),
                                name="follow_ups_at_known_times",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("window_days__range", (7, 90))), name="follow_up_has_time"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactReport",
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
                                    ("output_monitor", "monitor of outputs"),
                                    ("long_term_impact", "long-term impact"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("movement", "the movement"),
                                    ("region", "a region"),
                                    ("program", "a program"),
                                    ("affiliate", "an affiliate"),
                                ],
                                default="movement",
                                max_length=10,
                                verbose_name="scope",
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                choices=[
                                    ("month", "month"),
                                    ("quarter", "quarter"),
                                    ("half_year", "half-year"),
                                    ("year", "year"),
                                ],
                                max_length=10,
                                verbose_name="period",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="to (included)")),
                        ("as_of", models.DateTimeField(verbose_name="data as of")),
                        ("vintage", models.PositiveSmallIntegerField(default=1, verbose_name="vintage")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "queued"),
                                    ("freezing", "freezing data"),
                                    ("computing", "computing"),
                                    ("disclosure_check", "checking disclosure"),
                                    ("review", "in review"),
                                    ("published", "published"),
                                    ("superseded", "superseded"),
                                    ("failed", "failed"),
                                    ("abandoned", "abandoned"),
                                ],
                                db_index=True,
                                default="queued",
                                max_length=16,
                                verbose_name="state",
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="steps done")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="steps in all")),
                        (
                            "rows",
                            models.PositiveBigIntegerField(default=0, verbose_name="rows worked through"),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                        (
                            "heartbeat_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last sign of life"),
                        ),
                        (
                            "failure",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="why it failed (a code)"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                        ),
                        (
                            "narrative",
                            models.TextField(blank=True, max_length=10000, verbose_name="narrative"),
                        ),
                        (
                            "narrative_language",
                            models.CharField(
                                blank=True, max_length=12, verbose_name="language of the narrative"
                            ),
                        ),
                        (
                            "method_version",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="version of the methods"
                            ),
                        ),
                        (
                            "code_version",
                            models.CharField(blank=True, max_length=40, verbose_name="version of the code"),
                        ),
                        (
                            "data_hash",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="hash of the frozen data (SHA-256)"
                            ),
                        ),
                        (
                            "result_hash",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="hash of the results (SHA-256)"
                            ),
                        ),
                        (
                            "touches_demo",
                            models.BooleanField(default=False, verbose_name="contains demo data"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successor",
                                to="evaluation.impactreport",
                                verbose_name="supersedes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "impact report",
                        "verbose_name_plural": "impact reports",
                        "ordering": ["-ends_on", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "kind",
                                    "scope",
                                    "region",
                                    "program",
                                    "organization",
                                    "starts_on",
                                    "ends_on",
                                    "vintage",
                                ),
                                name="one_report_per_period_and_vintage",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "queued",
                                            "freezing",
                                            "computing",
                                            "disclosure_check",
                                            "review",
                                            "published",
                                            "superseded",
                                            "failed",
                                            "abandoned",
                                        ],
                                    )
                                ),
                                name="report_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="report_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("organization", None),
                                        ("program", None),
                                        ("region", None),
                                        ("scope", "movement"),
                                    ),
                                    models.Q(
                                        ("organization", None),
                                        ("program", None),
                                        ("region__isnull", False),
                                        ("scope", "region"),
                                    ),
                                    models.Q(
                                        ("organization", None),
                                        ("program__isnull", False),
                                        ("region", None),
                                        ("scope", "program"),
                                    ),
                                    models.Q(
                                        ("organization__isnull", False),
                                        ("program", None),
                                        ("region", None),
                                        ("scope", "affiliate"),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_scope_names_its_object",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "output_monitor"), ("period__in", ["month", "quarter"])
                                    ),
                                    models.Q(
                                        ("kind", "long_term_impact"), ("period__in", ["half_year", "year"])
                                    ),
                                    _connector="OR",
                                ),
                                name="long_periods_tell_of_impact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("author", None),
                                    ("published_by", None),
                                    models.Q(("author", models.F("published_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="published_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["published", "superseded"]), _negated=True),
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                        models.Q(("data_hash", ""), _negated=True),
                                        models.Q(("result_hash", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="published_report_is_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Learning",
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
                        ("title", models.CharField(max_length=200, verbose_name="in one sentence")),
                        ("expected", models.TextField(verbose_name="what was expected")),
                        ("observed", models.TextField(verbose_name="what was seen")),
                        ("why", models.TextField(blank=True, verbose_name="why")),
                        ("so_what", models.TextField(blank=True, verbose_name="so what")),
                        ("now_what", models.TextField(blank=True, verbose_name="now what")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("works", "works"),
                                    ("mixed", "mixed"),
                                    ("does_not_work", "does not work"),
                                    ("unclear", "unclear"),
                                ],
                                max_length=14,
                                verbose_name="verdict",
                            ),
                        ),
                        (
                            "strength",
                            models.CharField(
                                choices=[
                                    ("none", "none"),
                                    ("weak", "weak"),
                                    ("moderate", "moderate"),
                                    ("strong", "strong"),
                                ],
                                max_length=8,
                                verbose_name="evidence for it",
                            ),
                        ),
                        (
                            "affiliate_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("chapter", "chapter"),
                                    ("thematic_organization", "thematic organization"),
                                    ("user_group", "user group"),
                                ],
                                max_length=24,
                                verbose_name="kind of affiliate",
                            ),
                        ),
                        ("search_text", models.TextField(blank=True, editable=False)),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                default="en",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language it is written in",
                            ),
                        ),
                        (
                            "method",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programs.method",
                                verbose_name="method",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="learnings",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "work_language",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language of the program",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "learning",
                        "verbose_name_plural": "learnings",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__in", ["works", "mixed", "does_not_work", "unclear"])
                                ),
                                name="learning_known_verdict",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("strength__in", ["none", "weak", "moderate", "strong"])),
                                name="learning_known_strength",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogicModel",
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
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("approved", "approved"),
                                    ("superseded", "superseded"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "situation",
                            models.TextField(
                                blank=True,
                                help_text="Which need or gap the program answers.",
                                verbose_name="situation",
                            ),
                        ),
                        ("approved_at", models.DateTimeField(null=True, verbose_name="approved at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                default="en",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language it is written in",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="logic_models",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="last written by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "logic model",
                        "verbose_name_plural": "logic models",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("program", "version"), name="each_logic_model_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("program",),
                                name="one_draft_logic_model",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "approved")),
                                fields=("program",),
                                name="one_approved_logic_model",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "approved", "superseded"])),
                                name="logic_model_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_at", None), ("approved_by", None), ("state", "draft")
                                    ),
                                    models.Q(
                                        models.Q(("state", "draft"), _negated=True),
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                        models.Q(("approved_by", models.F("written_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="logic_model_approved_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutcomeStatement",
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
                                    ("drafted", "drafted"),
                                    ("clarified", "clarified"),
                                    ("substantiated", "substantiated"),
                                    ("analyzed", "analyzed"),
                                ],
                                default="drafted",
                                max_length=14,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("person", "person"),
                                    ("organization", "organization"),
                                    ("community", "community"),
                                    ("system", "the movement and beyond"),
                                ],
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "who",
                            models.CharField(
                                help_text="A kind of actor or an organization, no person.",
                                max_length=200,
                                verbose_name="who",
                            ),
                        ),
                        ("change", models.CharField(max_length=300, verbose_name="does what differently")),
                        ("happened", models.CharField(max_length=100, verbose_name="when")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        ("significance", models.TextField(verbose_name="why it matters")),
                        ("contribution", models.TextField(verbose_name="what the program contributed")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="drafted by",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                default="en",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcome_statements",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "outcome statement",
                        "verbose_name_plural": "outcome statements",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__in", ["person", "organization", "community", "system"])
                                ),
                                name="outcome_known_level",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_key", models.UUIDField(verbose_name="person (pseudonym)")),
                        (
                            "affiliate_type",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("chapter", "chapter"),
                                    ("thematic_organization", "thematic organization"),
                                    ("user_group", "user group"),
                                ],
                                max_length=24,
                                verbose_name="type of affiliate",
                            ),
                        ),
                        (
                            "maturity",
                            models.CharField(
                                choices=[
                                    ("emerging", "emerging"),
                                    ("established", "established"),
                                    ("unknown", "not known"),
                                ],
                                default="unknown",
                                max_length=12,
                                verbose_name="community",
                            ),
                        ),
                        (
                            "quarter",
                            models.DateField(
                                verbose_name="quarter in which the cohort started (its first day)"
                            ),
                        ),
                        ("applied", models.BooleanField(default=False, verbose_name="applied")),
                        ("accepted", models.BooleanField(default=False, verbose_name="accepted")),
                        ("attended", models.BooleanField(default=False, verbose_name="attended")),
                        ("completed", models.BooleanField(default=False, verbose_name="completed")),
                        ("followed_up", models.BooleanField(default=False, verbose_name="followed up")),
                        ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes attended")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="organization",
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
                            "region",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "participation",
                        "verbose_name_plural": "participation",
                        "indexes": [
                            models.Index(fields=["quarter", "region"], name="evaluation__quarter_e1e2dd_idx"),
                            models.Index(
                                fields=["organization", "quarter"], name="evaluation__organiz_44014c_idx"
                            ),
                            models.Index(
                                fields=["program", "quarter"], name="evaluation__program_763fb7_idx"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject_key", "cohort"), name="one_participation_per_cohort"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pseudonym",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="key")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "stakeholder",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pseudonym",
                                to="capacity.stakeholder",
                                verbose_name="stakeholder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "pseudonym",
                        "verbose_name_plural": "pseudonyms",
                    },
                ),
                migrations.CreateModel(
                    name="Reliability",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("alpha", "Cronbach's alpha of the baselines"),
                                    ("stated", "stated, from a source"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=6, max_digits=7, verbose_name="reliability (0 to 1)"
                            ),
                        ),
                        ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="people")),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reliabilities",
                                to="assessments.instrumentversion",
                                verbose_name="version of the questionnaire",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reliability of a questionnaire",
                        "verbose_name_plural": "reliabilities of questionnaires",
                        "ordering": ["version", "capacity", "kind"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "capacity", "kind"), name="one_reliability_per_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0), ("value__lte", 1)),
                                name="reliability_0_to_1",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "alpha"), ("people__isnull", False)),
                                    models.Q(("kind", "stated"), models.Q(("source", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="reliability_has_people_or_source",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rollup",
                    fields=[
                        (
                            "key",
                            models.CharField(
                                max_length=32, primary_key=True, serialize=False, verbose_name="key"
                            ),
                        ),
                        ("quarter", models.DateField(verbose_name="quarter (its first day)")),
                        (
                            "from_timepoint",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline"),
                                    ("endline", "endline"),
                                    ("retrospective", "retrospective baseline"),
                                    ("m3", "3 months after"),
                                    ("m6", "6 months after"),
                                    ("m12", "12 months after"),
                                    ("m24", "24 months after"),
                                    ("adhoc", "other"),
                                ],
                                max_length=14,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "to_timepoint",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline"),
                                    ("endline", "endline"),
                                    ("retrospective", "retrospective baseline"),
                                    ("m3", "3 months after"),
                                    ("m6", "6 months after"),
                                    ("m12", "12 months after"),
                                    ("m24", "24 months after"),
                                    ("adhoc", "other"),
                                ],
                                max_length=14,
                                verbose_name="to",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        ("n", models.BigIntegerField(verbose_name="pairs")),
                        (
                            "sum_before",
                            models.DecimalField(
                                decimal_places=6, max_digits=24, verbose_name="sum of d before"
                            ),
                        ),
                        (
                            "sum_after",
                            models.DecimalField(
                                decimal_places=6, max_digits=24, verbose_name="sum of d after"
                            ),
                        ),
                        (
                            "sum_before_squares",
                            models.DecimalField(
                                decimal_places=12, max_digits=30, verbose_name="sum of squares of d before"
                            ),
                        ),
                        (
                            "sum_after_squares",
                            models.DecimalField(
                                decimal_places=12, max_digits=30, verbose_name="sum of squares of d after"
                            ),
                        ),
                        (
                            "sum_products",
                            models.DecimalField(
                                decimal_places=12, max_digits=30, verbose_name="sum of products of d"
                            ),
                        ),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rollups",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rollups",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rollups",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rollup",
                        "verbose_name_plural": "rollups",
                        "indexes": [
                            models.Index(fields=["quarter", "region"], name="evaluation__quarter_0cf724_idx"),
                            models.Index(
                                fields=["cohort", "capacity"], name="evaluation__cohort__629a4e_idx"
                            ),
                            models.Index(
                                fields=["program", "quarter"], name="evaluation__program_1050d7_idx"
                            ),
                            models.Index(
                                fields=["organization", "quarter"], name="evaluation__organiz_61cc28_idx"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Story",
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
                            "domain",
                            models.CharField(
                                choices=[
                                    ("practice_changed", "practice changed"),
                                    ("role_taken", "role taken on"),
                                    ("others_taught", "others taught"),
                                    ("organization_changed", "organization changed"),
                                ],
                                max_length=20,
                                verbose_name="what it is about",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("text", models.TextField(verbose_name="story")),
                        (
                            "consent",
                            models.CharField(
                                choices=[
                                    ("internal", "only for those who run and evaluate the program"),
                                    ("anonymous", "for everybody, without my name"),
                                    ("named", "for everybody, with my name"),
                                ],
                                default="internal",
                                max_length=10,
                                verbose_name="who may read it",
                            ),
                        ),
                        (
                            "consent_expires_on",
                            models.DateField(blank=True, null=True, verbose_name="agreed until"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "language",
                            models.ForeignKey(
                                default="en",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stories",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "teller",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stories",
                                to="capacity.stakeholder",
                                verbose_name="told by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "story",
                        "verbose_name_plural": "stories",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("consent__in", ["internal", "anonymous", "named"])),
                                name="story_known_consent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "domain__in",
                                        [
                                            "practice_changed",
                                            "role_taken",
                                            "others_taught",
                                            "organization_changed",
                                        ],
                                    )
                                ),
                                name="story_known_domain",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alert",
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
                                    ("low_response", "few answers to a questionnaire"),
                                    ("attrition", "many who answered at first did not answer at the end"),
                                    ("missed_follow_up", "a follow-up was missed"),
                                    ("empty_follow_up", "a follow-up closes soon and nothing is noted"),
                                    ("missing_figure", "a figure is missing"),
                                    ("waiting_figure", "a figure waits to be verified"),
                                    ("late_target", "a target was set when there were figures"),
                                    ("contradiction", "evidence contradicts what counts as confirmed"),
                                    ("overdue_answer", "a recommendation was not answered in time"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, verbose_name="what it is about")),
                        ("address", models.CharField(max_length=300, verbose_name="where to look")),
                        ("count", models.IntegerField(null=True, verbose_name="number")),
                        ("of", models.IntegerField(null=True, verbose_name="of")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("acknowledged", "acknowledged"),
                                    ("resolved", "resolved"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("resolved_at", models.DateTimeField(null=True, verbose_name="resolved at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "handled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="handled by",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alerts",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "alert",
                        "verbose_name_plural": "alerts",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "key"), name="each_alert_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "low_response",
                                            "attrition",
                                            "missed_follow_up",
                                            "empty_follow_up",
                                            "missing_figure",
                                            "waiting_figure",
                                            "late_target",
                                            "contradiction",
                                            "overdue_answer",
                                        ],
                                    )
                                ),
                                name="alert_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "acknowledged", "resolved"])),
                                name="alert_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "open"),
                                    ("handled_by", None),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="handled_alert_has_a_note",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BaselineSplit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quarter", models.DateField(verbose_name="quarter (its first day)")),
                        (
                            "timepoint",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline"),
                                    ("endline", "endline"),
                                    ("retrospective", "retrospective baseline"),
                                    ("m3", "3 months after"),
                                    ("m6", "6 months after"),
                                    ("m12", "12 months after"),
                                    ("m24", "24 months after"),
                                    ("adhoc", "other"),
                                ],
                                max_length=14,
                                verbose_name="timepoint",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        ("stayed", models.BigIntegerField(verbose_name="people who stayed")),
                        (
                            "stayed_sum",
                            models.DecimalField(decimal_places=6, max_digits=24, verbose_name="their sum"),
                        ),
                        (
                            "stayed_squares",
                            models.DecimalField(
                                decimal_places=12, max_digits=30, verbose_name="their sum of squares"
                            ),
                        ),
                        ("left", models.BigIntegerField(verbose_name="people who left")),
                        (
                            "left_sum",
                            models.DecimalField(decimal_places=6, max_digits=24, verbose_name="their sum"),
                        ),
                        (
                            "left_squares",
                            models.DecimalField(
                                decimal_places=12, max_digits=30, verbose_name="their sum of squares"
                            ),
                        ),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="organization",
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
                            "region",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.wave",
                                verbose_name="wave",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "baseline of who stayed and who left",
                        "verbose_name_plural": "baselines of who stayed and who left",
                        "indexes": [
                            models.Index(
                                fields=["program", "timepoint"], name="evaluation__program_095e4c_idx"
                            ),
                            models.Index(
                                fields=["organization", "timepoint"], name="evaluation__organiz_8ee1ff_idx"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("wave", "capacity", "organization", "region"),
                                name="one_split_per_wave_and_group",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("left__gte", 0), ("stayed__gte", 0)),
                                name="split_of_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeFact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_key", models.UUIDField(verbose_name="subject (pseudonym)")),
                        (
                            "from_timepoint",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline"),
                                    ("endline", "endline"),
                                    ("retrospective", "retrospective baseline"),
                                    ("m3", "3 months after"),
                                    ("m6", "6 months after"),
                                    ("m12", "12 months after"),
                                    ("m24", "24 months after"),
                                    ("adhoc", "other"),
                                ],
                                max_length=14,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "to_timepoint",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline"),
                                    ("endline", "endline"),
                                    ("retrospective", "retrospective baseline"),
                                    ("m3", "3 months after"),
                                    ("m6", "6 months after"),
                                    ("m12", "12 months after"),
                                    ("m24", "24 months after"),
                                    ("adhoc", "other"),
                                ],
                                max_length=14,
                                verbose_name="to",
                            ),
                        ),
                        (
                            "before",
                            models.DecimalField(decimal_places=6, max_digits=7, verbose_name="before"),
                        ),
                        ("after", models.DecimalField(decimal_places=6, max_digits=7, verbose_name="after")),
                        ("method_id", models.CharField(max_length=60, verbose_name="method")),
                        ("measured_on", models.DateField(verbose_name="measured on")),
                        ("quarter", models.DateField(verbose_name="quarter (its first day)")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "after_response",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.response",
                                verbose_name="response after",
                            ),
                        ),
                        (
                            "before_response",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.response",
                                verbose_name="response before",
                            ),
                        ),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "enrollment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="change_facts",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change fact",
                        "verbose_name_plural": "change facts",
                        "indexes": [
                            models.Index(fields=["quarter"], name="evaluation__quarter_6d9d1d_idx"),
                            models.Index(fields=["cohort"], name="evaluation__cohort__01f691_idx"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "subject_key",
                                    "cohort",
                                    "capacity",
                                    "from_timepoint",
                                    "to_timepoint",
                                    "method_id",
                                ),
                                name="one_fact_per_pair",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("after__gte", 0),
                                    ("after__lte", 1),
                                    ("before__gte", 0),
                                    ("before__lte", 1),
                                ),
                                name="scores_between_0_and_1",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisaggregationValue",
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
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("name_en", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_ar", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_es", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_fr", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_hi", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_ind", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_pt_br", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_ru", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_sw", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("name_zh_hans", models.CharField(max_length=100, null=True, verbose_name="name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="used from")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="used to")),
                        (
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values",
                                to="evaluation.disaggregation",
                                verbose_name="disaggregation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "value of a disaggregation",
                        "verbose_name_plural": "values of disaggregations",
                        "ordering": ["dimension", "position", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("dimension", "code"), name="each_disaggregation_value_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__regex", "^[A-Za-z0-9_-]+$")),
                                name="disaggregation_value_is_a_word",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
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
                            "design",
                            models.CharField(
                                choices=[
                                    ("single_group_prepost", "one group, before and after"),
                                    ("prepost_with_comparison", "before and after, with a comparison group"),
                                    ("waitlist_control", "compared with those on the waiting list"),
                                    ("stepped", "stepped start"),
                                    ("its", "interrupted time series"),
                                    ("rct", "randomized trial"),
                                    ("qualitative", "qualitative"),
                                    ("mixed", "mixed"),
                                ],
                                default="",
                                editable=False,
                                max_length=24,
                                verbose_name="design",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("descriptive", "what is"),
                                    ("association", "what goes together"),
                                    ("contribution", "what the program contributed to"),
                                    ("attribution", "what the program caused"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("statement", models.TextField(verbose_name="claim")),
                        ("rival_explanations", models.TextField(verbose_name="what else could explain it")),
                        (
                            "confidence",
                            models.CharField(
                                choices=[("low", "low"), ("moderate", "moderate"), ("high", "high")],
                                max_length=8,
                                verbose_name="confidence",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("accepted", "accepted"),
                                    ("contested", "contested"),
                                    ("retracted", "retracted"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewed by",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="evaluation.evaluation",
                                verbose_name="evaluation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "claim",
                        "verbose_name_plural": "claims",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["descriptive", "association", "contribution", "attribution"],
                                    )
                                ),
                                name="evaluation_claim_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "accepted", "contested", "retracted"])
                                ),
                                name="evaluation_claim_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "attribution"), _negated=True),
                                    (
                                        "design__in",
                                        [
                                            "rct",
                                            "prepost_with_comparison",
                                            "waitlist_control",
                                            "stepped",
                                            "its",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="attribution_only_where_the_design_allows",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by", None),
                                    ("written_by", None),
                                    models.Q(("reviewed_by", models.F("written_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="claim_reviewed_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
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
                        ("question", models.CharField(max_length=300, verbose_name="question")),
                        ("statement", models.TextField(verbose_name="what was found")),
                        (
                            "confidence",
                            models.CharField(
                                choices=[("low", "low"), ("moderate", "moderate"), ("high", "high")],
                                max_length=8,
                                verbose_name="confidence",
                            ),
                        ),
                        ("rationale", models.TextField(verbose_name="why so sure, or not")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="evaluation.evaluation",
                                verbose_name="evaluation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "finding",
                        "verbose_name_plural": "findings",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("confidence__in", ["low", "moderate", "high"])),
                                name="finding_known_confidence",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpTask",
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
                        ("offset", models.PositiveSmallIntegerField(verbose_name="months after the end")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("scheduled", "scheduled"),
                                    ("open", "open"),
                                    ("closed", "closed"),
                                    ("skipped", "skipped"),
                                    ("missed", "missed"),
                                ],
                                default="scheduled",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                        ("closes_on", models.DateField(blank=True, null=True, verbose_name="closes on")),
                        (
                            "skip_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it is skipped"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="evaluation.followuppolicy",
                                verbose_name="follow-up plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "follow-up",
                        "verbose_name_plural": "follow-ups",
                        "ordering": ["due_on", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cohort", "policy", "offset"), name="each_follow_up_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["scheduled", "open", "closed", "skipped", "missed"])
                                ),
                                name="follow_up_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opened_on", None),
                                    models.Q(
                                        ("closes_on__gte", models.F("opened_on")),
                                        ("opened_on__gte", models.F("due_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_up_is_not_back_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "skipped"), _negated=True),
                                    models.Q(("skip_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="skipped_follow_up_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenData",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="table")),
                        ("rows", models.PositiveIntegerField(verbose_name="rows")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("content", models.BinaryField(verbose_name="content")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="frozen",
                                to="evaluation.impactreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "frozen data",
                        "verbose_name_plural": "frozen data",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "name"), name="each_table_once_per_report"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportPrint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=12, verbose_name="language")),
                        ("content", models.BinaryField(verbose_name="content")),
                        ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made at")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prints",
                                to="evaluation.impactreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "printed report",
                        "verbose_name_plural": "printed reports",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "language"), name="one_print_per_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(verbose_name="position")),
                        ("metric", models.CharField(max_length=60, verbose_name="metric")),
                        ("cell", models.JSONField(default=dict, verbose_name="cell")),
                        ("n", models.BigIntegerField(null=True, verbose_name="n")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=9, max_digits=20, null=True, verbose_name="value"
                            ),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                decimal_places=9, max_digits=20, null=True, verbose_name="lower limit"
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                decimal_places=9, max_digits=20, null=True, verbose_name="upper limit"
                            ),
                        ),
                        ("method_id", models.CharField(max_length=200, verbose_name="method")),
                        ("quality", models.JSONField(default=dict, verbose_name="quality")),
                        ("is_suppressed", models.BooleanField(default=False, verbose_name="suppressed")),
                        ("reason", models.CharField(blank=True, max_length=40, verbose_name="reason")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="evaluation.impactreport",
                                verbose_name="report",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "result of a report",
                        "verbose_name_plural": "results of reports",
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "metric", "cell"), name="each_result_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_suppressed", False),
                                    models.Q(
                                        ("high", None),
                                        ("low", None),
                                        ("n", None),
                                        ("value", None),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="suppressed_result_tells_nothing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Result",
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
                                    ("input", "input"),
                                    ("activity", "activity"),
                                    ("output", "output"),
                                    ("outcome_short", "outcome, short-term"),
                                    ("outcome_medium", "outcome, medium-term"),
                                    ("outcome_long", "outcome, long-term"),
                                    ("impact", "impact"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("statement", models.CharField(max_length=300, verbose_name="statement")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "copied_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="evaluation.result",
                                verbose_name="copied from",
                            ),
                        ),
                        (
                            "model",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="evaluation.logicmodel",
                                verbose_name="logic model",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "result",
                        "verbose_name_plural": "results",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "input",
                                            "activity",
                                            "output",
                                            "outcome_short",
                                            "outcome_medium",
                                            "outcome_long",
                                            "impact",
                                        ],
                                    )
                                ),
                                name="result_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("statement", ""), _negated=True),
                                name="result_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RollupStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("step", models.SmallIntegerField(verbose_name="difference in hundredths")),
                        ("n", models.BigIntegerField(verbose_name="pairs")),
                        (
                            "rollup",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="evaluation.rollup",
                                verbose_name="rollup",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rollup step",
                        "verbose_name_plural": "rollup steps",
                        "constraints": [
                            models.UniqueConstraint(fields=("rollup", "step"), name="one_row_per_step"),
                            models.CheckConstraint(
                                condition=models.Q(("step__range", (-100, 100))), name="step_within_grid"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SelectionRound",
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
                        ("question", models.CharField(max_length=300, verbose_name="question")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("decided", "decided")],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="why this one")),
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
                            "opened_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="opened by",
                            ),
                        ),
                        (
                            "panel",
                            models.ManyToManyField(
                                blank=True,
                                related_name="selection_rounds",
                                to="capacity.stakeholder",
                                verbose_name="panel",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="selection_rounds",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "chosen",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="evaluation.story",
                                verbose_name="chosen",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "selection of stories",
                        "verbose_name_plural": "selections of stories",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("chosen", None), ("decided_at", None), ("state", "open")),
                                    models.Q(
                                        ("chosen__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("state", "decided"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="selection_is_decided_with_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Substantiation",
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
                            "source",
                            models.CharField(
                                help_text="The function, not the name: “chair of a partner library”.",
                                max_length=200,
                                verbose_name="who was asked",
                            ),
                        ),
                        (
                            "independence",
                            models.CharField(
                                choices=[
                                    ("involved", "took part in the program"),
                                    ("near", "knows the program, took no part"),
                                    ("independent", "has nothing to do with the program"),
                                ],
                                max_length=12,
                                verbose_name="independence",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("full", "agrees"),
                                    ("partial", "agrees in part"),
                                    ("disagree", "disagrees"),
                                    ("no_answer", "gave no answer"),
                                ],
                                max_length=10,
                                verbose_name="verdict",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="what was said")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="substantiations",
                                to="evaluation.outcomestatement",
                                verbose_name="outcome statement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "substantiation",
                        "verbose_name_plural": "substantiations",
                        "ordering": ["created_at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUpOutcome",
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
                                    ("practice_changed", "practice changed"),
                                    ("role_taken", "role taken on"),
                                    ("others_taught", "others taught"),
                                    ("organization_changed", "organization changed"),
                                ],
                                max_length=20,
                                verbose_name="what came of it",
                            ),
                        ),
                        (
                            "people_taught",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="people taught"),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="in a few words")),
                        ("happened_on", models.DateField(blank=True, null=True, verbose_name="since")),
                        (
                            "evidence",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="address of the evidence"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "language",
                            models.ForeignKey(
                                default="en",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="capacity.roleassignment",
                                verbose_name="role",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="evaluation.followuptask",
                                verbose_name="follow-up",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "outcome of a follow-up",
                        "verbose_name_plural": "outcomes of follow-ups",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "practice_changed",
                                            "role_taken",
                                            "others_taught",
                                            "organization_changed",
                                        ],
                                    )
                                ),
                                name="follow_up_outcome_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "organization_changed"), _negated=True),
                                    ("organization__isnull", False),
                                    _connector="OR",
                                ),
                                name="organization_changed_names_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "others_taught"), _negated=True),
                                    ("people_taught__gte", 1),
                                    _connector="OR",
                                ),
                                name="others_taught_counts_them",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
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
                        ("code", models.SlugField(max_length=100, verbose_name="code")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="published",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("input", "input"),
                                    ("activity", "activity"),
                                    ("output", "output"),
                                    ("outcome", "outcome"),
                                    ("impact", "impact"),
                                ],
                                default="outcome",
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("name_en", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_ar", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_es", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_fr", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_hi", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_ind", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_pt_br", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_ru", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_sw", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_zh_hans", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("definition", models.TextField(verbose_name="definition")),
                        ("definition_en", models.TextField(null=True, verbose_name="definition")),
                        ("definition_ar", models.TextField(null=True, verbose_name="definition")),
                        ("definition_es", models.TextField(null=True, verbose_name="definition")),
                        ("definition_fr", models.TextField(null=True, verbose_name="definition")),
                        ("definition_hi", models.TextField(null=True, verbose_name="definition")),
                        ("definition_ind", models.TextField(null=True, verbose_name="definition")),
                        ("definition_pt_br", models.TextField(null=True, verbose_name="definition")),
                        ("definition_ru", models.TextField(null=True, verbose_name="definition")),
                        ("definition_sw", models.TextField(null=True, verbose_name="definition")),
                        ("definition_zh_hans", models.TextField(null=True, verbose_name="definition")),
                        ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    ("count", "count"),
                                    ("percentage", "percentage"),
                                    ("ratio", "ratio"),
                                    ("mean_score", "mean score"),
                                    ("index", "index"),
                                    ("binary", "yes or no"),
                                    ("qualitative", "in words"),
                                ],
                                max_length=12,
                                verbose_name="measure",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("increase", "more is better"),
                                    ("decrease", "less is better"),
                                    ("maintain", "should stay"),
                                ],
                                default="increase",
                                max_length=10,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "tolerance",
                            models.DecimalField(
                                decimal_places=3, default=0, max_digits=9, verbose_name="tolerance"
                            ),
                        ),
                        (
                            "lowest",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=9,
                                null=True,
                                verbose_name="lowest possible",
                            ),
                        ),
                        (
                            "highest",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=9,
                                null=True,
                                verbose_name="highest possible",
                            ),
                        ),
                        (
                            "is_about_people",
                            models.BooleanField(default=True, verbose_name="counts or rates people"),
                        ),
                        (
                            "frequency",
                            models.CharField(
                                choices=[
                                    ("once", "once for each cohort"),
                                    ("month", "every month"),
                                    ("quarter", "every quarter"),
                                    ("half_year", "every half-year"),
                                    ("year", "every year"),
                                ],
                                default="once",
                                max_length=10,
                                verbose_name="how often",
                            ),
                        ),
                        (
                            "window_months",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="months after the cohort's end"
                            ),
                        ),
                        (
                            "period_aggregation",
                            models.CharField(
                                choices=[
                                    ("sum", "added up"),
                                    ("last", "the last one counts"),
                                    ("mean", "averaged"),
                                    ("max", "the highest counts"),
                                    ("none", "not combined"),
                                ],
                                default="none",
                                max_length=5,
                                verbose_name="periods together",
                            ),
                        ),
                        (
                            "unit_aggregation",
                            models.CharField(
                                choices=[
                                    ("sum", "added up"),
                                    ("weighted_num_den", "numerators over denominators"),
                                    ("distinct_people", "each person once"),
                                    ("none", "not combined"),
                                ],
                                default="none",
                                max_length=16,
                                verbose_name="cohorts together",
                            ),
                        ),
                        (
                            "computation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("participants", "people accepted into cohorts"),
                                    ("completers", "people who completed"),
                                    ("completion", "share of the accepted who completed"),
                                    ("sessions", "sessions held"),
                                    ("change", "mean change of scores from baseline to endline"),
                                    ("lasting", "mean change of scores from baseline to 6 months after"),
                                ],
                                max_length=12,
                                verbose_name="computed by the portal",
                            ),
                        ),
                        (
                            "data_source",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="where the data come from"
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(blank=True, max_length=300, verbose_name="what it is used for"),
                        ),
                        ("series", models.CharField(blank=True, max_length=80, verbose_name="series")),
                        (
                            "change_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why this version"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "disaggregations",
                            models.ManyToManyField(
                                blank=True,
                                related_name="indicators",
                                to="evaluation.disaggregation",
                                verbose_name="divided by",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="capacity.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="evaluation.result",
                                verbose_name="result it tells of",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "indicator",
                        "verbose_name_plural": "indicators",
                        "ordering": ["code", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "version"), name="each_indicator_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("code",),
                                name="one_published_indicator_version",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("code",),
                                name="one_draft_indicator_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "measure__in",
                                        [
                                            "count",
                                            "percentage",
                                            "ratio",
                                            "mean_score",
                                            "index",
                                            "binary",
                                            "qualitative",
                                        ],
                                    )
                                ),
                                name="indicator_known_measure",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("direction__in", ["increase", "decrease", "maintain"])),
                                name="indicator_known_direction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "published", "retired"])),
                                name="indicator_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__in", ["input", "activity", "output", "outcome", "impact"])
                                ),
                                name="indicator_known_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "computation__in",
                                        [
                                            "",
                                            "participants",
                                            "completers",
                                            "completion",
                                            "sessions",
                                            "change",
                                            "lasting",
                                        ],
                                    )
                                ),
                                name="indicator_known_computation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tolerance__gte", 0)), name="tolerance_is_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("version", 1),
                                    models.Q(("change_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="new_indicator_version_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "impact"), _negated=True),
                                    ("source__isnull", False),
                                    models.Q(("computation", ""), ("window_months__gte", 6)),
                                    _connector="OR",
                                ),
                                name="impact_is_not_computed_nor_early",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                                choices=[("supports", "speaks for it"), ("contradicts", "speaks against it")],
                                max_length=12,
                                verbose_name="for or against",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("url", "web page"),
                                    ("wiki_revision", "revision of a wiki page"),
                                    ("dataset", "data set"),
                                    ("statement", "what somebody said"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                        (
                            "revision_id",
                            models.PositiveBigIntegerField(
                                blank=True, null=True, verbose_name="number of the revision"
                            ),
                        ),
                        ("captured_on", models.DateField(verbose_name="seen on")),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("self_report", "told by those concerned"),
                                    ("documented", "documented"),
                                    ("independent", "independent"),
                                ],
                                max_length=12,
                                verbose_name="reliability",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="added by",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="evaluation.finding",
                                verbose_name="finding",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="evaluation.outcomestatement",
                                verbose_name="outcome statement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evidence",
                        "verbose_name_plural": "evidence",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finding__isnull", False), ("statement", None)),
                                    models.Q(("finding", None), ("statement__isnull", False)),
                                    _connector="OR",
                                ),
                                name="evidence_for_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "wiki_revision"), _negated=True),
                                    ("revision_id__isnull", False),
                                    _connector="OR",
                                ),
                                name="wiki_evidence_is_a_revision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "statement"),
                                    models.Q(("url", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="evidence_has_an_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
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
                        ("text", models.TextField(verbose_name="recommendation")),
                        ("respond_by", models.DateField(verbose_name="to be answered by")),
                        (
                            "response",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("accepted", "accepted"),
                                    ("partly", "accepted in part"),
                                    ("rejected", "rejected"),
                                ],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "response_reason",
                            models.TextField(blank=True, verbose_name="reason of the answer"),
                        ),
                        (
                            "responded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("answered", "answered"),
                                    ("verified", "verified"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "evaluation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="evaluation.evaluation",
                                verbose_name="evaluation",
                            ),
                        ),
                        (
                            "finding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="evaluation.finding",
                                verbose_name="because of",
                            ),
                        ),
                        (
                            "hold",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="recommendation",
                                to="programs.programhold",
                                verbose_name="hold on the program",
                            ),
                        ),
                        (
                            "responded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "recommendation",
                        "verbose_name_plural": "recommendations",
                        "ordering": ["respond_by", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "answered", "verified"])),
                                name="recommendation_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("responded_at", None), ("response", ""), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        models.Q(("response", ""), _negated=True),
                                        models.Q(("response_reason", ""), _negated=True),
                                        ("responded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="answer_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResultLink",
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
                            "assumption",
                            models.CharField(blank=True, max_length=300, verbose_name="assumption"),
                        ),
                        (
                            "strength",
                            models.CharField(
                                choices=[
                                    ("none", "none"),
                                    ("weak", "weak"),
                                    ("moderate", "moderate"),
                                    ("strong", "strong"),
                                ],
                                default="none",
                                max_length=8,
                                verbose_name="evidence for it",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="effects",
                                to="evaluation.result",
                                verbose_name="leads",
                            ),
                        ),
                        (
                            "effect",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="causes",
                                to="evaluation.result",
                                verbose_name="to",
                            ),
                        ),
                        (
                            "model",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="evaluation.logicmodel",
                                verbose_name="logic model",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "link between results",
                        "verbose_name_plural": "links between results",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("cause", "effect"), name="each_link_once"),
                            models.CheckConstraint(
                                condition=models.Q(("cause", models.F("effect")), _negated=True),
                                name="result_does_not_cause_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("strength__in", ["none", "weak", "moderate", "strong"])),
                                name="link_known_strength",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Baseline",
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
                        ("cell", models.CharField(blank=True, max_length=200, verbose_name="cell")),
                        ("as_of", models.DateField(verbose_name="as of")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=12, verbose_name="value")),
                        ("data_source", models.CharField(max_length=300, verbose_name="where it comes from")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "set_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="set by",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="baselines",
                                to="evaluation.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "baseline",
                        "verbose_name_plural": "baselines",
                        "ordering": ["-created_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Measurement",
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
                            "measure",
                            models.CharField(
                                choices=[
                                    ("count", "count"),
                                    ("percentage", "percentage"),
                                    ("ratio", "ratio"),
                                    ("mean_score", "mean score"),
                                    ("index", "index"),
                                    ("binary", "yes or no"),
                                    ("qualitative", "in words"),
                                ],
                                default="",
                                editable=False,
                                max_length=12,
                                verbose_name="measure",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("input", "input"),
                                    ("activity", "activity"),
                                    ("output", "output"),
                                    ("outcome", "outcome"),
                                    ("impact", "impact"),
                                ],
                                default="",
                                editable=False,
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "measured",
                            models.CharField(max_length=20, verbose_name="measured (year-month, phase)"),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="period from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="period to")),
                        ("measured_on", models.DateField(blank=True, null=True, verbose_name="measured on")),
                        ("cell", models.CharField(blank=True, max_length=200, verbose_name="cell")),
                        (
                            "n",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="people asked"),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="value"
                            ),
                        ),
                        (
                            "numerator",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=14,
                                null=True,
                                verbose_name="numerator",
                            ),
                        ),
                        (
                            "denominator",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=14,
                                null=True,
                                verbose_name="denominator",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="in words")),
                        (
                            "missing_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_collected", "not collected"),
                                    ("not_yet", "not collected yet"),
                                    ("not_applicable", "does not apply"),
                                    ("too_few", "too few answers"),
                                    ("lost", "lost"),
                                ],
                                max_length=14,
                                verbose_name="why there is no figure",
                            ),
                        ),
                        (
                            "evidence",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="address of the evidence"
                            ),
                        ),
                        (
                            "provenance",
                            models.CharField(
                                choices=[
                                    ("published", "published elsewhere"),
                                    ("computed", "computed by the portal"),
                                    ("manual", "entered by hand"),
                                ],
                                max_length=10,
                                verbose_name="provenance",
                            ),
                        ),
                        ("method_id", models.CharField(blank=True, max_length=60, verbose_name="method")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "submitted"),
                                    ("returned", "returned"),
                                    ("verified", "verified"),
                                    ("locked", "locked"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "returned_note",
                            models.CharField(blank=True, max_length=300, verbose_name="why it was returned"),
                        ),
                        (
                            "verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="verified at"),
                        ),
                        ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="locked at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "community_language",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="capacity.language",
                                verbose_name="community of the wikis in",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="evaluation.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "locked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="locked by",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="capacity.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evaluation.measurement",
                                verbose_name="supersedes",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verified by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "measurement",
                        "verbose_name_plural": "measurements",
                        "indexes": [
                            models.Index(fields=["state", "created_at"], name="evaluation__state_3ac4bb_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("supersedes", None)),
                                fields=(
                                    "indicator",
                                    "program",
                                    "cohort",
                                    "community_language",
                                    "measured",
                                    "starts_on",
                                    "ends_on",
                                    "cell",
                                    "provenance",
                                ),
                                name="each_measurement_once",
                                nulls_distinct=False,
                            ),
                            models.UniqueConstraint(fields=("supersedes",), name="superseded_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("denominator", None), ("numerator", None)),
                                    models.Q(
                                        ("denominator__gt", 0),
                                        ("numerator__gte", 0),
                                        models.Q(
                                            ("measure", "ratio"),
                                            ("numerator__lte", models.F("denominator")),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="share_within_its_denominator",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("measure__in", ["percentage", "ratio"]), _negated=True),
                                    ("provenance", "published"),
                                    models.Q(("missing_reason", ""), _negated=True),
                                    models.Q(("denominator__isnull", False), ("numerator__isnull", False)),
                                    _connector="OR",
                                ),
                                name="percentage_from_numerator_and_denominator",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("measure", "qualitative"), _negated=True),
                                        ("text", ""),
                                        models.Q(
                                            models.Q(
                                                ("value", None),
                                                models.Q(("missing_reason", ""), _negated=True),
                                            ),
                                            models.Q(("missing_reason", ""), ("value__isnull", False)),
                                            _connector="OR",
                                        ),
                                    ),
                                    models.Q(
                                        ("measure", "qualitative"),
                                        ("value", None),
                                        models.Q(("text", ""), ("missing_reason", ""), _connector="XOR"),
                                    ),
                                    _connector="OR",
                                ),
                                name="no_value_only_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("measure", "binary"), _negated=True),
                                    ("value", None),
                                    ("value__in", [0, 1]),
                                    _connector="OR",
                                ),
                                name="yes_or_no_is_one_or_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("provenance", "published"), _negated=True),
                                    ("source__isnull", False),
                                    _connector="OR",
                                ),
                                name="published_figure_has_a_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("provenance", "published"),
                                    models.Q(
                                        ("ends_on__gte", models.F("starts_on")),
                                        ("measured_on__isnull", False),
                                        ("starts_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="own_figure_has_a_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned", "verified", "locked"])
                                ),
                                name="measurement_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by", None),
                                    ("entered_by", None),
                                    models.Q(("verified_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="verified_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("locked_by", None),
                                    ("entered_by", None),
                                    models.Q(("locked_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="locked_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["verified", "locked"]), _negated=True),
                                    ("provenance", "published"),
                                    models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="checked_figure_was_checked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Action",
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
                        ("text", models.CharField(max_length=300, verbose_name="what is done")),
                        ("due_on", models.DateField(verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("done", "done"), ("verified", "verified")],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="marked done by",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="who does it",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="verified by",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="actions",
                                to="evaluation.recommendation",
                                verbose_name="recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "action",
                        "verbose_name_plural": "actions",
                        "ordering": ["due_on", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "done", "verified"])),
                                name="agreed_action_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by", None),
                                    ("done_by", None),
                                    models.Q(("verified_by", models.F("done_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreed_action_verified_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                        ("cell", models.CharField(blank=True, max_length=200, verbose_name="cell")),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="to")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=12, verbose_name="value")),
                        (
                            "set_after_data",
                            models.BooleanField(
                                default=False, editable=False, verbose_name="set when there were data already"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="evaluation.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="set by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "target",
                        "verbose_name_plural": "targets",
                        "ordering": ["ends_on", "-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="target_ends_after_start",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="changefact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="roll_up_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    INSERT INTO evaluation_rollup AS cell\n        (key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, n, sum_before, sum_after, sum_before_squares, sum_after_squares, sum_products)\n    SELECT key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, sum(sign), sum(sign * b), sum(sign * a), sum(sign * b * b), sum(sign * a * a), sum(sign * b * a)\n    FROM (\n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, 1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM new_rows\n) AS moved GROUP BY key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo ORDER BY key\n    ON CONFLICT (key) DO UPDATE SET\n        n = cell.n + excluded.n,\n        sum_before = cell.sum_before + excluded.sum_before,\n        sum_after = cell.sum_after + excluded.sum_after,\n        sum_before_squares = cell.sum_before_squares + excluded.sum_before_squares,\n        sum_after_squares = cell.sum_after_squares + excluded.sum_after_squares,\n        sum_products = cell.sum_products + excluded.sum_products;\n    INSERT INTO evaluation_rollupstep AS grid (rollup_id, step, n)\n    SELECT key, step, sum(sign) FROM (\n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, 1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM new_rows\n) AS moved GROUP BY key, step HAVING sum(sign) <> 0 ORDER BY key, step\n    ON CONFLICT (rollup_id, step) DO UPDATE SET n = grid.n + excluded.n;\n\nRETURN NULL;",
                            hash="d46e3482628c230bb8e0ab274a1da4bdee0b4e18",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_roll_up_insert_e8b22",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="evaluation_changefact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="changefact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="roll_up_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    INSERT INTO evaluation_rollup AS cell\n        (key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, n, sum_before, sum_after, sum_before_squares, sum_after_squares, sum_products)\n    SELECT key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, sum(sign), sum(sign * b), sum(sign * a), sum(sign * b * b), sum(sign * a * a), sum(sign * b * a)\n    FROM (\n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, 1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM new_rows\n UNION ALL \n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, -1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM old_rows\n) AS moved GROUP BY key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo ORDER BY key\n    ON CONFLICT (key) DO UPDATE SET\n        n = cell.n + excluded.n,\n        sum_before = cell.sum_before + excluded.sum_before,\n        sum_after = cell.sum_after + excluded.sum_after,\n        sum_before_squares = cell.sum_before_squares + excluded.sum_before_squares,\n        sum_after_squares = cell.sum_after_squares + excluded.sum_after_squares,\n        sum_products = cell.sum_products + excluded.sum_products;\n    INSERT INTO evaluation_rollupstep AS grid (rollup_id, step, n)\n    SELECT key, step, sum(sign) FROM (\n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, 1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM new_rows\n UNION ALL \n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, -1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM old_rows\n) AS moved GROUP BY key, step HAVING sum(sign) <> 0 ORDER BY key, step\n    ON CONFLICT (rollup_id, step) DO UPDATE SET n = grid.n + excluded.n;\n\n    DELETE FROM evaluation_rollupstep WHERE n = 0 AND rollup_id IN (SELECT md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) FROM old_rows);\n    DELETE FROM evaluation_rollup WHERE n = 0 AND key IN (SELECT md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) FROM old_rows);\n\nRETURN NULL;",
                            hash="9d47dd804e7e979767212d0ba55e828cb78bea98",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_roll_up_update_383ec",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="evaluation_changefact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="changefact",
                    trigger=pgtrigger.compiler.Trigger(
                        name="roll_up_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    INSERT INTO evaluation_rollup AS cell\n        (key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, n, sum_before, sum_after, sum_before_squares, sum_after_squares, sum_products)\n    SELECT key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, sum(sign), sum(sign * b), sum(sign * a), sum(sign * b * b), sum(sign * a * a), sum(sign * b * a)\n    FROM (\n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, -1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM old_rows\n) AS moved GROUP BY key, program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo ORDER BY key\n    ON CONFLICT (key) DO UPDATE SET\n        n = cell.n + excluded.n,\n        sum_before = cell.sum_before + excluded.sum_before,\n        sum_after = cell.sum_after + excluded.sum_after,\n        sum_before_squares = cell.sum_before_squares + excluded.sum_before_squares,\n        sum_after_squares = cell.sum_after_squares + excluded.sum_after_squares,\n        sum_products = cell.sum_products + excluded.sum_products;\n    INSERT INTO evaluation_rollupstep AS grid (rollup_id, step, n)\n    SELECT key, step, sum(sign) FROM (\n    SELECT program_id, cohort_id, capacity_id, territory_id, region_id, organization_id, quarter, from_timepoint, to_timepoint, is_demo, md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) AS key, -1 AS sign, before - 0.5 AS b, after - 0.5 AS a,\n           round((after - before) * 100)::smallint AS step\n    FROM old_rows\n) AS moved GROUP BY key, step HAVING sum(sign) <> 0 ORDER BY key, step\n    ON CONFLICT (rollup_id, step) DO UPDATE SET n = grid.n + excluded.n;\n\n    DELETE FROM evaluation_rollupstep WHERE n = 0 AND rollup_id IN (SELECT md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) FROM old_rows);\n    DELETE FROM evaluation_rollup WHERE n = 0 AND key IN (SELECT md5(concat_ws('|', coalesce(program_id::text, ''), coalesce(cohort_id::text, ''), coalesce(capacity_id::text, ''), coalesce(territory_id::text, ''), coalesce(region_id::text, ''), coalesce(organization_id::text, ''), coalesce(quarter::text, ''), coalesce(from_timepoint::text, ''), coalesce(to_timepoint::text, ''), coalesce(is_demo::text, ''))) FROM old_rows);\n\nRETURN NULL;",
                            hash="082ad9c8fbf42d0fe883d5a0a8755c628ff741a7",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_roll_up_delete_c9421",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="evaluation_changefact",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="equitytarget",
                    trigger=pgtrigger.compiler.Trigger(
                        name="target_stands",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n                    IF TG_OP = 'DELETE' OR (OLD.dimension, OLD.\"group\", OLD.part, OLD.share, OLD.starts_on)\n                            IS DISTINCT FROM (NEW.dimension, NEW.\"group\", NEW.part, NEW.share, NEW.starts_on)\n                            OR OLD.ends_on IS NOT NULL AND OLD.ends_on IS DISTINCT FROM NEW.ends_on THEN\n                        RAISE EXCEPTION 'an equity target does not change: end it and set another'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="93b2809d5ecf8c836ea68c65a5c66e459d7caef9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_target_stands_a23a2",
                            table="evaluation_equitytarget",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="evaluation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="design_stays_with_its_claims",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        UPDATE evaluation_claim SET design = NEW.design WHERE evaluation_id = NEW.id;\n        RETURN NULL;\n    ",
                            hash="806631a689df33f5805abec208b011e891e4b1de",
                            operation='UPDATE OF "design"',
                            pgid="pgtrigger_design_stays_with_its_claims_595b6",
                            table="evaluation_evaluation",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="attribution_needs_a_design",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        SELECT design INTO NEW.design FROM evaluation_evaluation WHERE id = NEW.evaluation_id;\n        RETURN NEW;\n    ",
                            hash="d035afe4cf727fccc2da716cbdb6027051fc8d79",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_attribution_needs_a_design_1311a",
                            table="evaluation_claim",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="impactreport",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n                    IF TG_OP = 'DELETE' AND OLD.touches_demo\n                        AND current_setting('portal.removing_demo', true) = 'on' THEN RETURN OLD; END IF;\n                    IF OLD.state NOT IN ('published', 'superseded') THEN\n                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                        RETURN NEW;\n                    END IF;\n                    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'superseded'\n                        AND to_jsonb(NEW) - 'state' - 'updated_at' = to_jsonb(OLD) - 'state' - 'updated_at' THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'a published report cannot change' USING ERRCODE = 'restrict_violation';\n                ",
                            hash="e43023a4512fe13f5bf7f1a377e0343c54793503",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_published_is_final_66153",
                            table="evaluation_impactreport",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="frozendata",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sealed_with_its_report",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; report RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            SELECT state, is_demo OR touches_demo AS may_go INTO report\n                FROM evaluation_impactreport WHERE id = line.report_id;\n            IF report.state IN ('published', 'superseded') AND NOT (\n                TG_OP = 'DELETE' AND report.may_go AND current_setting('portal.removing_demo', true) = 'on'\n            ) THEN\n                RAISE EXCEPTION 'a published report cannot change' USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN line;\n        ",
                            hash="946c23048e9b2b8c896f79db58bb04f62768b787",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_sealed_with_its_report_71e70",
                            table="evaluation_frozendata",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="baseline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="2143fd817b32762fdefc02850ea7e0cb0729022c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1ec0e",
                            table="evaluation_baseline",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="logicmodel",
                    trigger=pgtrigger.compiler.Trigger(
                        name="only_superseded_once_approved",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" IN ('approved', 'superseded'))",
                            func="\n                    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n                    IF TG_OP = 'UPDATE' AND NEW.state = 'superseded'\n                        AND to_jsonb(NEW) - 'state' - 'updated_at' = to_jsonb(OLD) - 'state' - 'updated_at'\n                    THEN RETURN NEW; END IF;\n                    RAISE EXCEPTION 'an approved logic model cannot change' USING ERRCODE = 'restrict_violation';\n                ",
                            hash="c8ee0dca56145b16bcdfd4dbc59cba4d036dafad",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_only_superseded_once_approved_c93fc",
                            table="evaluation_logicmodel",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="measurement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="follows_its_indicator",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE ended DATE;",
                            func="\n        SELECT measure, level INTO NEW.measure, NEW.level FROM evaluation_indicator WHERE id = NEW.indicator_id;\n        IF NEW.provenance = 'published' THEN RETURN NEW; END IF;\n        IF NEW.measure = 'percentage' THEN NEW.value := round(100 * NEW.numerator / nullif(NEW.denominator, 0), 4);\n        ELSIF NEW.measure = 'ratio' THEN NEW.value := round(NEW.numerator / nullif(NEW.denominator, 0), 4);\n        END IF;\n        IF NEW.level = 'impact' AND NEW.missing_reason = '' AND NEW.program_id IS NOT NULL THEN\n            SELECT min(ends_on) INTO ended FROM programs_cohort\n            WHERE program_id = NEW.program_id AND cancelled_at IS NULL AND id = coalesce(NEW.cohort_id, id);\n            IF ended IS NULL OR NEW.measured_on IS NULL OR NEW.measured_on < ended + interval '6 months' THEN\n                RAISE EXCEPTION 'impact is measured six months after the end of a cohort at the earliest'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ",
                            hash="cb406b74b5c20db27553742c8fd0b6bdc0d167e2",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_follows_its_indicator_ccf14",
                            table="evaluation_measurement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="measurement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="locked_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"state\" = 'locked')",
                            func="\n        IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n            RETURN OLD;\n        END IF;\n        RAISE EXCEPTION 'a locked measurement cannot change' USING ERRCODE = 'restrict_violation';\n    ",
                            hash="871539b46bc17c67c7213a47a3a23058623dd902",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_locked_is_final_3b855",
                            table="evaluation_measurement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="reportresult",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sealed_with_its_report",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; report RECORD;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            SELECT state, is_demo OR touches_demo AS may_go INTO report\n                FROM evaluation_impactreport WHERE id = line.report_id;\n            IF report.state IN ('published', 'superseded') AND NOT (\n                TG_OP = 'DELETE' AND report.may_go AND current_setting('portal.removing_demo', true) = 'on'\n            ) THEN\n                RAISE EXCEPTION 'a published report cannot change' USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN line;\n        ",
                            hash="c0867d2af502f10b0bf3e52a143abac17e45ac3e",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_sealed_with_its_report_d1dc1",
                            table="evaluation_reportresult",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="result",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stays_once_approved",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; model_state TEXT;",
                            func="\n        \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n        IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n        SELECT state INTO model_state FROM evaluation_logicmodel WHERE id = line.model_id;\n        IF model_state IS DISTINCT FROM 'draft' AND model_state IS NOT NULL THEN\n            RAISE EXCEPTION '% belongs to an approved logic model and cannot change', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN line;\n    ",
                            hash="0700852ce0adf84b666ced9aa6bbf0cc2a3992c4",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_stays_once_approved_d7169",
                            table="evaluation_result",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="indicator",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fixed_once_published",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."source_id" IS NULL)',
                            func="\n        \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n        IF OLD.state = 'draft' THEN\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        END IF;\n        IF TG_OP = 'UPDATE' AND (NEW.state = OLD.state OR NEW.state = 'retired') AND NOT EXISTS (\n            SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n            WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n              AND changed.key NOT IN ('state', 'updated_at')\n              AND NOT (changed.key ~ '^(name|definition)_' AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n        ) THEN RETURN NEW; END IF;\n        RAISE EXCEPTION 'a published indicator cannot change' USING ERRCODE = 'restrict_violation';\n    ",
                            hash="369f98cb8b44692e300b8836c083b616f055d53b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_fixed_once_published_eb7c5",
                            table="evaluation_indicator",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="indicator",
                    trigger=pgtrigger.compiler.Trigger(
                        name="takes_its_level",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NEW."result_id" IS NOT NULL)',
                            func="\n        SELECT split_part(kind, '_', 1) INTO NEW.level FROM evaluation_result WHERE id = NEW.result_id;\n        RETURN NEW;\n    ",
                            hash="784a807e1a1211369ff13d5e2e0ffc8c299343de",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_takes_its_level_3ab9d",
                            table="evaluation_indicator",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resultlink",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stays_once_approved",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; model_state TEXT;",
                            func="\n        \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n        IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n        SELECT state INTO model_state FROM evaluation_logicmodel WHERE id = line.model_id;\n        IF model_state IS DISTINCT FROM 'draft' AND model_state IS NOT NULL THEN\n            RAISE EXCEPTION '% belongs to an approved logic model and cannot change', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN line;\n    ",
                            hash="1b76b0d94d83c51e22011f026f6464f0dead7726",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_stays_once_approved_ac7f9",
                            table="evaluation_resultlink",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="resultlink",
                    trigger=pgtrigger.compiler.Trigger(
                        name="runs_in_no_circle",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        PERFORM 1 FROM evaluation_logicmodel WHERE id = NEW.model_id FOR UPDATE;\n        IF EXISTS (SELECT 1 FROM evaluation_result WHERE id IN (NEW.cause_id, NEW.effect_id)\n                   AND model_id <> NEW.model_id) THEN\n            RAISE EXCEPTION 'a link stays within its logic model' USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (\n            WITH RECURSIVE reached (id) AS (\n                SELECT NEW.effect_id\n                UNION\n                SELECT link.effect_id FROM evaluation_resultlink AS link\n                JOIN reached ON link.cause_id = reached.id WHERE link.id <> NEW.id\n            )\n            SELECT 1 FROM reached WHERE id = NEW.cause_id\n        ) THEN\n            RAISE EXCEPTION 'a logic model runs in no circle' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="8c8b815157b63ca60a086cfb860130fc8d8a98d3",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_runs_in_no_circle_80f9b",
                            table="evaluation_resultlink",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="substantiation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only_but_for",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            IF TG_OP = 'UPDATE' AND NEW.note = '' AND to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN\n                RETURN NEW;\n            END IF;\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="359b019fa441298d538c59c33537032cd8a2f208",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_but_for_74887",
                            table="evaluation_substantiation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="target",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="2e85967ad8ff6266d74b965bdb8aa0c9a3817eae",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_40ffe",
                            table="evaluation_target",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="target",
                    trigger=pgtrigger.compiler.Trigger(
                        name="marks_what_comes_after_data",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    NEW.set_after_data := EXISTS (\n                        SELECT 1 FROM evaluation_measurement AS data\n                        JOIN evaluation_indicator AS version ON version.id = data.indicator_id\n                        WHERE version.code = (SELECT code FROM evaluation_indicator WHERE id = NEW.indicator_id)\n                          AND data.created_at < NEW.created_at AND data.value IS NOT NULL\n                          AND data.starts_on <= NEW.ends_on AND data.ends_on >= NEW.starts_on\n                    );\n                    RETURN NEW;\n                ",
                            hash="b5708d095aaacd8feb366716a7598c5bf311cc77",
                            operation="INSERT",
                            pgid="pgtrigger_marks_what_comes_after_data_0a1d6",
                            table="evaluation_target",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
