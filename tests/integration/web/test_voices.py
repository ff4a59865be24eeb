"""Answering in another voice: chosen on the start page, changed on any page, nothing lost."""

from __future__ import annotations

import gzip
from random import Random

import pytest
from sqlalchemy import select

from app import db
from app.db.models import Response
from app.domain import translations
from app.services import answers, studio
from surveys.renderings import Voice
from surveys.scoring import compute
from surveys.submission import raw_of
from surveys.voices import asked_in, voices_of
from surveys.wordings import Checked
from tests.respondent import Visitor, a_shipped_survey

SLUG = "children-8-11"
START = f"/s/{SLUG}"
CHILDREN = studio.shipped_one("children_8_11")
GOOD = f"{START}/p/good"
FUN = f"{START}/p/fun"


@pytest.fixture
def visitor(client):
    with db.unit_of_work() as session:
        a_shipped_survey(session, "children_8_11")
    return Visitor(client, SLUG)


def starts_in(visitor, code):
    soup = visitor.soup(visitor.client.get(f"{START}?in={code}"))
    fields = {one["name"]: one["value"] for one in soup.select("main input[type=hidden]")}
    return visitor.client.post(START, data=fields).location


def response():
    with db.reading() as session:
        return session.scalars(select(Response)).one()


def givens():
    with db.reading() as session:
        return answers.givens(session, session.scalars(select(Response)).one())


def changes(visitor, address, code, **typed):
    data = {**visitor.hidden(address), **typed, "_to": code}
    return visitor.client.post(f"{address}/voice", data=data)


class TestPictures:
    @pytest.mark.parametrize("code", ["easy_read-en", "ages_4_7-en"])
    def test_stand_beside_each_idea_from_the_start_to_the_check(self, visitor, code):
        """The start page, each question and each answer to check has a symbol; none is heard."""
        soup = visitor.soup(visitor.client.get(f"{START}?in={code}"))
        assert soup.select("main p.beside > svg.symbol")
        assert [] == [one for one in soup.select("main h2.beside") if not one.select("svg")]
        address = starts_in(visitor, code)
        while "/p/" in address:
            page = visitor.soup(visitor.client.get(address))
            questions = page.select("main .ask__words")
            assert questions
            assert [] == [one for one in questions if not one.select_one("svg.symbol")]
            address = visitor.answers(address).location
        check = visitor.soup(visitor.client.get(address))
        assert [] == [one for one in check.select("dt") if not one.select_one("svg.symbol")]
        assert [] == soup.select("svg.symbol:not([aria-hidden=true])")

    def test_are_not_on_pages_in_other_words(self, visitor):
        """The usual words stand alone."""
        soup = visitor.soup(visitor.client.get(START))
        page = visitor.soup(visitor.client.get(visitor.starts()))

        assert [] == soup.select("main svg.symbol") + page.select("main svg.symbol")

    @pytest.mark.parametrize("code", ["en", "easy_read-en", "ages_4_7-en"])
    def test_weigh_little(self, visitor, code):
        """Every page of questions is one file of at most 5 kB on the wire."""
        address, weights = starts_in(visitor, code), []
        while "/p/" in address:
            page = visitor.client.get(address).text
            weights.append(len(gzip.compress(page.encode())))
            assert "symbols/" not in page
            address = visitor.answers(address).location

        assert max(weights) <= 5_000


class TestAskingLess:
    def walk(self, visitor, address):
        """Return the pages from one address to the check, answering nothing."""
        pages = []
        while "/p/" in address:
            pages.append(address.rpartition("/")[2])
            address = visitor.answers(address).location
        return pages

    def test_walks_only_what_the_voice_asks(self, visitor):
        """A child of five meets seven pages, and only those stand in the check."""
        pages = self.walk(visitor, starts_in(visitor, "ages_4_7-en"))

        assert ["fun", "home", "safe", "unkind", "trusted", "better", "about_you"] == pages
        check = visitor.soup(visitor.client.get(f"{START}/check"))
        assert 8 == len(check.select("dt"))

    def test_says_how_long_it_takes(self, visitor):
        """The start page of a shorter voice promises fewer minutes."""
        texts = {
            code: visitor.soup(visitor.client.get(f"{START}?in={code}")).get_text()
            for code in ("en", "ages_4_7-en")
        }

        assert "About 6 minutes" in texts["en"]
        assert "About 4 minutes" in texts["ages_4_7-en"]

    def test_keeps_what_was_answered_before(self, visitor):
        """An answer to what the voice leaves out is kept, shown, and sent."""
        self.walk(visitor, starts_in(visitor, "en"))
        visitor.answers(f"{START}/p/told_why", told_why="know")
        visitor.answers(FUN, enough_fun="4")
        changes(visitor, FUN, "ages_4_7-en", enough_fun="4")

        check = visitor.soup(visitor.client.get(f"{START}/check"))
        assert "Do you know why they come?" in check.get_text()
        visitor.sends()
        assert {"told_why", "enough_fun"} == set(givens())

    def test_keeps_what_is_typed_on_a_page_that_it_leaves_out(self, visitor):
        """Words on a page that the new voice does not ask stay there, and can be saved."""
        starts_in(visitor, "en")
        soup = visitor.soup(changes(visitor, GOOD, "ages_4_7-en", good_thing="My dog"))

        assert "My dog" == soup.select_one("textarea").get_text(strip=True)
        saved = visitor.answers(GOOD, good_thing="My dog")
        assert f"{START}/p/better" == saved.location
        assert "My dog" == givens()["good_thing"].text

    def test_keeps_a_page_of_a_tab_in_another_voice(self, visitor):
        """A page that another tab still shows is saved, whatever the voice of now asks."""
        starts_in(visitor, "en")
        fields = visitor.hidden(GOOD)
        changes(visitor, FUN, "ages_4_7-en")
        visitor.client.post(GOOD, data={**fields, "good_thing": "My dog"})

        assert "My dog" == givens()["good_thing"].text

    def test_counts_nobody_who_was_not_asked(self, visitor):
        """What a voice leaves out is stored of nobody, so it is in no base."""
        visitor.answers(starts_in(visitor, "ages_4_7-en"), enough_fun="4")
        visitor.sends()

        assert {"enough_fun"} == set(givens())


class TestStart:
    def test_names_the_voices_that_exist_each_in_its_own_language(self, visitor):
        """English words are named plainly, each language by its own name, and the chosen marked."""
        soup = visitor.soup(visitor.client.get(START))
        links = soup.select("nav.voices a")

        assert [
            "The usual words",
            "Easy words, to do with a grown-up",
            "Easy Read: short and plain",
            "Cymraeg",
            "Polski",
            "العربية",
            "اردو",
        ] == [link.get_text(strip=True) for link in links]
        assert ["The usual words"] == [
            link.get_text(strip=True) for link in links if link.get("aria-current")
        ]
        assert {"cy", "pl", "ar", "ur"} == {
            one["lang"] for one in soup.select("nav.voices [lang]")
        }

    def test_is_in_the_language_that_the_address_asks_for(self, visitor):
        """The whole start page is in Welsh, and says so to the browser."""
        soup = visitor.soup(visitor.client.get(f"{START}?in=cy"))

        assert ("cy", "ltr") == (soup.html["lang"], soup.html["dir"])
        assert "Sut mae pethau i ti?" == soup.h1.get_text(strip=True)
        assert "Dechrau" == soup.select_one("main form button").get_text(strip=True)

    def test_is_written_from_the_right_where_the_language_is(self, visitor):
        """A page in Arabic is written from the right, and its English words say what they are."""
        soup = visitor.soup(visitor.client.get(f"{START}?in=ar"))

        assert ("ar", "rtl") == (soup.html["lang"], soup.html["dir"])
        assert ("en-GB", "ltr") == (soup.h1["lang"], soup.h1["dir"])

    def test_a_voice_that_does_not_exist_is_the_usual_one(self, visitor):
        """An address with any nonsense shows the first wording, and begins in it."""
        address = starts_in(visitor, "klingon")

        assert FUN == address
        assert ("", "en") == (response().rendering, response().language)

    def test_the_response_notes_how_it_is_answered(self, visitor):
        """Rendering and language are kept with the response, and the page is worded so."""
        address = starts_in(visitor, "ages_4_7-en")
        soup = visitor.soup(visitor.client.get(address))

        assert ("ages_4_7", "en") == (response().rendering, response().language)
        assert soup.h1.get_text(strip=True).startswith("Do you have fun?")

    def test_says_that_danger_is_looked_for_in_english_only(self, visitor):
        """Who reads Welsh is told that words in Welsh may wait; who reads English is not."""
        assert "geiriau Saesneg yn unig" in visitor.client.get(f"{START}?in=cy").text
        assert "English words only" not in visitor.client.get(START).text


class TestUnchecked:
    def test_every_page_says_so_in_its_language_and_offers_english(self, visitor):
        """The start, a question and the check in an unchecked language say so."""
        start = visitor.client.get(f"{START}?in=cy").text
        page = visitor.client.get(starts_in(visitor, "cy")).text
        summary = visitor.client.get(f"{START}/check").text

        for text in (start, page, summary):
            assert "Peiriant wnaeth y cyfieithiad hwn" in text
            assert "Read it in English" in text

    def test_says_that_questions_are_in_english_where_they_are(self, visitor):
        """In Polish, which has no wording here, the page says that its questions are in English."""
        assert "Pytania są po angielsku." in visitor.client.get(f"{START}?in=pl").text
        assert "cwestiynau yn Saesneg" not in visitor.client.get(f"{START}?in=cy").text

    def test_is_not_said_once_a_speaker_has_checked_it(self, visitor, monkeypatch):
        """A checked translation of the site, on questions in English, only says the latter."""
        monkeypatch.setitem(translations.INTERFACE, "pl", Checked("A speaker", "2026-11-25"))
        text = visitor.client.get(f"{START}?in=pl").text

        assert "To tłumaczenie zrobiła maszyna" not in text
        assert "Pytania są po angielsku." in text


class TestChanging:
    def test_keeps_what_was_typed_and_not_saved(self, visitor):
        """Words that were typed but not sent are on the page in its new language."""
        visitor.starts()
        soup = visitor.soup(changes(visitor, GOOD, "cy", good_thing="My worker rings me."))

        assert "My worker rings me." == soup.select_one("textarea").get_text().strip()
        assert "Beth sy’n dda" in soup.h1.get_text()
        assert ("", "cy") == (response().rendering, response().language)
        assert {} == givens()

    def test_keeps_what_was_saved(self, visitor):
        """An answer of before is there in every voice, and stored as it was."""
        visitor.answers(visitor.starts(), enough_fun="3")
        before = givens()
        soup = visitor.soup(changes(visitor, FUN, "ages_4_7-en", enough_fun="3"))

        assert "4" == soup.select_one("input[checked]")["value"]
        assert before == givens()
        visitor.answers(FUN, enough_fun="4")
        assert before == givens()
        back = visitor.soup(changes(visitor, FUN, "en", enough_fun="4"))
        assert "3" == back.select_one("input[checked]")["value"]

    def test_a_choice_can_still_be_changed_in_fewer_choices(self, visitor):
        """A new choice in fewer choices is stored as it says."""
        visitor.answers(visitor.starts(), enough_fun="3")
        changes(visitor, FUN, "ages_4_7-en")
        visitor.answers(FUN, enough_fun="1")

        assert 1 == givens()["enough_fun"].value

    def test_a_page_of_another_tab_is_read_as_it_was_shown(self, visitor):
        """A choice made in four, sent after another tab went over to three, is kept as made."""
        address = visitor.starts()
        fields = visitor.hidden(address)
        changes(visitor, FUN, "ages_4_7-en")

        visitor.client.post(address, data={**fields, "enough_fun": "3"})

        assert 3 == givens()["enough_fun"].value

    def test_to_a_voice_that_does_not_exist_changes_nothing(self, visitor):
        """A forged name of a voice leaves the voice as it was."""
        starts_in(visitor, "cy")
        changes(visitor, FUN, "xx")

        assert ("", "cy") == (response().rendering, response().language)

    def test_opened_by_its_address_is_the_page(self, visitor):
        """Reloading after the change, or an address that was copied, leads to the questions."""
        assert FUN == visitor.client.get(f"{FUN}/voice").location

    def test_can_be_done_from_all_the_answers(self, visitor):
        """The check has the same buttons, and leads back to itself."""
        visitor.starts()
        address = f"{START}/check"
        data = {**visitor.hidden(address), "_to": "cy"}
        answer = visitor.client.post(f"{START}/voice", data=data)

        assert (303, address) == (answer.status_code, answer.location)
        assert "Wnest ti ddim ateb hwn" in visitor.client.get(address).text

    def test_needs_the_token_of_the_page(self, visitor):
        """Another site cannot change how somebody answers."""
        visitor.starts()
        assert 400 == visitor.client.post(f"{FUN}/voice", data={"_to": "cy"}).status_code


class TestWords:
    def test_errors_are_in_the_language_of_the_page(self, visitor):
        """What is wrong with an answer is said in Welsh, with the words that were typed."""
        starts_in(visitor, "cy")
        answer = visitor.answers(GOOD, good_thing="x" * 1001)
        soup = visitor.soup(answer)

        assert 422 == answer.status_code
        assert "Tynna 1 llythyren allan." in soup.select_one(".wrong").get_text()

    def test_answers_are_read_back_in_the_language_of_the_page(self, visitor):
        """The check says each answer as the person chose it, special and free ones too."""
        visitor.answers(starts_in(visitor, "cy"), enough_fun="2")
        visitor.answers(
            f"{START}/p/more_of", more_of=["sport", "other"], **{"more_of-other": "Iet"}
        )
        visitor.answers(f"{START}/p/worker", worker="dont_know")
        text = visitor.soup(visitor.client.get(f"{START}/check")).get_text(" ")

        assert "Weithiau" in text
        assert "Pêl-droed neu chwaraeon eraill; Rhywbeth arall: Iet" in text
        assert "Dydw i ddim yn siŵr" in text

    def test_days_are_said_in_the_language_of_the_page(self, visitor):
        """The day by which people are told has its month in Welsh."""
        assert "31 Ionawr 2099" in visitor.client.get(f"{START}?in=cy").text

    def test_help_keeps_the_language(self, visitor):
        """From a page in Arabic the help pages open in Arabic, with names in English as they are."""
        start = visitor.soup(visitor.client.get(f"{START}?in=ar"))
        address = start.select_one("nav.safety a")["href"]
        soup = visitor.soup(visitor.client.get(address))

        assert "/help?in=ar" == address
        assert ("ar", "rtl") == (soup.html["lang"], soup.html["dir"])
        assert "en-GB" == soup.select_one(".card__title")["lang"]

    @pytest.mark.parametrize("address", ["/", "/help", "/privacy", "/receipt"])
    def test_pages_beside_the_questions_say_when_nobody_checked_them(self, visitor, address):
        """A page for everyone in an unchecked language says so; in English there is nothing to say."""
        assert "Peiriant wnaeth" in visitor.client.get(f"{address}?in=cy").text
        assert "Read it in English" not in visitor.client.get(address).text


class TestWholeJourneys:
    @pytest.mark.parametrize("voice", voices_of(CHILDREN), ids=lambda one: one.code)
    def test_store_what_the_first_wording_stores(self, visitor, voice):
        """The same choices made in any voice are the same answers and the same scores."""
        address = starts_in(visitor, voice.code)
        visitor.starts = lambda: address
        visitor.walks(Random(2), asked_in(CHILDREN, Voice("ages_4_7")).definition.questions())
        visitor.sends()
        first = {
            question.key: given
            for question in CHILDREN.questions()
            if (given := question.read(raw_of(question, visitor.given)))
        }

        assert first == givens()
        assert (voice.rendering, voice.language) == (response().rendering, response().language)
        assert ["feeling_safe", "good_days"] == [
            score.key for score in CHILDREN.scores if compute(score, givens()).value is not None
        ]

    def test_thanks_are_in_the_voice(self, visitor):
        """Whoever answered in Welsh is thanked in Welsh."""
        address = starts_in(visitor, "cy")
        visitor.answers(address, enough_fun="3")
        visitor.sends()

        text = visitor.client.get(f"{START}/thanks").text
        assert "Fe wnest ti’n dda iawn." in text
        assert 'lang="cy"' in text
        assert "Read it in English" in text
        assert "You did really well." in visitor.client.get(f"{START}/thanks?in=en").text
