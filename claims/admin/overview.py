"""The first page of the admin: what waits for whoever opens it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse

from claims.admin.questions import counted_questions
from claims.admin.review.acts import offers
from claims.exchange.rights import IMPORTING
from claims.models import Claim, ClaimStanding, Evidence, Relation, Review
from claims.services.accounts import may_decide
from claims.services.contradictions import waiting
from history.admin.records import address_of
from sources.models import Document, Passage, Text

_SHOWN = 8

admin.site.index_template = "claims/admin/overview.html"


def overview(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the first page shows; named in the setting ``UNFOLD["DASHBOARD_CALLBACK"]``."""
    if not request.user.has_perm("claims.view_claim"):
        return context
    user = cast("User", request.user)
    shown = {
        "counts": _counts(),
        "questions": counted_questions(),
        "uncompared": waiting().count(),
        "may_compare": may_decide(user),
        "waiting": _waiting(user),
        "drafts": _drafts(user),
        "reviews": _latest_reviews(),
        "may_import_claims": user.has_perms(list(IMPORTING)),
    }
    return context | {"overview": shown, "title": f"Good to see you, {user.get_short_name() or user.get_username()}"}


def _counts() -> list[tuple[str, int, str]]:
    claims, evidence, relations = (reverse(f"admin:claims_{name}_changelist") for name in ("claim", "evidence", "relation"))
    waits = "?status__exact=in_review"
    return [
        ("claims in review", Claim.objects.filter(status="in_review").count(), claims + waits),
        ("evidence in review", Evidence.objects.filter(status="in_review").count(), evidence + waits),
        ("relations in review", Relation.objects.filter(status="in_review").count(), relations + waits),
        ("re-opened evidence", Evidence.objects.reopened().count(), f"{evidence}?reopened=yes"),
        # Beside the claims it is counted in an index alone.
        ("published claims", ClaimStanding.objects.filter(is_published=True).count(), f"{claims}?status__exact=published"),
        ("documents", Document.objects.count(), reverse("admin:sources_document_changelist")),
        ("passages", Passage.objects.placed().count(), reverse("admin:sources_passage_changelist")),
        (
            "texts near their limit of excerpts",
            Text.objects.near_limit().order_by().count(),
            f"{reverse('admin:sources_text_changelist')}?near_limit=yes",
        ),
    ]


def _waiting(user: User) -> list[dict[str, Any]]:
    """The claims that have waited longest, and whether this account may decide on them."""
    claims = list(Claim.objects.filter(status="in_review").select_related("created_by").order_by("changed_at")[:_SHOWN])
    offered = offers(claims, user)
    return [{"record": claim, "address": address_of(claim), "why_not": _why_not(offered[claim.pk])} for claim in claims]


def _why_not(offered: list[Any]) -> str:
    return next((offer.why_not for offer in offered if offer.act.name == "approve"), "")


def _drafts(user: User) -> list[dict[str, Any]]:
    """The account's own drafts, those that came back for changes with the comment."""
    last = Review.objects.filter(claim=OuterRef("pk")).order_by("-id")
    claims = Claim.objects.filter(created_by=user, status="draft").order_by("-changed_at")
    said: QuerySet[Any] = claims.annotate(
        last_action=Subquery(last.values("action")[:1]), last_comment=Subquery(last.values("comment")[:1])
    )
    return [
        {"record": claim, "address": address_of(claim), "returned": claim.last_comment if claim.last_action == "request_changes" else ""}
        for claim in said[:_SHOWN]
    ]


def _latest_reviews() -> list[dict[str, Any]]:
    latest = Review.objects.select_related("by", "claim", "evidence__claim", "relation__from_claim").order_by("-id")[:_SHOWN]
    return [{"review": review, "record": _reviewed(review), "address": address_of(_reviewed(review))} for review in latest]


def _reviewed(review: Review) -> Any:
    return review.claim or review.evidence or review.relation
