"""Law 7 for texts that are shown in excerpts only, against everything that the application's role can say to the database."""

from __future__ import annotations

import hashlib

import pytest
from django.db import Error, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history.services import recorded
from sources.models import ExcerptUse, Passage, Text
from sources.models.texts import CONTEXT
from tests.factories.sources import PassageFactory, TextFactory, publisher

# A hundred words of nine characters and a blank: offset 10 * n is where word n begins.
WORDS = " ".join(f"word-{n:04}" for n in range(100))
BLANKS, UNSPACED = set(" \n\u00a0"), set("漢字カはก。")
LIMITS = {"rights": "excerpt_only", "excerpt_most_words": 20, "excerpt_most_share": 30}


def run(statement: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def show(passage: Passage, *, is_published: bool = True) -> None:
    with recorded(by=publisher()):
        run("UPDATE sources_passage SET is_published = %s WHERE id = %s", is_published, passage.pk)


def public(text: Text, start: int, end: int, **columns: object) -> Passage:
    return PassageFactory(text=text, start=start, end=end, is_published=True, **columns)


def used(text: Text) -> tuple[int, int]:
    use = ExcerptUse.objects.get(text=text)
    return use.characters, use.words


@pytest.fixture
def text(db) -> Text:
    return TextFactory(content=WORDS, **LIMITS)


def test_what_is_shown_is_counted_with_its_context_and_overlaps_once(text):
    public(text, 100, 109)
    assert used(text) == (9 + 2 * CONTEXT, 8)

    # Its context overlaps that of the first: what is shown is [68, 151).
    public(text, 110, 119)
    assert used(text) == (83, 9)

    public(text, 102, 105)
    assert used(text) == (83, 9)

    # At the edge of the text there is nothing before it to show.
    public(text, 0, 9)
    assert used(text) == (83 + 41, 9 + 5)


def test_a_publication_beyond_the_limit_in_words_is_refused_and_says_what_to_do(text):
    public(text, 100, 200)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        public(text, 500, 509)

    key = text.document.citation_key
    assert str(refusal.value).splitlines()[0] == (
        f"law 7: version 1 of {key} is shown in excerpts only, and this would show 25 of at most 20 words, 23.7 % of at most 30 %: "
        "shorten the excerpt, take others back, or let an administrator raise the limits of the text"
    )
    assert used(text) == (164, 17)
    assert Passage.objects.filter(is_published=True).count() == 1


def test_a_publication_beyond_the_limit_in_share_is_refused(db):
    text = TextFactory(content=WORDS, **LIMITS | {"excerpt_most_words": 1000})
    public(text, 100, 300)

    with pytest.raises(IntegrityError, match=r"33\.7 % of at most 30 %"), transaction.atomic():
        public(text, 600, 609)


def test_what_is_taken_back_frees_its_part(text):
    first = public(text, 100, 200)
    second = PassageFactory(text=text, start=500, end=600)
    with pytest.raises(IntegrityError, match="law 7"):
        show(second)

    show(first, is_published=False)
    assert used(text) == (0, 0)
    show(second)

    assert used(text) == (164, 17)


def test_many_small_excerpts_do_not_add_up_to_the_text(text):
    published = 0
    for start in range(0, len(WORDS) - 9, 10):
        try:
            with transaction.atomic():
                public(text, start, start + 9)
        except IntegrityError:
            continue
        published += 1

    assert 0 < published < 40
    characters, words = used(text)
    assert words <= 20
    assert characters <= 0.3 * len(WORDS)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM sources_shownspan",
        'UPDATE sources_shownspan SET start = 0, "end" = 1',
        "UPDATE sources_excerptuse SET words = 0, characters = 0",
        "DELETE FROM sources_excerptuse",
        "SELECT sources_show_passage((SELECT id FROM sources_passage LIMIT 1), 'itself', false)",
        "SELECT sources_recount_excerpts((SELECT id FROM sources_text LIMIT 1), false)",
        "ALTER TABLE sources_passage DISABLE TRIGGER law_excerpts_changed",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION sources_half_words(stretch text) RETURNS integer LANGUAGE sql AS 'SELECT 0'",
        "CREATE TRIGGER mine BEFORE INSERT ON sources_shownspan FOR EACH ROW EXECUTE FUNCTION law_excerpts_of_passage()",
    ],
)
def test_the_count_is_out_of_the_applications_reach(text, statement):
    public(text, 100, 200)

    with pytest.raises(Error, match=r"permission denied|must be owner"):
        run(statement)

    assert used(text) == (164, 17)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sources_text SET rights = 'open'",
        "UPDATE sources_text SET excerpt_most_words = 100000",
        "UPDATE sources_text SET excerpt_most_share = 90",
    ],
)
def test_only_an_administrator_allows_more_and_says_why(text, editor, administrator, statement):
    for by, reason in ((None, "why"), (editor, "why"), (administrator, ""), (administrator, "  ")):
        with pytest.raises(IntegrityError, match="only an administrator allows more of text"), recorded(by=by, reason=reason):
            run(statement)

    with recorded(by=administrator, reason="The publisher agreed."):
        run(statement)


def test_an_account_that_is_closed_or_a_machine_allows_nothing(text, administrator):
    run("UPDATE auth_user SET is_active = false WHERE id = %s", administrator.pk)

    with pytest.raises(IntegrityError, match="only an administrator"), recorded(by=administrator, reason="why"):
        run("UPDATE sources_text SET rights = 'open'")


def test_a_private_text_does_not_become_an_excerpts_only_one_by_itself(db):
    TextFactory(content=WORDS, rights="private")

    with pytest.raises(IntegrityError, match="only an administrator"):
        run("UPDATE sources_text SET rights = 'excerpt_only'")


@pytest.mark.parametrize("share", [0, 91, 100])
def test_no_limit_lets_a_text_be_shown_whole(text, share):
    with pytest.raises(IntegrityError, match="sources_text_never_whole"), transaction.atomic():
        TextFactory(content=WORDS, excerpt_most_share=share)


def test_a_limit_is_not_lowered_below_what_is_public(text):
    public(text, 100, 200)

    with pytest.raises(IntegrityError, match="17 of at most 15 words"):
        run("UPDATE sources_text SET excerpt_most_words = 15")
    with pytest.raises(IntegrityError, match=r"16\.4 % of at most 16 %"):
        run("UPDATE sources_text SET excerpt_most_share = 16")

    run("UPDATE sources_text SET excerpt_most_words = 17, excerpt_most_share = 17")


def test_an_open_text_becomes_excerpts_only_when_what_is_public_fits(db):
    text = TextFactory(content=WORDS, **LIMITS | {"rights": "open"})
    passage = public(text, 0, len(WORDS))
    assert used(text) == (0, 0)

    with pytest.raises(IntegrityError, match="100 of at most 20 words"):
        run("UPDATE sources_text SET rights = 'excerpt_only'")

    show(passage, is_published=False)
    public(text, 100, 200)
    run("UPDATE sources_text SET rights = 'excerpt_only'")
    assert used(text) == (164, 17)


def test_all_words_are_withheld_at_once_whatever_is_public(text, administrator):
    public(text, 100, 200)
    run("UPDATE sources_text SET rights = 'private'")
    assert used(text) == (0, 0)
    # Of a private text a place and a hash are published, never words: nothing is counted.
    public(text, 500, 900)

    with pytest.raises(IntegrityError, match="law 7: version 1"), recorded(by=administrator, reason="why"):
        run("UPDATE sources_text SET rights = 'excerpt_only'")


def test_words_that_are_not_held_are_estimated_and_counted_when_they_come(db):
    text = TextFactory(content=None, words=WORDS, **LIMITS | {"excerpt_most_words": 35})
    quote = hashlib.sha256(WORDS[100:200].encode()).hexdigest()
    public(text, 100, 200, status="pinned", quote_sha256=quote)
    assert used(text) == (164, 33)

    run("UPDATE sources_text SET content = %s", WORDS)

    assert used(text) == (164, 17)


def test_words_that_come_and_are_more_than_the_limit_allows_are_refused(db):
    short = "ab cd ef gh " * 80
    text = TextFactory(content=None, words=short, **LIMITS | {"excerpt_most_words": 35})
    public(text, 96, 196, status="pinned", quote_sha256=hashlib.sha256(short[96:196].encode()).hexdigest())

    with pytest.raises(IntegrityError, match="would show 5[45] of at most 35 words"):
        run("UPDATE sources_text SET content = %s", short)

    assert Text.objects.get().content is None


def test_two_characters_are_a_word_where_words_have_no_blanks(db):
    japanese = "堤防は朝に閉じた。" * 40
    text = TextFactory(content=japanese, language="ja", **LIMITS | {"excerpt_most_words": 60})
    awaited = TextFactory(content=None, words=japanese + "。", language="ja", **LIMITS | {"excerpt_most_words": 60})

    public(text, 90, 99)
    public(awaited, 90, 99, status="pinned", quote_sha256="0" * 64)

    assert (used(text), used(awaited)) == ((73, 37), (73, 37))


def test_versions_and_copies_of_the_same_words_share_one_limit(text):
    corrected = TextFactory(document=text.document, version=2, content=WORDS.replace("0099", "0990"), derived_from=text)
    elsewhere = TextFactory(content=WORDS, **LIMITS)
    public(corrected, 100, 200)

    for other in (text, elsewhere):
        with pytest.raises(IntegrityError, match="law 7"), transaction.atomic():
            public(other, 500, 600)


def test_a_corrected_version_begins_with_the_rights_of_what_it_corrects(text):
    corrected = TextFactory(
        document=text.document, version=2, content=f"{WORDS}.", derived_from=text, rights="open", excerpt_most_words=9999
    )

    corrected.refresh_from_db()
    assert (corrected.rights, corrected.excerpt_most_words, corrected.excerpt_most_share) == ("excerpt_only", 20, 30)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.text(st.sampled_from("ab \n\u00a0é漢字カはก𝒜。"), min_size=40, max_size=400),
    places=st.lists(st.tuples(st.integers(0, 399), st.integers(1, 60)), max_size=8),
)
def test_the_database_counts_as_one_would_by_hand(db, content, places):
    whole = content + " filler" * 700
    limits = {"rights": "excerpt_only", "excerpt_most_words": 1_000_000, "excerpt_most_share": 90}
    spans = {(start, min(start + length, len(content))) for start, length in places if start < len(content)}
    shown = {place for start, end in spans for place in range(max(0, start - CONTEXT), min(end + CONTEXT, len(whole)))}
    before = f" {whole}"
    halves = [
        1 if whole[place] in UNSPACED else 2
        for place in shown
        if whole[place] in UNSPACED or (whole[place] not in BLANKS and before[place] in BLANKS | UNSPACED)
    ]

    with transaction.atomic():
        text = TextFactory(content=whole, **limits)
        for start, end in sorted(spans):
            public(text, start, end)
        counted = used(text)
        transaction.set_rollback(True)

    assert counted == (len(shown), (sum(halves) + 1) // 2)
