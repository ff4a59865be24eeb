"""Rows of a list of cases: pseudonyms are kept, people are refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import tabular
from app.services import case_rows
from app.services.case_identities import begins_with_a_name, is_about_a_person, looks_like
from app.services.case_rows import CaseRow, Columns, judge, likely, problems_with

TODAY = date(2026, 11, 26)
HEADER = "case_ref,team,plan,worker,last_audited"
COLUMNS = Columns("case_ref", "team", "plan", "worker", "last_audited")


def judged(*rows, header=HEADER, columns=COLUMNS):
    table = tabular.parse("\n".join([header, *rows]).encode())
    return judge(table, columns, today=TODAY)


def refused(*rows, **said):
    return [(one.number, one.reason) for one in judged(*rows, **said).refused]


class TestJudge:
    def test_reads_a_good_row(self):
        """A pseudonym, a team, a plan, a staff reference and a day are one case."""
        found = judged("ch-1042,Care North,CIN,sw-014,14/03/2026")

        row = CaseRow(2, "CH-1042", "Care North", "child_in_need", "SW-014", date(2026, 3, 14))
        assert ((row,), ()) == (found.good, found.refused)

    def test_needs_no_more_than_a_case_and_a_team(self):
        """What is not known of a case stays empty."""
        found = judged("CH-1042,Care North", header="a,b", columns=Columns("a", "b"))

        assert (CaseRow(2, "CH-1042", "Care North", "", "", None),) == found.good

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("Jordan Smith,Care North,,,", "“case_ref” holds what looks like a person's name"),
            ("Priya,Care North,,,", "a person's name"),
            ("JOHN-12,Care North,,,", "begins with a first name"),
            ("943 476 5919,Care North,,,", "a long number, as an NHS number"),
            ("A123456789012,Care North,,,", "a pupil number"),
            ("12/03/2014,Care North,,,", "a date of birth"),
            ("jo@anytown.example,Care North,,,", "an e-mail address"),
            ("CH-1042,Tomasz Wren's team,,,", "“team” holds what looks like a person's name"),
            ("CH-1042,Care North,,Priya Hollins,", "“worker” holds what looks like"),
            ("CH-1042,Care North,,JS,", "Initials are as good as a name"),
            ("CH-1042,Care North,cricket,,", "The kind of plan is none of these"),
            ("CH-1042,Care North,,,2099-01-01", "The date has not come yet."),
            ("CH-1042,Care North,,,soon", "The date cannot be read."),
            (",Care North,,,", "There is no case reference in it."),
            ("CH-1042,,,,", "There is no team in it."),
            ("CH-1042," + "N" * 121 + ",,,", "The name of the team is longer"),
            ("1042,Care North,,,", "not letters and up to six digits"),
            ("CH-1042,Care North,,,,more", "It has more cells than the first row."),
        ],
    )
    def test_refuses_a_row_with_its_number_and_why(self, row, said):
        """Whatever could tell who somebody is, or cannot be read, is refused by its row."""
        found = refused("CH-0001,Care North,,,", row)

        assert [3] == [number for number, _ in found]
        assert said in found[0][1]

    def test_refuses_the_same_case_a_second_time(self):
        """The first of two rows about one case is kept, however the reference is written."""
        found = judged("CH-1042,North Team,,,", "ch1042,South Team,,,")

        assert [2] == [row.number for row in found.good]
        assert "The same case stands in row 2. Only that row is kept." == found.refused[0].reason

    def test_looks_at_columns_that_are_not_used(self):
        """A name in a column that nobody chose is refused too, and so is a column of names."""
        header, columns = "case,team,notes,Child name", Columns("case", "team")

        found = refused(
            "CH-1,North Team,ring Priya today,",
            "CH-2,North Team,,Kingfisher",
            "CH-3,North Team,all well,",
            header=header,
            columns=columns,
        )

        notes = "The column “notes” holds what looks like a person's name."
        child = "The column “Child name” is about a person."
        out = "Take that column out of the file."
        assert [(2, f"{notes} {out}"), (3, f"{child} {out}")] == found

    def test_never_repeats_what_stood_in_a_refused_row(self):
        """A reason names the column, and not the name that stood in it."""
        found = refused("Priya Hollins,Care North,,,", "CH-1,Care North,,Jordan Smith,")

        assert not [said for _, said in found if "Priya" in said or "Jordan" in said]

    def test_refuses_a_formula_without_its_result(self):
        """A cell whose formula was saved without a result is not read as empty."""
        row = tabular.Row(2, ("CH-1042", ""), unread=(1,))
        found = judge(tabular.Table(("a", "b"), (row,)), Columns("a", "b"), today=TODAY)

        assert case_rows.FORMULA == found.refused[0].reason

    @given(st.lists(st.lists(st.text("CH-01 ,@.aP", max_size=9), min_size=5, max_size=5)))
    def test_loses_no_row(self, rows):
        """Whatever stands in a list, each row is either good or refused, and no case is twice."""
        table = tabular.Table(
            tuple(HEADER.split(",")),
            tuple(tabular.Row(number, tuple(row)) for number, row in enumerate(rows, 2)),
        )

        found = judge(table, COLUMNS, today=TODAY)

        numbers = sorted(one.number for one in [*found.good, *found.refused])
        assert list(range(2, len(rows) + 2)) == numbers
        cases = [one.case_ref.replace("-", "") for one in found.good]
        assert len(set(cases)) == len(cases)


class TestLikely:
    def test_knows_the_usual_names(self):
        """Columns are found by what they are usually called, however it is written."""
        found = likely(["Case Reference", "TEAM", "Plan type", "worker-ref", "x"])

        assert {
            "case_ref": "Case Reference",
            "team": "TEAM",
            "cohort": "Plan type",
            "practitioner_ref": "worker-ref",
            "last_audited": "",
        } == found


class TestProblemsWith:
    def test_wants_each_column_once(self):
        """The case and the team must be chosen, from the file, and no column twice."""
        header = ["a", "b"]

        assert {} == problems_with(header, Columns("a", "b"))
        assert ["case_ref", "team"] == sorted(problems_with(header, Columns("", "")))
        assert ["case_ref", "team"] == sorted(problems_with(header, Columns("a", "a")))
        assert ["cohort"] == list(problems_with(header, Columns("a", "b", "z")))


class TestLooksLike:
    @pytest.mark.parametrize(
        "team",
        [
            "Care North",
            "Assessment 2",
            "Early Help East",
            "Leaving Care",
            "Youth Justice",
            "Kingfisher Team",
            "Ruby House",
            "St Mary's locality",
            "MASH",
            "Disabled Children's Team",
        ],
    )
    def test_lets_teams_pass(self, team):
        """The name of a team is not taken for a person's."""
        assert "" == looks_like(team)

    @pytest.mark.parametrize(
        "name", ["Jordan Smith", "SMITH, Jordan", "Ruby", "priya", "Mrs Clark"]
    )
    def test_knows_names(self, name):
        """A first name or a title with a name is somebody, in capitals or not."""
        assert "name" == looks_like(name)


class TestIsAboutAPerson:
    def test_goes_by_the_name_of_the_column(self):
        """Columns of names, birthdays and numbers are about a person; a plan is not."""
        said = ["Child_Name", "DOB", "NHS number", "Surname", "Plan", "Team"]

        assert [True, True, True, True, False, False] == list(map(is_about_a_person, said))


class TestBeginsWithAName:
    def test_is_no_prefix_of_a_service(self):
        """JOHN and EMMA are names; CH, CLA and LAC are not."""
        refs = ["JOHN-12", "EMMA1", "CH-1042", "CLA-7", "LAC7", "12"]

        assert [True, True, False, False, False, False] == list(map(begins_with_a_name, refs))
