"""What RIS calls things: types of works, and tags with the CSL variables they hold.

After the RIS format specification (Research Information Systems, 2001 and 2011) and what Zotero and EndNote make of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Type of RIS -> CSL type.
CSL_TYPE_OF: Mapping[str, str] = MappingProxyType(
    {
        "ABST": "article-journal",
        "ADVS": "motion_picture",
        "AGGR": "dataset",
        "ANCIENT": "classic",
        "ART": "graphic",
        "BILL": "bill",
        "BLOG": "post-weblog",
        "BOOK": "book",
        "CASE": "legal_case",
        "CHAP": "chapter",
        "CHART": "figure",
        "CLSWK": "classic",
        "COMP": "software",
        "CONF": "paper-conference",
        "CPAPER": "paper-conference",
        "CTLG": "book",
        "DATA": "dataset",
        "DBASE": "dataset",
        "DICT": "entry-dictionary",
        "EBOOK": "book",
        "ECHAP": "chapter",
        "EDBOOK": "book",
        "EJOUR": "article-journal",
        "ELEC": "webpage",
        "ENCYC": "entry-encyclopedia",
        "EQUA": "figure",
        "FIGURE": "figure",
        "GEN": "document",
        "GOVDOC": "report",
        "GRANT": "document",
        "GRNT": "document",
        "HEAR": "hearing",
        "ICOMM": "personal_communication",
        "INPR": "article-journal",
        "JFULL": "periodical",
        "JOUR": "article-journal",
        "LEGAL": "regulation",
        "MANSCPT": "manuscript",
        "MAP": "map",
        "MGZN": "article-magazine",
        "MPCT": "motion_picture",
        "MULTI": "motion_picture",
        "MUSIC": "musical_score",
        "NEWS": "article-newspaper",
        "PAMP": "pamphlet",
        "PAT": "patent",
        "PCOMM": "personal_communication",
        "POD": "broadcast",
        "PRESS": "document",
        "RPRT": "report",
        "SER": "book",
        "SLIDE": "speech",
        "SOUND": "song",
        "STAND": "standard",
        "STAT": "legislation",
        "STD": "standard",
        "THES": "thesis",
        "UNBILL": "bill",
        "UNPB": "manuscript",
        "VIDEO": "motion_picture",
        "WEB": "webpage",
    }
)
#: What some programs write instead.
TYPES_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "BOOK CHAPTER": "CHAP",
        "BOOK SECTION": "CHAP",
        "CONFERENCE PAPER": "CPAPER",
        "CONFERENCE PROCEEDINGS": "CONF",
        "GENERIC": "GEN",
        "JOURNAL": "JOUR",
        "JOURNAL ARTICLE": "JOUR",
        "MAGAZINE ARTICLE": "MGZN",
        "NEWSPAPER ARTICLE": "NEWS",
        "REPORT": "RPRT",
        "THESIS": "THES",
        "WEB PAGE": "ELEC",
    }
)
#: CSL type -> the type of RIS that comes nearest; those that do not lead back are said beside.
TYPE_OF_CSL: Mapping[str, str] = MappingProxyType(
    {
        "article": "UNPB",
        "article-journal": "JOUR",
        "article-magazine": "MGZN",
        "article-newspaper": "NEWS",
        "bill": "BILL",
        "book": "BOOK",
        "broadcast": "VIDEO",
        "chapter": "CHAP",
        "classic": "CLSWK",
        "dataset": "DATA",
        "entry": "ENCYC",
        "entry-dictionary": "DICT",
        "entry-encyclopedia": "ENCYC",
        "figure": "FIGURE",
        "graphic": "ART",
        "hearing": "HEAR",
        "interview": "PCOMM",
        "legal_case": "CASE",
        "legislation": "STAT",
        "manuscript": "MANSCPT",
        "map": "MAP",
        "motion_picture": "MPCT",
        "musical_score": "MUSIC",
        "pamphlet": "PAMP",
        "paper-conference": "CPAPER",
        "patent": "PAT",
        "periodical": "JFULL",
        "personal_communication": "PCOMM",
        "post": "ICOMM",
        "post-weblog": "BLOG",
        "regulation": "LEGAL",
        "report": "RPRT",
        "review": "JOUR",
        "review-book": "JOUR",
        "software": "COMP",
        "song": "SOUND",
        "speech": "SLIDE",
        "standard": "STAND",
        "thesis": "THES",
        "webpage": "ELEC",
    }
)
#: What stands for all other CSL types.
ANY_TYPE = "GEN"

#: Works that stand alone: a second title names the series, SP the number of pages, A2 in the newer way the series' editors.
STAND_ALONE = frozenset(
    {"book", "classic", "dataset", "map", "motion_picture", "musical_score", "pamphlet", "report", "software", "song", "standard", "thesis"}
)
#: Works in a periodical: their number is that of the article.
IN_PERIODICAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
#: Works whose number is said by the tag for notes on the copy at hand (M1) and, in the older way, by IS or SN.
NUMBERED = frozenset({"bill", "hearing", "legal_case", "legislation", "map", "patent", "regulation", "report", "standard", "thesis"})

#: Tags that mean one CSL variable wherever they stand, in the order of writing.
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "ST": "title-short",
        "J2": "container-title-short",
        "VL": "volume",
        "IS": "issue",
        "NV": "number-of-volumes",
        "ET": "edition",
        "PB": "publisher",
        "CY": "publisher-place",
        "SE": "section",
        "CN": "call-number",
        "AV": "archive_location",
        "DB": "archive",
        "DP": "source",
        "RI": "reviewed-title",
        "AB": "abstract",
        "RN": "annote",
    }
)
#: Other tags for the same, from the older specification and from habit.
SYNONYMS: Mapping[str, str] = MappingProxyType({"JA": "J2", "J1": "J2", "PP": "CY", "N2": "AB"})

#: Every tag that is read for what it means; lines with one need no second blank before the hyphen.
READ = frozenset(
    {*TEXTS, *SYNONYMS}
    | {"TY", "ER", "ID", "A1", "A2", "A3", "A4", "AU", "ED", "TA", "TI", "T1", "T2", "T3", "CT", "BT", "TT", "JO", "JF", "JT"}
    | {"PY", "Y1", "Y2", "DA", "RD", "SP", "EP", "SN", "DO", "DI", "UR", "KW", "LA", "N1", "M1", "M3", "C2", "C3", "C7", "CP", "AN", "U5"}
)
#: Tags whose meaning differs from program to program: they are kept as they are, and written again.
KEPT = frozenset(
    {"AD", "AN", "CA", "L1", "L2", "L3", "L4", "LB", "LK", "M2", "OP", "RP", "SB", "SF", "SO", "SR", "U1", "U2", "U3", "U4", "U5"}
)
KEPT |= frozenset({"C1", "C2", "C4", "C5", "C6", "C8"})

#: How the line begins that holds what RIS cannot say.
LEFTOVERS_TAG = "U5"
LEFTOVERS_MARK = "pincite-extra "
