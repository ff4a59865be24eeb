"""From a corpus and a codebook to codings and feelings."""

from analysis import analyse
from analysis.corpus import Corpus
from analysis.models.described import Described
from tests.unit.analysis.samples import CODEBOOK, a_corpus

MODEL = Described(None)


class TestAnalyse:
    def test_gives_each_span_its_own_feeling(self):
        """Praise and blame in one breath stay apart."""
        found = analyse(
            a_corpus("The food is lovely. My friends are horrible to me."), CODEBOOK, MODEL
        )

        assert {"food": "positive", "friends": "negative"} == {
            coded.theme_key: coded.sentiment for coded in found.codings
        }

    def test_sets_non_answers_aside(self):
        """A shrug is named, felt as mixed, and never themed."""
        found = analyse(a_corpus("idk", "More food"), CODEBOOK, MODEL)

        assert frozenset({"p0"}) == found.non_answers
        assert "mixed" == found.sentiments["p0"].label
        assert ["p1"] == [coded.passage_id for coded in found.codings]

    def test_guesses_at_no_other_language(self):
        """Words that are not understood are named, and have neither a theme nor a feeling."""
        found = analyse(
            a_corpus("nikt mnie nie slucha, food food food", "🙃", "food"), CODEBOOK, MODEL
        )

        assert {"p0": "other_language", "p1": "no_words"} == {
            key: one.reason for key, one in found.not_understood.items()
        }
        assert ["p2"] == list(found.sentiments)
        assert ["p2"] == [coded.passage_id for coded in found.codings]
        assert frozenset() == found.non_answers

    def test_reads_the_english_of_two_languages(self):
        """Of words that are understood partly the rest is themed, where it stands."""
        text = "Nie lubie tego domu bardzo. The food is lovely."
        found = analyse(a_corpus(text), CODEBOOK, MODEL)

        assert {"p0": "partly"} == {key: one.reason for key, one in found.not_understood.items()}
        assert ["The food is lovely."] == [text[c.start : c.end] for c in found.codings]
        assert ["p0"] == list(found.sentiments)

    def test_says_which_model_read(self):
        """An analysis names the model and its version."""
        found = analyse(a_corpus("x"), CODEBOOK, MODEL)

        assert ("described", "3+words") == (found.model_key, found.model_version)

    def test_is_empty_for_nothing(self):
        """An empty corpus gives an empty analysis."""
        found = analyse(Corpus(()), CODEBOOK, MODEL)

        assert ((), {}, frozenset()) == (found.codings, found.sentiments, found.non_answers)
