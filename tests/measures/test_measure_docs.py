"""The documents say what the code computes: every measure, every column of a table, every term."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from worked_run import worked_run

from sim.durations import HOUR
from sim.experiments.pooled import percentile_table
from sim.measures.breakdowns import slots_of
from sim.measures.figures import MEASURES
from sim.tables.conversations import (
    agent_day_table,
    conversation_table,
    interval_table,
    promises,
    team_interval_table,
    touch_table,
    usual_response,
)

DOCS = Path(__file__).parents[2] / "docs"


def test_the_measures_document_defines_every_measure_and_no_other():
    """docs/measures.md has one heading per measure, in the order of the registry."""
    text = (DOCS / "measures.md").read_text(encoding="utf-8")
    assert list(MEASURES) == re.findall(r"^### `(\w+)`$", text, re.MULTILINE)


def test_the_glossary_is_alphabetical_and_one_sentence_each():
    """A list of bold terms, each defined in one sentence."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^- \*\*([^*]+)\*\*: (.+)$", text, re.MULTILINE)
    names = [term for term, _ in terms]
    assert sorted(names, key=str.casefold) == names
    assert len(set(names)) == len(names) > 60
    for term, sentence in terms:
        assert re.fullmatch(r"[^.]+(\.\d[^.]*|\.md`[^.]*)*\.", sentence), term


def test_every_column_of_every_table_is_defined():
    """A column stands in backquotes in docs/measures.md."""
    text = (DOCS / "measures.md").read_text(encoding="utf-8")
    run = worked_run()
    conversations = conversation_table(run, personas=True)
    slots = slots_of(run)
    percentiles = percentile_table({("as_is", scope): each for scope, each in slots.first_responses.items()}, 1)
    both = pd.concat([slots.table.assign(plan="as_is"), percentiles])
    tables = [
        conversations, interval_table(run, HOUR), team_interval_table(run, HOUR), agent_day_table(run),
        usual_response(conversations), both, promises(both),
        touch_table(run),
    ]  # fmt: skip
    columns = {column for table in tables for column in table.columns}
    assert set() == {column for column in columns if f"`{column}`" not in text}


def test_every_unit_and_direction_is_stated_in_the_document():
    """Under its heading, a measure's unit, kind and better."""
    text = (DOCS / "measures.md").read_text(encoding="utf-8")
    for name, measure in MEASURES.items():
        section = text.split(f"### `{name}`\n")[1].split("\n##")[0]
        assert f"({measure.unit}; {measure.kind}; better: {measure.better})" in section, name
