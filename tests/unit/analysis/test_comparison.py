"""Two coders of the same passages."""

from analysis.comparison import Coder, compare

NAMES = {"food": "Food", "money": "Money", "pets": "Pets"}
PASSAGES = [str(number) for number in range(40)]
WEIGHTS = dict.fromkeys(PASSAGES, 1.0)


def coder(name, *, food=(), money=(), only=PASSAGES, is_machine=False):
    keys = {
        one: frozenset(["food"] * (int(one) in food) + ["money"] * (int(one) in money))
        for one in only
    }
    return Coder(name, keys, is_machine=is_machine)


MACHINE = coder("The machine", food=range(20), money=[0], is_machine=True)
PERSON = coder("Ada", food=range(10, 30), money=[0, 1])


class TestCompare:
    def test_measures_each_theme_that_either_gave(self):
        """Themes come in the order of the codebook; one that nobody gave is only named."""
        found = compare(MACHINE, PERSON, NAMES, WEIGHTS)

        assert ["Food", "Money"] == [row.name for row in found.themes]
        assert ("Pets",) == found.unseen
        assert (10, 10, 10, 10) == (
            found.themes[0].agreement.both,
            found.themes[0].agreement.only_first,
            found.themes[0].agreement.only_second,
            found.themes[0].agreement.neither,
        )

    def test_says_which_themes_have_too_few(self):
        """A theme given twice cannot be measured, one given twenty times can."""
        found = compare(MACHINE, PERSON, NAMES, WEIGHTS)

        assert ("Money",) == found.too_few
        assert found.is_enough

    def test_measures_the_machine_over_all_themes(self):
        """Eleven of the machine's 21 codings are right, and 11 of the person's 22 are found."""
        found = compare(MACHINE, PERSON, NAMES, WEIGHTS)

        assert (11 / 21, 11 / 22) == (
            found.accuracy.precision.value,
            found.accuracy.recall.value,
        )
        assert (120 - 21) / 120 == found.percent
        assert found.kappa.low < found.kappa.value < found.kappa.high
        assert found.kappa.value < found.alpha < found.kappa.value + 0.01

    def test_weighs_what_the_machine_finds(self):
        """A missed passage that stands for many counts as many."""
        found = compare(MACHINE, PERSON, NAMES, WEIGHTS | {"25": 100.0})

        assert 10 / 119 == found.themes[0].accuracy.recall.value
        assert 0.5 == found.themes[0].accuracy.precision.value

    def test_takes_what_both_coded(self):
        """What one of them skipped is left out, and few passages are said to be few."""
        found = compare(MACHINE, coder("Ada", food=[0], only=PASSAGES[:5]), NAMES, WEIGHTS)

        assert (5, False) == (found.n, found.is_enough)

    def test_does_not_call_a_person_right_or_wrong(self):
        """Between two people neither is the measure of the other."""
        found = compare(PERSON, coder("Ben", food=range(12, 30)), NAMES, WEIGHTS)

        assert found.accuracy is None
        assert [None, None] == [row.accuracy for row in found.themes]

    def test_says_nothing_of_nothing(self):
        """Without a passage that both coded there is no figure."""
        found = compare(MACHINE, coder("Ada", only=()), NAMES, WEIGHTS)

        assert (0, None, None, None) == (found.n, found.kappa, found.alpha, found.percent)
