"""Second readings: drawn by chance, graded blind, compared, settled, disputed, and counted."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select, update

from app import db
from app.db.models import (
    ActivityEntry,
    Answer,
    Audit,
    AuditPart,
    Moderation,
    ModerationDraw,
    Question,
    SettledGrade,
    User,
)
from app.domain.audits import Voice
from app.domain.moderation import ModerationState, Outcome, SelectedFor
from app.domain.people import Role
from tests import builders, moderated
from tests.staff import Browser

# Every page without an id that a moderator may open.
OPEN = (
    "/staff",
    "/audits/seen/cases",
    "/audits/seen",
    "/audits/seen/journey",
    "/audits/programme",
    "/audits/programme/new",
    "/learning",
    "/learning/actions",
    "/learning/aims/new",
    "/moderation",
    "/moderation/draw",
    "/moderation/agreement",
    "/reports",
    "/evidence",
    "/evidence/by-score",
    "/evidence/groups",
    "/evidence/together",
    "/evidence/voices",
    "/evidence/plots",
    "/evidence/files",
    "/evidence/machine",
    "/evidence/not-understood",
)


def one(query):
    with db.reading() as session:
        return session.scalar(query)


def case(grade, place=0):
    """Return the case of an audit of Anytown with this overall grade."""
    with db.reading() as session:
        return session.scalars(
            select(Audit.case_ref).where(Audit.grade == grade).order_by(Audit.case_ref)
        ).all()[place]


def moderation(case_ref):
    with db.reading() as session:
        return session.scalars(
            select(Moderation)
            .join(Audit, Audit.id == Moderation.audit_id)
            .where(Audit.case_ref == case_ref)
        ).one()


def another_moderator(anytown):
    """Return the browser of a moderator who has read nothing yet."""
    from app.services import accounts

    with db.unit_of_work() as session:
        user = builders.a_user(session, roles=[Role.MODERATOR])
        token = accounts.start_session(session, user.id)
    client = anytown.test_client()
    client.set_cookie("earshot_staff", token)
    return Browser(client)


def settled(browser, path, *, final, why="We looked at the visits together."):
    page = browser.opens(f"{path}/compare")
    keys = [one["id"] for one in page.select("fieldset.group")]
    sent = {f"final-{key}": final for key in keys} | {f"reason-{key}": why for key in keys}
    return browser.sends(f"{path}/compare", f"{path}/settle", what="settle", note="", **sent)


@pytest.fixture
def reader(staff):
    """Return a moderator for whom every audit is drawn."""
    browser = staff("moderator")
    moderated.forgotten()
    moderated.drawn(browser)
    return browser


class TestDraw:
    def test_draws_a_share_and_every_extreme(self, staff):
        """Twenty in a hundred are drawn by chance; outstanding and inadequate ones are added."""
        browser = staff("moderator")
        moderated.forgotten()
        moderated.drawn(browser, share=20)
        with db.reading() as session:
            rows = session.execute(
                select(Moderation.selected_for, Audit.grade).join(
                    Audit, Audit.id == Moderation.audit_id
                )
            ).all()
            extremes = session.scalar(
                select(func.count()).where(Audit.grade.in_(["outstanding", "inadequate"]))
            )
            pool = session.scalars(select(ModerationDraw.pool)).one()

        assert 5 == sum(row.selected_for is SelectedFor.RANDOM for row in rows)
        assert extremes == sum(row.grade in {"outstanding", "inadequate"} for row in rows)
        assert 25 == len(pool)

    @pytest.mark.parametrize("share", ["", "4", "101", "many"])
    def test_refuses_a_share_that_is_none(self, staff, share):
        """A share is from 5 to 100, and what was typed stays."""
        browser = staff("moderator")
        moderated.forgotten()
        answer = browser.sends("/moderation/draw", share=share)
        page = BeautifulSoup(answer.data, "html5lib")

        assert 422 == answer.status_code
        assert share == page.select_one("#share")["value"]
        assert page.select_one(".problems a")["href"] == "#share"

    def test_considers_each_audit_once(self, reader):
        """When every audit was considered there is nothing to draw from."""
        page = reader.opens("/moderation/draw")

        assert "Nothing to draw from" in page.get_text()


class TestTake:
    def test_refuses_who_has_not_denied_a_conflict(self, reader):
        """Nobody reads an audit again before they say that they have no conflict."""
        path = moderated.path_of(case("good"))
        reader.sends("/moderation", f"{path}/take")

        assert "Tick that you have no conflict" in reader.says()
        assert ModerationState.WAITING is moderation(case("good")).state

    @pytest.mark.parametrize(
        ("column", "said"),
        [("auditor_id", "You did this audit"), ("practitioner_id", "about your own work")],
    )
    def test_refuses_who_was_part_of_it(self, reader, column, said):
        """Neither the auditor nor the practitioner reads an audit again, and they are told why."""
        me = one(select(User.id).where(User.email == "moderator@anytown.example"))
        path = moderated.path_of(case("good"))
        with db.unit_of_work() as session:
            session.execute(
                update(Audit).where(Audit.case_ref == case("good")).values({column: me})
            )
        reader.sends("/moderation", f"{path}/take", has_no_conflict="y")

        assert said in reader.says()
        assert not reader.opens("/moderation").select(f"form[action='{path}/take']")

    def test_gives_an_audit_to_one_person(self, reader, anytown):
        """An audit that somebody took is not taken twice."""
        path = moderated.path_of(case("good"))
        moderated.taken(reader, path)
        other = another_moderator(anytown)
        other.sends("/moderation", f"{path}/take", has_no_conflict="y")

        assert "Somebody else has taken this audit" in other.says()
        other.opens(path, status=404)

    def test_never_goes_to_who_stood_back(self, reader):
        """Who stands back half way loses what they graded, and can't take the audit again."""
        path = moderated.path_of(case("good"))
        moderated.taken(reader, path)
        moderated.graded(reader, path)
        reader.sends(path, f"{path}/stand-back")
        assert "You stood back" in reader.says()
        reader.sends("/moderation", f"{path}/take", has_no_conflict="y")

        assert "or stood back, so somebody else" in reader.says()
        assert 0 == one(
            select(func.count())
            .select_from(Answer)
            .join(AuditPart, AuditPart.response_id == Answer.response_id)
            .where(
                AuditPart.voice == Voice.MODERATOR,
                AuditPart.audit_id == moderation(case("good")).audit_id,
            )
        )


class TestGrade:
    def test_needs_evidence_and_keeps_what_was_given(self, reader):
        """A grade without evidence is refused kindly, and stays chosen."""
        path = moderated.path_of(case("good"))
        moderated.taken(reader, path)
        page = reader.follows(path, "a[href*='/grades/']")
        name = reader.opens(page).select_one("input[type=radio]")["name"]
        answer = reader.sends(page, **{name: "inadequate", f"{name}-evidence": " "})
        drawn = BeautifulSoup(answer.data, "html5lib")

        assert 422 == answer.status_code
        assert drawn.select_one("input[value=inadequate]").has_attr("checked")
        assert f"#{name}-evidence" == drawn.select_one(".problems a")["href"]

    def test_cannot_be_handed_in_half_done(self, reader):
        """With a grade missing nothing is handed in, and what was given is kept."""
        path = moderated.path_of(case("good"))
        moderated.taken(reader, path)
        reader.sends(path, f"{path}/submit")

        assert "Something is not graded yet" in reader.says()
        assert ModerationState.GRADING is moderation(case("good")).state

    def test_goes_back_and_ends_at_the_list(self, reader):
        """Pages lead back, and an unknown page is not there."""
        path = moderated.path_of(case("good"))
        moderated.taken(reader, path)
        first = reader.follows(path, "a[href*='/grades/']")
        name = reader.opens(first).select_one("input[type=radio]")["name"]
        second = reader.sends(first, **{name: "not_graded"}).headers["Location"]

        assert first == reader.follows(second, f"a[href='{first}']")
        reader.opens(f"{path}/grades/nowhere", status=404)


class TestBlind:
    def test_looks_at_every_page_that_a_moderator_may_open(self):
        """No page is added for moderators without being looked at here."""
        table = (Path(__file__).parents[2] / "expected" / "permissions.txt").read_text("utf-8")
        rows = [line.split() for line in table.splitlines() if line.startswith("GET")]
        theirs = {
            next(part for part in row if part.startswith("/"))
            for row in rows
            if "moderator" in row
        }

        assert {one for one in theirs if "<" not in one and "progress" not in one} <= {
            *OPEN,
            "/password",
        }

    def pages(self, browser, path):
        """Return every page of a reading that its reader can open, without what chance makes."""
        found = {}
        steps = [one["href"] for one in browser.opens(path).select("a[href*='/grades/']")]
        cycles = [one["href"] for one in browser.opens("/audits/programme").select("th a")]
        findings = [f"{cycle}/findings" for cycle in cycles]
        for address in (*OPEN, path, *steps, *cycles, *findings):
            page = browser.opens(address)
            for one in page.select("input[name=csrf_token]"):
                one.decompose()
            found[address] = str(page.select_one("main"))
        for cycle in ("/audits/programme", *cycles):
            found[f"{cycle}/grades"] = browser.client.get(f"{cycle}/grades/csv").data
        return found

    def test_shows_nothing_that_follows_from_the_first_grades(self, reader):
        """Were every first grade another one, no page of the second reader would differ."""
        case_ref = case("good")
        path = moderated.path_of(case_ref)
        moderated.taken(reader, path)
        before = self.pages(reader, path)
        audit_id = moderation(case_ref).audit_id
        with db.unit_of_work() as session:
            response_id = session.scalar(
                select(AuditPart.response_id).where(
                    AuditPart.audit_id == audit_id, AuditPart.voice == Voice.AUDITOR
                )
            )
            grades = select(Question.id).where(Question.kind == "grade")
            session.execute(
                update(Answer)
                .where(Answer.response_id == response_id, Answer.question_id.in_(grades))
                .values(value="inadequate")
            )
            session.execute(update(Audit).where(Audit.id == audit_id).values(grade="inadequate"))

        assert before == self.pages(reader, path)
        assert "Inadequate" not in before[path]

    @pytest.mark.parametrize("where", ["/compare", "/moderator"])
    def test_opens_nothing_else(self, reader, where):
        """Until the second grades are in, neither the comparison nor the audit itself is there."""
        path = moderated.path_of(case("good"))
        audit_id = moderation(case("good")).audit_id
        moderated.taken(reader, path)
        reader.opens(f"{path}{where}" if where == "/compare" else f"/audits/{audit_id}", 404)
        reader.sends("/moderation", f"{path}/settle", what="settle")

        assert "not yours to decide" in reader.says()

    def test_hides_the_words_of_the_scale(self, reader):
        """An auditor who writes the grade into the evidence does not give it away."""
        from app.db import sealing
        from app.db.models import Response

        path = moderated.path_of(case("good"))
        with db.unit_of_work() as session:
            part = session.scalars(
                select(AuditPart).where(
                    AuditPart.audit_id == moderation(case("good")).audit_id,
                    AuditPart.voice == Voice.AUDITOR,
                )
            ).one()
            response = session.get_one(Response, part.response_id)
            question = session.scalars(
                select(Question.id)
                .join(Answer, Answer.question_id == Question.id)
                .where(Question.key == "plan", Answer.response_id == response.id)
            ).one()
            answer = session.get_one(Answer, (response.id, question))
            words = "Outstanding work, rang Aisha on 07700 900123, so graded as good."
            answer.text_sealed = sealing.seal(response, "answers.text", words, question)
        moderated.taken(reader, path)
        text = reader.opens(f"{path}/grades/plan").select_one("article").get_text()

        assert "[grade] work" in text
        assert "so graded as [grade]." in text
        assert "07700" not in text

    def test_records_that_an_audit_was_read(self, reader):
        """Reading an audit again leaves an entry in the record of activity."""
        path = moderated.path_of(case("good"))
        moderated.taken(reader, path)
        read = select(func.count()).where(ActivityEntry.verb == "moderation.read")
        before = one(read)
        reader.opens(path)

        assert before + 1 == one(read)


class TestSettle:
    def test_keeps_both_readings_and_the_final_one(self, reader):
        """The final grade stands beside both readings, with its reason, and none is overwritten."""
        case_ref = case("good")
        path = moderated.path_of(case_ref)
        moderated.handed_in(reader, path, overall_grade="requires_improvement")
        page = reader.opens(path).get_text(" ")
        assert "Requires improvement to be good" in page
        settled(reader, path, final="requires_improvement")
        row = moderation(case_ref)
        after = reader.opens(f"{path}/compare").get_text(" ")

        assert (ModerationState.SETTLED, Outcome.CHANGED_DOWN, "requires_improvement") == (
            row.state,
            row.outcome,
            row.final_grade,
        )
        assert "good" == one(select(Audit.grade).where(Audit.case_ref == case_ref))
        assert "We looked at the visits together." in after
        assert "Changed to a lower grade" in after

    def test_needs_a_grade_and_a_reason_where_readers_differ(self, reader):
        """Without a final grade or a reason nothing is settled, and what was typed stays."""
        case_ref = case("good")
        path = moderated.path_of(case_ref)
        moderated.handed_in(reader, path, overall_grade="inadequate")
        answer = reader.sends(
            f"{path}/compare",
            f"{path}/settle",
            **{"final-overall_grade": "good", "note": "We talked."},
        )
        page = BeautifulSoup(answer.data, "html5lib")

        assert 422 == answer.status_code
        assert "Say why" in page.select_one("#overall_grade-error").get_text()
        assert "We talked." in page.select_one("#note").get_text()
        assert page.select_one("#final-overall_grade-good").has_attr("checked")
        assert 0 == one(
            select(func.count()).where(SettledGrade.moderation_id == moderation(case_ref).id)
        )

    def test_is_referred_to_somebody_who_read_neither_time(self, reader, anytown):
        """Who can't agree refers it; another moderator decides for good, and nobody else."""
        case_ref = case("good")
        path = moderated.path_of(case_ref)
        moderated.handed_in(reader, path, overall_grade="inadequate")
        empty = reader.sends(f"{path}/compare", f"{path}/settle", what="refer", note=" ")
        assert 422 == empty.status_code
        reader.sends(f"{path}/compare", f"{path}/settle", what="refer", note="We see it apart.")
        decider = another_moderator(anytown)
        page = decider.opens(f"{path}/compare").get_text(" ")
        settled(decider, path, final="good")
        row = moderation(case_ref)

        assert "We see it apart." in page
        assert (ModerationState.SETTLED, Outcome.AGREED, True) == (
            row.state,
            row.outcome,
            row.was_referred,
        )

    def test_is_not_decided_twice_by_the_second_reader(self, reader):
        """The second reader who referred an audit can read it and no longer decide it."""
        path = moderated.path_of(case("good"))
        moderated.handed_in(reader, path, overall_grade="inadequate")
        reader.sends(f"{path}/compare", f"{path}/settle", what="refer", note="We see it apart.")
        assert not reader.opens(f"{path}/compare").select("form[action$='/settle']")
        token = reader.opens("/moderation").select_one("input[name=csrf_token]")["value"]
        reader.answer = reader.client.post(f"{path}/settle", data={"csrf_token": token})

        assert "Somebody who has read neither time decides" in reader.says()


class TestDispute:
    def path(self, case_ref):
        return f"/moderation/audits/{one(select(Audit.id).where(Audit.case_ref == case_ref))}"

    def test_shows_the_auditor_nothing_before_it_is_settled(self, reader, staff):
        """The auditor sees the second reading when it is settled, with both readings and why."""
        case_ref = case("good")
        path = moderated.path_of(case_ref)
        moderated.handed_in(reader, path, overall_grade="inadequate")
        auditor = staff("practitioner")
        before = auditor.opens(self.path(case_ref)).get_text(" ")
        settled(reader, path, final="good")
        after = auditor.opens(self.path(case_ref)).get_text(" ")

        assert "No second reading of this audit is settled" in before
        assert "Inadequate" not in before
        assert "Inadequate" in after
        assert "The auditor's grade stands" in after

    def test_goes_to_a_final_decider_once(self, reader, staff):
        """A settled grade that is disputed is decided by somebody else, and only once."""
        case_ref = case("good")
        path = moderated.path_of(case_ref)
        moderated.handed_in(reader, path)
        settled(reader, path, final="good")
        auditor = staff("practitioner")
        empty = auditor.sends(self.path(case_ref), why=" ")
        assert 422 == empty.status_code
        auditor.sends(self.path(case_ref), why="The visits were seen as fewer than they were.")
        assert "Somebody who was not part of it" in auditor.says()
        again = auditor.opens(self.path(case_ref))

        assert "The grades are disputed" in again.get_text()
        assert not again.select("textarea")
        assert ModerationState.REFERRED is moderation(case_ref).state

    def test_of_an_audit_that_nobody_read_has_it_read(self, staff):
        """A disputed audit that was not drawn is read again, and its reader isn't told why."""
        moderator = staff("moderator")
        moderated.forgotten()
        case_ref = case("good")
        auditor = staff("practitioner")
        auditor.sends(self.path(case_ref), why="The family says otherwise.")
        row = moderation(case_ref)
        path = moderated.path_of(case_ref)
        moderated.taken(moderator, path)

        assert (SelectedFor.DISPUTE, ModerationState.WAITING) == (row.selected_for, row.state)
        assert "disputed" not in moderator.opens(path).get_text()

    def test_is_not_anybody_elses(self, staff):
        """Whoever is neither auditor nor worker of an audit sees nothing of its grades."""
        browser = staff("moderator")
        text = browser.opens(self.path(case("good")), status=404).get_text()

        assert "Dispute" not in text


class TestAgreement:
    def test_waits_for_five(self, reader):
        """Under five readings no figure is shown, and the page says what to do."""
        path = moderated.path_of(case("good"))
        before = one(select(func.count()).where(Moderation.state == ModerationState.SETTLED))
        moderated.handed_in(reader, path)

        assert 0 == before
        assert "Too few to show" in reader.opens("/moderation/agreement").get_text()

    def test_names_every_weighting_and_warns(self, reader):
        """Six readings give three named kappas, their ranges, and a warning."""
        for place in range(5):
            moderated.handed_in(reader, moderated.path_of(case("good", place)))
        path = moderated.path_of(case("inadequate"))
        moderated.handed_in(reader, path, overall_grade="requires_improvement")
        text = " ".join(reader.opens("/moderation/agreement").get_text(" ").split())

        assert "6 audits were graded twice" in text
        assert "Under 30 pairs" in text
        assert "Direction withheld" in text
        for weighting in ("unweighted", "linear weights", "quadratic weights"):
            assert f"Kappa, {weighting}" in text

    def test_does_not_make_up_a_kappa(self, reader):
        """Where both gave one grade to everything, kappa cannot be calculated."""
        for place in range(5):
            moderated.handed_in(reader, moderated.path_of(case("good", place)))
        text = " ".join(reader.opens("/moderation/agreement").get_text(" ").split())

        assert "Kappa, unweighted cannot be calculated (Both gave one grade" in text
        assert "100% (57 to 100%)" in text
