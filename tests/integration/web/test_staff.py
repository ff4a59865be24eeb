"""Staff: signing in, home, people, activity, and the triage of concerns."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select, update

from app import clock, db
from app.db.models import ActivityEntry, Concern, Job, SignInFailure, User, UserSession
from app.domain.concerns import ConcernState
from app.domain.evidence import JobState
from app.domain.people import Role
from app.services import signing_in
from tests import builders
from tests.staff import Browser

PASSWORD = "walnut ferry thursday"
WHO = {"email": "board@anytown.example", "password": PASSWORD}
PAGES = (
    "/staff",
    "/evidence",
    "/audits",
    "/concerns",
    "/actions",
    "/reports",
    "/people",
    "/activity",
    "/imports",
)


def count(query):
    with db.reading() as session:
        return session.scalar(query)


def concern(state=ConcernState.OPEN):
    return count(select(Concern.id).where(Concern.state == state).limit(1))


class TestSignIn:
    def test_lets_a_person_in_and_out(self, anytown):
        """The right password opens the home page; signing out ends the session at once."""
        browser = Browser(anytown.test_client())
        answer = browser.sends("/sign-in", **WHO)
        cookie = answer.headers["Set-Cookie"]
        assert "Hello, Callum" in browser.says()
        browser.sends("/staff", "/sign-out")

        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert 302 == browser.client.get("/staff").status_code

    def test_never_says_which_part_was_wrong(self, anytown):
        """An unknown address and a wrong password give the same page (R-6)."""
        answers = [
            Browser(anytown.test_client()).sends(
                "/sign-in", email=email, password="wrong words here"
            )
            for email in ("board@anytown.example", "nobody@anytown.example")
        ]
        bodies = {
            answer.text.replace("board@", "nobody@").split("csrf_token")[0] for answer in answers
        }

        assert [422, 422] == [answer.status_code for answer in answers]
        assert 1 == len(bodies)

    def test_slows_down_guessing(self, anytown):
        """After ten wrong tries the next one waits, and others are not slowed (R-5)."""
        with db.unit_of_work() as session:
            for _ in range(signing_in.TRIES):
                tried = signing_in.try_password(
                    session, email="board@anytown.example", password="x", network="127.0.0.1"
                )
                signing_in.sign_in(session, tried)
        blocked = Browser(anytown.test_client()).sends("/sign-in", **WHO)
        other = Browser(anytown.test_client()).sends(
            "/sign-in", email="moderator@anytown.example", password=PASSWORD
        )

        assert [429, 302] == [blocked.status_code, other.status_code]
        assert signing_in.TRIES == count(select(func.count(SignInFailure.id)))

    @pytest.mark.parametrize(
        ("back", "leads_to"),
        [
            ("/reports", "/reports"),
            ("//evil.example", "/staff"),
            ("https://evil.example", "/staff"),
            ("/%09/evil.example", "/staff"),
            ("/%0A/evil.example", "/staff"),
        ],
    )
    def test_leads_back_only_within_the_site(self, anytown, back, leads_to):
        """After signing in a person goes where they wanted, never to another site."""
        browser = Browser(anytown.test_client())
        answer = browser.sends("/sign-in", f"/sign-in?next={back}", **WHO)

        assert leads_to == answer.headers["Location"]


class TestSession:
    @pytest.mark.parametrize(
        ("role", "wait", "status"),
        [
            ("board", timedelta(minutes=29), 200),
            ("board", timedelta(minutes=31), 302),
            ("safeguarding", timedelta(minutes=16), 302),
        ],
    )
    def test_ends_when_unused(self, staff, role, wait, status):
        """A session ends after half an hour without use, sooner for safeguarding (R-7)."""
        browser = staff(role)
        with clock.frozen(clock.now() + wait):
            assert status == browser.client.get("/staff").status_code

    def test_ends_after_ten_hours_and_is_not_kept_alive_by_polls(self, staff):
        """Use keeps a session alive, polls do not, and nothing does after ten hours."""
        browser, start = staff("board"), clock.now()
        for minutes in range(20, 600, 20):
            with clock.frozen(start + timedelta(minutes=minutes)):
                assert 200 == browser.client.get("/staff").status_code
        with clock.frozen(start + timedelta(hours=10, minutes=1)):
            assert 302 == browser.client.get("/staff").status_code
        polled = staff("participation")
        with clock.frozen(start + timedelta(minutes=20)):
            polled.client.get("/evidence/progress", headers={"X-Earshot-Poll": "1"})
        with clock.frozen(start + timedelta(minutes=45)):
            assert 302 == polled.client.get("/staff").status_code

    def test_lets_a_person_read_while_somebody_writes(self, staff):
        """A page that only reads waits for no writer, such as a large import."""
        browser = staff("board")
        with db.unit_of_work() as session:
            builders.a_service(session)
            assert 200 == browser.client.get("/reports").status_code

    def test_ends_at_once_for_somebody_who_was_stopped(self, staff):
        """A member of staff who may no longer sign in is out at the next click."""
        board, admin = staff("board"), staff("administrator")
        user_id = count(select(User.id).where(User.email == "board@anytown.example"))
        admin.sends("/people", f"/people/{user_id}/disable")
        out = board.client.get("/staff").status_code
        again = Browser(admin.client.application.test_client()).sends("/sign-in", **WHO)
        admin.sends("/people", f"/people/{user_id}/enable")

        assert [302, 422] == [out, again.status_code]
        assert 0 == count(
            select(func.count(UserSession.id)).where(
                UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
            )
        )

    def test_that_ends_while_somebody_writes_costs_no_words(self, staff):
        """What is sent after the session ended stays in the page, and is kept once signed in."""
        browser = staff("safeguarding")
        path = f"/concerns/{concern()}"
        token = browser.opens(path).select_one("main input[name=csrf_token]")["value"]
        note = 'I will ring "the school"\n& the carer.'
        with db.unit_of_work() as session:
            session.execute(update(UserSession).values(revoked_at=clock.now()))
        answer = browser.client.post(
            f"{path}/acknowledge", data={"csrf_token": token, "note": note, "password": "x"}
        )
        form = BeautifulSoup(answer.data, "html5lib").select_one("main form")
        sent = {one["name"]: one["value"] for one in form.select("input")}
        browser.sends("/sign-in", email="safeguarding@anytown.example", password=PASSWORD)
        again = browser.client.post(form["action"], data=sent)

        assert 401 == answer.status_code
        assert {"csrf_token", "note"} == set(sent)
        assert 302 == again.status_code
        assert note in browser.opens(path).get_text()

    def test_means_nothing_when_made_up(self, anytown):
        """A token that was never given opens nothing."""
        client = anytown.test_client()
        client.set_cookie("earshot_staff", "made-up")

        assert 302 == client.get("/staff").status_code


class TestPages:
    @pytest.mark.parametrize("role", [role.value for role in Role])
    def test_open_for_those_who_may_and_are_missing_for_others(self, staff, role):
        """Each role sees its own navigation, and everything else is not there (R-10)."""
        browser = staff(role)
        allowed = {a["href"] for a in browser.opens("/staff").select("nav.places a")}
        found = {page for page in PAGES if browser.client.get(page).status_code == 200}

        assert allowed & set(PAGES) == found & set(PAGES)

    @pytest.mark.parametrize(
        ("role", "path", "place"),
        [
            ("moderator", "/evidence/voices", "What people say"),
            ("moderator", "/audits/programme/new", "Audit programme"),
            ("practitioner", "/audits/new", "Audits"),
            ("practitioner", "/audits/parts", "My parts"),
            ("practitioner", "/learning/actions", None),
        ],
    )
    def test_say_in_which_place_they_are(self, staff, role, path, place):
        """A page is marked in the navigation at the place that its address begins with."""
        here = staff(role).opens(path).select(".places [aria-current=page]")

        assert ([place] if place else []) == [one.get_text(strip=True) for one in here]


class TestErrors:
    def test_keep_staff_among_their_own_pages(self, staff):
        """What went wrong for staff is told with their navigation, and leads to their home."""
        browser = staff("administrator")
        for path in ("/activity", "/nowhere"):
            page = browser.opens(path, status=404)
            assert "/people" in [one["href"] for one in page.select(".places a")]
            assert "/staff" == page.select_one("main .button")["href"]

    def test_are_the_same_for_everyone_on_pages_for_everyone(self, staff, anytown):
        """Strangers, and staff who look at a questionnaire, see the page of those who answer."""
        for client in (anytown.test_client(), staff("board").client):
            page = BeautifulSoup(client.get("/s/nowhere").data, "html5lib")
            assert page.select_one(".safety__leave")


class TestHome:
    def test_says_that_alerts_reach_nobody(self, app, sign_in):
        """On a real site whose mail goes to a folder, whoever can put it right is told."""
        app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"env": "production"})

        assert "reach nobody" in sign_in(Role.ADMINISTRATOR).get("/staff").text
        assert "reach nobody" not in sign_in(Role.BOARD).get("/staff").text

    def test_shows_failed_work_and_starts_it_anew(self, staff):
        """A failed job is a red line with a button that tries again."""
        with db.unit_of_work() as session:
            session.execute(update(Job).values(state=JobState.FAILED, error_code="broken"))
            session.execute(update(Job).where(Job.kind != "report").values(state=JobState.DONE))
        browser = staff("participation")
        page = browser.opens("/staff")
        browser.sends("/staff", page.select_one("form[action*='/retry']")["action"])

        assert "broken" in page.get_text()
        assert 1 == count(select(func.count()).where(Job.state == JobState.PENDING))

    def test_withholds_how_many_answered_while_they_are_few(self, sign_in):
        """A number of people under five is not shown, nor that it is nought."""
        text = Browser(sign_in(Role.PARTICIPATION)).opens("/staff").get_text(" ", strip=True)

        assert "Under 5 people answered" in text

    def test_says_what_is_to_be_found_where(self, staff):
        """Nobody's home is empty: each place is there with what is found in it."""
        text = staff("administrator").opens("/staff").get_text(" ")

        assert "Who may sign in, and what each of them may do." in text

    def test_shows_what_waits_for_safeguarding(self, staff):
        """The safeguarding officer sees how many concerns wait, and how many are late."""
        with db.unit_of_work() as session:
            session.execute(update(Concern).values(due_at=clock.now() - timedelta(hours=1)))
        text = staff("safeguarding").opens("/staff").get_text(" ")

        assert "concerns wait" in text
        assert "passed the time" in text


class TestPeople:
    def test_can_be_added(self, staff):
        """An administrator adds a member of staff, who can sign in."""
        browser = staff("administrator")
        new = {
            "name": "Noor Vale",
            "email": "noor@anytown.example",
            "role": "board",
            "service": "",
            "password": "copper kettle monday",
        }
        browser.sends("/people", **new)
        assert "can sign in now" in browser.says()
        again = browser.sends("/people", **new)
        weak = browser.sends(
            "/people", **(new | {"email": "x@anytown.example", "password": "short"})
        )

        assert [422, 422] == [again.status_code, weak.status_code]
        assert "has this address already" in again.text
        assert "at least 12 characters" in weak.text

    def test_are_not_added_with_mistakes(self, staff):
        """No address without an @, no blank name, no weak password: all are told at once."""
        bad = {"name": " ", "email": "noor at anytown", "role": "board", "password": "short"}
        answer = staff("administrator").sends("/people", **bad)

        assert 422 == answer.status_code
        assert "Write their name." in answer.text
        assert "Write a whole e-mail address" in answer.text
        assert "at least 12 characters" in answer.text

    def test_cannot_shut_themselves_out(self, staff):
        """An administrator cannot stop their own account, nor one that is not there."""
        browser = staff("administrator")
        own = count(select(User.id).where(User.email == "administrator@anytown.example"))
        nobody = "00000000-0000-0000-0000-000000000000"

        assert 409 == browser.sends("/people", f"/people/{own}/disable").status_code
        assert 404 == browser.sends("/people", f"/people/{nobody}/disable").status_code


class TestActivity:
    def test_shows_the_record_and_that_it_is_whole(self, staff):
        """Information governance sees what was done, and that nobody changed the record."""
        text = staff("governance").opens("/activity").get_text(" ")

        assert "The record is whole" in text
        assert "Quote approved" in text

    def test_goes_back_to_the_first_entry(self, staff):
        """The whole record can be read, a hundred entries a page; a page too far is the last."""
        browser = staff("governance")
        newest = browser.opens("/activity")
        oldest = browser.opens("/activity?page=999")

        assert 100 == len(newest.select("tbody tr"))
        assert "/activity?page=2" == newest.select_one("a[rel=next]")["href"]
        assert "1" == oldest.select("tbody tr")[-1].select("td")[-1].get_text()
        assert not oldest.select("a[rel=next]")

    def test_says_when_the_record_was_changed(self, staff):
        """A record that was changed behind Earshot is shown as broken."""
        with db.unit_of_work() as session:
            from sqlalchemy import text

            session.execute(text("DROP TRIGGER activity_entries_frozen"))
            session.execute(text("UPDATE activity_entries SET verb = 'x' WHERE seq = 3"))

        assert "broken at entry 3" in staff("governance").opens("/activity").get_text(" ")


class TestConcern:
    def test_shows_the_exact_words_and_records_that_they_were_read(self, staff):
        """Opening a concern is in the record before its words are on the page (R-15)."""
        browser = staff("safeguarding")
        browser.opens("/concerns")
        before = count(select(func.count()).where(ActivityEntry.verb == "concern.read"))
        page = browser.opens(f"/concerns/{concern()}")

        assert page.select("blockquote mark")
        assert before + 1 == count(
            select(func.count()).where(ActivityEntry.verb == "concern.read")
        )

    def test_moves_from_open_to_closed_with_notes(self, staff):
        """A concern is taken on, escalated and closed, each with a note that is kept."""
        browser = staff("safeguarding")
        path = f"/concerns/{concern()}"
        for move, note in (
            ("acknowledge", "I will ring the school."),
            ("escalate", "Told the front door by phone."),
            ("close", "A worker saw her today. She knows who was told."),
        ):
            answer = browser.sends(path, f"{path}/{move}", note=note)
            assert 302 == answer.status_code
        text = browser.opens(path).get_text(" ")

        assert "I will ring the school." in text
        assert "closed" in text
        assert browser.opens("/concerns?show=closed").get_text()

    def test_cannot_be_closed_in_silence(self, staff):
        """Closing needs a note that says what was done; what was typed is kept."""
        browser = staff("safeguarding")
        path = f"/concerns/{concern()}"
        empty = browser.sends(path, f"{path}/acknowledge", note=" ")
        browser.sends(path, f"{path}/acknowledge", note="Mine.")
        short = browser.sends(path, f"{path}/close", note="ok")

        assert [422, 422] == [empty.status_code, short.status_code]
        assert "Take it on: Write what you do now, and who is told." in empty.text
        assert ">ok</textarea>" in short.text

    def test_says_how_much_too_long_a_note_is(self, staff):
        """A note that is too long is kept on the page, with the number of letters to take out."""
        browser = staff("safeguarding")
        path = f"/concerns/{concern()}"
        answer = browser.sends(path, f"{path}/escalate", note="x" * 2030)

        assert 422 == answer.status_code
        assert "Escalate: This is too long. Take out 30 letters." in answer.text
        assert "x" * 2030 in answer.text

    def test_shows_when_it_is_due_before_where_it_came_from(self, staff):
        """On a phone the first columns are seen, and the deadline is one of them."""
        page = staff("safeguarding").opens("/concerns")

        assert ["Concern", "How urgent", "Due", "State", "From"] == [
            one.get_text() for one in page.select("thead th")
        ]

    def test_is_moved_by_one_person_at_a_time(self, staff):
        """Two people at once: the second is told that it has moved on."""
        first, second = staff("safeguarding"), staff("safeguarding")
        path = f"/concerns/{concern()}"
        token = second.opens(path).select_one("main input[name=csrf_token]")["value"]
        first.sends(path, f"{path}/acknowledge", note="Mine.")
        late = second.client.post(
            f"{path}/acknowledge", data={"csrf_token": token, "note": "Mine!"}
        )

        assert 409 == late.status_code

    def test_is_not_there_for_others(self, staff):
        """Nobody but the safeguarding officer opens a concern, and none is made up."""
        staff("participation").opens(f"/concerns/{concern()}", status=404)
        browser = staff("safeguarding")
        browser.opens("/concerns/00000000-0000-0000-0000-000000000000", status=404)

        assert 404 == browser.answer.status_code

    def test_outlives_the_words(self, staff):
        """A concern whose answer was taken back stays, and says so."""
        with db.unit_of_work() as session:
            found = session.get_one(Concern, concern())
            found.response_id = found.question_id = None
            concern_id = found.id
        text = staff("safeguarding").opens(f"/concerns/{concern_id}").get_text(" ")

        assert "taken back by its author" in text
