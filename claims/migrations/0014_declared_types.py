"""The types of claims are rows that ``migrate`` writes from their declarations; a claim's type refers to one."""

from django.db import migrations, models

import claims.types
import claims.types.values


class Migration(migrations.Migration):
    dependencies = [("claims", "0013_law_of_relations")]

    operations = [
        migrations.CreateModel(
            name="DeclaredType",
            fields=[
                (
                    "name",
                    models.CharField(help_text="Its name, for example causal.", max_length=20, primary_key=True, serialize=False),
                ),
                ("schema", models.JSONField(help_text="The JSON Schema of its attributes.")),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.RemoveConstraint(model_name="claim", name="claims_claim_type_known"),
        migrations.AlterField(
            model_name="claim",
            name="attributes",
            field=models.JSONField(
                blank=True,
                decoder=claims.types.values.ExactDecoder,
                default=dict,
                help_text='The attributes of its type; {"unknown": true} where the source does not say, {"none": true} where there is none.',
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="type",
            field=models.CharField(
                choices=claims.types.type_choices,
                help_text="What kind of proposition, for example causal: one thing brings about another.",
                max_length=20,
            ),
        ),
    ]
