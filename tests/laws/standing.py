"""The standing of claims, counted again by other means; and that values and relations are of the kinds that there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator

from tests.laws.world import Row, World

_ORIGIN = {"human", "machine"}
_LINK = {"draft", "in_review", "accepted", "rejected", "retracted", "superseded"}
_KNOWN: dict[tuple[str, str], set[str]] = {
    ("claims_claim", "status"): {"draft", "in_review", "published", "rejected", "retracted", "superseded"},
    ("claims_claim", "origin"): _ORIGIN,
    ("claims_evidence", "status"): _LINK,
    ("claims_evidence", "origin"): _ORIGIN,
    ("claims_evidence", "stance"): {"supports", "disputes", "qualifies", "context"},
    ("claims_evidence", "voice"): {"asserts", "reports", "inferred"},
    ("claims_evidence", "basis"): {"cited", "uncited", "data", "inference"},
    ("claims_evidence", "strength"): {"strong", "moderate", "weak"},
    ("claims_relation", "status"): _LINK,
    ("claims_relation", "origin"): _ORIGIN,
    ("claims_relation", "kind"): {"contradicts", "supports", "refines", "restates", "depends_on", "responds_to", "undercuts"},
    ("claims_review", "action"): {
        "submit", "withdraw", "approve", "request_changes", "reject", "retract", "reopen", "supersede", "restore",
    },
    ("sources_passage", "status"): {"exact", "pinned", "transcribed", "orphaned"},
    ("sources_passage", "carried"): {"", "moved", "changed", "orphaned"},
    ("sources_passage", "origin"): _ORIGIN,
    ("sources_text", "rights"): {"open", "excerpt_only", "private"},
    ("sources_reference", "status"): {"resolved", "ambiguous", "unmatched"},
}  # fmt: skip
_REQUIRED = {
    "event": {"what"},
    "quantitative": {"measure", "value"},
    "causal": {"cause", "effect"},
    "definitional": {"term", "definiens"},
    "comparative": {"subject", "comparator", "dimension"},
    "predictive": {"outcome"},
    "normative": {"addressee", "action"},
    "position": {"holder", "object"},
    "interpretive": {"subject", "reading"},
}
_ONE_WAY = {"supports", "refines", "depends_on", "responds_to"}
_OPEN = {"draft", "in_review", "accepted"}


def enumerations(world: World) -> Iterator[str]:
    """Every value that is none of its kind."""
    for (table, column), known in _KNOWN.items():
        for row in world.rows[table]:
            if row[column] not in known:
                yield f"{column} of {table} {row['public_id']} is {row[column]}"
    declared = {row["name"] for row in world.rows["claims_declaredtype"]}
    for claim in world.rows["claims_claim"]:
        if claim["type"] not in declared or not _REQUIRED.get(claim["type"], set()) <= claim["attributes"].keys():
            yield f"claim {claim['public_id']} of type {claim['type']} has not the attributes of its type"


def relations(world: World) -> Iterator[str]:
    """Every relation that is stored twice or leads back to where it came from."""
    ways: dict[str, dict[int, set[int]]] = {kind: defaultdict(set) for kind in _ONE_WAY}
    accepted: set[Hashable] = set()
    for row in world.rows["claims_relation"]:
        if (row["kind"] == "undercuts") != (row["to_evidence_id"] is not None) or row["from_claim_id"] == row["to_claim_id"]:
            yield f"relation {row['public_id']} leads to nothing that it may lead to"
        if row["kind"] in ways and row["status"] in _OPEN:
            ways[row["kind"]][row["from_claim_id"]].add(row["to_claim_id"])
        ends = (row["kind"], frozenset({row["from_claim_id"], row["to_claim_id"]}), row["to_evidence_id"])
        if row["status"] == "accepted" and ends in accepted:
            yield f"relation {row['public_id']} is accepted twice"
        if row["status"] == "accepted":
            accepted.add(ends)
    for kind, way in ways.items():
        yield from (f"claim {start} leads back to itself by {kind}" for start in list(way) if _leads_back(way, start))


def _leads_back(way: dict[int, set[int]], start: int) -> bool:
    seen, front = set[int](), set(way[start])
    while front - seen:
        seen |= front
        front = {after for one in front for after in way.get(one, set())}
    return start in seen


def standings(world: World) -> Iterator[str]:
    """Every standing that is not what a recount gives."""
    stored = {row["claim_id"]: row for row in world.rows["claims_claimstanding"]}
    for claim in world.rows["claims_claim"]:
        counted = _Count(world, claim["id"]).numbers()
        row = stored.get(claim["id"])
        if row is None:
            yield f"claim {claim['public_id']} has no standing"
        elif wrong := sorted(name for name, number in counted.items() if row[name] != number):
            yield f"the standing of claim {claim['public_id']} is wrong in {', '.join(wrong)}"


class _Count:
    """The evidence of one claim, counted."""

    def __init__(self, world: World, claim: int) -> None:
        self.world = world
        self.documents = world.by_id["sources_document"]
        self.passages = world.by_id["sources_passage"]
        accepted = [row for row in world.rows["claims_evidence"] if row["claim_id"] == claim and row["status"] == "accepted"]
        seen = [row for row in accepted if not self.documents[self._document(row)]["is_hidden"]]
        self.undercut = [row for row in seen if self._is_undercut(row)]
        self.counted = [row for row in seen if row not in self.undercut]

    def _document(self, evidence: Row) -> int:
        return int(self.passages[evidence["passage_id"]]["document_id"])

    def _is_undercut(self, evidence: Row) -> bool:
        return any(
            row["to_evidence_id"] == evidence["id"]
            and row["status"] == "accepted"
            and self.world.by_id["claims_claim"][row["from_claim_id"]]["status"] == "published"
            for row in self.world.rows["claims_relation"]
        )

    def numbers(self) -> dict[str, int | str]:
        """The columns of the standing."""
        found: dict[str, int | str] = {}
        for stance, word in (("supports", "supporting"), ("disputes", "disputing")):
            rows = [row for row in self.counted if row["stance"] == stance]
            documents = {self._document(row) for row in rows}
            found[f"{word}_passages"] = len(rows)
            found[f"{word}_documents"] = len(documents)
            found[f"{word}_works"] = len({self._work(document) for document in documents})
            found[f"{word}_sources"] = self._sources(rows)
        found["qualifying_passages"] = sum(row["stance"] == "qualifies" for row in self.counted)
        found["challenged_passages"] = len(self.undercut)
        supporting, disputing = int(found["supporting_sources"]), int(found["disputing_sources"])
        found["category"] = _category(supporting, disputing)
        return found

    def _work(self, document: int) -> int:
        while self.documents[document]["original_id"] is not None:
            document = self.documents[document]["original_id"]
        return document

    def _sources(self, rows: list[Row]) -> int:
        """Groups of documents that have a key in common, directly or by way of others."""
        groups: list[set[Hashable]] = []
        for row in rows:
            keys = set(self._keys(row))
            apart = [group for group in groups if not group & keys]
            groups = [*apart, keys.union(*(group for group in groups if group & keys))]
        return len(groups)

    def _keys(self, evidence: Row) -> Iterator[Hashable]:
        document = self._document(evidence)
        passage = self.passages[evidence["passage_id"]]
        yield "work", self._work(document)
        credited = [row for row in self.world.rows["sources_contribution"] if row["document_id"] == document and row["role"] == "author"]
        yield from (("author", row["author_id"]) for row in credited)
        whole = self.documents[document]["part_of_id"]
        if not credited and whole is not None:
            yield "work", self._work(whole)
        if evidence["voice"] == "reports" and evidence["holder_id"] is not None:
            yield "author", evidence["holder_id"]
        for row in self.world.rows["sources_reference"]:
            is_there = row["text_id"] is not None and row["text_id"] == passage["text_id"] and row["kind"] == "quotes"
            if is_there and row["cited_id"] is not None and row["start"] < passage["end"] and row["end"] > passage["start"]:
                yield "work", self._work(row["cited_id"])


def _category(supporting: int, disputing: int) -> str:
    if disputing:
        return "contested" if supporting else "disputed"
    return ["unsupported", "supported_by_one"][supporting] if supporting < 2 else "supported"
