"""Words stand unchanged in few versions of a text: the planner, who guesses a thousand, would read whole tables instead of an index."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sources", "0029_nothing_is_led_to_what_is_merged")]
    operations = [migrations.RunSQL("ALTER FUNCTION sources_words_of(bigint) ROWS 2", "ALTER FUNCTION sources_words_of(bigint) ROWS 1000")]
