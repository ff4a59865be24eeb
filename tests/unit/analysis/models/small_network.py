"""A small network of the accurate engine's shape, installed as its package would be."""

from importlib.machinery import ModuleSpec

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from analysis.models import minilm_graph

WORDS = ("[UNK]", "the", "food", "is", "nice", "my", "friends", "live", "far", "away")
WIDTH, INSIDE, PLACES = 24, 48, 256


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


def addition(path, *, size=0.1):
    """Write an addition to one dense step of the small network, and return its whole."""
    drawn = np.random.default_rng(6)
    down, up = drawn.normal(0, size, (2, WIDTH)), drawn.normal(0, 1, (WIDTH, 2))
    name = "encoder.layer.3.attention.self.query"
    np.savez(path, **{f"{name}.down": down, f"{name}.up": up})
    return up @ down


def install(folder, monkeypatch):
    """Install a package that carries the small network's weights and tokenizer."""
    model = folder / "package" / "model"
    model.mkdir(parents=True)
    save_file(weights(), model / "model.safetensors")
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(model / "tokenizer.json"))
    spec = ModuleSpec("x", None, origin=str(folder / "package" / "__init__.py"))
    monkeypatch.setattr(minilm_graph, "find_spec", lambda _: spec)
    addition(folder / "addition.npz", size=0.001)
    monkeypatch.setattr(minilm_graph, "ADDITION", folder / "addition.npz")
