from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims.bundles.selection import Asked
from tests.claims.bundles.made import make_bundle

pytestmark = pytest.mark.django_db


def test_the_commands_write_and_check_a_bundle(debate, tmp_path, capsys):
    out = tmp_path / "bundle.zip"

    call_command("export_bundle", str(out), document=["tarrowby2019holding"])
    call_command("verify", str(out))
    out.write_bytes(out.read_bytes()[:-30])
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify", str(out))

    assert "no fault" in capsys.readouterr().out


def test_a_machine_is_told_what_was_written_and_what_is_wrong(debate, tmp_path, capsys):
    out = tmp_path / "bundle.zip"

    call_command("export_bundle", str(out), "--json")
    assert json.loads(capsys.readouterr().out) == {"bundle": str(out), "bytes": out.stat().st_size}
    out.write_bytes(out.read_bytes() + b"x")
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify", str(out), "--json")

    assert json.loads(capsys.readouterr().out)["faults"] == [
        "bundle.zip cannot be read: it does not end as a bundle does: it is no zip file, was cut off, or has bytes behind its end."
    ]


def test_a_bundle_is_written_as_it_is_made(debate, tmp_path):
    out = tmp_path / "bundle.zip"

    call_command("export_bundle", str(out), claim=["gate-closed-early"])

    assert out.read_bytes() == make_bundle(Asked(claims=["gate-closed-early"]), site=settings.SITE_URL)


def test_bundles_are_written_whole_or_not_at_all(debate, tmp_path):
    with pytest.raises(CommandError, match="There is no public claim nonsense"):
        call_command("export_bundle", str(tmp_path / "bundle.zip"), claim=["nonsense"])
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_bundle", str(tmp_path / "absent" / "bundle.zip"))

    assert list(Path(tmp_path).iterdir()) == []


def test_a_link_to_a_bundle_goes_on_leading_to_it(debate, tmp_path):
    kept, link = tmp_path / "kept.zip", tmp_path / "newest.zip"
    kept.write_bytes(b"older")
    link.symlink_to(kept)

    call_command("export_bundle", str(link), claim=["gate-closed-early"])

    assert (link.is_symlink(), kept.read_bytes()[:2]) == (True, b"PK")


@pytest.mark.parametrize("name", ["", "folder", "pipe"])
def test_what_is_no_file_is_not_put_in_the_place_of(debate, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(CommandError, match="cannot be written: it is no file"):
        call_command("export_bundle", name)

    assert (sorted(path.name for path in tmp_path.iterdir()), (tmp_path / "pipe").is_fifo()) == (["folder", "pipe"], True)


def test_a_bundle_that_is_not_there_is_told_without_the_systems_numbers(tmp_path, capsys):
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify", str(tmp_path / "nowhere.zip"), "--json")

    assert json.loads(capsys.readouterr().out)["faults"] == ["nowhere.zip cannot be read: No such file or directory"]
