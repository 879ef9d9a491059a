from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sources.services.importing.spools import InOrder, Spool


def test_what_is_put_away_is_taken_out_in_order():
    with Spool[str]() as spool:
        for thing in ("a", "b", "c"):
            spool.put(thing)

        assert (list(spool), spool.count) == (["a", "b", "c"], 3)


@given(st.permutations(range(12)))
def test_things_are_passed_on_in_the_order_of_their_numbers(numbers):
    passed: list[str] = []
    in_order = InOrder(passed.append)
    for number in numbers:
        in_order.add(number, f"thing {number}")
    in_order.finish()

    assert passed == [f"thing {number}" for number in range(12)]


def test_things_that_come_in_order_are_passed_on_at_once():
    passed: list[int] = []
    in_order = InOrder(passed.append)

    in_order.add(0, 0)
    in_order.add(1, 1)

    assert passed == [0, 1]
