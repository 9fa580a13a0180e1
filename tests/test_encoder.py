"""The encoder: text to word pieces, word pieces to vectors, and what a second reader adds to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ModelError
from extractor.pipeline.annotations import Actor, System, TextSpan
from extractor.pipeline.encoder.network import MATRICES, encoder_of
from extractor.pipeline.encoder.stored import load_stored
from extractor.pipeline.encoder.wordpiece import WordPieces, split_words
from extractor.pipeline.roles.candidates import Candidate
from extractor.pipeline.roles.opening import MARKS, PIECES, opening_of
from extractor.pipeline.roles.reader import load_role_reader
from extractor.shipped import shipped_path

VOCABULARY = {piece: n for n, piece in enumerate(["[UNK]", "deny", "##ing", "un", "##believ", "##able", "e", ".", "’"])}
STORED = shipped_path("models/disputes.npz")


# Words and their pieces


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Denying it.", ["denying", "it", "."]),
        ("São Paulo’s cameras", ["sao", "paulo", "’", "s", "cameras"]),
        ("$5 + <b>", ["$", "5", "+", "<", "b", ">"]),
        ("华为 denied", ["华", "为", "denied"]),
        ("a\u200bb\tc", ["ab", "c"]),
        ("", []),
    ],
)
def test_a_text_is_split_into_lower_case_words_without_accents(text: str, words: list[str]):
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("denying", ["deny", "##ing"]), ("unbelievable", ["un", "##believ", "##able"]), ("xyz", ["[UNK]"])],
)
def test_a_word_is_its_longest_known_beginning_and_so_on(word: str, pieces: list[str]):
    assert WordPieces(VOCABULARY).ids(word) == [VOCABULARY[piece] for piece in pieces]


def test_an_endless_word_is_unknown_as_a_whole():
    assert WordPieces(VOCABULARY).ids("e" * 5000) == [VOCABULARY["[UNK]"]]


@given(st.text(max_size=200))
def test_any_text_becomes_numbers_of_the_vocabulary(text: str):
    assert set(WordPieces(VOCABULARY).ids(text)) <= set(VOCABULARY.values())


# The network


def plain(arrays: dict, ids: list[int]) -> np.ndarray:
    """The forward pass of Devlin et al. 2019 as plain products of matrices."""

    def norm(x, w, b):
        return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12) * w + b

    def linear(x, name):
        return x @ (arrays[f"{name}.weight"] * arrays[f"{name}.scale"]) + arrays[f"{name}.bias"]

    x = arrays["pieces"][ids] * arrays["pieces.scale"][ids, None] + arrays["positions"][: len(ids)].astype(np.float32)
    x = norm(x, arrays["norm.weight"], arrays["norm.bias"])
    for n in range(int(arrays["layers"])):
        heads = int(arrays["heads"])
        mixed = linear(x, f"{n}.mix").reshape(len(ids), 3, heads, -1).transpose(1, 2, 0, 3)
        scores = np.exp(mixed[0] @ mixed[1].transpose(0, 2, 1) / np.sqrt(mixed.shape[-1]))
        seen = (scores / scores.sum(-1, keepdims=True) @ mixed[2]).transpose(1, 0, 2).reshape(len(ids), -1)
        x = norm(x + linear(seen, f"{n}.join"), arrays[f"{n}.first_norm.weight"], arrays[f"{n}.first_norm.bias"])
        wide = linear(x, f"{n}.widen")
        wide = 0.5 * wide * (1 + np.tanh(np.sqrt(2 / np.pi) * (wide + 0.044715 * wide**3)))
        x = norm(x + linear(wide, f"{n}.narrow"), arrays[f"{n}.last_norm.weight"], arrays[f"{n}.last_norm.bias"])
    return x


def test_the_vectors_are_those_of_the_plain_forward_pass():
    stored = load_stored(STORED)
    ids = stored.pieces.ids("Acme denied that it had supplied the cameras to the police of Delta.")
    assert encoder_of(stored.arrays).vectors(ids) == pytest.approx(plain(stored.arrays, ids), abs=1e-3)


def test_in_bytes_all_through_the_vectors_point_the_same_way():
    stored = load_stored(STORED)
    ids = stored.pieces.ids("Acme denied that it had supplied the cameras to the police of Delta.")
    exact, quick = (encoder_of(stored.arrays, in_bytes=how).vectors(ids) for how in (False, True))
    cosines = (exact * quick).sum(-1) / np.linalg.norm(exact, axis=-1) / np.linalg.norm(quick, axis=-1)
    assert cosines.min() > 0.95
    assert cosines.mean() > 0.99


def test_a_text_longer_than_the_positions_is_cut():
    encoder = encoder_of(load_stored(STORED).arrays)
    assert encoder.vectors([5] * 1000) == pytest.approx(encoder.vectors([5] * encoder.longest), abs=1e-5)


def test_an_addition_is_the_product_of_its_narrow_matrices():
    arrays = load_stored(STORED).arrays
    rng = np.random.default_rng(0)
    added, whole = {}, dict(arrays)
    for name in (f"0.{matrix}" for matrix in MATRICES):
        wide, out = arrays[f"{name}.weight"].shape
        down, up = rng.normal(size=(wide, 2)).astype(np.float32), 0.01 * rng.normal(size=(2, out)).astype(np.float32)
        added |= {f"{name}.down": down, f"{name}.up": up}
        whole[f"{name}.weight"] = arrays[f"{name}.weight"] * arrays[f"{name}.scale"] + down @ up
        whole[f"{name}.scale"] = np.ones(out, dtype=np.float32)
    ids = [7, 8, 9, 10]
    with_additions = encoder_of(arrays, added).vectors(ids)
    assert with_additions == pytest.approx(encoder_of(whole).vectors(ids), abs=1e-4)
    assert np.abs(with_additions - encoder_of(arrays).vectors(ids)).max() > 0.01


def test_a_broken_file_is_one_clear_error(tmp_path):
    (tmp_path / "disputes.npz").write_bytes(b"no arrays")
    with pytest.raises(ModelError, match=r"cannot be read\. Train it"):
        load_stored(tmp_path / "disputes.npz")


# What the reader of roles sees


def actor(name: str, text: str, *forms: str) -> Candidate:
    places = [at for at in range(len(text)) if text.startswith(name, at)]
    mentions = [TextSpan(at, at + len(name), name) for at in places]
    return Candidate(name, "actor", "org", mentions, actor=Actor(name, "org", mentions), forms=[name, *forms])


def told(text: str, candidates: list[Candidate], heading: str = "") -> tuple[str, list[str]]:
    """The opening as words again, marks as <n>, and whom they stand for."""
    words: list[str] = []

    def ids(piece: str) -> list[int]:
        words.extend(split_words(piece))
        return list(range(len(words) - len(split_words(piece)), len(words)))

    opening = opening_of(heading, text, candidates, ids, 10**6)
    shown = ["/" if n == 10**6 else f"<{-1 - n}>" if n < 0 else words[n] for n in opening.ids]
    return " ".join(shown), [name for _, name in opening.marked]


def test_every_name_has_its_mark_before_it():
    text = "Delta Police use Acme. Acme denied it."
    assert told(text, [actor("Acme", text), actor("Delta Police", text)]) == (
        "<0> delta police use <1> acme . <1> acme denied it .",
        ["Delta Police", "Acme"],
    )


def test_the_heading_comes_first_with_whatever_form_of_a_name_it_has():
    text = "The Delta Police Department bought cameras."
    known = actor("Delta Police Department", text, "DPD")
    assert told(text, [known], "DPD buys cameras") == (
        "<0> dpd buys cameras / the <0> delta police department bought cameras .",
        ["Delta Police Department"],
    )


def test_a_heading_that_begins_the_text_is_not_read_twice():
    text = "Acme sued\nA court heard it."
    assert told(text, [actor("Acme", text)], "Acme sued")[0] == "<0> acme sued a court heard it ."


def test_of_names_within_names_the_longer_is_marked():
    text = "Acme Vision is small."
    assert told(text, [actor("Acme", text), actor("Acme Vision", text)]) == (
        "<0> acme vision is small .",
        ["Acme Vision"],
    )


def test_a_maker_stands_where_its_system_is_named():
    text = "ChatPal made it up."
    system = System("ChatPal", [TextSpan(0, 7, "ChatPal")], "Oakmere", "row")
    maker = Candidate("Oakmere", "maker", "company", system.mentions, system=system, forms=["Oakmere"])
    assert told(text, [maker], "Oakmere sued") == ("oakmere sued / <0> chatpal made it up .", ["ChatPal"])


def test_who_is_named_later_or_in_a_crowd_is_not_judged():
    names = [f"Firm{chr(97 + n)}" for n in range(MARKS + 3)]
    text = " and ".join(names) + " word" * 500 + " Last Firm"
    shown, marked = told(text, [actor(name, text) for name in (*names, "Last Firm")])
    assert marked == names[:MARKS]
    assert len(shown.split()) <= PIECES


def test_the_reader_of_roles_judges_the_same_whatever_the_order_of_candidates():
    text = "Delta Police tested face recognition cameras made by Oakmere Systems in the city's market."
    one, two = actor("Delta Police", text), actor("Oakmere Systems", text)
    reader = load_role_reader()
    said = reader.read("", text, {"operator": [one], "developer": [one, two]})
    turned = reader.read("", text, {"developer": [two, one], "operator": [one]})
    assert said["operator"] == turned["operator"]
    assert said["developer"] == turned["developer"][::-1]
    assert said["developer"][1] > said["developer"][0]


def test_of_whom_the_opening_does_not_name_the_reader_says_nothing():
    text = "Nobody is named here. " * 100 + "Acme"
    assert load_role_reader().read("", text, {"operator": [actor("Acme", text)]}) == {"operator": [None]}
