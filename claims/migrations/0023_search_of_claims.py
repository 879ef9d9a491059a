"""Full-text search of claims: what they say and how their attributes say it, stemmed and ranked, Chinese and Japanese too."""

from __future__ import annotations

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = r"""
-- The statement counts most; strings among the attributes, at any depth, count too.
CREATE FUNCTION claims_search_vector(statement text, attributes jsonb, language text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(sources_search_vector(statement, language), 'A') || setweight(sources_search_vector(coalesce((
        SELECT string_agg(said #>> '{}', ' ') FROM jsonb_path_query(attributes, 'strict $.**') AS said
         WHERE jsonb_typeof(said) = 'string'), ''), language), 'C')
$$;

CREATE FUNCTION claims_index_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO claims_claimindex (claim_id, search)
    VALUES (NEW.id, claims_search_vector(NEW.statement, NEW.attributes, NEW.language))
    ON CONFLICT (claim_id) DO UPDATE SET search = excluded.search;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION claims_index_claim() FROM PUBLIC;

ALTER TABLE claims_claimindex ADD CONSTRAINT claims_claimindex_of_claim
    FOREIGN KEY (claim_id) REFERENCES claims_claim (id) ON DELETE CASCADE;
INSERT INTO claims_claimindex (claim_id, search) SELECT id, claims_search_vector(statement, attributes, language) FROM claims_claim;
CREATE TRIGGER index_claim AFTER INSERT OR UPDATE OF statement, attributes, language ON claims_claim FOR EACH ROW
    EXECUTE FUNCTION claims_index_claim();
ALTER TABLE claims_claim ENABLE ALWAYS TRIGGER index_claim;
"""

REVERSE = """
DROP TRIGGER index_claim ON claims_claim;
ALTER TABLE claims_claimindex DROP CONSTRAINT claims_claimindex_of_claim;
DROP FUNCTION claims_index_claim(), claims_search_vector(text, jsonb, text);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0022_law_of_retractions"), ("sources", "0003_search")]
    operations = [
        migrations.CreateModel(
            name="ClaimIndex",
            fields=[
                (
                    "claim",
                    models.OneToOneField(
                        db_constraint=False,
                        help_text="The claim.",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="index",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                (
                    "search",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="Stemmed words, and pairs of neighbouring characters for Chinese and Japanese."
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "claim index",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search"], name="claims_claimindex_search", fastupdate=False)],
            },
        ),
        migrations.RunSQL(FUNCTIONS, REVERSE),
    ]
