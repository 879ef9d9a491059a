"""Accounts: what each role may do, and accounts that fixtures and imports name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

CURATORS, EDITORS, ADMINISTRATORS, MACHINES = "curators", "editors", "administrators", "machines"
_WRITING = Q(content_type__app_label__in=["sources", "claims"], codename__regex=r"^(add|change|view)_")
_READING = Q(content_type__app_label="history", codename="view_change")
_DELETING = Q(content_type__app_label__in=["sources", "claims"], codename__startswith="delete_")
_REVIEWING = Q(content_type__app_label="claims", codename="review_claim")
_ACCOUNTS = Q(content_type__app_label__in=["auth", "authtoken"])

_MAY: dict[str, Q] = {
    CURATORS: _WRITING | _READING,
    EDITORS: _WRITING | _READING | _DELETING | _REVIEWING,
    ADMINISTRATORS: _WRITING | _READING | _DELETING | _REVIEWING | _ACCOUNTS,
    MACHINES: _WRITING | _READING,
}


@transaction.atomic
def make_groups() -> None:
    """Make the four groups and give each its permissions; repeated, changes nothing."""
    for name, may in _MAY.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(may))


def named_account(username: str, group: str) -> User:
    """Return the account of that name; one that is absent is made, inactive and without a password.

    Records that come in with their reviews say by whom; such an account stands for that person and cannot log in. One that was made
    like this, for somebody who proposed something, becomes an editor's when the same person decided on something too.
    """
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        user = get_user_model().objects.create_user(username, is_active=False)
        user.groups.add(Group.objects.get(name=group))
    elif group == EDITORS and not user.is_active and not user.has_usable_password() and not _may_review(user):
        user.groups.add(Group.objects.get(name=EDITORS))
    return user


@contextmanager
def acting_for(user: User) -> Iterator[User]:
    """Let an account that stands for a person act while its records are loaded; inside one transaction, so that nobody else sees it active.

    Raises:
        PermissionDenied: It is the account of somebody who could log in once, and was deactivated.
    """
    if user.is_active:
        yield user
        return
    if user.has_usable_password() or user.last_login is not None:
        raise PermissionDenied(
            f"{user.get_username()} is not active any more: name somebody who is, or let an administrator activate the account."
        )
    _activate(user, is_active=True)
    yield user
    _activate(user, is_active=False)


def _activate(user: User, *, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])


def may_decide(user: User) -> bool:
    """Whether ``user`` may decide on what others submitted: an active account that may review.

    What inactive accounts decided elsewhere comes in only through an administrator, who acts.
    """
    return user.is_active and _may_review(user)


def _may_review(user: User) -> bool:
    is_reviewer = Q(group__user=user) | Q(user=user)
    return user.is_superuser or Permission.objects.filter(is_reviewer, _REVIEWING).exists()


def may_have_decided(username: str) -> bool:
    """Whether a review that comes in may name an account as the one who decided: it is absent, made by an import, or may decide."""
    user = get_user_model().objects.filter(username=username).first()
    if user is None or (not user.is_active and not user.has_usable_password()):
        return True
    return _may_review(user) and not is_machine(user)


def is_machine(user: User) -> bool:
    """Whether ``user`` is a machine's account: what it proposes is a machine's, and it decides nothing (law 9)."""
    return user.groups.filter(name=MACHINES).exists()


def may_not_decide(user: User) -> str:
    """Why ``user`` may not decide, where ``may_decide`` says so."""
    return f"{user.get_username()} may not decide on what others submitted: ask an editor."


def administers(user: User) -> bool:
    """Whether ``user`` is an administrator, who may bring in reviews that were made elsewhere."""
    return user.is_active and (user.is_superuser or user.groups.filter(name=ADMINISTRATORS).exists())
