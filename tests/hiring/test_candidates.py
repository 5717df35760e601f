"""Candidates: added one by one or from a file, each address once, codes that say nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from round_builder import a_candidate, a_round

from trainee_exercises.hiring.candidates import (
    NewCandidate,
    add_candidate,
    add_from_csv,
    candidate_by_id,
    candidates_of,
    find_candidate,
    read_csv,
)
from trainee_exercises.hiring.problems import HiringError, WrongFields, WrongLines
from trainee_exercises.storage import audit


def test_a_candidate_comes_back_as_added(storage):
    """Zone and form are the round's where none was given; a name stands on one line."""
    made = a_round(storage, zone="Europe/London", form="b")
    ada = add_candidate(storage, made.id, NewCandidate(" Ada\n Obi ", " ada@example.org "), "maria")
    with storage.read() as connection:
        assert ada == candidate_by_id(connection, ada.id)
    assert ("Ada Obi", "ada@example.org", "Europe/London", "b") == (ada.name, ada.email, ada.zone, ada.form)


def test_the_audit_log_has_no_name_and_no_address(storage):
    """It says that somebody was added, by whom and to which round."""
    made = a_round(storage)
    ada = a_candidate(storage, made)
    with storage.read() as connection:
        (line,) = audit.lines(connection, f"candidate:{ada.id}")
    assert ("maria", "candidate added", {"round": made.id}) == (line.actor, line.action, line.detail)


def test_codes_are_not_in_the_order_of_adding(storage):
    """Thirty codes in their order of adding are sorted neither up nor down, and none comes twice."""
    made = a_round(storage)
    rows = "\n".join(f"Name {i},n{i}@example.org" for i in range(30))
    codes = [one.code for one in add_from_csv(storage, made.id, f"name,email\n{rows}", "maria")]
    assert 30 == len(set(codes))
    assert codes not in (sorted(codes), sorted(codes, reverse=True))
    assert not any(vowel in "".join(codes) for vowel in "AEIOU01")


@pytest.mark.parametrize(
    ("new", "field", "message"),
    [
        (NewCandidate("", "ada@example.org"), "name", "as it should stand in the invitation"),
        (NewCandidate("x" * 201, "ada@example.org"), "name", "200 characters at most"),
        (NewCandidate("Ada", "ada"), "email", "'ada' is no address; write such as ada@example.org"),
        (NewCandidate("Ada", "ada@example.org\nBcc: all@example.org"), "email", "is no address"),
        (NewCandidate("Ada", "ada@x.org, eve@x.org"), "email", "is no address"),
        (NewCandidate("Ada", "ada@example.org", "Europe/Berln"), "zone", "did you mean 'Europe/Berlin'?"),
        (NewCandidate("Ada", "ada@example.org", "over there"), "zone", "write an IANA name"),
        (NewCandidate("Ada", "ada@example.org", None, "z"), "form", "choose a, b, c or engineer"),
    ],
)
def test_what_is_wrong_with_somebody_stands_at_the_field(storage, new, field, message):
    """And nobody is added."""
    made = a_round(storage)
    with pytest.raises(WrongFields) as caught:
        add_candidate(storage, made.id, new, "maria")
    assert [field] == list(caught.value.fields)
    assert message in caught.value.fields[field]
    assert [] == candidates_of(storage, made.id)


def test_an_address_stands_once_in_a_round(storage):
    """In any case; another round may have it too."""
    made, other = a_round(storage), a_round(storage, "Other")
    ada = a_candidate(storage, made)
    with pytest.raises(WrongFields, match=rf"the address of a candidate of this round \({ada.code}\)"):
        a_candidate(storage, made, "Ada Two", "ADA@Example.org")
    assert "Ada Obi" == a_candidate(storage, other).name


def test_two_who_add_the_same_address_at_once_add_it_once(storage):
    """One of them is told; on both databases."""
    made = a_round(storage)

    def add(_):
        try:
            return a_candidate(storage, made).name
        except WrongFields as error:
            return list(error.fields)

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(add, range(4)))
    assert 1 == said.count("Ada Obi")
    assert 3 == said.count(["email"])


def test_a_file_adds_all(storage):
    """Columns in any order and case, empty lines and an empty zone are fine."""
    made = a_round(storage, zone="Europe/London")
    text = 'Email,NAME,Zone\nada@example.org,"Obi, Ada",\n\nben@example.org,Ben Ito,Asia/Tokyo\n'
    add_from_csv(storage, made.id, text, "maria")
    found = {one.name: (one.email, one.zone) for one in candidates_of(storage, made.id)}
    expected = {"Obi, Ada": ("ada@example.org", "Europe/London"), "Ben Ito": ("ben@example.org", "Asia/Tokyo")}
    assert expected == found


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_as_some_spreadsheets_write_it_is_read(storage, separator):
    """Semicolons and tabs part cells as well as commas."""
    made = a_round(storage)
    text = f"name{separator}email\nAda Obi{separator}ada@example.org\n"
    assert ["Ada Obi"] == [one.name for one in add_from_csv(storage, made.id, text, "maria")]


def test_every_bad_line_is_named_and_nothing_half_added(storage):
    """The message has file, line, value and remedy for each."""
    made = a_round(storage)
    a_candidate(storage, made, "Old", "old@example.org")
    text = (
        "name,email,zone\nAda Obi,ada@example.org,\nBen,ben,\nCy,cy@example.org,Europe/Pari\n"
        "Dee,ADA@example.org,\nEve,old@example.org,\n"
    )
    with pytest.raises(WrongLines) as caught:
        add_from_csv(storage, made.id, text, "maria", "people.csv")
    assert [3, 4, 5, 6] == [number for number, _ in caught.value.lines]
    said = str(caught.value).splitlines()
    assert "people.csv:3: email: 'ben' is no address; write such as ada@example.org" == said[0]
    assert "people.csv:4: zone: 'Europe/Pari' is no time zone; did you mean 'Europe/Paris'?" == said[1]
    assert "people.csv:5: email: 'ADA@example.org' is the address of line 2; each has one of their own" == said[2]
    assert "people.csv:6: email: 'old@example.org' is the address of a candidate of this round" in said[3]
    assert ["Old"] == [one.name for one in candidates_of(storage, made.id)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "there is nothing in it"),
        ("name,email\n", 2, "there is nobody in it"),
        ("name,mail\nAda,ada@example.org", 1, "'mail' is no column; did you mean 'email'?"),
        ("email\nada@example.org", 1, "there is no column 'name'"),
        ("name,email,name\nAda,ada@example.org,A", 1, "the column 'name' stands there twice"),
        ('name,email\n"Ada,ada@example.org', 2, "a quotation mark is not closed"),
        ("name,email\nObi, Ada,ada@example.org", 2, "3 cells for 2 columns"),
        ('name,email\n"Ada\nObi",ada@example.org\nBen,ben', 4, "'ben' is no address"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(storage, text, line, message):
    """The line is that of the file, also after a cell with a line break."""
    made = a_round(storage)
    with pytest.raises(WrongLines) as caught:
        add_from_csv(storage, made.id, text, "maria")
    assert line == caught.value.lines[0][0]
    assert message in str(caught.value)
    assert [] == candidates_of(storage, made.id)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_names_survive_the_ways_files_are_saved(encoding):
    """UTF-8 with or without a mark, and UTF-16."""
    assert "name,email\nŁucja,l@example.org" == read_csv("name,email\nŁucja,l@example.org".encode(encoding))


def test_a_file_in_another_encoding_says_how_to_save_it():
    """Rather than a name that is spelt wrong in the invitation."""
    with pytest.raises(WrongLines, match=r"people\.csv:2: this is not UTF-8; save the sheet as CSV in UTF-8"):
        read_csv("name,email\nRenée,r@example.org".encode("latin-1"), "people.csv")


def test_candidates_stand_by_name(storage):
    """Whoever looks for somebody finds them; capitals make no difference."""
    made = a_round(storage)
    for name in ("zoe Z", "Ben B", "ada A"):
        a_candidate(storage, made, name)
    assert ["ada A", "Ben B", "zoe Z"] == [one.name for one in candidates_of(storage, made.id)]


def test_somebody_is_found_by_code_address_id_or_name(storage):
    """In any case; two of one name are told apart by their codes."""
    made = a_round(storage)
    ada = a_candidate(storage, made)
    for text in (ada.code.lower(), "ADA@example.org", ada.id, "ada obi"):
        assert ada == find_candidate(storage, made.id, text)
    a_candidate(storage, made, email="ada2@example.org")
    with pytest.raises(HiringError, match=r"is the name of 2; write the code: .*" + ada.code):
        find_candidate(storage, made.id, "Ada Obi")


def test_somebody_who_is_not_there_is_answered_with_the_nearest(storage):
    """A typing error costs one line."""
    made = a_round(storage)
    a_candidate(storage, made)
    with pytest.raises(HiringError, match=r"did you mean 'ada@example\.org'"):
        find_candidate(storage, made.id, "adda@example.org")
