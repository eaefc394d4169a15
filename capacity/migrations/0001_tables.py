"""The tables of this app, as they were when the portal was first put together."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import capacity.models.affiliation
import common.tables


class Migration(migrations.Migration):
    replaces = [
        ("capacity", "0001_initial"),
        ("capacity", "0002_capacity_claim"),
        ("capacity", "0003_changes_are_told"),
        ("capacity", "0004_suggestions_and_history"),
        ("capacity", "0005_levels_are_told"),
        ("capacity", "0006_affiliation_reasons"),
        ("capacity", "0007_directory"),
        ("capacity", "0008_demographics"),
        ("capacity", "0009_directory_claims"),
        ("capacity", "0010_directory_counts"),
        ("capacity", "0011_demo_history"),
        ("capacity", "0012_directory_later"),
        ("capacity", "0013_erasures"),
        ("capacity", "0014_role_assignments"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        common.tables.InOneGo(
            operations=[
                migrations.CreateModel(
                    name="DemographicDimension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=120, verbose_name="question")),
                        ("name_en", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_ar", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_es", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_fr", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_hi", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_ind", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_pt_br", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_ru", models.CharField(max_length=120, null=True, verbose_name="question")),
                        ("name_sw", models.CharField(max_length=120, null=True, verbose_name="question")),
                        (
                            "name_zh_hans",
                            models.CharField(max_length=120, null=True, verbose_name="question"),
                        ),
                        ("help_text", models.TextField(blank=True, verbose_name="what it is asked for")),
                        (
                            "help_text_en",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_ar",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_es",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_fr",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_hi",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_ind",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_pt_br",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_ru",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_sw",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "help_text_zh_hans",
                            models.TextField(blank=True, null=True, verbose_name="what it is asked for"),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="where the categories come from"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="asked")),
                    ],
                    options={
                        "verbose_name": "demographic question",
                        "verbose_name_plural": "demographic questions",
                        "ordering": ["position", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="DirectoryCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("audience", models.CharField(max_length=8, verbose_name="who looks")),
                        ("token", models.TextField(verbose_name="what it is found by")),
                        ("n", models.BigIntegerField(verbose_name="entries")),
                    ],
                    options={
                        "verbose_name": "count of the directory",
                        "verbose_name_plural": "counts of the directory",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("audience", "token"), name="one_count_per_audience_and_token"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Language",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=20, primary_key=True, serialize=False, verbose_name="code"
                            ),
                        ),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        (
                            "autonym",
                            models.CharField(blank=True, max_length=120, verbose_name="name in itself"),
                        ),
                        (
                            "script",
                            models.CharField(blank=True, max_length=4, verbose_name="script (ISO 15924)"),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[("ltr", "left to right"), ("rtl", "right to left")],
                                default="ltr",
                                max_length=3,
                                verbose_name="direction",
                            ),
                        ),
                        ("iso639_3", models.CharField(blank=True, max_length=3, verbose_name="ISO 639-3")),
                        ("in_mediawiki", models.BooleanField(default=False, verbose_name="MediaWiki has it")),
                        (
                            "open_wikis",
                            models.PositiveSmallIntegerField(default=0, verbose_name="open content wikis"),
                        ),
                        (
                            "redirect_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="use instead",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "language",
                        "verbose_name_plural": "languages",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="ProficiencyLevel",
                    fields=[
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                primary_key=True, serialize=False, verbose_name="level"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("name_en", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_ar", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_es", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_fr", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_hi", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_ind", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_pt_br", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_ru", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_sw", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("name_zh_hans", models.CharField(max_length=60, null=True, verbose_name="name")),
                        ("description", models.TextField(verbose_name="what it looks like")),
                        ("description_en", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_ar", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_es", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_fr", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_hi", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_ind", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_pt_br", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_ru", models.TextField(null=True, verbose_name="what it looks like")),
                        ("description_sw", models.TextField(null=True, verbose_name="what it looks like")),
                        (
                            "description_zh_hans",
                            models.TextField(null=True, verbose_name="what it looks like"),
                        ),
                    ],
                    options={
                        "verbose_name": "proficiency level",
                        "verbose_name_plural": "proficiency levels",
                        "ordering": ["level"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("level__lte", 5)), name="level_between_0_and_5"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=80, primary_key=True, serialize=False, verbose_name="code"
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="address")),
                        ("publisher", models.CharField(blank=True, max_length=200, verbose_name="publisher")),
                        ("kind", models.CharField(blank=True, max_length=80, verbose_name="kind")),
                        ("as_of", models.CharField(blank=True, max_length=40, verbose_name="as of")),
                        ("license", models.CharField(blank=True, max_length=300, verbose_name="license")),
                    ],
                    options={
                        "verbose_name": "source",
                        "verbose_name_plural": "sources",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
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
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, null=True, unique=True, verbose_name="e-mail"
                            ),
                        ),
                        (
                            "wikimedia_username",
                            models.CharField(blank=True, max_length=255, verbose_name="Wikimedia user name"),
                        ),
                        (
                            "wikimedia_sub",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="Wikimedia account number"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, max_length=12, verbose_name="language of pages and letters"
                            ),
                        ),
                        ("time_zone", models.CharField(blank=True, max_length=60, verbose_name="time zone")),
                        (
                            "theme",
                            models.CharField(
                                choices=[("auto", "as my device"), ("light", "light"), ("dark", "dark")],
                                default="auto",
                                max_length=5,
                                verbose_name="theme",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="staff")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "date_joined",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined at"),
                        ),
                        ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="erased at")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "account",
                        "verbose_name_plural": "accounts",
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="one_account_per_email"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("wikimedia_sub", ""), _negated=True),
                                fields=("wikimedia_sub",),
                                name="one_account_per_wikimedia_sub",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("theme__in", ["auto", "light", "dark"])),
                                name="user_known_theme",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("erased_at", None),
                                    models.Q(
                                        ("email", None), ("is_active", False), ("wikimedia_username", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="erased_account_is_empty",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentText",
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
                        ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("text", models.TextField(verbose_name="text")),
                        ("text_en", models.TextField(null=True, verbose_name="text")),
                        ("text_ar", models.TextField(null=True, verbose_name="text")),
                        ("text_es", models.TextField(null=True, verbose_name="text")),
                        ("text_fr", models.TextField(null=True, verbose_name="text")),
                        ("text_hi", models.TextField(null=True, verbose_name="text")),
                        ("text_ind", models.TextField(null=True, verbose_name="text")),
                        ("text_pt_br", models.TextField(null=True, verbose_name="text")),
                        ("text_ru", models.TextField(null=True, verbose_name="text")),
                        ("text_sw", models.TextField(null=True, verbose_name="text")),
                        ("text_zh_hans", models.TextField(null=True, verbose_name="text")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="created at"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "consent text",
                        "verbose_name_plural": "consent texts",
                        "ordering": ["purpose", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("purpose", "version"), name="one_consent_text_per_version"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("purpose__in", ["participation", "outcomes"])),
                                name="consent_known_purpose",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Category",
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
                    ],
                    options={
                        "verbose_name": "category",
                        "verbose_name_plural": "categories",
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="DemographicOption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("label", models.CharField(max_length=120, verbose_name="answer")),
                        ("label_en", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_ar", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_es", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_fr", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_hi", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_ind", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_pt_br", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_ru", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_sw", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("label_zh_hans", models.CharField(max_length=120, null=True, verbose_name="answer")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                        (
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="options",
                                to="capacity.demographicdimension",
                                verbose_name="question",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "possible answer",
                        "verbose_name_plural": "possible answers",
                        "ordering": ["position", "code"],
                        "constraints": [
                            models.UniqueConstraint(fields=("dimension", "code"), name="one_option_per_code")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Erasure",
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
                        ("done", models.PositiveSmallIntegerField(default=0, verbose_name="steps done")),
                        ("total", models.PositiveSmallIntegerField(default=0, verbose_name="steps in all")),
                        (
                            "finished_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                        ),
                        (
                            "account",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="erasure",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "erasure",
                        "verbose_name_plural": "erasures",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_at", None)),
                                fields=["id"],
                                name="erasure_unfinished",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Region",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scheme",
                            models.CharField(
                                choices=[
                                    ("wikimedia", "Wikimedia regions"),
                                    ("grant_region_pre2023", "grant regions before July 2023"),
                                    ("m49_region", "UN regions"),
                                    ("m49_subregion", "UN subregions"),
                                    ("m49_intermediate", "UN intermediate regions"),
                                ],
                                max_length=30,
                                verbose_name="scheme",
                            ),
                        ),
                        ("code", models.CharField(max_length=12, verbose_name="code")),
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
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="capacity.region",
                                verbose_name="part of",
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
                    ],
                    options={
                        "verbose_name": "region",
                        "verbose_name_plural": "regions",
                        "ordering": ["scheme", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "code"), name="one_region_per_scheme_and_code"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Territory",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=2, primary_key=True, serialize=False, verbose_name="ISO 3166 code"
                            ),
                        ),
                        (
                            "alpha3",
                            models.CharField(blank=True, max_length=3, verbose_name="three-letter code"),
                        ),
                        ("m49", models.CharField(blank=True, max_length=3, verbose_name="UN M49 code")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        (
                            "wikidata_qid",
                            models.CharField(blank=True, max_length=12, verbose_name="Wikidata item"),
                        ),
                        (
                            "emerging_classification",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="classification of 2014"
                            ),
                        ),
                        (
                            "least_developed",
                            models.BooleanField(default=False, verbose_name="least developed"),
                        ),
                        (
                            "landlocked_developing",
                            models.BooleanField(default=False, verbose_name="land-locked developing"),
                        ),
                        (
                            "small_island_developing",
                            models.BooleanField(default=False, verbose_name="small island developing"),
                        ),
                        (
                            "wmf_protected",
                            models.BooleanField(
                                default=False, verbose_name="on the protection list: no statistics of its own"
                            ),
                        ),
                        (
                            "population",
                            models.BigIntegerField(blank=True, null=True, verbose_name="population"),
                        ),
                        (
                            "internet_users_percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                                verbose_name="internet users (percent)",
                            ),
                        ),
                        (
                            "internet_users_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="year of that share"
                            ),
                        ),
                        (
                            "income_group",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="World Bank income group of fiscal year 2022",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="territories",
                                to="capacity.region",
                                verbose_name="Wikimedia region",
                            ),
                        ),
                        (
                            "subregion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="UN subregion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "territory",
                        "verbose_name_plural": "territories",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("internet_users_percent", None),
                                    models.Q(
                                        ("internet_users_percent__gte", 0),
                                        ("internet_users_percent__lte", 100),
                                    ),
                                    _connector="OR",
                                ),
                                name="internet_share_is_percent",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stakeholder",
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
                                    ("person", "person"),
                                    ("affiliate", "affiliate"),
                                    ("community", "community"),
                                    ("hub", "hub"),
                                    ("partner", "partner organization"),
                                    ("foundation", "Wikimedia Foundation"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "slug",
                            models.SlugField(
                                allow_unicode=True, max_length=120, unique=True, verbose_name="address name"
                            ),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="description")),
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
                            "maturity_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="year of that statement"
                            ),
                        ),
                        (
                            "maturity_reason",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="source or reason of that statement"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("listed", "listed"),
                                    ("former", "former"),
                                    ("unknown", "not known"),
                                ],
                                default="listed",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "recognized_on",
                            models.CharField(blank=True, max_length=10, verbose_name="recognized on"),
                        ),
                        ("ended_on", models.CharField(blank=True, max_length=10, verbose_name="ended on")),
                        ("website", models.URLField(blank=True, max_length=300, verbose_name="website")),
                        (
                            "meta_url",
                            models.URLField(blank=True, max_length=300, verbose_name="page on Meta-Wiki"),
                        ),
                        (
                            "external_ids",
                            models.JSONField(blank=True, default=dict, verbose_name="ids elsewhere"),
                        ),
                        ("search_text", models.TextField(blank=True, editable=False)),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "languages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="stakeholders",
                                to="capacity.language",
                                verbose_name="languages",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stakeholders",
                                to="capacity.region",
                                verbose_name="region",
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
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="person",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "territories",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="capacity.territory",
                                verbose_name="all territories",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stakeholders",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stakeholder",
                        "verbose_name_plural": "stakeholders",
                        "ordering": ["slug"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["person", "affiliate", "community", "hub", "partner", "foundation"],
                                    )
                                ),
                                name="stakeholder_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "person"), ("user__isnull", False)),
                                    models.Q(models.Q(("kind", "person"), _negated=True), ("user", None)),
                                    _connector="OR",
                                ),
                                name="only_persons_have_accounts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "affiliate"),
                                        (
                                            "affiliate_type__in",
                                            ["chapter", "thematic_organization", "user_group"],
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "affiliate"), _negated=True), ("affiliate_type", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="only_affiliates_have_a_type",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maturity__in", ["emerging", "established", "unknown"])),
                                name="stakeholder_known_maturity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("maturity", "unknown"),
                                    models.Q(("maturity_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="maturity_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["listed", "former", "unknown"])),
                                name="stakeholder_known_status",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "person"), _negated=True),
                                    models.Q(
                                        ("ended_on", ""),
                                        ("meta_url", ""),
                                        ("recognized_on", ""),
                                        ("source", None),
                                        ("website", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="persons_have_no_organization_facts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TerritoryLanguage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cldr_code", models.CharField(max_length=20, verbose_name="CLDR code")),
                        (
                            "population_percent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=6,
                                null=True,
                                verbose_name="share of people (percent)",
                            ),
                        ),
                        (
                            "official_status",
                            models.CharField(blank=True, max_length=30, verbose_name="official status"),
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
                            "territory",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="speakers",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "language of a territory",
                        "verbose_name_plural": "languages of territories",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("territory", "cldr_code"), name="one_row_per_territory_and_cldr_code"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
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
                                    ("email", "E-mail"),
                                    ("wiki", "Page on a wiki"),
                                    ("web", "Page on the web"),
                                    ("chat", "Chat or mailing list"),
                                ],
                                max_length=5,
                                verbose_name="kind",
                            ),
                        ),
                        ("address", models.CharField(max_length=300, verbose_name="address")),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="capacity.stakeholder",
                                verbose_name="stakeholder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "ordering": ["kind"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stakeholder", "kind"), name="one_contact_of_a_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["email", "wiki", "web", "chat"])),
                                name="contact_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("address__contains", "@"), ("kind", "email")),
                                    models.Q(
                                        models.Q(("kind", "email"), _negated=True),
                                        models.Q(
                                            ("address__startswith", "https://"),
                                            ("address__startswith", "http://"),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="contact_is_an_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Demographic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=20, verbose_name="purpose")),
                        ("given_on", models.DateField(verbose_name="given on")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "consent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.consenttext",
                                verbose_name="agreed to",
                            ),
                        ),
                        (
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.demographicdimension",
                                verbose_name="question",
                            ),
                        ),
                        (
                            "option",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.demographicoption",
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="demographics",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "demographic answer",
                        "verbose_name_plural": "demographic answers",
                        "indexes": [models.Index(fields=["given_on"], name="capacity_de_given_o_a94749_idx")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "dimension", "purpose"),
                                name="one_answer_per_question_and_purpose",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DirectoryEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("for_public", models.BooleanField(verbose_name="for everybody")),
                        ("for_members", models.BooleanField(verbose_name="for members")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "person"),
                                    ("affiliate", "affiliate"),
                                    ("community", "community"),
                                    ("hub", "hub"),
                                    ("partner", "partner organization"),
                                    ("foundation", "Wikimedia Foundation"),
                                ],
                                max_length=12,
                                verbose_name="kind",
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
                                max_length=12,
                                verbose_name="community",
                            ),
                        ),
                        (
                            "sort_name",
                            models.CharField(max_length=200, verbose_name="name in the order of the list"),
                        ),
                        ("search_text", models.TextField(verbose_name="searched names")),
                        (
                            "tokens",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None, verbose_name="what it is found by"
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
                            "stakeholder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="capacity.stakeholder",
                                verbose_name="stakeholder",
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
                        "verbose_name": "entry of the directory",
                        "verbose_name_plural": "entries of the directory",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("for_public", True)),
                                fields=["sort_name", "id"],
                                name="directory_public",
                            ),
                            models.Index(
                                condition=models.Q(("for_members", True)),
                                fields=["sort_name", "id"],
                                name="directory_members",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["tokens"], name="directory_tokens"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_text"], name="directory_search", opclasses=["gin_trgm_ops"]
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("for_public", True)),
                                fields=("stakeholder",),
                                name="one_entry_for_everybody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("for_members", True)),
                                fields=("stakeholder",),
                                name="one_entry_for_members",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("for_public", True), ("for_members", True), _connector="OR"
                                ),
                                name="entry_is_for_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonVisibility",
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
                            "listed",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("members", "members who are signed in"),
                                    ("everybody", "everybody"),
                                ],
                                default="nobody",
                                max_length=9,
                                verbose_name="name, and that you are here",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("members", "members who are signed in"),
                                    ("everybody", "everybody"),
                                ],
                                default="nobody",
                                max_length=9,
                                verbose_name="about you",
                            ),
                        ),
                        (
                            "languages",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("members", "members who are signed in"),
                                    ("everybody", "everybody"),
                                ],
                                default="nobody",
                                max_length=9,
                                verbose_name="languages",
                            ),
                        ),
                        (
                            "territory",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("members", "members who are signed in"),
                                    ("everybody", "everybody"),
                                ],
                                default="nobody",
                                max_length=9,
                                verbose_name="territory and region",
                            ),
                        ),
                        (
                            "contact",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("members", "members who are signed in"),
                                    ("everybody", "everybody"),
                                ],
                                default="nobody",
                                max_length=9,
                                verbose_name="how to reach you",
                            ),
                        ),
                        (
                            "affiliations",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("members", "members who are signed in"),
                                    ("everybody", "everybody"),
                                ],
                                default="nobody",
                                max_length=9,
                                verbose_name="organizations you belong to",
                            ),
                        ),
                        (
                            "capacities",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("members", "members who are signed in"),
                                    ("everybody", "everybody"),
                                ],
                                default="nobody",
                                max_length=9,
                                verbose_name="capacities you have, offer or want",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="visibility",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "what a person shows",
                        "verbose_name_plural": "what persons show",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("listed__in", ["nobody", "members", "everybody"])),
                                name="listed_seen_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("description__in", ["nobody", "members", "everybody"])),
                                name="description_seen_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("languages__in", ["nobody", "members", "everybody"])),
                                name="languages_seen_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("territory__in", ["nobody", "members", "everybody"])),
                                name="territory_seen_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("contact__in", ["nobody", "members", "everybody"])),
                                name="contact_seen_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("affiliations__in", ["nobody", "members", "everybody"])),
                                name="affiliations_seen_by_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("capacities__in", ["nobody", "members", "everybody"])),
                                name="capacities_seen_by_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleAssignment",
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
                        ("title", models.CharField(max_length=200, verbose_name="role")),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("fund", "fund"),
                                    ("deliver", "deliver"),
                                    ("host", "host"),
                                    ("evaluate", "evaluate"),
                                    ("maintain", "maintain"),
                                ],
                                max_length=10,
                                verbose_name="function",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("global", "global"),
                                    ("regional", "regional"),
                                    ("local", "local"),
                                    ("thematic", "thematic"),
                                ],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="to (included)")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
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
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_assignments",
                                to="capacity.stakeholder",
                                verbose_name="holder",
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
                    ],
                    options={
                        "verbose_name": "role of a holder",
                        "verbose_name_plural": "roles of holders",
                        "ordering": ["-starts_on", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="role_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("function__in", ["fund", "deliver", "host", "evaluate", "maintain"])
                                ),
                                name="role_known_function",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__in", ["global", "regional", "local", "thematic"])
                                ),
                                name="role_known_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "regional"), _negated=True),
                                    ("region__isnull", False),
                                    _connector="OR",
                                ),
                                name="regional_role_has_a_region",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StakeholderName",
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
                                    ("official", "official"),
                                    ("other", "other"),
                                    ("acronym", "acronym"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "language",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="capacity.stakeholder",
                                verbose_name="stakeholder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "name of a stakeholder",
                        "verbose_name_plural": "names of stakeholders",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stakeholder", "language", "kind", "name"),
                                name="each_name_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Affiliation",
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
                                    ("member", "member"),
                                    ("representative", "representative"),
                                    ("board", "board member"),
                                    ("staff", "employee"),
                                ],
                                default="member",
                                max_length=16,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "requested"),
                                    ("confirmed", "confirmed"),
                                    ("refused", "refused"),
                                    ("withdrawn", "withdrawn"),
                                    ("ended", "ended"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="to (included)")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="note to the representative"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason of refusal or end"
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
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="affiliations",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "affiliation",
                        "verbose_name_plural": "affiliations",
                        "ordering": ["-starts_on", "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ends_on__isnull", False), ("state", "confirmed")),
                                fields=["ends_on"],
                                name="affiliation_that_will_end",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("role__in", ["member", "representative", "board", "staff"])
                                ),
                                name="affiliation_known_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["requested", "confirmed", "refused", "withdrawn", "ended"])
                                ),
                                name="affiliation_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="affiliation_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at", None), ("state", "requested")),
                                    models.Q(
                                        models.Q(("state", "requested"), _negated=True),
                                        ("decided_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="affiliation_decision_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("person", models.F("organization")), _negated=True),
                                name="nobody_is_her_own_member",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("state__in", ["requested", "confirmed", "ended"])),
                                expressions=[
                                    ("person", "="),
                                    ("organization", "="),
                                    ("role", "="),
                                    (
                                        capacity.models.affiliation.DateRange(
                                            "starts_on",
                                            "ends_on",
                                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                                inclusive_lower=True, inclusive_upper=True
                                            ),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="no_overlapping_affiliations",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GlossaryTerm",
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
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="id")),
                        ("term", models.CharField(max_length=120, verbose_name="term")),
                        ("term_en", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_ar", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_es", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_fr", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_hi", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_ind", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_pt_br", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_ru", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_sw", models.CharField(max_length=120, null=True, verbose_name="term")),
                        ("term_zh_hans", models.CharField(max_length=120, null=True, verbose_name="term")),
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
                        (
                            "topic",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="founding topic (1 to 7)"
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
                            "capacity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="terms",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "glossary term",
                        "verbose_name_plural": "glossary terms",
                        "ordering": ["slug"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("topic", None), ("topic__range", (1, 7)), _connector="OR"
                                ),
                                name="topic_is_one_of_seven",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Capacity",
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
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        ("path", models.CharField(max_length=200, unique=True, verbose_name="path")),
                        ("depth", models.PositiveSmallIntegerField(default=1, verbose_name="depth")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("individual", "a person"),
                                    ("organizational", "an organization"),
                                    ("both", "a person or an organization"),
                                ],
                                default="both",
                                max_length=16,
                                verbose_name="capacity of",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=160, verbose_name="name")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_ar",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_es",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_fr",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_hi",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_ind",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_pt_br",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_ru",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_sw",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
                        ),
                        (
                            "name_zh_hans",
                            models.CharField(blank=True, max_length=160, null=True, verbose_name="name"),
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
                        (
                            "wikidata_qid",
                            models.CharField(blank=True, max_length=12, verbose_name="Wikidata item"),
                        ),
                        (
                            "metabase_qid",
                            models.CharField(blank=True, max_length=12, verbose_name="Metabase item"),
                        ),
                        ("is_hidden", models.BooleanField(default=False, verbose_name="hidden")),
                        ("search_text", models.TextField(blank=True, editable=False)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="capacity.capacity",
                                verbose_name="merged into",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="capacity.capacity",
                                verbose_name="part of",
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
                            "categories",
                            models.ManyToManyField(
                                related_name="capacities",
                                through="capacity.CapacityCategory",
                                to="capacity.category",
                                verbose_name="categories",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "capacity",
                        "verbose_name_plural": "capacities",
                        "ordering": ["path"],
                        "indexes": [
                            models.Index(
                                fields=["path"],
                                name="capacity_path_prefix",
                                opclasses=["varchar_pattern_ops"],
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_text"], name="capacity_search", opclasses=["gin_trgm_ops"]
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("scope__in", ["individual", "organizational", "both"])),
                                name="capacity_known_scope",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent", None),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="capacity_not_its_own_parent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True),
                                    ("is_hidden", True),
                                    _connector="OR",
                                ),
                                name="nameless_capacity_is_hidden",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("depth", 1), ("parent", None)),
                                    models.Q(("parent__isnull", False), ("depth__gt", 1)),
                                    _connector="OR",
                                ),
                                name="roots_have_depth_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into", None),
                                    models.Q(
                                        ("is_hidden", True),
                                        models.Q(("merged_into", models.F("id")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="merged_capacity_is_hidden",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityClaim",
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
                                choices=[("has", "has"), ("offers", "offers"), ("wants", "wants")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "evidence_kind",
                            models.CharField(
                                choices=[
                                    ("self_declared", "self-declared"),
                                    ("assessed", "assessed"),
                                    ("credential", "credential"),
                                ],
                                default="self_declared",
                                max_length=16,
                                verbose_name="evidence",
                            ),
                        ),
                        (
                            "evidence_link",
                            models.URLField(blank=True, max_length=500, verbose_name="link to the evidence"),
                        ),
                        ("stated_on", models.DateField(verbose_name="as of")),
                        ("is_current", models.BooleanField(default=True, verbose_name="current")),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "stated_as",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="stated for (before capacities were merged)",
                            ),
                        ),
                        (
                            "stated_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="stated by",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.proficiencylevel",
                                verbose_name="level",
                            ),
                        ),
                        (
                            "stakeholder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="capacity.stakeholder",
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "claimed capacity",
                        "verbose_name_plural": "claimed capacities",
                        "ordering": ["-stated_on", "-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_current", True)),
                                fields=["capacity", "kind", "level"],
                                name="claim_current",
                            ),
                            models.Index(
                                fields=["stakeholder", "capacity", "-stated_on"], name="claim_history"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["has", "offers", "wants"])),
                                name="claim_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("evidence_kind__in", ["self_declared", "assessed", "credential"])
                                ),
                                name="claim_known_evidence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "has"), _negated=True),
                                    ("level__isnull", False),
                                    _connector="OR",
                                ),
                                name="what_is_had_has_a_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "wants"), _negated=True),
                                    models.Q(("evidence_kind", "self_declared"), ("evidence_link", "")),
                                    _connector="OR",
                                ),
                                name="wishes_need_no_evidence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("evidence_kind", "credential"), _negated=True),
                                    models.Q(("evidence_link", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="credentials_have_a_link",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at", None), ("is_current", False), _connector="OR"
                                ),
                                name="withdrawn_claim_is_not_current",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_current", True)),
                                fields=("stakeholder", "capacity", "kind"),
                                name="one_current_claim",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityLabel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="labels",
                                to="capacity.capacity",
                                verbose_name="capacity",
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
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="capacity.source",
                                verbose_name="source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "label of a capacity",
                        "verbose_name_plural": "labels of capacities",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("capacity", "language"), name="one_label_per_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacitySuggestion",
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
                                    ("new", "a new capacity"),
                                    ("name", "a name, or a better one"),
                                    ("description", "a description"),
                                    ("move", "another place in the tree"),
                                    ("merge", "merging it into another capacity"),
                                    ("hide", "hiding it"),
                                ],
                                max_length=12,
                                verbose_name="what is suggested",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="text")),
                        ("before", models.TextField(blank=True, verbose_name="before")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("suggested", "suggested"),
                                    ("accepted", "accepted"),
                                    ("declined", "declined"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="suggested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                        ),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suggestions",
                                to="capacity.capacity",
                                verbose_name="capacity",
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
                            "suggested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="capacity_suggestions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="suggested by",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="whole, or what it is merged into",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "suggestion for a capacity",
                        "verbose_name_plural": "suggestions for capacities",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "suggested")),
                                fields=["id"],
                                name="suggestion_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["new", "name", "description", "move", "merge", "hide"])
                                ),
                                name="suggestion_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["suggested", "accepted", "declined", "withdrawn"])
                                ),
                                name="suggestion_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("capacity", None), ("kind", "new")),
                                    models.Q(
                                        models.Q(("kind", "new"), _negated=True), ("capacity__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="suggestion_is_of_a_capacity_unless_new",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["new", "name", "description"]),
                                        ("language__isnull", False),
                                        models.Q(("text", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("kind__in", ["new", "name", "description"]), _negated=True),
                                        ("language", None),
                                        ("text", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="suggested_text_has_a_language",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "merge"), _negated=True),
                                    ("target__isnull", False),
                                    _connector="OR",
                                ),
                                name="suggested_merge_has_a_target",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at", None),
                                        ("decided_by", None),
                                        ("state__in", ["suggested", "withdrawn"]),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("state__in", ["accepted", "declined"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="suggestion_decided_pair",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityCategory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[("primary", "primary"), ("secondary", "secondary")],
                                max_length=10,
                                verbose_name="relation",
                            ),
                        ),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="capacity.category",
                                verbose_name="category",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "category of a capacity",
                        "verbose_name_plural": "categories of capacities",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("capacity", "category"), name="each_category_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("relation", "primary")),
                                fields=("capacity",),
                                name="one_primary_category",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("relation__in", ["primary", "secondary"])),
                                name="category_known_relation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CapacityChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("created", "added"),
                                    ("named", "named"),
                                    ("described", "described"),
                                    ("moved", "moved"),
                                    ("merged", "merged"),
                                    ("absorbed", "took in another"),
                                    ("hidden", "hidden"),
                                    ("shown", "shown again"),
                                    ("edited", "facts edited"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("before", models.TextField(blank=True, verbose_name="before")),
                        ("after", models.TextField(blank=True, verbose_name="after")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
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
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "suggestion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="capacity.capacitysuggestion",
                                verbose_name="suggestion",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.language",
                                verbose_name="language",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of a capacity",
                        "verbose_name_plural": "changes of capacities",
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "created",
                                            "named",
                                            "described",
                                            "moved",
                                            "merged",
                                            "absorbed",
                                            "hidden",
                                            "shown",
                                            "edited",
                                        ],
                                    )
                                ),
                                name="capacity_change_known_kind",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consenttext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stays_once_agreed_to",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF NOT EXISTS (SELECT 1 FROM capacity_demographic WHERE consent_id = OLD.id) THEN\n                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                        RETURN NEW;\n                    END IF;\n                    IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                        SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                        WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                          AND NOT (changed.key LIKE 'text\\_%' AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n                    ) THEN RETURN NEW; END IF;\n                    RAISE EXCEPTION 'somebody has agreed to these words' USING ERRCODE = 'restrict_violation';\n                ",
                            hash="2e62407e85737edc3e2c482e367a4f6d17e6b40d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_stays_once_agreed_to_5c6d0",
                            table="capacity_consenttext",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proficiencylevel",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="52d8fc836ea2140297e86673e1422010d62afed4",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_e8726",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="capacity_proficiencylevel",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proficiencylevel",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows UNION ALL SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="bc6cdd7d5fe70f57c33f969fff44936f9d08df0f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_869e1",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="capacity_proficiencylevel",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="proficiencylevel",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="f770a721b44279a963d983d3467c164bb1adba60",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_839b2",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="capacity_proficiencylevel",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="source",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="1e97ab34c023327ff8a36a12a0a942dd00336bff",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_905ec",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="capacity_source",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="source",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows UNION ALL SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="32e48f1838055d2605f3130e7253b3a95cd5af44",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_af7ae",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="capacity_source",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="source",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="23841191b28b0883e827799f80598a7e0304b550",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_e205d",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="capacity_source",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="language",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="8f62e93a6de639258ffc57389d7a8532df80d02a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_b2e8e",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="capacity_language",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="language",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows UNION ALL SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="875438b7e9d2a1c6ce34ec14d6fe8d3bc6cc3def",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_782c2",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="capacity_language",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="language",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="f9737f155e9a2c8e628dda96c0a0fb026c1d692b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_00a14",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="capacity_language",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacitychange",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only_but_for",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n            IF TG_OP = 'UPDATE' AND NEW.reason = '' AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason' THEN\n                RETURN NEW;\n            END IF;\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n        ",
                            hash="fe9388a121511cde5f661f886f5211dfea6a5290",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_but_for_56efd",
                            table="capacity_capacitychange",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="region",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="3ee322574cfd4d8860cc2e55588516b2fde7926e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_ef510",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="capacity_region",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="region",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows UNION ALL SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="8adf8077d5ff40f0cb69a747e8f81e5e88fb85e8",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_53025",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="capacity_region",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="region",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="e8f647961120965d1f174797b06382a10b61c3ce",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_d5542",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="capacity_region",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stands_in_the_tree",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n    PERFORM 1 FROM capacity_capacity WHERE id IN (\n        SELECT parent_id FROM capacity_capacity WHERE id = NEW.id\n    ) FOR SHARE;\n    IF EXISTS (\n        SELECT 1 FROM capacity_capacity AS part LEFT JOIN capacity_capacity AS whole ON whole.id = part.parent_id\n        WHERE (part.id = NEW.id OR part.parent_id = NEW.id) AND (\n            part.path <> coalesce(whole.path || '/', '') || part.code OR part.depth <> coalesce(whole.depth, 0) + 1\n        )\n    ) THEN\n        RAISE EXCEPTION 'the path of capacity % does not follow the tree', NEW.code USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n",
                            hash="b4f2c25d61938abc1101759a113c0897fc45f4e1",
                            operation='INSERT OR UPDATE OF "parent_id", "path", "depth", "code"',
                            pgid="pgtrigger_stands_in_the_tree_bd140",
                            table="capacity_capacity",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="a866bb7452c4608d71f70ff7b97aca6bb363327b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_3b761",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="capacity_capacity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM new_rows UNION ALL SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="23765c8db9a04f0b952ed90b1ef3e88197036979",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_cb6dd",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="capacity_capacity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'words', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT NULL AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="6f12a9f6b1af4434a3c8145430fb3a9f8720053b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_f3cfb",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="capacity_capacity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="demographic",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fits_its_question_and_consent",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF (SELECT dimension_id FROM capacity_demographicoption WHERE id = NEW.option_id)\n                        IS DISTINCT FROM NEW.dimension_id THEN\n                        RAISE EXCEPTION 'the answer is of another question' USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF (SELECT purpose FROM capacity_consenttext WHERE id = NEW.consent_id)\n                        IS DISTINCT FROM NEW.purpose THEN\n                        RAISE EXCEPTION 'the consent is for another purpose' USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF (SELECT kind FROM capacity_stakeholder WHERE id = NEW.person_id) <> 'person' THEN\n                        RAISE EXCEPTION 'only persons describe themselves' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="0d3e401aee517204571299a715d8fa1ba1f99d0d",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_fits_its_question_and_consent_fe2b1",
                            table="capacity_demographic",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacityclaim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="newest_wins",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NEW.is_current THEN\n        UPDATE capacity_capacityclaim SET is_current = false\n        WHERE stakeholder_id = NEW.stakeholder_id AND capacity_id = NEW.capacity_id AND kind = NEW.kind\n            AND is_current AND stated_on <= NEW.stated_on;\n        NEW.is_current := NOT EXISTS (\n            SELECT 1 FROM capacity_capacityclaim\n            WHERE stakeholder_id = NEW.stakeholder_id AND capacity_id = NEW.capacity_id AND kind = NEW.kind\n                AND is_current\n        );\n    END IF;\n    RETURN NEW;\n",
                            hash="23a05a8e363820e5633723162ca7196c98512326",
                            operation="INSERT",
                            pgid="pgtrigger_newest_wins_9453d",
                            table="capacity_capacityclaim",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capacityclaim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="says_the_same",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE moving TEXT[] := ARRAY['is_current', 'withdrawn_at', 'capacity_id', 'stated_as_id', 'updated_at'];",
                            func="\n    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n    \n    IF TG_OP = 'DELETE' AND current_setting('portal.erasing', true) = 'on' THEN RETURN OLD; END IF;\n\n    IF TG_OP = 'UPDATE'\n        AND to_jsonb(NEW) - moving = to_jsonb(OLD) - moving\n        AND (OLD.is_current OR NOT NEW.is_current)\n        AND (OLD.withdrawn_at IS NULL OR NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)\n        AND NEW.stated_as_id IS NOT DISTINCT FROM (\n            CASE NEW.capacity_id = OLD.capacity_id\n                WHEN true THEN OLD.stated_as_id ELSE coalesce(OLD.stated_as_id, OLD.capacity_id)\n            END\n        )\n    THEN RETURN NEW; END IF;\n    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n",
                            hash="1d80bf449f7b9b614411a1cff5f347b1ff92b2c9",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_says_the_same_8ef9d",
                            table="capacity_capacityclaim",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'capacity_stakeholder', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT id AS subject FROM new_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="69b345489b8c3f4b9eb5c412443024b28a997f20",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_tells_insert_c9819",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="capacity_stakeholder",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'capacity_stakeholder', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT id AS subject FROM new_rows JOIN old_rows USING (id) WHERE new_rows.name IS DISTINCT FROM old_rows.name) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="2ff72f65ae111a5b6f9d5f41adeb0e253e438899",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_tells_update_eb6bb",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="capacity_stakeholder",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="stakeholder",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tells_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        INSERT INTO common_change (topic, subject, written_in, at)\n        SELECT DISTINCT 'capacity_stakeholder', CASE WHEN touched.n <= 500 THEN touched.subject::bigint END,\n            pg_current_xact_id()::text::bigint, now()\n        FROM (SELECT subject, count(*) OVER () AS n FROM (SELECT id AS subject FROM old_rows) AS written) AS touched;\n    \nRETURN NULL;",
                            hash="253e8b810817b7b99505f0361248b9d728c2c90d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_tells_delete_7e53e",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="capacity_stakeholder",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="directoryentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="counted_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    INSERT INTO capacity_directorycount AS kept (audience, token, n)\n    SELECT audience, token, sum(change) FROM (\n        SELECT 'all' AS audience, 'version' AS token, 1 AS change WHERE EXISTS (SELECT FROM new_rows)\n        UNION ALL \n    SELECT audience, token, 1 FROM new_rows\n    CROSS JOIN LATERAL (VALUES ('public', for_public), ('members', for_members)) AS seen (audience, yes)\n    CROSS JOIN LATERAL unnest(tokens || 'total'::text) AS token WHERE yes\n\n    ) AS changes GROUP BY audience, token HAVING sum(change) <> 0 ORDER BY audience, token\n    ON CONFLICT (audience, token) DO UPDATE SET n = kept.n + EXCLUDED.n;\n    DELETE FROM capacity_directorycount WHERE n = 0 AND audience <> 'all';\n\nRETURN NULL;",
                            hash="f1b67fb54c36f9b7115791cab3ef84df3dd952b9",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_counted_insert_280f7",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="capacity_directoryentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="directoryentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="counted_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    INSERT INTO capacity_directorycount AS kept (audience, token, n)\n    SELECT audience, token, sum(change) FROM (\n        SELECT 'all' AS audience, 'version' AS token, 1 AS change WHERE EXISTS (SELECT FROM new_rows)\n        UNION ALL \n    SELECT audience, token, 1 FROM new_rows\n    CROSS JOIN LATERAL (VALUES ('public', for_public), ('members', for_members)) AS seen (audience, yes)\n    CROSS JOIN LATERAL unnest(tokens || 'total'::text) AS token WHERE yes\n UNION ALL \n    SELECT audience, token, -1 FROM old_rows\n    CROSS JOIN LATERAL (VALUES ('public', for_public), ('members', for_members)) AS seen (audience, yes)\n    CROSS JOIN LATERAL unnest(tokens || 'total'::text) AS token WHERE yes\n\n    ) AS changes GROUP BY audience, token HAVING sum(change) <> 0 ORDER BY audience, token\n    ON CONFLICT (audience, token) DO UPDATE SET n = kept.n + EXCLUDED.n;\n    DELETE FROM capacity_directorycount WHERE n = 0 AND audience <> 'all';\n\nRETURN NULL;",
                            hash="a73fdf6dcd0d3d1f02c042dc1e77e95566d34504",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_counted_update_9a879",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="capacity_directoryentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="directoryentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="counted_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    INSERT INTO capacity_directorycount AS kept (audience, token, n)\n    SELECT audience, token, sum(change) FROM (\n        SELECT 'all' AS audience, 'version' AS token, 1 AS change WHERE EXISTS (SELECT FROM old_rows)\n        UNION ALL \n    SELECT audience, token, -1 FROM old_rows\n    CROSS JOIN LATERAL (VALUES ('public', for_public), ('members', for_members)) AS seen (audience, yes)\n    CROSS JOIN LATERAL unnest(tokens || 'total'::text) AS token WHERE yes\n\n    ) AS changes GROUP BY audience, token HAVING sum(change) <> 0 ORDER BY audience, token\n    ON CONFLICT (audience, token) DO UPDATE SET n = kept.n + EXCLUDED.n;\n    DELETE FROM capacity_directorycount WHERE n = 0 AND audience <> 'all';\n\nRETURN NULL;",
                            hash="0e07082cdfee1302d6b75f2b4063cc4b9e76f329",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_counted_delete_9a0b6",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="capacity_directoryentry",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
