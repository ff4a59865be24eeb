"""A live multi-agency day: five people write one audit at the same moment, and no edit is lost."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from app import db
from app.db.models import AuditPart
from app.domain.audits import Voice
from app.domain.people import Role
from app.services import agency_parts, agency_states, answers, audit_parts, auditing
from surveys import shown
from surveys.clashes import FIELD, MINE, choice_name
from surveys.questions import Given
from tests.audits import a_form, an_actor, an_audit, asked

ROUNDS = 12
WRITERS = 5
PAGE = "agency_strengths"
WORKED, BETTER = "agency_worked", "agency_better"


@pytest.fixture
def day(database):
    """Return an audit with its lead, and two agencies of which the first has two authors."""
    with database.unit_of_work() as session:
        a_form(session)
        lead = an_actor(session, Role.PRACTITIONER, name="Lead")
        audit_id = an_audit(session, lead)
        officer, police = asked(session, audit_id, "Police", lead)
        second, _ = asked(session, audit_id, "Police", lead)
        teacher, school = asked(session, audit_id, "School", lead)
    return {
        "audit": audit_id,
        "lead": lead,
        "police": (police, [officer, second]),
        "school": (school, [teacher]),
    }


def opened(part_id, page_key=PAGE):
    """Return a page of a part as a browser holds it: what is kept, and the marks of that."""
    with db.reading() as session:
        part = session.get_one(AuditPart, part_id)
        audit = agency_states.audit_of(session, part)
        page = auditing.definition_of(session, audit, part.voice).page(page_key)
        known = agency_states.givens_of(session, part)
    form = {question.key: [words(known, question.key)] for question in page.questions}
    return form | {shown.FIELD: [shown.marks_of(page.questions, known)]}


def words(known, key):
    return known.get(key, Given()).text or ""


def kept(part_id):
    with db.reading() as session:
        return agency_states.givens_of(session, session.get_one(AuditPart, part_id))


def save(part_id, by, form):
    with db.unit_of_work() as session:
        return agency_parts.save_page(session, part_id, PAGE, form, by=by)


def at_once(*saves):
    """Run each at the same moment, and return what each came to."""
    start, found, failed = Barrier(len(saves)), {}, []

    def run(number, one):
        start.wait()
        try:
            found[number] = one()
        except BaseException as error:  # noqa: BLE001 - told to the test, not swallowed
            failed.append(error)

    threads = [Thread(target=run, args=pair) for pair in enumerate(saves)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == failed
    return found


class TestFiveAtOnce:
    def test_lose_no_edit_of_different_fields(self, day):
        """Two of one agency, another agency and two voices save together, round after round."""
        police, school = day["police"][0], day["school"][0]
        for number in range(ROUNDS):
            line = f"Line {number}"
            _five_save(day, line)
            stored = kept(police)

            assert f"{line} worked" == stored[WORKED].text
            assert f"{line} better" == stored[BETTER].text
            assert f"{line} school" == kept(school)[WORKED].text
            assert line == _voice_words(day, Voice.CHILD, "sibling_words")
            assert line == _voice_words(day, Voice.MANAGER, "manager_comment")

    def test_keep_every_word_written_in_one_field(self, day):
        """Five who write the same field at once end with all five sentences, none overwritten."""
        police, (officer, second) = day["police"]
        save(police, officer, {WORKED: ["Start."], BETTER: ["More."]})
        held = [opened(police) for _ in range(WRITERS)]
        sentences = [f"Sentence {number}." for number in range(WRITERS)]
        forms = [
            form | {WORKED: [f"{form[WORKED][0]} {mine}"]}
            for form, mine in zip(held, sentences, strict=True)
        ]
        authors = [officer, second, officer, second, officer]
        waiting = list(range(WRITERS))
        rounds = 0
        while waiting:
            rounds += 1
            came = at_once(*(lambda n=n: save(police, authors[n], forms[n]) for n in waiting))
            clashed = [waiting[place] for place, one in came.items() if one.clashes]
            assert len(waiting) - 1 == len(clashed)
            for number in clashed:
                again = opened(police)
                both = f"{again[WORKED][0]} {sentences[number]}"
                forms[number] = again | {
                    WORKED: [both],
                    FIELD: [WORKED],
                    choice_name(WORKED): [MINE],
                }
            waiting = sorted(clashed)

        assert WRITERS == rounds
        assert all(one in kept(police)[WORKED].text for one in ["Start.", *sentences])
        assert "More." == kept(police)[BETTER].text


def _five_save(day, line):
    (police, (officer, second)), (school, (teacher,)) = day["police"], day["school"]
    # Each holds the page as it was before anybody of this round saved.
    page, other = opened(police), opened(school)
    whole = {WORKED: [f"{line} school"], BETTER: ["Sooner."]}
    at_once(
        lambda: save(police, officer, page | {WORKED: [f"{line} worked"]}),
        lambda: save(police, second, page | {BETTER: [f"{line} better"]}),
        lambda: save(school, teacher, other | whole),
        lambda: _voice(day, Voice.CHILD, "sibling_words", line),
        lambda: _voice(day, Voice.MANAGER, "manager", line),
    )


def _voice(day, voice, page_key, line):
    field = {"sibling_words": "sibling_words", "manager": "manager_comment"}[page_key]
    with db.unit_of_work() as session:
        audit_parts.save_page(
            session, day["audit"], voice, page_key, {field: [line]}, by=day["lead"]
        )


def _voice_words(day, voice, key):
    with db.reading() as session:
        response = auditing.part_response(session, day["audit"], voice)
        return answers.givens(session, response)[key].text
