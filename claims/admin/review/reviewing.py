"""The pages of what is reviewed: buttons for the acts of review, on the record's page and on its list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from claims.admin.review.acts import ACTS, Act, Judged, Offer, judge, offers, timelines
from claims.admin.review.remarks import TakesRemarks, shown_remarks
from claims.admin.tones import TONES
from claims.models import Review, Reviewable
from claims.services.accounts import may_decide
from claims.services.conflicts import weigh
from claims.services.review import StaleRevisionError, WrongStateError
from history.admin.markup import label
from history.admin.numbers import number_in
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.refusals import sentences

_NEXT = {
    "draft": "A draft is seen by the staff only. When it is ready, submit it: a second person then decides.",
    "in_review": "It waits for a decision by somebody who neither proposed, edited nor submitted it. An edit takes it back to draft.",
    "published": "It is public and its words never change. To say something else, revise it; to take it back, retract it.",
    "accepted": "It is accepted and its words never change. To say it better, revise it; to take it back, retract it.",
    "rejected": "It was refused for good and never changes. The comment says why.",
    "retracted": "It was taken back. It stays readable, marked as retracted, and never changes.",
    "superseded": "A revision has taken its place. It stays readable and never changes.",
}
# Where the comment of the review that led there says what to do, or why nothing is.
_EXPLAINED = frozenset({"draft", "rejected", "retracted"})
# A comment that a refusal sent back, so that it need not be typed again.
_COMMENT = "pincite.review-comment"


def _bulk(act: Act) -> Callable[..., HttpResponse | None]:
    def run(model_admin: ReviewedAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return model_admin.review_many(request, queryset, act.name)

    run.__name__ = act.name
    return admin.action(description=f"{act.words} …")(run)


class ReviewedAdmin(TakesRemarks, RecordAdmin):
    """Records that two persons bring to publication.

    Every act calls ``claims.services.review``; what cannot be done is said with its reason instead of being offered.
    """

    change_form_outer_before_template = "claims/admin/review_panel.html"
    readonly_fields: ClassVar[Any] = ("origin", "tool", "created_by")
    actions = tuple(map(_bulk, ACTS.values()))

    # Who may change what.

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_editable)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What was submitted is withdrawn first; the law keeps what has been in review at all.
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == "draft")

    def why_closed(self, record: Any) -> str:
        """Why somebody who was editing a draft can do so no longer."""
        return f"It is {record.get_status_display()} now. {_NEXT[record.status]}"

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None or not super().has_delete_permission(request) or not (kept := _why_kept(record)):
            return super().delete_view(request, object_id, extra_context)
        messages.error(request, kept)
        return HttpResponseRedirect(address_of(record))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        before = obj.status
        super().save_model(request, obj, form, change)
        if change and obj.status != before:
            messages.info(request, "Your edit took it back to draft: submit it again when it is ready.")

    # The record's page.

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        record = self.get_object(request, unquote(object_id))
        shown = self.shown_around(request, record) if record else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def shown_around(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """What stands around the form: the state, what may be done, what was decided."""
        panel = self.panel(request, record, judge([record], cast("User", request.user))[record.pk])
        # What has been in review is kept with its reviews: nobody is led to a deletion that would be refused.
        return {"panel": panel, "remarks": shown_remarks(request, record), "show_delete": not panel["reviews"]}

    def panel(self, request: HttpRequest, record: Reviewable, judged: Judged, *, back: str = "") -> dict[str, Any]:
        """What the template of the buttons needs."""
        offered = judged.offers
        reviews = timelines([record])[record.pk] if not back else []
        return {
            "record": record,
            "state": label(record.get_status_display(), TONES[record.status]),
            "tone": TONES[record.status],
            "next": _NEXT[record.status],
            "possible": [offer.act for offer in offered if not offer.why_not],
            "impossible": [offer for offer in offered if offer.why_not],
            "needs_comment": " or ".join(offer.act.words.lower() for offer in offered if offer.act.needs_comment and not offer.why_not),
            "conflicts": judged.conflicts,
            "said": _said(reviews, record),
            "awaited": judged.weighed.awaited if record.status == "in_review" else "",
            "address": f"{address_of(record).removesuffix('change/')}review/",
            "back": back,
            "reviews": reviews,
            "comment": request.session.pop(_COMMENT, "") if not back else "",
        }

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_review"
        return [path("<path:object_id>/review/", self.admin_site.admin_view(self.review_view), name=name), *super().get_urls()]

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do one act of review, of the revision that was on the page, and go back to it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, unquote(object_id))
        act = ACTS.get(request.POST.get("act", ""))
        if record is None or act is None:
            raise Http404("No such record or act of review.")
        if not self.has_view_permission(request, record) or not (act.decides or super().has_change_permission(request)):
            raise PermissionDenied
        revision = request.POST.get("revision", "")
        refusal = self._do(request, act, record, number_in(revision))
        if refusal:
            request.session[_COMMENT] = request.POST.get("comment", "")
            messages.error(request, refusal)
        else:
            noun = str(self.opts.verbose_name).capitalize()
            messages.success(request, _with_awaited(f"{noun} {act.done}: {self.name_in_choices(record)}", _awaited(act, record)))
        back = request.POST.get("back", "")
        is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        if act.name == "revise" and not refusal:
            return HttpResponseRedirect(address_of(self.model._default_manager.filter(supersedes=record.pk).latest("id")))
        return HttpResponseRedirect(back if is_here else address_of(record))

    def _do(self, request: HttpRequest, act: Act, record: Reviewable, revision: int) -> str:
        """Do it; return why not, or nothing."""
        comment = request.POST.get("comment", "").strip()
        try:
            act.run(record, by=cast("User", request.user), comment=comment, revision=revision)
        except ValidationError as error:
            return " ".join(sentences(error))
        except (PermissionDenied, WrongStateError, StaleRevisionError) as error:
            return str(error)
        return ""

    # The list.

    def get_actions(self, request: HttpRequest) -> Any:
        """The acts of review that this user may ever do, then what Django offers."""
        offered = super().get_actions(request)
        if offered and not may_decide(cast("User", request.user)):
            offered = {name: action for name, action in offered.items() if name not in ACTS or not ACTS[name].decides}
        return offered

    def review_many(self, request: HttpRequest, queryset: QuerySet[Any], name: str) -> HttpResponse | None:
        """Show what would be done to which revision of which record and ask for a comment; then do it."""
        act = ACTS[name]
        records = list(queryset)
        offered = offers(records, cast("User", request.user))
        rows = [(record, self.name_in_choices(record), _why_not(act, offered[record.pk])) for record in records]
        if "confirmed" in request.POST:
            self._review_confirmed(request, act, [record for record, _, why_not in rows if not why_not])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"{act.words}: {len(records)} selected",
            "opts": self.opts,
            "act": act,
            "rows": rows,
            "possible": sum(not why_not for _, _, why_not in rows),
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "claims/admin/review_many.html", context)

    def _review_confirmed(self, request: HttpRequest, act: Act, records: Sequence[Reviewable]) -> None:
        done = 0
        for record in records:
            revision = request.POST.get(f"revision-{record.pk}", "")
            refusal = self._do(request, act, record, number_in(revision))
            done += not refusal
            if refusal:
                messages.error(request, f"{self.name_in_choices(record)}: {refusal}")
            elif awaited := _awaited(act, record):
                messages.info(request, _with_awaited(self.name_in_choices(record), awaited))
        if done:
            noun = self.opts.verbose_name if done == 1 else self.opts.verbose_name_plural
            messages.success(request, f"{done} {noun} {act.done}.")

    @display(description="status", ordering="status")
    def state(self, record: Any) -> SafeString:
        return label(record.get_status_display(), TONES[record.status])


def _said(reviews: Sequence[Review], record: Reviewable) -> Review | None:
    """The last review, where its comment says why the record is in its state."""
    return reviews[-1] if reviews and reviews[-1].comment and record.status in _EXPLAINED else None


def _why_kept(record: Reviewable) -> str:
    """Why a record cannot be deleted, whoever asks; empty where it can."""
    if record.status != "draft":
        return f"It is {record.get_status_display()}, so it is not deleted. {_NEXT[record.status]}"
    if timelines([record])[record.pk]:
        return "It has been in review, so it is not deleted: its reviews are kept, and it with them. It may stay a draft, or say something else."
    return ""


def _with_awaited(said: str, awaited: str) -> str:
    """A sentence, and after it what is still needed; a statement that ends it has its own full stop."""
    return f"{said.rstrip('.')}. {awaited}" if awaited else said


def _awaited(act: Act, record: Reviewable) -> str:
    """What follows where the approval was the first of two."""
    if act.name != "approve" or record.status != "in_review":
        return ""
    return f"There is a conflict of interest, so it stays in review. {weigh([record])[record.pk].awaited}"


def _why_not(act: Act, offered: Sequence[Offer]) -> str:
    """Why the act cannot be done; empty where it can."""
    offer = next((offer for offer in offered if offer.act == act), None)
    return offer.why_not if offer else f"Not in this state: it must be {' or '.join(act.starts).replace('_', ' ')}."
