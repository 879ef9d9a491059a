"""What the pages of an import must know of a kind of file: which form takes it, how it is read, what its records are called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Protocol

from django.contrib.auth.models import User
from django.http import HttpRequest

from history.admin.uploads.forms import UploadForm
from history.admin.uploads.held import HeldUpload, State


class Summary(Protocol):
    """How an import ended."""

    @property
    def created(self) -> int:
        """Records stored anew."""

    @property
    def updated(self) -> int:
        """Records that were here and were changed."""


Links = Mapping[tuple[str, str], Mapping[str, str]]


class FileKind(ABC):
    """A kind of file that comes in through the admin."""

    #: By which what is held is told from what is held for other pages.
    name: ClassVar[str]
    #: Of its form.
    title: ClassVar[str]
    #: What one does here, in a sentence or two above the form.
    intro: ClassVar[str]
    #: What its entries become: one of them, and several.
    record: ClassVar[str]
    records: ClassVar[str]
    #: Heads the column with the file's own name for an entry.
    key_title: ClassVar[str] = "Key in the file"
    #: Whether its entries are of several kinds, which the rows then name.
    has_kinds: ClassVar[bool] = False
    form: ClassVar[type[UploadForm]]
    #: Of the list that its records stand in.
    list_address: ClassVar[str]
    #: What the list is called, as in "back to the ...".
    list_name: ClassVar[str]
    #: Beside the form: a template with an example; "" where none is needed.
    help_template: ClassVar[str] = ""

    @abstractmethod
    def may_import(self, request: HttpRequest) -> bool:
        """Whether the account may bring such files in."""

    @abstractmethod
    def may_update(self, request: HttpRequest) -> bool:
        """Whether it may write over what is here."""

    @abstractmethod
    def run(self, held: HeldUpload, report: Callable[[Any], None], *, by: User, dry_run: bool, update: bool) -> Summary:
        """Bring a file in, leaving out what cannot be taken, and report each entry in the file's order.

        Called inside ``recorded``.

        Raises:
            UnfitFileError: Nothing of it can be read.
        """

    @abstractmethod
    def naming(self, outcome: Any) -> tuple[str, str]:
        """The kind and name of the record here that an outcome is about."""

    @abstractmethod
    def links(self, named: Iterable[tuple[str, str]]) -> Links:
        """The address and title of each of some records, by kind and name; of those that are here."""

    @abstractmethod
    def described(self, state: State) -> str:
        """What kind of file it was found to be, for example BibLaTeX."""
