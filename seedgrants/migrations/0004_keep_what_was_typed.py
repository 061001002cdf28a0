"""Keep what was typed over newer work for reports and reviews too, and a report's unfinished counts."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seedgrants", "0003_ledger_of_running_grants"),
    ]

    operations = [
        migrations.AddField(
            model_name="kepttext",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_texts",
                to="seedgrants.grantreport",
            ),
        ),
        migrations.AddField(
            model_name="kepttext",
            name="review",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_texts",
                to="seedgrants.review",
            ),
        ),
        migrations.AlterField(
            model_name="kepttext",
            name="application",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_texts",
                to="seedgrants.application",
            ),
        ),
        migrations.AlterField(
            model_name="kepttext",
            name="section",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="kepttext",
            constraint=models.UniqueConstraint(
                fields=("report", "sha256"), name="kept_report_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="kepttext",
            constraint=models.UniqueConstraint(
                fields=("review", "sha256"), name="kept_review_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="kepttext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("application__isnull", False),
                        ("report__isnull", True),
                        ("review__isnull", True),
                    ),
                    models.Q(
                        ("application__isnull", True),
                        ("report__isnull", False),
                        ("review__isnull", True),
                    ),
                    models.Q(
                        ("application__isnull", True),
                        ("report__isnull", True),
                        ("review__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="kept_text_is_of_one_thing",
            ),
        ),
        migrations.RemoveConstraint(
            model_name='grantreport',
            name='people_reached_add_up',
        ),
        migrations.AddConstraint(
            model_name='grantreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['submitted', 'accepted']), _negated=True), ('people', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('women'), '+', models.F('men')), '+', models.F('girls')), '+', models.F('boys'))), _connector='OR'), name='people_reached_add_up'),
        ),
    ]
