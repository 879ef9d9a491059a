"""Say which account is which author, declare a conflict of interest, and end either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from claims.models import AuthorAccount, Claim, DeclaredConflict
from claims.services.accounts import administers, may_decide
from claims.services.review import WrongStateError
from history.services import recorded, store

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from sources.models import Author, Document


def say_who_an_author_is(*, by: User, account: User, author: Author, reason: str = "") -> AuthorAccount:
    """Say that ``account`` is the person whom ``author`` is the record of: by the account itself, or by an administrator.

    Raises:
        PermissionDenied: ``by`` is neither.
        ValidationError: It is said already.
    """
    if by.pk != account.pk and not administers(by):
        raise PermissionDenied("You may say which author you are yourself; of others an administrator says it.")
    link = AuthorAccount(account=account, author=author, reason=reason)
    with recorded(by=by, reason=reason):
        store(link)
    link.refresh_from_db()
    return link


def declare_conflict(
    *,
    by: User,
    account: User,
    reason: str,
    document: Document | None = None,
    author: Author | None = None,
    claim: Claim | None = None,
) -> DeclaredConflict:
    """Declare that ``account`` has a conflict of interest about one document, author or claim, from now on.

    Raises:
        PermissionDenied: ``by`` is neither the account nor an editor.
        ValidationError: It is about none or several of these, or says no reason.
    """
    if by.pk != account.pk and not may_decide(by) and not administers(by):
        raise PermissionDenied("You may declare conflicts of your own; of others an editor declares them.")
    declared = DeclaredConflict(account=account, document=document, author=author, claim=claim, reason=reason)
    with recorded(by=by, reason=reason):
        store(declared)
    declared.refresh_from_db()
    return declared


def end_tie(tie: AuthorAccount | DeclaredConflict, *, by: User, because: str) -> None:
    """Say that a tie holds no more: what was decided meanwhile stays decided. By an administrator, and nobody ends their own.

    Raises:
        PermissionDenied: ``by`` is no administrator, or the account itself.
        WrongStateError: It was ended already.
        ValidationError: No reason is given.
    """
    if not administers(by) or by.pk == tie.account_id:
        raise PermissionDenied("Only an administrator ends this, and nobody their own: ask another administrator.")
    with recorded(by=by, reason=because):
        present = type(tie)._default_manager.select_for_update(of=("self",)).get(pk=tie.pk)
        if present.ended_at is not None:
            raise WrongStateError("This was ended already.")
        present.ended_because = because
        present.ended_at, present.ended_by = present.changed_at, by
        store(present)
    tie.refresh_from_db()
