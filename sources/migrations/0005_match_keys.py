"""What is compared when the same work or person is looked for: the letters and digits of a name or title, without case or accents."""

from __future__ import annotations

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION sources_match_key(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT left(regexp_replace(regexp_replace(lower(normalize(words, NFKD)), '[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', '', 'g'), 200) $$;
CREATE INDEX sources_document_title_match ON sources_document (sources_match_key(title));
CREATE INDEX sources_author_name_match ON sources_author (sources_match_key(family || literal));
CREATE INDEX sources_namevariant_name_match ON sources_namevariant (sources_match_key(family || literal));
"""

REVERSE = """
DROP INDEX sources_namevariant_name_match;
DROP INDEX sources_author_name_match;
DROP INDEX sources_document_title_match;
DROP FUNCTION sources_match_key(text);
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_further_variables")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
