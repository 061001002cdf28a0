"""Remember which forms were sent; let a contra entry take back a return or a write-off too."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("seedgrants", "0004_keep_what_was_typed")]

    operations = [
        migrations.RemoveConstraint(
            model_name="ledgerentry", name="entry_has_the_sign_of_its_kind"
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=Q(kind="contra")
                | Q(kind="payment", amount__gt=0)
                | (~Q(kind="payment") & Q(amount__lte=0)),
                name="entry_has_the_sign_of_its_kind",
            ),
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"verbose_name": "sent form", "verbose_name_plural": "sent forms"},
        ),
    ]
