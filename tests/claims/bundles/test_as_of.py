"""Bundles of a past moment."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.bundles.selection import Asked
from claims.services.review import retract
from history.past import parse_moment
from sources.models import Document
from tests.claims.api.test_as_of import now
from tests.claims.bundles.made import make_bundle
from tests.claims.bundles.packing import SITE, unpack


@pytest.fixture
def then(debate, editor) -> str:
    """A moment after which the claim was retracted and its document changed."""
    moment = now()
    Document.objects.update(title="Another title")
    retract(debate.accepted, by=editor, comment="Not so.")
    retract(debate.published, by=editor, comment="Not so.")
    return moment


def test_the_bundle_of_a_moment_holds_what_one_made_then_held(debate, editor):
    made_then = unpack(make_bundle(Asked(), site=SITE))
    moment = now()
    Document.objects.update(title="Another title")
    retract(debate.accepted, by=editor, comment="Not so.")

    files = unpack(make_bundle(Asked(as_of=parse_moment(moment)), site=SITE))

    said = {"README.md", "ro-crate-metadata.json", "SHA256SUMS"}
    assert {name: body for name, body in files.items() if name not in said} == {
        name: body for name, body in made_then.items() if name not in said
    }
    assert f"All as it stood at {moment}." in files["README.md"].decode()
    assert unpack(make_bundle(Asked(), site=SITE))["references.bib"] != files["references.bib"]


def test_the_command_takes_a_moment(debate, then, tmp_path: Path):
    call_command("export_bundle", str(tmp_path / "then.zip"), "--as-of", then, stdout=StringIO())

    assert b"gate-closed-early-evidence" in unpack((tmp_path / "then.zip").read_bytes())["claims.jsonl"]
    with pytest.raises(CommandError, match="--as-of: Write a time or a date"):
        call_command("export_bundle", str(tmp_path / "never.zip"), "--as-of", "once")
    assert not (tmp_path / "never.zip").exists()


def test_a_bundle_of_a_moment_is_kept_and_given_out_until_something_of_it_is_hidden(debate, then, api, curator):
    api.force_authenticate(curator)
    made = api.post("/api/v1/bundles/", {"claims": ["gate-closed-early"], "as_of": then}, format="json")
    api.force_authenticate(None)

    assert made.status_code == 201, made.content
    assert made.json()["asked"] == {"claims": ["gate-closed-early"], "topics": [], "documents": [], "as_of": then}
    bundle = api.get(made.json()["url"])
    assert bundle.status_code == 200
    assert b"Holding the gate" in unpack(bundle.content)["references.json"]
    Document.objects.update(is_hidden=True)
    assert api.get(made.json()["url"]).status_code == 410


def test_what_was_not_public_then_or_is_no_moment_is_refused(debate, then, api, curator):
    api.force_authenticate(curator)

    early = api.post("/api/v1/bundles/", {"claims": ["gate-closed-early"], "as_of": "2020-01-01"}, format="json")
    never = api.post("/api/v1/bundles/", {"as_of": "9999-01-01"}, format="json")

    assert (early.status_code, early.json()["errors"]) == (
        422,
        [{"field": "claims", "message": "There is no public claim gate-closed-early."}],
    )
    assert (never.status_code, never.json()["errors"][0]["field"]) == (400, "as_of")
