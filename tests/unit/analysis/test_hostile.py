"""Whatever people write, nothing of the analysis breaks, stops, or loses a passage."""

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import Codebook, Corpus, Passage, Theme, emergent, language, redaction
from analysis.corpus import encodable, is_non_answer, sentences, stems, words
from analysis.exchange import ExchangeError, qdpx, wording
from analysis.models.described import Described
from analysis.models.embedding import installed
from analysis.safeguarding import screen
from analysis.sentiment import feel
from analysis.stance import stance_of
from tests.exchange import samples
from tests.unit.analysis.samples import CODEBOOK, a_corpus

LONG = 20_000
SECONDS = 10
PIECES = st.sampled_from(
    [
        "I", "like", "food", "Priya", "mr", "St", "school", "[name]", "[[", "]]", "(", "\x00",
        "\u202e", "\ud800", "🙃", "👩‍👧", "e\u0301\u0302\u0303", "لا", "nie", "12", "@", ".", "\n",
        "n/a", "kill", "my", "dad", "not", "'", "’s", "-", "_", "=1+1", "<b>", "{{", "\u200d",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=120),
    st.text(st.characters(), max_size=60),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
)
HOSTILE = {
    "one word": "a" * LONG,
    "spaces": " " * LONG,
    "lines": "\n" * LONG,
    "titles": "mr. " * (LONG // 4),
    "brackets": "[[" * (LONG // 2),
    "nulls": "\x00" * LONG,
    "turned round": "\u202e" * LONG,
    "halves": "\ud800" * LONG,
    "zalgo": "a\u0301\u0302\u0303" * (LONG // 4),
    "emoji": "🙃" * LONG,
    "clauses": "but " * (LONG // 4),
    "commas": ", " * (LONG // 2),
    "threats": "want to die " * (LONG // 12),
    "plain": "I like the food here. " * (LONG // 22),
}
MODEL = Described(installed())
PLAIN = Described(None)
READERS = (
    screen,
    feel,
    sentences,
    words,
    stems,
    is_non_answer,
    stance_of,
    encodable,
    language.understanding,
    language.readable,
    redaction.find,
    redaction.redact,
    redaction.suspicious,
    wording.redact,
    wording.normal,
)


def seconds_of(read, said, times):
    """Yield the processor's seconds of each of several times; other words each, lest it be kept."""
    for number in range(times):
        started = time.process_time()
        read(f"{number} {said}")
        yield time.process_time() - started


class TestReaders:
    @pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
    @given(text=TEXTS)
    def test_read_anything(self, read, text):
        """Every function that reads words gives the same answer twice for any words."""
        first = read(text)

        assert first == read(text)

    @pytest.mark.parametrize("name", HOSTILE)
    def test_are_quick(self, name):
        """Each reads twenty thousand letters of any kind within seconds."""
        slow = []
        for read in READERS:
            started = time.process_time()
            read(HOSTILE[name])
            if time.process_time() - started > SECONDS:
                slow.append(read.__name__)

        assert [] == slow

    @pytest.mark.parametrize("piece", ["it is cold, but ", "in Bank ", "K and M ", "St Marys "])
    @pytest.mark.parametrize("read", [sentences, redaction.find, wording.redact])
    def test_take_ten_times_as_long_for_ten_times_as_much(self, read, piece):
        """The work grows in a straight line, not with its square, where every word is a sign."""
        short, long = (piece * (length // len(piece)) for length in (LONG, 10 * LONG))
        most = max(25 * min(seconds_of(read, short, 3)), 1)

        # Once is enough, for other work of the machine can only add to a time.
        assert any(took < most for took in seconds_of(read, long, 3))

    def test_redact_as_one_does(self):
        """What leaves says the same as the redactor, letter by letter, from the same places."""
        text = "My carer Priya lives in Leeds with Sam, ring 07700 900123."
        found = wording.redact(text)

        assert redaction.redact(text) == found.text
        assert len(found.text) == len(found.origins)
        assert "Priya" == text[slice(*found.back(found.text.index("["), found.text.index("]")))]


class TestAnalyse:
    @given(st.lists(TEXTS, max_size=4))
    def test_loses_no_passage(self, texts):
        """Each passage has a feeling or a reason why not, and each coding points at its words."""
        corpus = a_corpus(*texts)
        found = analysis.analyse(corpus, CODEBOOK, PLAIN)
        lengths = {passage.id: len(passage.text) for passage in corpus.passages}

        assert set(lengths) == found.sentiments.keys() | found.not_understood.keys()
        assert all(0 <= c.start < c.end <= lengths[c.passage_id] for c in found.codings)

    @pytest.mark.parametrize("name", HOSTILE)
    def test_is_quick(self, name):
        """A whole run on one long answer takes seconds."""
        started = time.process_time()
        found = analysis.analyse(a_corpus(HOSTILE[name]), analysis.shipped(), MODEL)

        assert time.process_time() - started < 2 * SECONDS
        assert {"p0"} == found.sentiments.keys() | found.not_understood.keys()

    @pytest.mark.parametrize(
        "themes", [(), (Theme("", "", ""), Theme("k", "...", " ", ("", "!")))]
    )
    def test_finds_nothing_by_themes_that_say_nothing(self, themes):
        """A codebook without themes, and themes without words, give no coding and no error."""
        found = analysis.analyse(a_corpus("I like the food"), Codebook("x", 1, themes), MODEL)

        assert () == found.codings
        assert ["p0"] == list(found.sentiments)


class TestGatherers:
    @given(st.lists(TEXTS, min_size=20, max_size=24))
    def test_propose_from_anything(self, texts):
        """Proposals from any words point at passages that are there."""
        passages = [Passage(f"p{n}", text) for n, text in enumerate(texts)]
        found = emergent.propose(passages, None)

        assert {one for each in found for one in each.passage_ids} <= {p.id for p in passages}

    @given(st.lists(TEXTS, max_size=4))
    def test_leave_out_what_says_nothing(self, texts):
        """What no theme explains are passages of the corpus."""
        corpus = Corpus(tuple(Passage(f"p{n}", text) for n, text in enumerate(texts)))

        found = {passage.id for passage in emergent.unexplained(corpus, ())}

        assert found == {p.id for p in corpus.passages if not is_non_answer(p.text)}


class TestProjects:
    @given(st.integers(0, 2_000), st.integers(0, 255), st.booleans())
    def test_meet_every_damage_with_their_own_error(self, place, byte, is_cut):
        """A project file that is cut off or changed anywhere is read or refused, and no more."""
        whole = samples.atlas()
        place %= len(whole)
        broken = whole[:place] if is_cut else whole[:place] + bytes([byte]) + whole[place + 1 :]
        try:
            assert qdpx.read(broken).codes is not None
        except ExchangeError as error:
            assert error.code in {"broken", "wrong_kind", "unsafe", "too_large", "no_themes"}

    def test_refuse_a_bomb(self):
        """A file that unpacks to a thousand times its size is refused before it does."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("project.qde", b" " * 50_000_000)
        with pytest.raises(ExchangeError, match="unsafe"):
            qdpx.read(stream.getvalue())
