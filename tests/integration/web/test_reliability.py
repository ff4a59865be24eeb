"""The pages about blind samples: draw one, code it by keyboard alone, and read what it shows."""

import pytest

from app import db
from app.db.models import SampledPassage
from app.domain.evidence import ReadingState
from app.domain.people import Role
from tests import blind, builders
from tests.blind_pages import code_all, draw, readings
from tests.staff import Browser, a_colleague


@pytest.fixture
def place(app):
    """Return a service, its survey with machine themes, and the keys of the themes."""
    with db.unit_of_work() as session:
        service = builders.a_service(session)
        keys = blind.theme_keys(session)
        survey_id = blind.read_words(session, service.id, [[keys[0]]] * 6 + [[]] * 6)
        return service.id, survey_id, keys


@pytest.fixture
def person(app, place):
    """Return a way to be a new member of the service's staff, with their id."""

    def make(name, service_id=None):
        return a_colleague(app, service_id or place[0], name)

    return make


class TestSamples:
    def test_says_what_to_do_when_there_is_none(self, person):
        """Before the first sample the page says how to begin, and links there."""
        browser, _ = person("Ada")

        assert "/reliability/new" == browser.follows("/reliability", ".empty a")

    def test_leads_from_the_evidence(self, person):
        """What people say leads to how far to trust it."""
        browser, _ = person("Ada")

        assert browser.follows("/evidence", "main a[href='/reliability']")


class TestMachineError:
    def test_invites_to_measure(self, person):
        """Until a sample is finished, the evidence says what was measured elsewhere."""
        text = person("Ada")[0].opens("/evidence").get_text(" ")

        assert "Not yet measured here: draw a sample" in text
        assert "Measured elsewhere, not on your words" in text

    def test_stands_beside_the_counts(self, person, place):
        """After a sample, each theme says how right the machine is, and on how many passages."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        code_all(ada, sample, what="save", themes=[place[2][0]])
        ada.sends(f"{sample}/code", to=f"{sample}/finish")
        for path in ("/evidence", f"/evidence/surveys/{place[1]}"):
            text = " ".join(ada.opens(path).get_text(" ").split())

            assert "Measured here, on 12 passages" in text
            assert "finds 50% (25 to 75%)" in text
        theme = ada.follows("/evidence", "td a[href*='/evidence/themes/'], th a[href*='/themes/']")

        assert "finds 50%" in ada.opens(theme).get_text(" ")


class TestNew:
    def test_draws_a_sample(self, person, place):
        """A sample that was drawn waits for those who were asked, and for nobody else."""
        ada, ada_id = person("Ada")
        ben, _ = person("Ben")
        sample = draw(ada, place, ada_id)

        assert "0 of 12" in ada.opens("/reliability").get_text(" ")
        assert ada.follows("/reliability", f"a[href='{sample}/code']")
        assert not ben.opens("/reliability").select("a[href$='/code']")

    def test_names_what_is_wrong(self, person, place):
        """A wish that cannot be met is shown again with what to do about it."""
        ada, ada_id = person("Ada")
        answer = ada.sends("/reliability/new", size="3", surveys=[str(place[1])], coders=[ada_id])

        assert 422 == answer.status_code
        assert "Choose a number from 10 to 1,000." in ada.says()

    def test_needs_a_survey(self, sign_in):
        """Without a survey there is nothing to draw from, and the page says so."""
        page = Browser(sign_in(Role.PARTICIPATION)).opens("/reliability/new")

        assert "No survey yet" in page.get_text()


class TestCode:
    def test_shows_neither_machine_nor_score(self, person, place):
        """The page has the words with names replaced, and no trace of what was made of them."""
        ada, ada_id = person("Ada")
        page = ada.opens(draw(ada, place, ada_id) + "/code")
        text = page.select_one("main").get_text(" ").lower()

        assert "came to see me on day" in text
        assert not any(word in text for word in ("sam hill", "machine", "score", "suggest"))
        assert not page.select("input[type=checkbox][checked], mark")
        assert len(place[2]) == len(page.select("input[name=themes]"))

    def test_keeps_each_decision_and_goes_on(self, person, place):
        """Themes, no theme and a skip are kept, and the next passage comes each time."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        for fields in (
            {"what": "save", "themes": place[2][:2]},
            {"what": "none"},
            {"what": "skip"},
        ):
            form = ada.opens(f"{sample}/code").select_one("form[data-theme-form]")
            ada.sends(f"{sample}/code", to=form["action"], **fields)

        assert "3 of 12 read, 1 of them skipped" in ada.says()
        assert [ReadingState.DONE, ReadingState.DONE, ReadingState.SKIPPED] == [
            one.state for one in readings()
        ]
        assert sorted(place[2][:2]) == readings()[0].theme_keys

    def test_loses_nothing_that_was_ticked(self, person, place):
        """A decision that is unclear comes back with its ticks and what to do."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        form = ada.opens(f"{sample}/code").select_one("form[data-theme-form]")
        key = place[2][1]
        answer = ada.sends(f"{sample}/code", to=form["action"], what="none", themes=[key])

        assert 422 == answer.status_code
        assert f'value="{key}"' in answer.text
        assert "checked" in answer.text.split(f'value="{key}"')[1].split(">")[0]
        assert "You ticked a theme." in ada.says()

    def test_goes_back_to_the_last(self, person, place):
        """Undoing shows the last passage again, as it was left."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        first = ada.opens(f"{sample}/code").select_one(".passage .words").get_text()
        form = ada.opens(f"{sample}/code").select_one("form[data-theme-form]")
        ada.sends(f"{sample}/code", to=form["action"], what="save", themes=[place[2][0]])
        ada.sends(f"{sample}/code", to=f"{sample}/undo")
        page = ada.opens(f"{sample}/code")

        assert first == page.select_one(".passage .words").get_text()
        assert [place[2][0]] == [box["value"] for box in page.select("input[checked]")]

    def test_is_for_those_who_were_asked(self, person, place):
        """A colleague who was not asked, and another service, find nothing."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        with db.unit_of_work() as session:
            elsewhere = builders.a_service(session).id
        ben, cy = person("Ben")[0].client, person("Cy", elsewhere)[0].client

        assert [404, 404, 404] == [
            ben.get(f"{sample}/code").status_code,
            cy.get(f"{sample}/code").status_code,
            cy.get(sample).status_code,
        ]


class TestResults:
    def test_are_hidden_from_who_still_codes(self, person, place):
        """A coder who asks for results is led back to the passages."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        answer = ada.client.get(sample)

        assert 302 == answer.status_code
        assert f"{sample}/code" == answer.headers["Location"]
        assert "The results would lead you." in ada.opens(f"{sample}/code").get_text()

    def test_show_figures_with_their_ranges_and_a_warning(self, person, place):
        """Two people code all; the page compares each pair and warns that twelve are few."""
        ada, ada_id = person("Ada")
        ben, ben_id = person("Ben")
        sample = draw(ada, place, ada_id, ben_id)
        for browser in (ada, ben):
            code_all(browser, sample, what="save", themes=[place[2][0]])
            browser.sends(f"{sample}/code", to=f"{sample}/finish")
        page = ben.opens(sample)
        text = " ".join(page.get_text(" ").split())

        assert ["The machine and Ada", "The machine and Ben", "Ada and Ben"] == [
            one.get_text() for one in page.select("section > h2")
        ]
        assert "Only 12 passages were coded by both." in text
        assert "Of 100 themes that the machine gives, Ada gave about 100 as well" in text
        assert "the machine finds about 50" in text
        assert "undefined" in text

    def test_wait_for_the_first_to_finish(self, person, place):
        """Before anybody has finished there is nothing to see, and the page says so."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)

        assert "Nobody has finished yet" in person("Ben")[0].opens(sample).get_text()


class TestFinish:
    def test_needs_something_coded(self, person, place):
        """Who has skipped all cannot finish, and is told why."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        code_all(ada, sample, what="skip")
        ada.sends(f"{sample}/code", to=f"{sample}/finish")

        assert "Code at least one passage first." in ada.says()

    def test_leads_to_the_results(self, person, place):
        """After finishing, the coding page leads to the results."""
        ada, ada_id = person("Ada")
        sample = draw(ada, place, ada_id)
        form = ada.opens(f"{sample}/code").select_one("form[data-theme-form]")
        ada.sends(f"{sample}/code", to=form["action"], what="none")
        ada.sends(f"{sample}/code", to=f"{sample}/finish")

        assert "Both coded 1 passage." in ada.says()
        assert sample == ada.client.get(f"{sample}/code").headers["Location"]


class TestSampledPassage:
    def test_holds_no_words(self, person, place):
        """A sample points at answers; their words stay sealed where they are."""
        ada, ada_id = person("Ada")
        draw(ada, place, ada_id)

        assert "text" not in " ".join(SampledPassage.__table__.columns.keys())
