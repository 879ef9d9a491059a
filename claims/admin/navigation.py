"""The sidebar of the admin: groups by what one comes to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from claims.exchange.rights import IMPORTING
from claims.models import Claim, Evidence, Relation

_WAITING: dict[str, type[Claim | Evidence | Relation]] = {"claim": Claim, "evidence": Evidence, "relation": Relation}
_IMPORT = "admin:sources_document_import_bibliography"
_IMPORT_CLAIMS = "admin:claims_claim_import_claims"
_FIND = "admin:sources_passage_find_quotation"


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups and entries that this account may open; queues with the number of what waits in them."""
    return [
        {"title": "", "items": [{"title": "Overview", "icon": "home", "link": reverse("admin:index")}]},
        {
            "title": "Sources",
            "separator": True,
            "items": [
                _entry(request, "Documents", "description", "sources", "document", active=_without_import),
                _import_entry(request, "Import a bibliography", _IMPORT, ["sources.add_document"]),
                _entry(request, "Authors", "person", "sources", "author"),
                _entry(request, "Texts", "article", "sources", "text"),
                _entry(request, "Passages", "format_quote", "sources", "passage", active=_without_finding),
                _find_entry(request),
                _entry(request, "References", "link", "sources", "reference"),
                _entry(request, "Marks", "bookmark", "sources", "mark"),
                _entry(request, "Retractions", "block", "sources", "retraction"),
                _entry(request, "Files", "draft", "sources", "originalfile"),
                _duplicates(request),
            ],
        },
        {
            "title": "Claims",
            "separator": True,
            "items": [
                _entry(request, "Claims", "lightbulb", "claims", "claim", active=_claims_alone),
                _import_entry(request, "Import claims", _IMPORT_CLAIMS, IMPORTING),
                _entry(request, "Evidence", "fact_check", "claims", "evidence", active=_without_queue),
                _entry(request, "Relations", "account_tree", "claims", "relation", active=_without_queue),
                _entry(request, "Topics", "sell", "claims", "topic"),
                _entry(request, "Bundles", "folder_zip", "claims", "bundle"),
            ],
        },
        {"title": "Review queue", "separator": True, "items": [_queue(request, model) for model in _WAITING]},
        {
            "title": "History",
            "separator": True,
            "items": [
                _entry(request, "Reviews", "rate_review", "claims", "review"),
                _entry(request, "Changes", "history", "history", "change"),
                _entry(request, "Merges", "merge", "sources", "merge"),
            ],
        },
        {
            "title": "Around the review",
            "separator": True,
            "items": [
                _entry(request, "Flags", "flag", "claims", "flag"),
                _entry(request, "Comments", "comment", "claims", "comment"),
                _entry(request, "Conflicts of interest", "balance", "claims", "declaredconflict"),
                _entry(request, "Accounts of authors", "badge", "claims", "authoraccount"),
            ],
        },
        {
            "title": "Accounts",
            "separator": True,
            "items": [
                _entry(request, "Users", "group", "auth", "user"),
                _entry(request, "Roles", "badge", "auth", "group"),
                _entry(request, "API tokens", "key", "authtoken", "tokenproxy"),
            ],
        },
    ]


_Active = Callable[[HttpRequest, str], bool]


def _on_page(request: HttpRequest, address: str) -> bool:
    return request.path.startswith(address) and not request.path.endswith("/duplicates/")


def _without_queue(request: HttpRequest, address: str) -> bool:
    return _on_page(request, address) and request.GET.get("status__exact") != "in_review"


def _without_import(request: HttpRequest, address: str) -> bool:
    return _on_page(request, address) and not _on_page(request, reverse(_IMPORT))


def _claims_alone(request: HttpRequest, address: str) -> bool:
    return _without_queue(request, address) and not _on_page(request, reverse(_IMPORT_CLAIMS))


def _without_finding(request: HttpRequest, address: str) -> bool:
    return _on_page(request, address) and not _on_page(request, reverse(_FIND))


def _find_entry(request: HttpRequest) -> dict[str, Any]:
    address = reverse(_FIND)
    may = request.user.has_perm("sources.view_passage")
    active = _on_page(request, address)
    return {"title": "Find a quotation", "icon": "search", "link": address, "permission": lambda _: may, "active": active}


def _import_entry(request: HttpRequest, title: str, page: str, rights: Iterable[str]) -> dict[str, Any]:
    address = reverse(page)
    may = request.user.has_perms(list(rights))
    active = _on_page(request, address)
    return {"title": title, "icon": "upload_file", "link": address, "permission": lambda _: may, "active": active}


def _entry(request: HttpRequest, title: str, icon: str, app: str, model: str, *, active: _Active = _on_page) -> dict[str, Any]:
    address = reverse(f"admin:{app}_{model}_changelist")
    may = request.user.has_perm(f"{app}.view_{model}") or request.user.has_perm(f"{app}.change_{model}")
    is_active = active(request, address)
    return {"title": title, "icon": icon, "link": address, "permission": lambda _: may, "active": is_active}


def _duplicates(request: HttpRequest) -> dict[str, Any]:
    """The pages of likely duplicates, of documents and of authors."""
    addresses = [reverse(f"admin:sources_{model}_duplicates") for model in ("document", "author")]
    may = request.user.has_perm("sources.view_document")
    told_apart = reverse("admin:sources_distinction_changelist")
    is_active = request.path in addresses or request.path.startswith(told_apart)
    return {"title": "Likely duplicates", "icon": "content_copy", "link": addresses[0], "permission": lambda _: may, "active": is_active}


def _queue(request: HttpRequest, model: str) -> dict[str, Any]:
    record = _WAITING[model]
    list_of_all = reverse(f"admin:claims_{model}_changelist")
    is_active = request.path == list_of_all and request.GET.get("status__exact") == "in_review"
    waiting = record.objects.filter(status="in_review").count()
    entry = {
        "title": f"{str(record._meta.verbose_name_plural).capitalize()} in review",
        "icon": "inbox",
        "link": f"{list_of_all}?status__exact=in_review",
        "permission": lambda request: request.user.has_perm(f"claims.view_{model}"),
        "active": is_active,
    }
    return entry | ({"badge": str(waiting), "badge_variant": "warning"} if waiting else {})
