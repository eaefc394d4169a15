"""What somebody writes to a person stands on her pages, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="detail",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="what somebody writes"
            ),
        ),
    ]
