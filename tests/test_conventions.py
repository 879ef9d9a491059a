"""What holds of the whole project, whatever is added to it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import get_commands
from django.db import models
from factory.django import DjangoModelFactory

ROOT = Path(__file__).resolve().parents[1]
APPS = ("history", "sources", "claims")
PRODUCT = ("config", *APPS)
MODELS = [model for label in APPS for model in apps.get_app_config(label).get_models()]
# Filled by the database, the citation engine, an export or a search: nobody edits them.
MACHINERY = {
    "claims.ClaimStanding",
    "claims.ClaimIndex",
    "claims.ComparedClaim",
    "claims.Contradiction",
    "claims.DeclaredType",
    "history.KeptAnswer",
    "sources.Citation",
    "sources.ExcerptUse",
    "sources.Fingerprint",
    "sources.OriginalBytes",
    "sources.PassageIndex",
    "sources.ShownSpan",
    "sources.TextView",
    "sources.WrittenEntry",
}
# Their choices are rows of a table, to which a foreign key holds them.
OF_A_TABLE = {"claims.Claim.type"}
# Made by the database, by an act of review or by a merge, never by themselves.
NOT_MADE_ALONE = MACHINERY | {"history.Change", "claims.Review", "claims.FormerSlug", "sources.FormerKey", "sources.Merge"}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def name_of(thing: Any) -> str:
    return thing._meta.label if hasattr(thing, "_meta") else str(thing.relative_to(ROOT))


def product_files(*suffixes: str) -> list[Path]:
    found = (path for room in PRODUCT for path in (ROOT / room).rglob("*") if path.suffix in suffixes)
    return sorted(path for path in found if "__pycache__" not in path.parts)


every_model = pytest.mark.parametrize("model", MODELS, ids=name_of)


@every_model
def test_a_model_says_what_one_row_stands_for(model: type[models.Model]):
    assert model.__doc__ is not None
    assert not model.__doc__.startswith(f"{model.__name__}("), "this docstring is Django's own list of fields"


@every_model
def test_a_field_says_what_to_enter(model: type[models.Model]):
    silent = [field.name for field in model._meta.concrete_fields if not field.primary_key and not field.help_text]

    assert silent == []


@every_model
def test_a_field_with_choices_is_checked_by_the_database(model: type[models.Model]):
    checked = {
        lookup.removesuffix("__in")
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        for lookup in re.findall(r"\('(\w+__in)'", str(constraint.condition))
    }
    with_choices = [field for field in model._meta.concrete_fields if field.choices and str(field) not in OF_A_TABLE]
    unchecked = [field.name for field in with_choices if field.name not in checked | {"origin"}]

    assert unchecked == []


@every_model
def test_a_model_has_a_factory(model: type[models.Model]):
    rooms = [vars(import_module(f"tests.factories.{app}")) for app in ("sources", "claims")]
    factories = (thing for room in rooms for thing in room.values() if isinstance(thing, type) and issubclass(thing, DjangoModelFactory))
    made = {factory._meta.model for factory in factories}

    assert (model in made) != (model._meta.label in NOT_MADE_ALONE)


@every_model
def test_a_model_is_in_the_admin(model: type[models.Model]):
    registered = admin.site._registry
    inlines = {inline.model for page in registered.values() for inline in page.inlines}

    assert (model in registered or model in inlines) != (model._meta.label in MACHINERY)


def environment_variables() -> set[str]:
    """The names of every variable that ``config/`` reads."""
    tree = [ast.parse(path.read_text(encoding="utf-8")) for path in product_files(".py") if path.is_relative_to(ROOT / "config")]
    calls = (node for node in chain.from_iterable(map(ast.walk, tree)) if isinstance(node, ast.Call) and node.args)
    return {
        ast.literal_eval(call.args[0])
        for call in calls
        if re.match(r"(environment|os\.environ)\.", ast.unparse(call.func)) and re.fullmatch(r"'[A-Z_]+'", ast.unparse(call.args[0]))
    }


def table_of_readme(heading: str) -> set[str]:
    """The names in the first column of the tables below a heading."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return {name for cell in re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)", cell)}


def test_the_readme_lists_every_setting_and_no_other():
    of_the_system = {"DJANGO_SETTINGS_MODULE", "XDG_RUNTIME_DIR"}

    assert table_of_readme("Settings") == environment_variables() - of_the_system


def test_the_readme_lists_every_command_and_no_other():
    own = {command for command, app in get_commands().items() if app in PRODUCT}
    from_elsewhere = {"drf_create_token", "createsuperuser"}

    assert table_of_readme("Commands") == own | from_elsewhere


def imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return ["." if node.level else node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def first_party_imports_in_functions(path: Path) -> Iterator[str]:
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            modules = chain.from_iterable(map(imported_by, ast.walk(function)))
            yield from (f"{function.name}: {module}" for module in modules if module.split(".")[0] in {*PRODUCT, "tests", ""})


@pytest.mark.parametrize("path", product_files(".py"), ids=name_of)
def test_no_function_imports_a_room_of_the_project(path: Path):
    assert list(first_party_imports_in_functions(path)) == []


def test_no_file_is_longer_than_400_lines():
    # First migrations are written by makemigrations.
    own = (path for path in product_files(".py", ".html", ".css", ".js", ".lua") if not path.match("migrations/0001_*"))
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in own}

    assert {name: length for name, length in lengths.items() if length > 400} == {}


def runs_of_words(text: str, length: int = 12) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def words_in(value: Any, key: str = "") -> Iterator[str]:
    """The texts of a JSON value, but for titles: a work is cited by its title."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from words_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner, key)
    elif isinstance(value, str) and "title" not in key:
        yield value


def pieces_of(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    yield from words_in(json.loads(text)) if path.suffix == ".json" else [text]


def text_files() -> Iterator[Path]:
    for place in (*PRODUCT, "fixtures", "tests", "docs"):
        yield from (path for path in (ROOT / place).rglob("*") if path.suffix in {".py", ".md", ".txt", ".json", ".html", ".yml", ".bib"})
    yield from ROOT.glob("*.md")


@pytest.mark.corpus
def test_no_words_of_the_corpus_are_in_the_project(corpus_dir: Path):
    copies = [path for path in corpus_dir.iterdir() if path.suffix in {".md", ".txt"} and path.name != "README.md"]
    corpus = set().union(*(runs_of_words(path.read_text(encoding="utf-8")) for path in copies))

    found = {name_of(path): runs & corpus for path in text_files() for runs in map(runs_of_words, pieces_of(path)) if runs & corpus}

    assert found == {}
