"""Law 8: reviewed states come in only with their reviews, by named accounts, through an administrator who had no part in them."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION claims_is_administrator(account bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM auth_user WHERE id = account AND is_active AND (is_superuser OR EXISTS (
        SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
         WHERE membership.user_id = account AND auth_group.name = 'administrators')))
$$;

CREATE FUNCTION claims_is_editor(account bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM auth_user WHERE id = account AND is_superuser)
        OR EXISTS (SELECT 1 FROM auth_permission permission
                     LEFT JOIN auth_user_user_permissions own ON own.permission_id = permission.id AND own.user_id = account
                     LEFT JOIN auth_group_permissions granted ON granted.permission_id = permission.id
                     LEFT JOIN auth_user_groups membership ON membership.group_id = granted.group_id AND membership.user_id = account
                    WHERE permission.codename = 'review_claim' AND (own.id IS NOT NULL OR membership.id IS NOT NULL))
$$;

-- What is brought in under its author's name begins as a draft too.
CREATE FUNCTION law_imported() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.imported_by_id IS DISTINCT FROM history_acting_user() OR NOT claims_is_administrator(NEW.imported_by_id) THEN
        RAISE EXCEPTION 'law 8: only an administrator who acts brings % % in under another name', TG_TABLE_NAME, NEW.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.created_by_id IS NULL OR NEW.created_by_id = NEW.imported_by_id THEN
        RAISE EXCEPTION 'law 8: what is brought in under its author''s name has an author, who is not the one who brings it in'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> 'draft' THEN
        RAISE EXCEPTION 'law 3: % % begins as a draft; only a review leads further', TG_TABLE_NAME, NEW.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- An act that was done elsewhere: of these very words, before they came here, by two persons neither of whom brings it in.
CREATE FUNCTION law_imported_review() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    reviewed_table text := CASE WHEN NEW.claim_id IS NOT NULL THEN 'claims_claim'
                                WHEN NEW.evidence_id IS NOT NULL THEN 'claims_evidence' ELSE 'claims_relation' END;
    reviewed_id bigint := coalesce(NEW.claim_id, NEW.evidence_id, NEW.relation_id);
    reviewed record;
BEGIN
    NEW.id := nextval(pg_get_serial_sequence('public.claims_review', 'id'));
    IF NEW.imported_by_id IS DISTINCT FROM history_acting_user() OR NOT claims_is_administrator(NEW.imported_by_id) THEN
        RAISE EXCEPTION 'law 8: only an administrator who acts brings in a review' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.by_id IS NULL OR NEW.by_id = NEW.imported_by_id THEN
        RAISE EXCEPTION 'law 8: who brings a review in had no part in it: let another administrator import it' USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('SELECT public_id, revision, status, created_by_id, imported_by_id, created_at FROM %I WHERE id = $1 FOR UPDATE', reviewed_table)
       INTO reviewed USING reviewed_id;
    IF reviewed.imported_by_id IS DISTINCT FROM NEW.imported_by_id OR NEW.at IS NULL OR NEW.at >= reviewed.created_at
       OR EXISTS (SELECT 1 FROM history_change edit WHERE edit."table" = reviewed_table AND edit.record_id = reviewed_id AND edit.kind = 'update'
                     AND EXISTS (SELECT 1 FROM unnest(edit.changed) AS col WHERE col <> ALL (claims_kept_columns()))) THEN
        RAISE EXCEPTION 'law 8: a review is brought in with the words that it is of: not for % %', reviewed_table, reviewed.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF reviewed.revision IS DISTINCT FROM NEW.revision THEN
        RAISE EXCEPTION 'law 6: % % is at revision %, the review is of %', reviewed_table, reviewed.public_id, reviewed.revision, NEW.revision
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action NOT IN ('submit', 'withdraw', 'approve', 'reject', 'request_changes', 'retract')
       OR NOT reviewed.status = ANY (CASE NEW.action WHEN 'submit' THEN ARRAY['draft'] WHEN 'retract' THEN ARRAY['published', 'accepted']
                                         ELSE ARRAY['in_review'] END) THEN
        RAISE EXCEPTION 'law 3: % % is %: it cannot be reviewed like this (%)', reviewed_table, reviewed.public_id, reviewed.status, NEW.action
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action IN ('submit', 'withdraw') THEN RETURN NEW; END IF;
    IF EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group ON auth_group.id = membership.group_id
                WHERE membership.user_id = NEW.by_id AND auth_group.name = 'machines') THEN
        RAISE EXCEPTION 'law 9: a machine decides nothing' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action <> 'approve' THEN RETURN NEW; END IF;
    IF reviewed.created_by_id = NEW.by_id
       OR EXISTS (SELECT 1 FROM claims_review earlier WHERE earlier.action = 'submit' AND earlier.by_id = NEW.by_id
                     AND coalesce(earlier.claim_id, 0) = coalesce(NEW.claim_id, 0)
                     AND coalesce(earlier.evidence_id, 0) = coalesce(NEW.evidence_id, 0)
                     AND coalesce(earlier.relation_id, 0) = coalesce(NEW.relation_id, 0)) THEN
        RAISE EXCEPTION 'law 3: who made or submitted % % does not approve it', reviewed_table, reviewed.public_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT claims_is_editor(NEW.by_id) THEN
        RAISE EXCEPTION 'law 3: only an editor approves' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

_REVIEWED = (
    ("claims_claim", "published", "claim_id"),
    ("claims_evidence", "accepted", "evidence_id"),
    ("claims_relation", "accepted", "relation_id"),
)


def _triggers(table: str, approved: str, link: str) -> str:
    return f"""
DROP TRIGGER law_reviewed ON {table};
CREATE TRIGGER law_reviewed BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION law_reviewed('{approved}', '{link}');
CREATE TRIGGER law_proposed BEFORE INSERT ON {table} FOR EACH ROW
    WHEN (NEW.imported_by_id IS NULL) EXECUTE FUNCTION law_reviewed('{approved}', '{link}');
CREATE TRIGGER law_imported BEFORE INSERT ON {table} FOR EACH ROW WHEN (NEW.imported_by_id IS NOT NULL) EXECUTE FUNCTION law_imported();
CREATE TRIGGER law_fixed BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION law_fixed('imported_by_id');
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_reviewed, ENABLE ALWAYS TRIGGER law_proposed, ENABLE ALWAYS TRIGGER law_imported,
    ENABLE ALWAYS TRIGGER law_fixed;
"""


def _undone(table: str, approved: str, link: str) -> str:
    return f"""
DROP TRIGGER law_fixed ON {table};
DROP TRIGGER law_imported ON {table};
DROP TRIGGER law_proposed ON {table};
DROP TRIGGER law_reviewed ON {table};
CREATE TRIGGER law_reviewed BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION law_reviewed('{approved}', '{link}');
ALTER TABLE {table} ENABLE ALWAYS TRIGGER law_reviewed;
"""


TRIGGERS = (
    "".join(_triggers(*one) for one in _REVIEWED)
    + """
DROP TRIGGER law_review ON claims_review;
CREATE TRIGGER law_review BEFORE INSERT ON claims_review FOR EACH ROW WHEN (NEW.imported_by_id IS NULL) EXECUTE FUNCTION law_review();
CREATE TRIGGER law_imported_review BEFORE INSERT ON claims_review FOR EACH ROW
    WHEN (NEW.imported_by_id IS NOT NULL) EXECUTE FUNCTION law_imported_review();
ALTER TABLE claims_review ENABLE ALWAYS TRIGGER law_review, ENABLE ALWAYS TRIGGER law_imported_review;
"""
)

REVERSE = (
    """
DROP TRIGGER law_imported_review ON claims_review;
DROP TRIGGER law_review ON claims_review;
CREATE TRIGGER law_review BEFORE INSERT ON claims_review FOR EACH ROW EXECUTE FUNCTION law_review();
ALTER TABLE claims_review ENABLE ALWAYS TRIGGER law_review;
"""
    + "".join(_undone(*one) for one in _REVIEWED)
    + "DROP FUNCTION law_imported_review(), law_imported(), claims_is_editor(bigint), claims_is_administrator(bigint);"
)


class Migration(migrations.Migration):
    dependencies = [("claims", "0017_imported_reviews"), ("sources", "0002_laws")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, REVERSE)]
