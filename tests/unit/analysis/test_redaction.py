"""Redaction: what it hides, what it leaves, and what it marks for a person."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import redaction

PIECES = st.sampled_from(
    [
        "Priya", "Jo", "Mark", "mr", "Mrs", "Patel", "my", "carer", "in", "Leeds", "Oakfield", "High",
        "School", "[name]", "[place]", "07700 900123", "12", "Rose", "Lane", "LS1 4AP", "said", ".",
        "@kay_x", "kay@example.org", "3rd March 2010", "called", "Grace's", "and", "\n", "…", ", ",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map(" ".join),
    st.text(max_size=80),
    st.text(alphabet=string.ascii_letters + string.digits + " .@[]'-\n", max_size=80),
)


class TestFind:
    """What is found, and how."""

    @pytest.mark.parametrize(
        ("text", "kind", "words"),
        [
            ("Ring Priya on Monday", "name", "Priya"),
            ("ryan hits me", "name", "ryan"),
            ("my carer Zorvan is kind", "name", "Zorvan"),
            ("it was mrs okafor's idea", "name", "mrs okafor"),
            ("My worker Temi Adeyemi came", "name", "Temi Adeyemi"),
            ("We like Grace a lot", "name", "Grace"),
            ("Mark said no", "name", "Mark"),
            ("text me on 07700 900123 ok", "phone", "07700 900123"),
            ("mail kay.x@example.org ok", "email", "kay.x@example.org"),
            ("look at www.example.org/kay ok", "url", "www.example.org/kay"),
            ("add @kay_x1 ok", "handle", "@kay_x1"),
            ("my snap is kaykay9 ok", "handle", "kaykay9"),
            ("near ls1 4ap ok", "postcode", "ls1 4ap"),
            ("born 3rd March 2010 ok", "date_of_birth", "3rd March 2010"),
            ("born 03/03/2010 ok", "date_of_birth", "03/03/2010"),
            ("my case is 4451923 ok", "number", "4451923"),
            ("nhs 943 476 5919 ok", "number", "943 476 5919"),
            ("at 12 Rose Lane ok", "address", "12 Rose Lane"),
            ("at 4 elm road ok", "address", "4 elm road"),
            ("I go to Oakfield High School now", "school", "Oakfield High School"),
            ("then I moved to Sunnybank House", "place", "Sunnybank House"),
            ("we went to Alton Towers once", "place", "Alton Towers"),
            ("i live in hackney now", "place", "hackney"),
            ("my friend zorvan came", "name", "zorvan"),
            ("they call me Smiler", "name", "Smiler"),
            ("known to them as Ghost", "name", "Ghost"),
            ("my name is Storm", "name", "Storm"),
            ("me and jayda went", "name", "jayda"),
            ("zorvan and me went", "name", "zorvan"),
            ("tashe and jade went", "name", "tashe"),
            ("Grace and Faith are twins", "name", "Grace"),
            ("blessing is my sister", "name", "blessing"),
            ("i told will about it", "name", "will"),
            ("my sister hope said no", "name", "hope"),
            ("our worker, Precious, left", "name", "Precious"),
            ("jordan p hit me", "name", "jordan p"),
            ("Signed M. Novak", "name", "M. Novak"),
            ("K and M are ok", "name", "K"),
            ("lil J robbed me", "name", "J"),
            ("Ruby x", "name", "Ruby"),
            ("Amber x", "name", "Amber"),
            ("Rose x", "name", "Rose"),
            ("luv Rose xx", "name", "Rose"),
            ("Mr and Mrs Odum", "name", "Mr and Mrs Odum"),
            ("PC Harlow came", "name", "PC Harlow"),
            ("Ana de Souza came", "name", "Ana de Souza"),
            ("ana smith came", "name", "ana smith"),
            ("Zorvan's mum", "name", "Zorvan"),
            ("J.S. is kind", "name", "J.S."),
            ("moved to milton keynes", "place", "milton keynes"),
            ("i live in bath now", "place", "bath"),
            ("stay in cleckheatun", "place", "cleckheatun"),
            ("at Bright Futures today", "place", "Bright Futures"),
            ("it is at the Willows", "place", "Willows"),
            ("i live at the willows", "place", "willows"),
            ("i go to st marys now", "school", "st marys"),
            ("at Saint Bede's RC Primary", "school", "Saint Bede's RC Primary"),
            ("i go to castle rise primary", "school", "castle rise primary"),
            ("the School of Brackenford High", "school", "Brackenford High"),
            ("in Leeds Family Court", "place", "Leeds Family Court"),
            ("my insta is kaykay", "handle", "kaykay"),
            ("add me on snap kay.kay", "handle", "kay.kay"),
            ("born on the third of may", "date_of_birth", "third of may"),
        ],
    )
    def test_finds(self, text: str, kind: str, words: str) -> None:
        """Each kind of telling detail is found, whole and with its kind."""
        assert (kind, words) in [(f.kind, text[f.start : f.end]) for f in redaction.find(text)]

    @pytest.mark.parametrize(
        "text",
        [
            "I will go in May. Will it rain?",
            "Thank you Social Services",
            "In Year 9 I was reading by the bath",
            "My Mum and Dad love Christmas",
            "we waited 10 minutes for 2 beds way down there",
            "My foster carer is a legend",
            "I like Primary School",
            "Miss my brother. hope is good",
            "I Like My Carer Because She Lets Me Stay Up Late At The Weekend",
            "in year10 with a PS5 at 10am",
            "my snap is broken",
            "a B and B with Emergency Care",
            "No-one came",
        ],
    )
    def test_leaves_ordinary_words(self, text: str) -> None:
        """Months, festivals, services and small numbers tell nothing and stay."""
        assert [] == redaction.find(text)

    def test_hides_given_names(self) -> None:
        """Names that the caller knows go, however they are written; blank ones do nothing."""
        assert "[name] and [name]'s dog" == redaction.redact(
            "zorvan and ZORVAN's dog", ["Zorvan", " "]
        )

    def test_is_not_fooled_by_brackets(self) -> None:
        """Only our own replacements are left alone, so nobody hides a name in brackets."""
        assert ["name"] == [found.kind for found in redaction.find("[priya]")]

    def test_a_name_is_a_whole_word(self) -> None:
        """A short name inside a longer word is left, so no word is cut in two."""
        assert [] == redaction.find("joining and annoying", ["jo", "ann"])

    @given(TEXTS)
    def test_spans_never_overlap(self, text: str) -> None:
        """Spans are in order, inside the text, not empty, and apart."""
        end = 0
        for found in redaction.find(text):
            assert end <= found.start < found.end <= len(text)
            end = found.end

    @given(TEXTS)
    def test_spans_hold_whole_words(self, text: str) -> None:
        """No letter or digit stands right before or after a name, so none is cut or lengthened."""
        for found in redaction.find(text):
            if found.kind == "name":
                around = (
                    text[max(0, found.start - 1) : found.start] + text[found.end : found.end + 1]
                )
                assert not any(mark.isalpha() and mark.isascii() for mark in around)


class TestRedact:
    """The text with everything hidden."""

    def test_replaces_each_kind(self) -> None:
        """Every find is replaced by its kind in brackets and the rest stays."""
        text = "Priya from Oakfield School rang 07700 900123."
        assert "[name] from [school] rang [phone]." == redaction.redact(text)

    def test_keeps_the_possessive(self) -> None:
        """The 's after a name stays, so the sentence still reads."""
        assert "[name]'s mum" == redaction.redact("Priya's mum")

    def test_ends_for_words_that_go_on_and_on(self) -> None:
        """Words in which each find makes another are left after ten rounds."""
        assert "[name]" in redaction.redact("mr jo " * 200)

    @given(TEXTS)
    def test_is_idempotent(self, text: str) -> None:
        """Hiding twice is hiding once."""
        once = redaction.redact(text)
        assert once == redaction.redact(once)


class TestSuspicious:
    """What a person should look at before a quote leaves."""

    @pytest.mark.parametrize(
        ("text", "marked"),
        [
            ("Zorvan is my friend", ["Zorvan"]),
            ("we met Zorvan by 3", ["Zorvan", "3"]),
            ("Mark my words", ["Mark"]),
            ("ring kay@example.org", ["kay@example.org"]),
            ("I like it here. The food is good", []),
        ],
    )
    def test_marks(self, text: str, marked: list[str]) -> None:
        """Capitals, digits, at signs and unknown first words are marked; plain words are not."""
        assert marked == [text[span.start : span.end] for span in redaction.suspicious(text)]

    @given(TEXTS)
    def test_covers_all_that_is_found(self, text: str) -> None:
        """Whatever is hidden by itself is marked too, in spans that are in order and apart."""
        spans = redaction.suspicious(text)
        for found in redaction.find(text):
            assert any(s.start <= found.start and found.end <= s.end for s in spans)
        assert all(a.end < b.start for a, b in zip(spans, spans[1:], strict=False))
