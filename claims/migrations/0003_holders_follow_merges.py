"""A merge of authors takes the holders of claims and evidence along, whatever their state; it is no edit of them."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION law_reviewed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    approved text := TG_ARGV[0];
    link text := TG_ARGV[1];
    acts text[];
    is_decided boolean;
    old_words jsonb;
    new_words jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'law 3: % % begins as a draft; only a review leads further', TG_TABLE_NAME, NEW.public_id
                USING ERRCODE = 'check_violation';
        END IF;
        NEW.created_by_id := history_acting_user();
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.public_id, NEW.created_by_id, NEW.origin, NEW.tool) IS DISTINCT FROM
       (OLD.id, OLD.public_id, OLD.created_by_id, OLD.origin, OLD.tool) THEN
        RAISE EXCEPTION 'law 9: who proposed % % never changes', TG_TABLE_NAME, OLD.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    old_words := to_jsonb(OLD) - claims_kept_columns();
    new_words := to_jsonb(NEW) - claims_kept_columns();
    IF new_words::text IS DISTINCT FROM old_words::text THEN
        -- Whose claim or report it is goes along when that author is merged into another: the words and the state stay as they are.
        IF NEW.status = OLD.status AND (new_words - 'holder_id')::text = (old_words - 'holder_id')::text
           AND sources_moves(TG_TABLE_NAME, OLD.id, 'holder_id', (old_words ->> 'holder_id')::bigint, (new_words ->> 'holder_id')::bigint) THEN
            RETURN NEW;
        END IF;
        IF OLD.status NOT IN ('draft', 'in_review') THEN
            RAISE EXCEPTION 'law 3: the words of % % are %: they never change, revise it instead', TG_TABLE_NAME, OLD.public_id, OLD.status
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.status NOT IN ('draft', OLD.status) THEN
            RAISE EXCEPTION 'law 3: % % cannot be edited and decided on in one step', TG_TABLE_NAME, OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        NEW.status := 'draft';
        RETURN NEW;
    END IF;
    IF NEW.status = OLD.status THEN RETURN NEW; END IF;
    acts := claims_acts(OLD.status, NEW.status, approved);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM claims_review WHERE %I = $1 AND revision = $2 AND action = ANY ($3))', link)
       INTO is_decided USING OLD.id, OLD.revision, acts;
    IF NOT is_decided THEN
        RAISE EXCEPTION 'law 3: % % goes from % to % only by a review of revision %', TG_TABLE_NAME, OLD.public_id, OLD.status, NEW.status, OLD.revision
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- A review is of the present revision, by the acting user; who approves neither made, edited nor submitted the record.
CREATE OR REPLACE FUNCTION law_review() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    reviewed_table text := CASE WHEN NEW.claim_id IS NOT NULL THEN 'claims_claim'
                                WHEN NEW.evidence_id IS NOT NULL THEN 'claims_evidence' ELSE 'claims_relation' END;
    reviewed_id bigint := coalesce(NEW.claim_id, NEW.evidence_id, NEW.relation_id);
    reviewed record;
BEGIN
    NEW.at := clock_timestamp();
    NEW.id := nextval(pg_get_serial_sequence('public.claims_review', 'id'));
    IF NEW.by_id IS DISTINCT FROM history_acting_user() THEN
        RAISE EXCEPTION 'law 3: a review is written by the user who acts' USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('SELECT public_id, revision, status, created_by_id FROM %I WHERE id = $1 FOR UPDATE', reviewed_table)
       INTO reviewed USING reviewed_id;
    IF reviewed.revision IS DISTINCT FROM NEW.revision THEN
        RAISE EXCEPTION 'law 6: % % is at revision %, the review is of %', reviewed_table, reviewed.public_id, reviewed.revision, NEW.revision
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action IN ('approve', 'reject', 'request_changes', 'retract') AND EXISTS (
        SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
         WHERE membership.user_id = NEW.by_id AND auth_group.name = 'machines') THEN
        RAISE EXCEPTION 'law 9: a machine decides nothing' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT reviewed.status = ANY (CASE NEW.action WHEN 'submit' THEN ARRAY['draft'] WHEN 'retract' THEN ARRAY['published', 'accepted']
                                       WHEN 'reopen' THEN ARRAY['accepted'] ELSE ARRAY['in_review'] END) THEN
        RAISE EXCEPTION 'law 3: % % is %: it cannot be reviewed like this (%)', reviewed_table, reviewed.public_id, reviewed.status, NEW.action
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action <> 'approve' THEN RETURN NEW; END IF;
    IF reviewed.created_by_id = NEW.by_id
       OR EXISTS (SELECT 1 FROM claims_review earlier WHERE earlier.action = 'submit' AND earlier.by_id = NEW.by_id
                     AND coalesce(earlier.claim_id, 0) = coalesce(NEW.claim_id, 0)
                     AND coalesce(earlier.evidence_id, 0) = coalesce(NEW.evidence_id, 0)
                     AND coalesce(earlier.relation_id, 0) = coalesce(NEW.relation_id, 0))
       OR EXISTS (SELECT 1 FROM history_change edit WHERE edit."table" = reviewed_table AND edit.record_id = reviewed_id
                     AND edit.user_id = NEW.by_id
                     AND EXISTS (SELECT 1 FROM unnest(edit.changed) AS col WHERE col <> ALL (claims_kept_columns()))
                     -- To merge the author who holds it is no edit of it.
                     AND NOT (edit.changed = ARRAY['holder_id']::varchar[] AND EXISTS (
                         SELECT 1 FROM sources_merge WHERE edit.transaction IN (transaction, undone_transaction)))) THEN
        RAISE EXCEPTION 'law 3: who made, edited or submitted % % does not approve it: ask a second person', reviewed_table, reviewed.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM auth_user WHERE id = NEW.by_id AND is_superuser)
       AND NOT EXISTS (SELECT 1 FROM auth_permission permission
                        LEFT JOIN auth_user_user_permissions own ON own.permission_id = permission.id AND own.user_id = NEW.by_id
                        LEFT JOIN auth_group_permissions granted ON granted.permission_id = permission.id
                        LEFT JOIN auth_user_groups membership ON membership.group_id = granted.group_id AND membership.user_id = NEW.by_id
                       WHERE permission.codename = 'review_claim' AND (own.id IS NOT NULL OR membership.id IS NOT NULL)) THEN
        RAISE EXCEPTION 'law 3: only an editor approves' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_laws"), ("sources", "0007_laws_of_keys_and_merges")]
    operations = [
        migrations.RunSQL(
            FUNCTIONS, import_module("claims.migrations.0002_laws").FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        )
    ]
