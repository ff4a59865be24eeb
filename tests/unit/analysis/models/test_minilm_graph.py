"""The accurate engine's file, made from weights."""

import logging
from importlib.machinery import ModuleSpec

import numpy as np
import onnxruntime
import pytest
from safetensors.numpy import save_file
from scipy.special import erf, softmax
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from analysis.models import minilm, minilm_graph
from analysis.models.embedding import installed
from analysis.models.engine import FAST

WORDS = ("[UNK]", "the", "food", "is", "nice", "my", "friends", "live", "far", "away")
WIDTH, INSIDE, PLACES = 24, 48, 16


def weights():
    """Return weights of a small network of the same shape, drawn with a fixed seed."""
    drawn = np.random.default_rng(5)
    shapes = {
        "embeddings.word_embeddings.weight": (len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": (PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for number in range(minilm_graph.LAYERS):
        layer = f"encoder.layer.{number}."
        dense = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
        dense |= {
            "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (INSIDE, WIDTH),
            "output.dense": (WIDTH, INSIDE),
        }
        for name, shape in dense.items():
            shapes |= {f"{layer}{name}.weight": shape, f"{layer}{name}.bias": shape[:1]}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}{name}.weight": (WIDTH,), f"{layer}{name}.bias": (WIDTH,)}
    return {name: drawn.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}


def norm(rows, own, name):
    """Return rows set to one middle and spread, as a layer norm does."""
    apart = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt((apart**2).mean(axis=-1, keepdims=True) + minilm_graph.TINY)
    return apart / spread * own[f"{name}.weight"] + own[f"{name}.bias"]


def dense(rows, own, name):
    """Return rows after one dense step."""
    return rows @ own[f"{name}.weight"].T + own[f"{name}.bias"]


def by_hand(own, ids):
    """Return the vector of some tokens, reckoned step by step as BERT's authors describe it."""
    state = own["embeddings.word_embeddings.weight"][ids]
    state = state + own["embeddings.position_embeddings.weight"][: len(ids)]
    state = norm(
        state + own["embeddings.token_type_embeddings.weight"][0], own, "embeddings.LayerNorm"
    )
    for number in range(minilm_graph.LAYERS):
        layer = f"encoder.layer.{number}."
        asked, kept, given = (
            dense(state, own, f"{layer}attention.self.{part}").reshape(len(ids), 12, -1)
            for part in ("query", "key", "value")
        )
        alike = np.einsum("ihd,jhd->hij", asked, kept) / np.sqrt(WIDTH / 12)
        seen = np.einsum("hij,jhd->ihd", softmax(alike, axis=-1), given).reshape(len(ids), -1)
        seen = dense(seen, own, f"{layer}attention.output.dense")
        state = norm(seen + state, own, f"{layer}attention.output.LayerNorm")
        wide = dense(state, own, f"{layer}intermediate.dense")
        wide = dense(wide * (1 + erf(wide / np.sqrt(2))) / 2, own, f"{layer}output.dense")
        state = norm(wide + state, own, f"{layer}output.LayerNorm")
    mean = state.mean(axis=0)
    return mean / np.linalg.norm(mean)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Install a package that carries the small network's weights and tokenizer."""
    folder = tmp_path / "package" / "model"
    folder.mkdir(parents=True)
    save_file(weights(), folder / "model.safetensors")
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    spec = ModuleSpec("x", None, origin=str(tmp_path / "package" / "__init__.py"))
    monkeypatch.setattr(minilm_graph, "find_spec", lambda _: spec)
    logging.getLogger().setLevel(logging.ERROR)


class TestNetwork:
    def test_reckons_as_by_hand(self):
        """Each vector is that of a plain reckoning of the same weights, padded or not."""
        made = minilm_graph.network(weights()).SerializeToString()
        session = onnxruntime.InferenceSession(made, providers=["CPUExecutionProvider"])
        ids = np.array([[1, 2, 3, 4], [5, 6, 0, 0]], dtype=np.int32)
        mask = np.array([[1, 1, 1, 1], [1, 1, 0, 0]], dtype=np.int32)
        (found,) = session.run(None, {"ids": ids, "mask": mask})

        assert np.allclose(by_hand(weights(), ids[0]), found[0], atol=1e-4)
        assert np.allclose(by_hand(weights(), ids[1][:2]), found[1], atol=1e-4)


@pytest.mark.usefixtures("package")
class TestMain:
    def test_makes_an_engine_that_reads(self, tmp_path):
        """The file that is made is an engine near the network it was made of."""
        out = tmp_path / "made"
        assert not minilm.is_built(out)
        assert 0 == minilm_graph.main(["--out", str(out)])
        assert minilm.is_built(out)
        engine = minilm.SentenceEmbedding(out, installed(FAST))
        found = engine.embed(["my friends live far", "the food is nice"])

        assert minilm_graph.NAME == engine.version
        assert (2, WIDTH) == found.shape
        assert found[0] @ by_hand(weights(), [5, 6, 7, 8]) > 0.95

    def test_remembers_only_so_much(self, tmp_path, monkeypatch):
        """What was read is remembered as digests, up to a bound, and read again the same."""
        monkeypatch.setattr(minilm, "MOST_KNOWN", 2)
        minilm_graph.main(["--out", str(tmp_path)])
        engine = minilm.SentenceEmbedding(tmp_path, installed(FAST))
        first = engine.embed(["the food", "my friends", "far away"])

        assert 2 == len(engine._known)
        assert np.array_equal(first, engine.embed(["the food", "my friends", "far away"]))

    def test_makes_nothing_without_the_package(self, tmp_path, monkeypatch, capsys):
        """Where the weights are not installed it says which engine serves instead."""
        monkeypatch.setattr(minilm_graph, "find_spec", lambda _: None)

        assert 1 == minilm_graph.main(["--out", str(tmp_path / "made")])
        assert "the fast engine will serve" in capsys.readouterr().err
        assert not (tmp_path / "made").exists()
