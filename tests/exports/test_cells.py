"""No cell of a CSV file is a formula, and nothing that was written is lost."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from trainee_exercises.exports.cells import csv_text, guarded, table_csv

WIDE = "\N{FULLWIDTH EQUALS SIGN}"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\tx",
        "\r=1",
        "\n=1",
        "  =1",
        f"{WIDE}1",
        "\N{FULLWIDTH PLUS SIGN}1",
        "\N{FULLWIDTH HYPHEN-MINUS}1",
        "\N{FULLWIDTH COMMERCIAL AT}A1",
        "\N{ZERO WIDTH SPACE}=1",
        "\0=1",
        '=HYPERLINK("http://x","y")',
    ],
)
def test_what_could_begin_a_formula_gets_a_mark_before_it(text):
    """Also behind space, control characters and in wide letters."""
    assert guarded(text) == "'" + text.replace("\0", "")


@pytest.mark.parametrize("text", ["", "Hello", "1-2", "a = b", "mail@home.example", "Line\n- item"])
def test_other_text_stays_as_it_is(text):
    """Only what could be computed changes."""
    assert text == guarded(text)


def test_a_spreadsheet_that_cuts_at_semicolons_finds_no_formula_either():
    """In some countries it cuts there by default."""
    assert "'\t'=1" == guarded("\t=1")
    assert "a;'=cmd|x;b\t'@A1" == guarded("a;=cmd|x;b\t@A1")


def test_file_read_back_has_every_cell_whole():
    """Quotes, commas and line breaks stay in their cells; numbers stay numbers; None is empty."""
    rows = [['say "x", then', "two\nlines", None, -3, 2.5], ["=1", "", "b", 0, 1]]
    text = csv_text(("a", "b", "c", "d", "e"), rows)
    back = list(csv.reader(io.StringIO(text, newline="")))

    assert [
        ["a", "b", "c", "d", "e"],
        ['say "x", then', "two\nlines", "", "-3", "2.5"],
        ["'=1", "", "b", "0", "1"],
    ] == back
    assert text.endswith('"\r\n')


def test_no_text_or_head_of_a_table_is_a_formula_and_numbers_stay_numbers():
    """Of any kind of column; what pandas writes for numbers, times and gaps stays."""
    at = pd.Timestamp("2027-01-15 08:00", tz="UTC")
    table = pd.DataFrame({
        "at": [at, at], "=head": ["=1+1", None], "n": [-1.5, float("nan")], "i": [-3, 4],
        "kind": pd.Categorical(["@x", "plain"]), "mixed": ["+2", -2],
    })  # fmt: skip
    assert (
        "at,'=head,n,i,kind,mixed\n"
        "2027-01-15 08:00:00+00:00,'=1+1,-1.5,-3,'@x,'+2\n"
        "2027-01-15 08:00:00+00:00,,,4,plain,-2\n"
    ) == table_csv(table)
    assert "=1+1" == table["=head"][0]
    assert "at,'=head,n,i,kind,mixed\n" == table_csv(table.iloc[:0])
