"""What was learned, kept as plain arrays."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.lessons import Lesson
from analysis.models import ModelError, kept, plain
from analysis.models.learned import Learned
from tests.unit.analysis.samples import CODEBOOK, LetterEmbedding, a_corpus, labelled

TEXTS, LABELS = labelled()
LESSONS = tuple(
    Lesson(text, frozenset({"food" if row[0] else "friends"}))
    for text, row in zip(TEXTS, LABELS, strict=True)
)
SAID = ("Nice food, and my mates", "It rains. The dog ate my tea!", "", "zzz \ud800 \0 \U0001f600")
# Loads what learning loads, without what the package itself loads for others.
LISTING = """
import json, sys, types
sys.modules["analysis"] = package = types.ModuleType("analysis")
package.__path__ = ["analysis"]
import analysis.models.learned, analysis.models.embedding
ours = [one.__file__ for name, one in sys.modules.items() if name.startswith("analysis.")]
print(json.dumps(ours))
"""


class WholeEmbedding(LetterEmbedding):
    """An engine that leaves single words to another."""

    @property
    def words(self):
        """The engine for single words."""
        return LetterEmbedding()


@pytest.fixture(
    scope="module",
    params=[None, LetterEmbedding(), WholeEmbedding()],
    ids=["words", "meanings", "both"],
)
def engine(request):
    """Return an engine."""
    return request.param


@pytest.fixture(scope="module")
def model(engine):
    """Return a model that has read a few comments, some of them strange."""
    texts = [*TEXTS, *SAID]
    labels = np.vstack([LABELS, np.eye(4, 3, dtype=np.int64)])
    return Learned(CODEBOOK, engine, seed=1).fit(texts, labels)


@pytest.fixture(scope="module")
def content():
    """Return a small model as it is written down."""
    return kept.written(Learned(CODEBOOK, None).fit(TEXTS, LABELS), "mine")


def read(content, name="mine"):
    return kept.read(content, name, CODEBOOK, None)


def name(book=CODEBOOK, lessons=LESSONS, engine=None, seed=1):
    return kept.name_of(book, lessons, engine, seed=seed)


class TestRead:
    def test_gives_the_same_codings(self, model, engine):
        """What is read gives every chance and every coding to the last digit."""
        again = kept.read(kept.written(model, "mine"), "mine", CODEBOOK, engine)
        texts = [*SAID, *TEXTS[:9]]

        assert model.chances(texts).tobytes() == again.chances(texts).tobytes()
        assert model.code(a_corpus(*texts), CODEBOOK) == again.code(a_corpus(*texts), CODEBOOK)
        assert (model.version, model.cards) == (again.version, again.cards)
        assert np.array_equal(model.predict(texts), again.predict(texts))

    def test_is_written_the_same_twice(self, model, engine):
        """What is read is written down again as the same arrays."""
        again = kept.read(kept.written(model, "mine"), "mine", CODEBOOK, engine)

        assert kept._digest(model.arrays()) == kept._digest(again.arrays())

    def test_refuses_another_model(self, content):
        """A model of other lessons is not read by mistake."""
        with pytest.raises(ModelError, match="other_lessons"):
            read(content, "yours")

    def test_refuses_another_format(self, content, monkeypatch):
        """A model that another version of Earshot wrote is not guessed at."""
        monkeypatch.setattr(kept, "FORMAT", 2)

        with pytest.raises(ModelError, match="other_format"):
            read(content)

    def test_refuses_changed_numbers(self, content):
        """A whole file whose numbers are not those that were written is broken."""
        with np.load(io.BytesIO(content)) as data:
            arrays = dict(data.items())
        arrays["common"] = arrays["common"] * 2
        file = io.BytesIO()
        np.savez(file, **arrays)

        with pytest.raises(ModelError, match="broken"):
            read(file.getvalue())

    def test_refuses_code(self, content):
        """Objects that would run code when they are read are not read."""
        file = io.BytesIO()
        np.savez(file, about=np.array([{"format": 1}], dtype=object))

        with pytest.raises(ModelError, match="broken"):
            read(file.getvalue())

    @given(st.data())
    @settings(max_examples=60)
    def test_never_crashes_on_a_broken_file(self, content, data):
        """A cut or changed file is refused, or its change touched nothing that is read."""
        place = data.draw(st.integers(0, len(content) - 1))
        cut = data.draw(st.booleans())
        changed = bytearray(content)
        changed[place] ^= data.draw(st.integers(1, 255))
        broken = content[:place] if cut else bytes(changed)
        try:
            again = read(broken)
        except ModelError as error:
            assert error.code in {"broken", "other_format", "other_lessons"}
        else:
            assert kept._digest(read(content).arrays()) == kept._digest(again.arrays())

    @given(st.binary(max_size=300))
    def test_never_crashes_on_anything_else(self, noise):
        """Bytes of any kind are no model."""
        with pytest.raises(ModelError, match="broken"):
            read(noise)


class TestNameOf:
    def test_is_of_all_that_decides(self):
        """Other words, labels, themes, engines and seeds have other names."""
        first = replace(CODEBOOK.themes[0], definition="Meals.")
        names = {
            name(),
            name(replace(CODEBOOK, themes=(first, *CODEBOOK.themes[1:]))),
            name(lessons=LESSONS[:-1]),
            name(lessons=(*LESSONS[:-1], replace(LESSONS[-1], text="Other"))),
            name(lessons=(*LESSONS[:-1], replace(LESSONS[-1], theme_keys=frozenset({"pets"})))),
            name(engine=LetterEmbedding()),
            name(seed=2),
        }

        assert 7 == len(names)
        assert {64} == {len(one) for one in names}

    def test_is_of_nothing_else(self):
        """The number of the codebook, whom a theme concerns, and whose a lesson is do not count."""
        themes = tuple(replace(theme, cohorts=("parents",)) for theme in CODEBOOK.themes)
        book = replace(CODEBOOK, name="Same", number=7, themes=themes)
        lessons = tuple(replace(one, is_own=False) for one in LESSONS)

        assert name() == name(book, lessons)

    def test_is_of_the_code(self, monkeypatch, tmp_path):
        """Another version of the code has other names, so that nothing it learned is mixed up."""
        before = name()
        changed = tmp_path / "changed.py"
        changed.write_text("# changed", "utf-8")
        kept._code.cache_clear()
        monkeypatch.setattr(kept, "CODE", (*kept.CODE, changed))
        after = name()
        kept._code.cache_clear()

        assert before != after

    def test_knows_all_the_code_that_learns(self):
        """Every module of ours that learning loads decides the name."""
        listed = subprocess.run(
            [
                *(sys.executable, "-c"),
                LISTING,
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        loaded = {Path(path).resolve() for path in json.loads(listed.stdout)}

        assert len(loaded) > 10
        assert set() == loaded - set(kept.CODE)


class TestFacts:
    @given(st.lists(st.text()))
    def test_come_back(self, said):
        """Any letters come back as they were, halves of letters and noughts too."""
        assert said == plain.read_facts(plain.facts(said))


class TestPart:
    def test_is_what_was_put_under_its_place(self):
        """The arrays of a part come back by their own names, and no others."""
        arrays = plain.under("a", {"b/c": np.ones(1)}) | {"ab": np.ones(2)}

        assert ["b/c"] == list(plain.part("a", arrays))
