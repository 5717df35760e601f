"""Reading a pack: everything in it, or everything that is wrong in all its files at once."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pack_builder import a_pack, write_pack

from sim.durations import MINUTE
from trainee_exercises.packs import PackError, changed_at, load_labelled, load_pack, names, read_pack
from trainee_exercises.packs.text import MAX_BYTES


def problems(folder: Path) -> list[str]:
    """Return what is wrong, a line each, with places inside the pack."""
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return [str(one).removeprefix(f"{folder}/") for one in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a sound pack."""
    return write_pack(a_pack(), tmp_path / "small")


def change(file: Path, old: str, new: str) -> None:
    """Replace the first *old* in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_everything_of_a_pack_is_read(folder: Path) -> None:
    """Questions, articles, colleagues, status page, stages and frame are there, typed and in order."""
    pack = load_pack(folder)
    assert ("small", "Small", "en", date(2026, 2, 10)) == (pack.id, pack.title, pack.language, pack.today)
    assert (20, 30 * MINUTE, 5000) == (pack.exercise.questions, pack.exercise.time, pack.exercise.grace)
    assert ["a", "b"] == list(pack.forms)
    assert [f"a{n:02}" for n in range(20)] == [question.id for question in pack.forms["a"].questions]
    assert 40 == len(pack.articles)
    assert pack.articles["article-03"].text.startswith("## How")
    assert date(2026, 1, 5) == pack.articles["article-03"].updated
    assert ["ada", "bo", "cy"] == [one.id for one in pack.colleagues]
    assert pack.colleagues[0].knows[0].open
    assert datetime(2026, 2, 10, 10, tzinfo=UTC) == pack.status.as_of
    assert ["interviews", "phone_first", "phone_second", "pre_screen"] == list(pack.stages)
    assert "## 10. Section" in pack.facts


def test_a_question_is_found_by_its_id(folder: Path) -> None:
    """Questions of all forms and the practice question are found; another id is a KeyError."""
    pack = load_pack(folder)
    question = pack.question("b07")
    assert question is pack.forms["b"].questions[7]
    assert ("deny", ("resourcefulness", "empathy")) == (
        pack.question("a00").must_say[0].polarity, tuple(question.points),
    )  # fmt: skip
    assert {1, 2, 3, 4} == set(question.model_answers)
    assert pack.practice_question is pack.question("p00")
    with pytest.raises(KeyError, match="z99"):
        pack.question("z99")


@pytest.mark.parametrize(
    ("goal", "hidden"),
    [
        ("Asks for a file; really wants twelve invoices.", True),
        ("Demands a refund; what helps is proof.", True),
        ("Wants to know the rule; underneath, wants no-shows to stop.", True),
        ("Really needs it today.", False),
        ("Wants to ask twice.", False),
    ],
)
def test_a_hidden_goal_is_said_by_the_goal(goal: str, hidden: bool, folder: Path) -> None:  # noqa: FBT001 - a table
    """A goal that differs from what is asked begins with Asks or Demands, or says what the customer really wants."""
    question = load_pack(folder).question("a00")
    assert hidden == question.model_copy(update={"goal": goal}).has_hidden_goal


def test_all_problems_of_all_files_at_once(folder: Path) -> None:
    """Files, lines, paths, values and remedies; what follows from a misspelt key is not said again."""
    change(folder / "forms/a.yaml", "  must_say:", "  must_sya:")
    change(folder / "forms/b.yaml", "polarity: deny", "polarity: denied")
    change(folder / "status.yaml", "state: degraded", "state: on fire")
    change(folder / "colleagues.yaml", "delay: 60", "delay: soon")
    change(folder / "help_centre/article-05.md", "updated: '2026-01-05'", "updated: yesterday")
    change(folder / "stages/pre_screen.yaml", "days: 5", "days: 0")
    assert {
        "colleagues.yaml:4: [0].delay: 'soon' is text; write a whole number",
        "forms/a.yaml:16: questions[0].must_sya: 'must_sya' is no setting here; did you mean 'must_say'?",
        (
            "forms/b.yaml:19: questions[0].must_say[0].polarity: 'denied' is not one of affirm and deny; "
            "did you mean 'deny'?"
        ),
        (
            "help_centre/article-05.md:5: updated: 'yesterday' is no date; "
            "write a day of the calendar as YYYY-MM-DD, such as 2026-03-02"
        ),
        "stages/pre_screen.yaml:97: deadline.days: '0' is too small; write at least 1",
        (
            "status.yaml:5: components[0].state: 'on fire' is not one of operational, degraded, outage and "
            "maintenance; write one of them"
        ),
    } == set(problems(folder))


def test_a_problem_has_the_line_of_its_file(folder: Path) -> None:
    """Lines count from the top of the file, also in front matter."""
    change(folder / "help_centre/article-05.md", "section: All", "sektion: All")
    (problem,) = problems(folder)
    assert "help_centre/article-05.md:4: sektion: 'sektion' is no setting here; did you mean 'section'?" == problem


@pytest.mark.parametrize("written", ["yesterday", "2026-02-10T10:00:00", "2026-02-10T25:00:00Z"])
def test_an_instant_has_its_offset(written: str, folder: Path) -> None:
    """Times of the status page without an offset, or that do not exist, are told with an example."""
    change(folder / "status.yaml", "'2026-02-10T10:00:00Z'", f"'{written}'")
    assert [
        f"status.yaml:1: as_of: '{written}' is no instant; write date, time and Z for UTC, such as 2026-02-10T07:40:00Z"
    ] == problems(folder)


def test_an_unknown_key_without_a_likely_one_lists_the_known(folder: Path) -> None:
    """Where no key is near, all of them are named."""
    change(folder / "pack.yaml", "exercise:\n", "exercise:\n  colour: blue\n")
    (problem,) = problems(folder)
    assert problem.endswith(
        "exercise.colour: 'colour' is no setting here; the settings here are questions, time and grace"
    )


def test_a_missing_key_is_named_where_it_belongs(folder: Path) -> None:
    """A missing key is reported at the line of what lacks it, with its path."""
    change(folder / "forms/a.yaml", "  tone: casual\n", "")
    (problem,) = problems(folder)
    assert "forms/a.yaml:4: questions[0].tone: is missing; add it" == problem


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Form a", "title: Form: a", "a ':' stands where none is allowed"),
        ("title: Form a", "title: ''", "'' says nothing; write the text"),
        ("title: Form a", "title: 12", "'12' is a number, not text; put it in quotes"),
        ("title: Form a", "title: [a]", "is a list; write text"),
        ("title: Form a", "title: Form a\ntitle: b", "'title' is written twice, first in line 2; keep one of them"),
        ("title: Form a", "title: &x Form a\nform: *x", "'*x' is an alias, which a pack cannot have;"),
        ("form: a", "form: c", "'c' is not the form of this file; write 'a'"),
        ("id: a03", "id: a02", "'a02' is also the id of a question in forms/a.yaml; write another one"),
        ("id: a03", "id: A 3", "'A 3' is no id; write small letters, digits, _ or - (60 at most, no spaces)"),
        ("'1':", "'5':", "'5' is too large; write at most 4"),
        ("form: a", "form: a\n---\nform: b", "a second document starts ('---'); write one document to a file"),
    ],
)  # fmt: skip
def test_what_a_writer_may_get_wrong(old: str, new: str, message: str, folder: Path) -> None:
    """Slips of YAML, types, names and ids are told in plain words."""
    change(folder / "forms/a.yaml", old, new)
    assert any(message in one and one.startswith("forms/a.yaml:") for one in problems(folder))


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("forms/a.yaml", b"", "forms/a.yaml:1: the file is empty; write settings as key: value"),
        ("colleagues.yaml", b"a: 1", "colleagues.yaml:1: has another form; write a list of entries, each after '- '"),
        ("forms/a.yaml", b"form: a\ntitle: \xff", "forms/a.yaml:2: is not UTF-8; save the file in that encoding"),
        ("forms/a.yaml", b"#" * (MAX_BYTES + 1),
         "forms/a.yaml: is larger than 1,000,000 bytes, the limit for a pack's file"),
        ("help_centre/article-00.md", b"# How\n",
         "help_centre/article-00.md:1: starts with no front matter; write --- above and below id, title, section, ..."),
        ("help_centre/article-00.md", b"---\nid: a\ntitle: A\nsection: A\nupdated: 2026-01-01\nkeywords: [a]\n---\n",
         "help_centre/article-00.md:1: has no text below its front matter; write the article"),
        ("stages/pre_screen.yaml", b"id: pre\n", None),
    ],
)  # fmt: skip
def test_files_that_are_no_part_of_a_pack(file: str, content: bytes, message: str | None, folder: Path) -> None:
    """Empty files, other encodings, huge ones and Markdown without front matter are named."""
    (folder / file).write_bytes(content)
    found = problems(folder)
    assert found
    assert message is None or [message] == found


def test_crlf_and_a_byte_order_mark_are_fine(folder: Path) -> None:
    """Files from another editor are read as they are."""
    article = folder / "help_centre/article-00.md"
    article.write_bytes(b"\xef\xbb\xbf" + article.read_bytes().replace(b"\n", b"\r\n"))
    assert "Article 0" == load_pack(folder).articles["article-00"].title


def test_an_article_twice(folder: Path) -> None:
    """Two articles with one id cannot be told apart."""
    change(folder / "help_centre/article-07.md", "id: article-07", "id: article-06")
    assert [
        "help_centre/article-07.md:2: id: 'article-06' is also the id of another article; write another one"
    ] == problems(folder)


def test_files_stay_inside_the_pack(folder: Path) -> None:
    """A pack cannot read files of the machine."""
    change(folder / "pack.yaml", "status: status.yaml", "status: ../../secret.yaml")
    (problem,) = problems(folder)
    assert problem.endswith("files.status: '../../secret.yaml' lies outside the pack; write a place inside its folder")


def test_a_missing_file_is_named(folder: Path) -> None:
    """What pack.yaml names must be there."""
    (folder / "status.yaml").unlink()
    (folder / "product.md").unlink()
    assert [
        "status.yaml: no such file; write it, or correct its name",
        "product.md: no such file; write it, or correct its name",
    ] == problems(folder)


def test_a_form_that_is_not_written_yet_is_left_out(folder: Path) -> None:
    """The other forms can be used; the reading still knows what was wanted."""
    (folder / "forms/b.yaml").unlink()
    reading = read_pack(folder)
    assert ["a"] == list(reading.pack.forms)
    assert ("a", "b") == reading.wanted_forms


def test_a_pack_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong name suggests a shipped pack or says what is wanted."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PackError, match=r"^larkour: there is no such pack; did you mean 'larkhour'\?$"):
        load_pack("larkour")
    with pytest.raises(
        PackError,
        match=r"^zzz: there is no such pack; name a folder with a pack.yaml, or a pack that comes along: larkhour",
    ):
        load_pack("zzz")
    Path("pack.yaml").touch()
    with pytest.raises(PackError, match="is a file, not the folder of a pack"):
        load_pack("pack.yaml")
    with pytest.raises(PackError, match="no such file"):
        load_pack(write_pack({"product.md": "Facts."}, tmp_path / "empty"))


@pytest.mark.parametrize("name", ["a" * 300, "b/" * 3000, "a\0b", "\udce4"])
def test_what_can_be_the_name_of_nothing_is_no_pack(name: str) -> None:
    """A sentence that is no longer than it has to be, whatever the file system says of such a name."""
    with pytest.raises(PackError, match="there is no such pack") as caught:
        load_pack(name)
    assert 200 > len(str(caught.value))
    assert 0 == changed_at(name)


def test_a_folder_with_a_link_that_leads_nowhere_is_refused_or_read(folder: Path, tmp_path: Path) -> None:
    """As /etc has some; when it was changed is told by its files, of a folder without a pack by nothing."""
    other = tmp_path / "etc"
    other.mkdir()
    for place in (folder, other):
        (place / "gone").symlink_to(tmp_path / "nowhere")
    with pytest.raises(PackError, match=r"pack\.yaml: no such file"):
        load_pack(other)
    assert 0 == changed_at(other)
    assert "small" == load_pack(folder).id
    assert (folder / "pack.yaml").stat().st_mtime_ns <= changed_at(folder)


def test_labelled_replies_are_read_or_refused(folder: Path) -> None:
    """The replies of a file come in order; a mark that does not exist is a problem with its line."""
    file = folder / "labelled/a.yaml"
    assert ["a00-1", "a00-2"] == [reply.reply_id for reply in load_labelled(file)]
    assert [None, "a00-1"] == [reply.pair_of for reply in load_labelled(file)]
    change(file, "overall: 4", "overall: 5")
    with pytest.raises(PackError) as caught:
        load_labelled(file)
    assert f"{file}:4: replies[0].overall: '5' is too large; write at most 4" == str(caught.value)


def test_a_pack_is_frozen_and_travels(folder: Path) -> None:
    """Nobody changes a pack by accident, and other processes can have it."""
    pack = load_pack(folder)
    with pytest.raises(ValueError, match="frozen"):
        pack.title = "Other"
    assert pack == pickle.loads(pickle.dumps(pack))


def test_the_shipped_packs() -> None:
    """Larkhour comes with the package and is found by its name from anywhere."""
    assert "larkhour" in names()
    assert "Larkhour" == load_pack("larkhour").title
