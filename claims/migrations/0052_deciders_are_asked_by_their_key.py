"""Laws 3 and 8: who submitted what comes in, and whether somebody is an editor, are asked by their keys, each by a plan that is kept."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("claims.migrations.0041_reviews_are_asked_by_their_key").IMPORTED
_UNION = """    IF reviewed.created_by_id = NEW.by_id
       OR EXISTS (SELECT 1 FROM (SELECT action, by_id FROM claims_review WHERE claim_id = NEW.claim_id
                                      UNION ALL SELECT action, by_id FROM claims_review WHERE evidence_id = NEW.evidence_id
                                      UNION ALL SELECT action, by_id FROM claims_review WHERE relation_id = NEW.relation_id OFFSET 0) AS earlier
                     WHERE earlier.action = 'submit' AND earlier.by_id = NEW.by_id) THEN
"""
# One of the three, since a review is of one record: their union is planned again each time.
_ONE = """    IF NEW.claim_id IS NOT NULL THEN
        has_submitted := EXISTS (SELECT 1 FROM claims_review WHERE claim_id = NEW.claim_id AND action = 'submit' AND by_id = NEW.by_id);
    ELSIF NEW.evidence_id IS NOT NULL THEN
        has_submitted := EXISTS (SELECT 1 FROM claims_review WHERE evidence_id = NEW.evidence_id AND action = 'submit' AND by_id = NEW.by_id);
    ELSE
        has_submitted := EXISTS (SELECT 1 FROM claims_review WHERE relation_id = NEW.relation_id AND action = 'submit' AND by_id = NEW.by_id);
    END IF;
    IF reviewed.created_by_id = NEW.by_id OR has_submitted THEN
"""
_NAMES = "    is_revised boolean;\n"
if (_BEFORE.count(_UNION), _BEFORE.count(_NAMES)) != (1, 1):
    raise ValueError("The law of imported reviews is not the one that was.")
IMPORTED = _BEFORE.replace(_UNION, _ONE).replace(_NAMES, f"{_NAMES}    has_submitted boolean;\n")

_EDITOR = import_module("claims.migrations.0018_law_of_imported_reviews").FUNCTIONS
_EDITOR = _EDITOR[_EDITOR.index("CREATE FUNCTION claims_is_editor(") : _EDITOR.index("-- What is brought in under its author's name")]
_EDITOR = _EDITOR.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
EDITOR = """
CREATE OR REPLACE FUNCTION claims_is_editor(account bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM auth_user WHERE id = account AND is_superuser)
        OR EXISTS (SELECT 1 FROM auth_user_groups membership JOIN auth_group_permissions granted ON granted.group_id = membership.group_id
                     JOIN auth_permission permission ON permission.id = granted.permission_id
                    WHERE membership.user_id = account AND permission.codename = 'review_claim')
        OR EXISTS (SELECT 1 FROM auth_user_user_permissions own JOIN auth_permission permission ON permission.id = own.permission_id
                    WHERE own.user_id = account AND permission.codename = 'review_claim')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0051_flags_and_decisions_wait_for_each_other")]
    operations = [migrations.RunSQL([IMPORTED, EDITOR], [_EDITOR, _BEFORE])]
