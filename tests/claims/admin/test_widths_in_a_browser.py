"""No list and no form of the admin is wider than the window of a small laptop, however long the words in it are."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from playwright.sync_api import Page

from claims.models import Claim, Evidence, Flag, Relation
from history.services import recorded
from sources.models import Document, Text
from tests.browser import PASSWORD, TOO_WIDE
from tests.claims.admin.test_lists import MAKERS, address_of_list
from tests.factories.claims import ClaimFactory, ClaimTopicFactory, EvidenceFactory, FlagFactory, RelationFactory, TopicFactory
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, ReferenceFactory, TextFactory
from tests.history.admin.pages import page as address

pytestmark = pytest.mark.browser

#: A small laptop, and the narrowest window that still shows the sidebar, which leaves even less to the page.
WIDTHS = (1024, 1280)
LONG = "unbreakable" * 6


@pytest.fixture
def root(site: str) -> User:
    """An administrator with a long name, and a record of each kind; of those that lists name, some with long names."""
    user = User.objects.create_superuser(f"root-{LONG}", password=PASSWORD)
    with recorded(by=user, reason=LONG):
        document = DocumentFactory(citation_key=LONG[:60], title=LONG, issued="2004-03/2006-05", is_sample=True, is_hidden=True)
        ContributionFactory(document=document, author=AuthorFactory(family=LONG, given=LONG))
        text = TextFactory(document=document, file_name=f"{LONG}.txt", content=f"{LONG} and more.", rights="excerpt_only")
        evidence = EvidenceFactory(claim=ClaimFactory(statement=LONG), passage=PassageFactory(text=text, end=len(LONG)), reason=LONG)
        ClaimTopicFactory(claim=evidence.claim, topic=TopicFactory(slug=LONG))
        RelationFactory(kind="undercuts", to_claim=None, to_evidence=evidence, reason=LONG)
        FlagFactory(claim=evidence.claim, words=LONG)
        ReferenceFactory(citing=document, cited=document, raw=LONG, status="resolved")
    for make in MAKERS.values():
        make(user)
    return user


def too_wide(window: Page, addresses: list[str]) -> dict[str, list[str]]:
    """What is wider than the window, by address and width."""
    found = {}
    for where in addresses:
        window.goto(where)
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 800})
            found[f"{where} at {width}"] = window.evaluate(TOO_WIDE)
    return {where: parts for where, parts in found.items() if parts}


def test_no_list_scrolls_sideways(signed_in, root):
    window = signed_in(root.username)

    assert too_wide(window, [address_of_list(model) for model in admin.site._registry]) == {}


def test_no_form_scrolls_sideways(signed_in, root):
    window = signed_in(root.username)
    forms = [
        address(f"{model._meta.app_label}_{model._meta.model_name}", "change", model._default_manager.order_by("pk").first().pk)
        for model in (Document, Text, Claim, Evidence, Relation, Flag, User)
    ]

    assert too_wide(window, [*forms, address("auth_group", "add"), address("claims_evidence", "add")]) == {}
