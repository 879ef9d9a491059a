"""Who administers: the one question that the pages of every app ask about a user."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def administers(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether ``user`` looks after accounts, and so may see what is withheld from everybody else."""
    return bool(getattr(user, "is_active", False)) and bool(user.has_perm("auth.change_user"))  # type: ignore[union-attr]
