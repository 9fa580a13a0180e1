"""Terms, aliases, the nearest term."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.databank import Vocabulary, vocabulary
from extractor.databank.vocabularies import fold, shipped_aliases
from extractor.errors import UsageError

WORDS = vocabulary()
ALL_TERMS = [(field, term) for field in WORDS.fields for term in WORDS.terms(field)]


@pytest.mark.parametrize("field", WORDS.fields)
def test_every_alias_stands_for_terms_and_is_none_itself(field):
    terms = set(WORDS.terms(field))
    folded = {fold(term) for term in terms}
    for alias, meant in WORDS.aliases(field).items():
        assert meant and set(meant) <= terms, alias
        assert fold(alias) not in folded, alias


def test_no_alias_means_two_things():
    for field, table in shipped_aliases().items():
        meanings = {}
        for alias, meant in table.items():
            assert meanings.setdefault(fold(alias), meant) == meant, (field, alias)


@given(
    st.sampled_from(ALL_TERMS),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", "\t", "."]),
)
def test_letters_and_spaces_do_not_matter(item, change, around):
    field, term = item
    assert WORDS.canonical(field, around + change(term) + around) == (term,)


@pytest.mark.parametrize(
    ("field", "cell", "meant"),
    [
        ("technology", "Facial recogniton", ("Facial recognition",)),
        ("technology", "ANPR", ("Automated license plate/number recognition (ALPR/ANPR)",)),
        ("technology", "automated license plate / number recognition (alpr/anpr)", ("Automated license plate/number recognition (ALPR/ANPR)",)),
        ("technology", "Neural networks", ("Neural network",)),
        ("technology", "Deepfake – video", ("Deepfake - video",)),
        ("technology", "Deepfake - video, audio", ("Deepfake - video", "Deepfake - audio")),
        ("issue", "Bias/discrimination - gender", ("Bias/discrimination - gender",)),
        ("issue", "Bias/discrimination - race, ethnicity", ("Bias/discrimination - race, ethnicity",)),
        ("issue", "Bias/discrimination - gender, age and religion",
         ("Bias/discrimination - gender", "Bias/discrimination - age", "Bias/discrimination - religion")),
        ("issue", "Governance, Mis/disinformation", ("Governance", "Mis/disinformation")),
        ("issue", "Copyright: Mis/disinformation", ("Copyright", "Mis/disinformation")),
        ("harms.individual", "Copyright loss, Financial loss", ("IP/copyright loss", "Financial loss")),
        ("country", "United States", ("USA",)),
        ("country", "Burma", ("Myanmar",)),
        ("country", "Multiple", ("Global",)),
        ("country", "USA, EU, UK, Australia", ("USA", "EU", "UK", "Australia")),
        ("country", "Türkiye", ("Turkey",)),
        ("sector", "Govt - police: Govt - security", ("Govt - police", "Govt - security")),
        ("transparency", "Marketing Privacy", ("Marketing", "Privacy")),
        ("type", "Dataset", ("Data",)),
    ],
)  # fmt: skip
def test_a_dirty_cell_stands_for_terms(field, cell, meant):
    assert WORDS.canonical(field, cell) == meant


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("technology", "Facial recognitoin"),  # one slip from a term, but nobody has said so: a suggestion only
        ("country", "Austrialia"),
        ("issue", "Bias/discrimination - shoe size"),
        ("issue", "Privacy, Gremlins"),
        ("issue", ""),
        ("issue", " , "),
        ("technology", "Deepfake"),
    ],
)
def test_what_the_tables_do_not_know_is_never_guessed(field, cell):
    assert WORDS.canonical(field, cell) == ()


@pytest.mark.parametrize(
    ("field", "text", "first"),
    [
        ("technology", "Facial recognitoin", "Facial recognition"),
        ("technology", "licence plate reader cameras", "Automated license plate/number recognition (ALPR/ANPR)"),
        ("issue", "Freedom of assembly rights", "Freedom of expression - right of assembly"),
        ("country", "Austrialia", "Australia"),
        ("country", "Burma", "Myanmar"),
        ("sector", "Government - police", "Govt - police"),
        ("news_trigger", "lawsuits", "Lawsuit filing/litigation"),
    ],
)
def test_the_nearest_term_comes_first(field, text, first):
    assert WORDS.nearest(field, text)[0] == first


@given(st.sampled_from(WORDS.fields), st.text(max_size=80))
def test_suggestions_are_three_different_terms_for_any_text(field, text):
    suggested = WORDS.nearest(field, text)
    assert set(suggested) <= set(WORDS.terms(field))
    assert len(suggested) == len(set(suggested)) == (3 if fold(text) else 0)


@given(st.sampled_from(WORDS.fields), st.text(max_size=60))
def test_a_cell_stands_for_valid_terms_or_none(field, text):
    assert set(WORDS.canonical(field, text)) <= set(WORDS.terms(field))


def test_searching_finds_terms_by_the_beginnings_of_their_words_and_by_aliases():
    assert WORDS.search("technology", "facial")[:3] == ("Facial analysis", "Facial detection", "Facial recognition")
    assert WORDS.search("technology", "rec fac") == ("Facial recognition",)
    assert WORDS.search("technology", "licence") == ("Automated license plate/number recognition (ALPR/ANPR)",)
    assert WORDS.search("country", "england") == ("UK",)
    assert WORDS.search("country", "xyzzy") == ()


def test_an_empty_search_lists_every_term():
    assert set(WORDS.search("transparency", "")) == set(WORDS.terms("transparency"))


@pytest.mark.parametrize(
    "name", ["harms.individual", "/harms/individual", "/harms/individual/3", "/entry/harms/individual/0"]
)
def test_a_field_goes_by_its_name_or_any_pointer_into_it(name):
    assert WORDS.field(name) == "harms.individual"


@pytest.mark.parametrize("name", ["operator", "harms", "", "technologies", "/type/x"])
def test_a_field_without_a_vocabulary_is_refused_with_the_ones_that_have_one(name):
    with pytest.raises(UsageError, match=r"technology"):
        WORDS.terms(name)


def test_a_databank_of_ones_own_can_have_its_own_words():
    words = Vocabulary({"colour": ("Red", "Green")}, {"colour": {"Crimson": ("Red",)}})
    assert words.canonical("colour", "crimson; green") == ("Red", "Green")
    assert words.fields == ("colour",)
