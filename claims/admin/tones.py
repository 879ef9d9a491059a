"""The tones in which states and stances are shown, alike on every page."""

from __future__ import annotations

#: By the state of what is reviewed; "" for none.
TONES = {
    "draft": "",
    "in_review": "warning",
    "published": "success",
    "accepted": "success",
    "rejected": "danger",
    "retracted": "danger",
    "superseded": "info",
}
#: By the stance of evidence.
STANCES = {"supports": "success", "disputes": "danger", "qualifies": "warning", "context": "info"}
