"""What customers, reps, packs and scenarios say is text on the practice pages and in their files, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
from html import escape

import pytest
from planning_pages import fine
from practice_builder import ARTICLE, a_fact, a_script, write_pack

import scenarios
from dashboard.planning import parts as planning_parts
from trainee_exercises.practice import charts
from trainee_exercises.practice.bots import QUITTER
from trainee_exercises.practice.debrief import paper
from trainee_exercises.practice.progress import weeks
from trainee_exercises.practice.wish import SETTING, Wish

EVIL = '<img src=x onerror="window.hit=1"> ![](https://evil.example/t.png) =1+1 [x](javascript:hit)'
PARTS = ("Next time", "Waiting", "Timeline", "Replies", "Tags and sales", "Conversations", "All findings")
SAYS = "the blue lamp on your router has to blink twice before you go on"


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Let the server use a team's own pack, whose texts are as evil as they may be."""
    fact = a_fact("plain", "first", phrasings=[SAYS, *a_fact("plain", "first")["phrasings"]])
    script = a_script(subject=EVIL, opening=f"{EVIL} help me {{first_name}}", facts=[fact])
    folder = write_pack(tmp_path / "ours", [script])
    (folder / "help_centre/start.md").write_text(f"{ARTICLE}\n{EVIL}\n", encoding="utf-8")
    monkeypatch.setenv(SETTING, str(folder))
    return folder


def worked(desk):
    """Return a shift at that pack in which the rep wrote the same back, to its end."""
    shift = desk.shifts.begin(Wish(3, 1), desk.ana, EVIL[:80])
    case = desk.shifts.act(shift, desk.ana, {"kind": "start"}, 0)["order"][0]
    desk.storage.now.forward(60_000)
    for kind in ("note", "reply"):
        desk.shifts.act(shift, desk.ana, {"kind": kind, "case": case, "text": EVIL}, 0)
    desk.storage.now.forward(240_000)
    desk.shifts.act(shift, desk.ana, {"kind": "finish"}, 0)
    return shift


def drawn(test):
    """Return the HTML of a page, and its Markdown."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning")
    return [one.proto.body for one in test.get("html")], [
        str(one.value) for kind in kinds for one in getattr(test, kind)
    ]


@pytest.mark.usefixtures("ours")
def test_script_in_what_customers_and_reps_write_is_text_on_every_part_of_the_debrief(desk):
    """A customer's words, a reply, a note, a subject and the rep's name."""
    test = fine(desk.page("debrief", shift=worked(desk)))
    seen = ""
    for part in PARTS:
        test.session_state["debrief-part"] = part
        test = fine(test.run())
        html, markdown = drawn(test)
        seen += "".join(html)
        assert [] == [one for one in html if "<img" in one or "<script" in one]
        assert [] == [one for one in markdown if re.search(r"(?<!\\)<img|!\[|(?<!\\)\[x\]\(", one)]
    assert escape(EVIL) in seen


@pytest.mark.usefixtures("ours")
def test_a_moment_of_an_own_pack_is_tried_again_with_that_packs_customers(desk):
    """Its id is the name of no shipped pack; its folder says whose facts are meant."""
    test = desk.page("debrief", shift=worked(desk))
    test.session_state["debrief-part"] = "Conversations"
    test = fine(test.run())
    key = test.text_area[0].key
    test.text_area[0].set_value(f"Hello, {SAYS}.")
    test = fine(test.button(key=f"do-{key}").click().run())
    html, markdown = drawn(test)
    assert "nothing of this is kept" in " ".join(markdown)
    assert "\N{CHECK MARK} Said: " in "".join(html)


def other_scenario(desk, title, **changes):
    """Return a looked-back shift of a scenario with that title."""
    text = re.sub(r"(?m)^title:.*$", lambda _: f"title: {json.dumps(title)}", scenarios.text("quickstart"))
    shift = desk.worked(desk.ana, QUITTER, Wish(**({"level": 1, "seed": 2, "scenario": text} | changes)))
    return shift, desk.looked(shift)


def test_a_scenarios_title_is_no_markup_in_the_debrief_as_markdown(desk):
    """On one line, with no picture, tag, heading or link of its own."""
    _, back = other_scenario(desk, "A week")
    for title, expected in (
        ("x ![](https://evil.example/t.png) <script>", r"# x !\[\](https://evil.example/t.png) &lt;script&gt;"),
        ("a\n# b\n\n*c* `d` &amp; e_f", r"# a \# b \*c\* \`d\` &amp;amp; e\_f"),
        ("Debrief: Level 1, A calm afternoon, seed 2", "# Debrief: Level 1, A calm afternoon, seed 2"),
    ):
        assert expected == paper.as_markdown(back, title).splitlines()[0]


def test_a_scenarios_title_is_no_formula_in_the_data_of_a_chart_and_no_tag_in_its_hover(desk, monkeypatch):
    """Its figures stay numbers."""
    for seed in (2, 3):
        other_scenario(desk, "=1+1<b>", seed=seed)
    table = weeks(desk.shifts.of(desk.ana))
    files = []
    monkeypatch.setattr(planning_parts.st, "download_button", lambda _, content, *__, **___: files.append(content))
    monkeypatch.setattr(planning_parts.st, "popover", lambda *_, **__: _Open())
    monkeypatch.setattr(planning_parts.st, "dataframe", lambda *_, **__: None)
    planning_parts._data(table, "weeks")
    head, *rows = csv.reader(io.StringIO(files[0].decode()))
    assert ["'=1+1<b>"] * 2 == [one[head.index("scenario")] for one in rows]
    assert [2, 3] == sorted(int(one[head.index("seed")]) for one in rows)
    hovers = [one for trace in charts.weeks(table).figure.data for one in trace.customdata]
    assert hovers
    assert [] == [one for one in hovers if "<" in one]


class _Open:
    """A popover that is open."""

    open = True

    def __enter__(self):
        """Go inside."""

    def __exit__(self, *_):
        """Leave."""
