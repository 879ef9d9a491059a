"""stub"""
from dataclasses import dataclass
from sources.formats.record import Record
@dataclass(frozen=True)
class Locator:
    label: str
    value: str
@dataclass(frozen=True)
class Cite:
    record: Record
    locator: Locator | None
@dataclass(frozen=True)
class FormattedCitation:
    in_text: str
    reference: str
    reference_html: str
def format_alone(cites, style="apa", locale="en-US"): return [FormattedCitation("x","y","z") for _ in cites]
def format_version(): return "0"
