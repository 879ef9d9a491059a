"""Standing and research questions among many claims, against bare SQL for the same answer."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import count

from django.contrib.auth.models import User
from django.db import connection, connections

from claims.models import Claim, ClaimStanding, Evidence, Relation
from claims.services.contradictions import compare_all
from claims.services.questions import QUESTIONS, Question, count_answers
from claims.services.verify_comparisons import comparison_faults
from tests.bench.data import fill
from tests.bench.questions_data import AT_ONCE, fill_debate, recount, upkeep
from tests.planning import MANY_RELATIONS, read_whole

_ROUNDS = 7
_PAGE = 50
_RECORDS = {
    "claims": ("claims_claim", Claim),
    "evidence": ("claims_evidence", Evidence),
    "relations": ("claims_relation", Relation),
}
# The bare page has the same rows by their keys: what is left is finding them.
_BARE_PAGE = "SELECT * FROM {table} WHERE id = ANY (%s) ORDER BY id DESC"
_BARE_STANDING = "SELECT claim_id, stance, count(*) FROM {table} GROUP BY claim_id, stance"
_BARE_COUNT = "SELECT count(*) FROM {table}"


def measure_questions(claims: int) -> None:
    """Fill with so many claims and twice as much evidence, then print the ratios."""
    User.objects.create_user("bench")
    started = time.perf_counter()
    fill(documents=1000, passages=10)
    fill_debate(claims=claims)
    _say(f"{claims} claims, {2 * claims} pieces of evidence, loaded and counted in {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    compared = compare_all()
    _say(f"{compared} published claims compared in {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    faults = list(comparison_faults())
    _say(f"compared once more by verify in {time.perf_counter() - started:.0f} s: {len(faults)} faults")
    upkeep()
    _measure_standing(claims)
    for question in QUESTIONS.values():
        if question.resource in _RECORDS:
            _measure(question)
    _say_plans()
    _line("all questions counted", lambda: count_answers(QUESTIONS.values(), lambda one: one.rows()), _bare(_BARE_COUNT, "claims_claim"))


def _say_plans() -> None:
    """Ask the planner, at this size, what each page and each count would read."""
    pages = {
        f"standing={category}": Claim.objects.public().filter(standing__category=category) for category in ClaimStanding.Category.values
    }
    for question in QUESTIONS.values():
        if question.resource in _RECORDS:
            pages[question.slug] = question.among(_RECORDS[question.resource][1]._default_manager.all())
    for name, rows in pages.items():
        for part, ask in (("page", lambda rows=rows: list(rows.order_by("-id")[:_PAGE])), ("count", rows.count)):
            whole, _ = read_whole(ask, MANY_RELATIONS)
            tables = sorted({table for read in whole.values() for table in read})
            if tables:
                _say(f"{name}, {part}: reads {' and '.join(tables)} whole")
    _say(f"{len(pages)} pages and their counts were planned")


def _measure_standing(claims: int) -> None:
    for category in ("supported_by_one", "contested", "unsupported"):
        page = Claim.objects.public().filter(standing__category=category).order_by("-id")[:_PAGE]
        _line(f"standing={category}", lambda page=page: list(page.all()), _bare_page("claims_claim", [one.pk for one in page]))
    first = Claim.objects.order_by("id").values_list("pk", flat=True)[0]
    one = count(first)
    _line("one standing counted", lambda: _recount(next(one), 1), _bare(_BARE_STANDING, "claims_evidence WHERE claim_id = 8"))
    _line("all standings counted", lambda: _recount(first, claims), _bare(_BARE_STANDING, "claims_evidence"), rounds=1)


def _measure(question: Question) -> None:
    table, model = _RECORDS[question.resource]
    page = question.among(model._default_manager.all()).order_by("-id")[:_PAGE]
    _line(f"{question.slug}, page", lambda: list(page.all()), _bare_page(table, [one.pk for one in page]))
    _line(f"{question.slug}, count", lambda: question.rows().count(), _bare(_BARE_COUNT, table))


def _recount(first: int, claims: int) -> None:
    """Count as the triggers do: one claim when a piece of its evidence is accepted, very many when an author of theirs is merged."""
    with connections["owner"].cursor() as cursor:
        for start in range(first, first + claims, AT_ONCE):
            recount(cursor, start, min(start + AT_ONCE, first + claims) - 1)


def _bare(statement: str, table: str) -> Callable[[], object]:
    return lambda: _fetched(statement.format(table=table), None)


def _bare_page(table: str, keys: list[int]) -> Callable[[], object]:
    return lambda: _fetched(_BARE_PAGE.format(table=table), [keys])


def _fetched(statement: str, parameters: list[object] | None) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _line(name: str, product: Callable[[], object], bare: Callable[[], object], *, rounds: int = _ROUNDS) -> None:
    times: dict[str, list[float]] = {"product": [], "bare": []}
    for _ in range(rounds):
        for kind, action in (("product", product), ("bare", bare)):
            started = time.perf_counter()
            action()
            times[kind].append(time.perf_counter() - started)
    mine, theirs = (statistics.median(times[kind]) for kind in ("product", "bare"))
    _say(f"{name:<28} {mine * 1000:9.2f} ms  bare {theirs * 1000:9.2f} ms  ratio {mine / theirs:6.2f}")


def _say(sentence: str) -> None:
    print(sentence)  # noqa: T201 - a program for the terminal
