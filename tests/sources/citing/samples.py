"""Citations in many styles with what they say, all invented for the tests. Written before the reader of them was."""

from __future__ import annotations

from typing import Any, NamedTuple


class Sample(NamedTuple):
    """A printed citation and what a careful cataloguer would take from it."""

    style: str
    printed: str
    says: dict[str, Any]


#: Looked at while the reader was written.
KNOWN = (
    Sample(
        "chicago note, book",
        "Ada Quill, The Tide Tables of Norrhaven (London: Gull Press, 1998), 41.",
        {
            "authors": ["Quill"],
            "title": "The Tide Tables of Norrhaven",
            "place": "London",
            "publisher": "Gull Press",
            "year": "1998",
            "locator": "41",
        },
    ),
    Sample(
        "chicago note, article",
        "Ben Oar and Cleo Mast, “Harbours without Water,” Journal of Dry Ports 12, no. 3 (Spring 2004): 33–47.",
        {
            "authors": ["Oar", "Mast"],
            "title": "Harbours without Water",
            "container": "Journal of Dry Ports",
            "volume": "12",
            "issue": "3",
            "year": "2004",
            "pages": "33-47",
        },
    ),
    Sample(
        "chicago note, chapter",
        "Dora Keel, “The Pilot's Share,” in Eli Stern, ed., Dues and Tolls (Oxford: Lantern Press, 1987), pp. 12–30.",
        {
            "authors": ["Keel"],
            "title": "The Pilot's Share",
            "container": "Dues and Tolls",
            "place": "Oxford",
            "publisher": "Lantern Press",
            "year": "1987",
            "pages": "12-30",
        },
    ),
    Sample(
        "chicago bibliography",
        "Quill, Ada. The Tide Tables of Norrhaven. London: Gull Press, 1998.",
        {"authors": ["Quill"], "title": "The Tide Tables of Norrhaven", "place": "London", "publisher": "Gull Press", "year": "1998"},
    ),
    Sample(
        "apa article",
        "Oar, B., & Mast, C. D. (2004). Harbours without water: A survey. Journal of Dry Ports, 12(3), 33–47. https://doi.org/10.5555/jdp.2004.33",
        {
            "authors": ["Oar", "Mast"],
            "title": "Harbours without water: A survey",
            "container": "Journal of Dry Ports",
            "volume": "12",
            "issue": "3",
            "year": "2004",
            "pages": "33-47",
            "doi": "10.5555/jdp.2004.33",
        },
    ),
    Sample(
        "apa book",
        "Quill, A. (1998). The tide tables of Norrhaven (2nd ed.). Gull Press.",
        {"authors": ["Quill"], "title": "The tide tables of Norrhaven", "year": "1998", "publisher": "Gull Press"},
    ),
    Sample(
        "mla article",
        "Oar, Ben, and Cleo Mast. “Harbours without Water.” Journal of Dry Ports, vol. 12, no. 3, 2004, pp. 33-47.",
        {
            "authors": ["Oar", "Mast"],
            "title": "Harbours without Water",
            "container": "Journal of Dry Ports",
            "volume": "12",
            "issue": "3",
            "year": "2004",
            "pages": "33-47",
        },
    ),
    Sample(
        "ieee article",
        "[4] B. Oar and C. Mast, “Harbours without water,” J. Dry Ports, vol. 12, no. 3, pp. 33–47, 2004.",
        {
            "authors": ["Oar", "Mast"],
            "title": "Harbours without water",
            "container": "J. Dry Ports",
            "volume": "12",
            "issue": "3",
            "year": "2004",
            "pages": "33-47",
        },
    ),
    Sample(
        "vancouver article",
        "7. Oar B, Mast C. Harbours without water. J Dry Ports. 2004;12(3):33-47.",
        {
            "authors": ["Oar", "Mast"],
            "title": "Harbours without water",
            "container": "J Dry Ports",
            "volume": "12",
            "issue": "3",
            "year": "2004",
            "pages": "33-47",
        },
    ),
    Sample(
        "harvard book",
        "Quill, A. (1998) The tide tables of Norrhaven. London: Gull Press.",
        {"authors": ["Quill"], "title": "The tide tables of Norrhaven", "year": "1998", "place": "London", "publisher": "Gull Press"},
    ),
    Sample(
        "bluebook article",
        "Fay Loom, Salvage and Silence, 31 Norr. L. Rev. 201 (1979).",
        {"authors": ["Loom"], "title": "Salvage and Silence", "container": "Norr. L. Rev.", "volume": "31", "year": "1979", "pages": "201"},
    ),
    Sample(
        "japanese book",
        "山本一郎『港の歴史』（東都書房、1998年）、41頁。",
        {"authors": ["山本一郎"], "title": "港の歴史", "publisher": "東都書房", "year": "1998", "locator": "41"},
    ),
    Sample(
        "japanese article",
        "山本一郎「灯台守の記録」『海事研究』第12巻第3号（2004年6月）、33-47頁。",
        {
            "authors": ["山本一郎"],
            "title": "灯台守の記録",
            "container": "海事研究",
            "volume": "12",
            "issue": "3",
            "year": "2004",
            "pages": "33-47",
        },
    ),
    Sample("short form", "Quill, Tide Tables, 44.", {"authors": ["Quill"], "title": "Tide Tables", "locator": "44"}),
    Sample(
        "newspaper",
        "Gil Brand, “Ferry Late Again,” The Norrhaven Post, 4 May 2001, p. A3.",
        {"authors": ["Brand"], "title": "Ferry Late Again", "container": "The Norrhaven Post", "year": "2001", "pages": "A3"},
    ),
    Sample(
        "organisation",
        "Norrhaven Port Authority, Annual Report 2003 (Norrhaven: Port Authority, 2004), p. 9.",
        {
            "authors": ["Norrhaven Port Authority"],
            "title": "Annual Report 2003",
            "place": "Norrhaven",
            "publisher": "Port Authority",
            "year": "2004",
            "locator": "9",
        },
    ),
)
