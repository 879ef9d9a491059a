"""Two who write the same records at the same moment: the one whom the database stops is asked to send it again."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from history.refusals import is_same_moment

#: On the page of a record, above what was typed.
AGAIN = (
    "Somebody changed the same records at this moment, and the database let them go first. Nothing of yours is saved, and nothing is lost: "
    "what you typed stands below. Save it again."
)
# What the button need not send: the page has a token of its own.
_NOT_SENT = frozenset({"csrfmiddlewaretoken"})


class SameMomentMiddleware:
    """Answers in the admin what the API answers with 409: the transaction is undone, and what was sent can be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Say what happened, where it happened to a page of the admin and the database only parted two who were at work."""
        here = request.resolver_match
        if here is None or here.app_name != "admin" or not is_same_moment(exception):
            return None
        context = {
            **admin.site.each_context(request),
            "title": "Somebody was at the same records",
            "address": request.get_full_path(),
            "sent": [(name, values) for name, values in request.POST.lists() if name not in _NOT_SENT],
            "files": [upload.name for uploads in request.FILES.lists() for upload in uploads[1]],
            "back": _page_before(request),
        }
        return TemplateResponse(request, "history/admin/same_moment.html", context, status=HTTPStatus.CONFLICT).render()


def _page_before(request: HttpRequest) -> str:
    """The page that the form was on: it has what was typed where a file must be chosen again."""
    before = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()})
    return before if is_here else reverse("admin:index")
