from __future__ import annotations

import pytest

from sources.services.importing.titles import titles_agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deepening the Alliance", "Deepening the aliance"),
        ("The Liberal Vision", "Liberal Vision"),
        ("Über die Linie hinaus", "Uber die Linie hinaus"),
        ("Power and Plenty: Trade, War", "Power and Plenty"),
        ("Lectures on Physics", "Lecture on Physics"),
        ("Data base systems today", "Database systems today"),
        ("Recieved wisdom of states", "Received wisdom of states"),
        ("AT&T and the State", "AT and T and the state"),
        ("日米同盟の課題", "日米同盟の課題。"),
    ],
)
def test_one_title_written_in_two_ways(one, other):
    assert titles_agree(one, other)
    assert titles_agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("History of Japan, vol. 1", "History of Japan, vol. 2"),
        ("Logic Part I", "Logic Part II"),
        ("Theory of the Gate", "Theory of the Gate II"),
        ("Poems, Book One", "Poems, Book Two"),
        ("Part A of things", "Part B of things"),
        ("Annual Report 1986", "Annual Report 1987"),
        ("Microeconomics", "Macroeconomics"),
        ("Security in East Asia", "Security in West Asia"),
        ("Postwar Japan", "Prewar Japan"),
        ("Regular forms", "Irregular forms"),
        ("Armed conflict", "Unarmed conflict"),
        ("North Korea today", "South Korea today"),
        ("The Rise of China", "The Fall of China"),
        ("History: From 1600", "History: To 1600"),
        ("日米同盟の課題", "日韓同盟の課題"),
    ],
)
def test_two_titles_that_look_alike(one, other):
    assert not titles_agree(one, other)
    assert not titles_agree(other, one)
