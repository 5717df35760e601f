"""A team's own practice pack: copied, filled from Markdown and CSV, and used for the shifts of its server."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from practice_builder import a_script, write_pack
from typer.testing import CliRunner

from support_sandbox import app
from trainee_exercises.packs.text import PackError
from trainee_exercises.practice.check import check
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.importing.articles import identifier
from trainee_exercises.practice.importing.write import Wanted, bring_in
from trainee_exercises.practice.load import read_practice
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import SETTING, Wish, pack_here, settled, terms_of


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Give a team's own small pack, `ours` in the current folder."""
    monkeypatch.chdir(tmp_path)
    return write_pack(Path("ours"))


def written(name, text):
    """Write a file and return it."""
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refused(**wanted):
    """Return what is said where nothing is imported."""
    before = {one: one.read_bytes() for one in Path("ours").rglob("*") if one.is_file()}
    with pytest.raises(PackError) as error:
        bring_in("ours", Wanted(**wanted))
    assert before == {one: one.read_bytes() for one in Path("ours").rglob("*") if one.is_file()}
    return str(error.value).splitlines()


def test_a_shipped_pack_is_copied_whole_into_a_new_folder(tmp_path, monkeypatch):
    """Sound as it is; a folder that is there already is left alone."""
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert 0 == run(app, ["practice", "copy", "pinfold", "--to", "ours"]).exit_code
    assert 0 == run(app, ["practice", "check", "ours"]).exit_code
    again = run(app, ["practice", "copy", "pinfold", "--to", "ours"])
    assert (2, True) == (again.exit_code, "is there already; name a folder that is not" in again.stderr)
    assert 2 == run(app, ["practice", "copy", "larkhour", "--to", "other"]).exit_code
    assert not Path("other").exists()


@pytest.mark.usefixtures("ours")
def test_articles_get_front_matter_where_they_have_none():
    """Id from the file's name, title from the first heading, section from the folder; theirs stays as it is."""
    written("docs/Add people!.md", '# How to "add" people\n\nPress the plus.\n\n## More\n\nThere is more.\n')
    written("docs/Account/reset.md", "# Réset\r\n\r\nPress it.\r\n")
    own = "---\nid: kept\ntitle: Kept\nsection: S\nupdated: 2026-01-01\nkeywords: [k]\n---\n\nAs it was.\n"
    written("docs/z.md", own)
    done = bring_in("ours", Wanted(help_centre=Path("docs")))
    assert ({"help_centre add-people", "help_centre reset", "help_centre kept"}, (), 0) == (
        set(done.new), done.replaced, done.same
    )  # fmt: skip
    articles = read_practice("ours").pack.articles
    one = articles["add-people"]
    assert ('How to "add" people', "Help centre", "2026-03-10") == (one.title, one.section, str(one.updated))
    assert "Press the plus.\n\n## More\n\nThere is more." == one.text.strip()
    assert "people" in one.keywords
    assert ("Réset", "Account") == (articles["reset"].title, articles["reset"].section)
    assert own == Path("ours/help_centre/kept.md").read_text(encoding="utf-8")
    assert [] == [one for one in check(read_practice("ours")).problems if "help_centre" in one.file]


@pytest.mark.usefixtures("ours")
def test_what_is_there_is_never_overwritten_unasked():
    """The same again is nothing; something else is said, for all files at once, and replaced only when told to."""
    written("docs/one.md", "# One\n\nText.\n")
    bring_in("ours", Wanted(help_centre=Path("docs")))
    assert ((), (), 1) == bring_in("ours", Wanted(help_centre=Path("docs")))
    written("docs/one.md", "# One\n\nOther text.\n")
    macros = written("m.csv", "id,title,text\nlooking,Looking,Something else\n")
    told = refused(help_centre=Path("docs"), macros=macros)
    assert (
        "docs/one.md: help_centre 'one' is there already and says something else; with --replace yours takes its place"
        == told[0]
    )
    assert told[1].startswith("m.csv: macros 'looking' is there already and says something else")
    done = bring_in("ours", Wanted(help_centre=Path("docs"), macros=macros, replace=True))
    assert ((), ("help_centre one", "macros looking")) == (done.new, done.replaced)
    assert "Other text." == read_practice("ours").pack.articles["one"].text.strip()


@pytest.mark.usefixtures("ours")
def test_what_is_wrong_with_articles_is_said_by_file_and_line():
    """All of it, and nothing is written."""
    written("docs/a.md", "Just text.\n")
    written("docs/b.md", "# Title\n\n  \n")
    written("docs/c.md", "---\nid: c\ntitel: C\nsection: S\nupdated: 2026-01-01\nkeywords: [k]\n---\n\nText\n")
    written("docs/same.md", "# Same\n\nText\n")
    written("docs/more/same.md", "# Same too\n\nText\n")
    written("docs/ok.md", "# Fine\n\nText\n")
    Path("docs/d.md").write_bytes(b"# Title\n\n\xff\n")
    told = refused(help_centre=Path("docs"))
    for says in (
        "docs/a.md:1: has neither front matter nor a heading; begin with # and the title",
        "docs/b.md:2: has no text below its title; write the article",
        "docs/c.md:3: titel: 'titel' is no setting here; did you mean 'title'?",
        "docs/d.md:3: is not UTF-8; save the file in that encoding",
        "docs/same.md:1: would have the id 'same' of docs/more/same.md; rename one of the two",
    ):
        assert says in told, told
    assert ["nothing: has no articles; name a folder with *.md files"] == refused(help_centre=Path("nothing"))


def test_macros_and_tags_come_from_csv_and_comments_stay(ours):
    """Commas or semicolons, lines within a cell; ids are made of titles."""
    shutil.copy(Path(__file__).parents[2] / "trainee_exercises/content/pinfold/desk.yaml", ours / "desk.yaml")
    macros = written(
        "m.csv", '\ufefftitle;text\r\nWe look into it;"Hi {first_name},\r\nwe look; soon.\r\n{rep}"\r\n;\r\n'
    )
    tags = written("t.csv", "tag,meaning\noutage,it is down\nangry,be kind\n")
    done = bring_in("ours", Wanted(macros=macros, tags=tags, replace=True))
    assert (("macros we-look-into-it",), ("tags outage", "tags angry")) == (done.new, done.replaced)
    pack = read_practice("ours").pack
    assert "Hi {first_name},\nwe look; soon.\n{rep}" == pack.macros[-1].text
    assert ("it is down", "be kind") == (pack.tags["outage"], pack.modifiers["angry"])
    assert (ours / "desk.yaml").read_text(encoding="utf-8").startswith("# The support desk of Pinfold")


@pytest.mark.usefixtures("ours")
@pytest.mark.parametrize(
    ("what", "text", "says"),
    [
        ("macros", "title\nx\n", "f.csv:1: has no column 'text'; the columns are title, text and id"),
        (
            "macros",
            "title,text,colour\nx,y,z\n",
            "f.csv:1: 'colour' is no column here; the columns are title, text and id",
        ),
        ("macros", "title,text\n", "f.csv:1: has no rows below the first line; write some"),
        ("macros", "", "f.csv:1: has no column 'title'; the columns are title, text and id"),
        ("macros", "title,text\na,b,c\n", "f.csv:2: has 3 cells where the first line has 2; quote what has a comma"),
        ("macros", 'title,text\nok,fine\na,"b\n', "f.csv:3: is no CSV here: unexpected end of data; save it anew"),
        ("macros", "title,text\na,\n", "f.csv:2: has no text; write it, or leave the row out"),
        ("macros", "title,text\na,b\n\nA,c\n", "f.csv:4: 'a' stands there twice; write another id"),
        (
            "macros",
            "title,text\na,Hi {firstname}\n",
            "f.csv:2: {firstname} is filled in by nobody; did you mean 'first_name'?",
        ),
        ("macros", "id,title,text\nA b,a,b\n", "f.csv:2: 'A b' is no id; write small letters, digits and -"),
        ("tags", "tag,meaning\nbug,x\n", "f.csv:2: 'bug' is no tag that scripts and the debrief know; there is "),
        ("tags", "tag,meaning\nbug_reports,x\n", "did you mean 'bug_report'?"),
        ("tags", "tag,meaning\noutage,\n", "f.csv:2: says nothing about outage; write its meaning"),
        ("tags", "tag,meaning\noutage,x\noutage,y\n", "f.csv:3: 'outage' stands there twice; drop one of the rows"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_by_line(what, text, says):
    """And nothing is written."""
    told = refused(**{what: written("f.csv", text)})
    assert says in told[0], told


@pytest.mark.usefixtures("ours")
def test_the_command_refuses_a_shipped_pack_and_says_what_it_wrote():
    """Exit 2 with the way out; 0 with the list."""
    run = CliRunner().invoke
    tags = str(written("t.csv", "tag,meaning\noutage,down\n"))
    shipped = run(app, ["practice", "import", "pinfold", "--tags", tags])
    assert (2, True) == (shipped.exit_code, "support-sandbox practice copy pinfold --to FOLDER" in shipped.stderr)
    assert 2 == run(app, ["practice", "import", "ours"]).exit_code
    assert 2 == run(app, ["practice", "import", "ours", "--tags", tags]).exit_code
    assert 2 == run(app, ["practice", "import", "ours", "--macros", "nothing.csv"]).exit_code
    done = run(app, ["practice", "import", "ours", "--tags", tags, "--replace"])
    assert (0, "replaced: tags outage\n") == (done.exit_code, done.stdout)
    assert "0 new, 1 replaced, 0 as they were; now: support-sandbox practice check ours" in done.stderr


@pytest.mark.parametrize(
    ("name", "expected"), [("Add people!", "add-people"), ("  Über_uns ", "uber-uns"), ("日本", "")]
)
def test_ids_are_made_of_names(name, expected):
    """Small letters, digits and -; whatever has none of them has no id."""
    assert expected == identifier(name)


def test_the_week_of_a_pack_must_have_what_the_levels_begin_in(ours):
    """Otherwise somebody would choose a level and get an error."""
    week = (ours / "week.yaml").read_text(encoding="utf-8")
    (ours / "week.yaml").write_text(week.replace("  short:", "  sick:"), encoding="utf-8")
    told = [str(one) for one in check(read_practice(ours)).problems]
    assert [
        "ours/week.yaml:1: plans: has no plan 'short', in which a level begins; there is calm, busy, sick and alone"
    ] == told
    (ours / "week.yaml").write_text("title: x\n", encoding="utf-8")
    assert any("ours/week.yaml" in str(one) for one in check(read_practice(ours)).problems)
    (ours / "week.yaml").unlink()
    assert "no such file; the levels begin in it" in str(check(read_practice(ours)).problems[0])


def test_the_setting_of_the_server_decides_whose_customers_write(ours, monkeypatch, sqlite_storage):
    """A shift of it is played from the folder, with its own week; without the setting it is the shipped one."""
    week = (ours / "week.yaml").read_text(encoding="utf-8").replace("A week at the support desk", "Our week")
    (ours / "week.yaml").write_text(week, encoding="utf-8")
    assert "pinfold" == pack_here() == settled(Wish(1, 1)).pack
    monkeypatch.setenv(SETTING, "ours")
    kept = settled(Wish(1, 1))
    assert (str(ours.resolve()), "Our week") == (kept.pack, kept.title)
    assert "small" == terms_of(kept, "Robin").pack.id
    assert "pinfold" == settled(Wish(1, 1, pack="pinfold")).pack
    shifts = Shifts(sqlite_storage)
    shift = shifts.begin(Wish(3, 1), "u", "Robin")
    shifts.act(shift, "u", {"kind": "start"}, 0)
    assert "Small" == shifts.view(shift, "u")["desk"]["title"]
    monkeypatch.delenv(SETTING)
    assert "Small" == Shifts(sqlite_storage).view(shift, "u")["desk"]["title"]


def test_a_rep_cannot_name_a_folder(ours):
    """Only what the server's owner has set, and what comes along."""
    for name in ("ours", str(ours.resolve()), "../ours", "/etc"):
        with pytest.raises(PracticeError, match="is no practice pack of this server; there is pinfold"):
            settled(Wish(1, 1, pack=name))


@pytest.mark.usefixtures("ours")
def test_a_setting_that_is_wrong_is_a_sentence_without_folders_and_the_log_says_more(monkeypatch, caplog):
    """Such as a folder that was moved, or a script in it that can't be read: reps learn whom to tell."""
    monkeypatch.setenv(SETTING, str(Path("above/gone").resolve()))
    with pytest.raises(PracticeError, match=r"^the practice pack 'gone' can't be read\. Tell whoever runs this server"):
        settled(Wish(1, 1))
    assert "there is no such pack" in caplog.text
    bad = write_pack(Path("bad"), [a_script(tone="merry")])
    monkeypatch.setenv(SETTING, str(bad))
    with pytest.raises(PracticeError) as told:
        settled(Wish(1, 1))
    assert "'bad' can't be read" in str(told.value)
    assert "/" not in str(told.value)
    assert "one.yaml" in caplog.text
    assert Path("ours").is_dir()


@pytest.mark.usefixtures("ours")
def test_a_rep_who_names_a_pack_learns_no_folder(monkeypatch):
    """Neither that of the server's own pack nor more than the last part of what was asked for."""
    monkeypatch.setenv(SETTING, "ours")
    with pytest.raises(PracticeError) as told:
        settled(Wish(1, 1, pack="/somewhere/else"))
    assert "'else' is no practice pack of this server; there is ours, pinfold" == str(told.value)


@pytest.mark.usefixtures("ours")
def test_a_folder_whose_address_is_too_long_to_be_kept_is_refused(monkeypatch):
    """A database would refuse it later, or cut it."""
    deep = Path(*["f" * 100] * 2)
    deep.mkdir(parents=True)
    monkeypatch.setenv(SETTING, str(write_pack(deep / "pack")))
    with pytest.raises(PracticeError, match="characters, and 200 are the most that are kept of a shift; its owner"):
        settled(Wish(1, 1))
