"""The commands `user` and `dashboard` as their user meets them."""

from __future__ import annotations

import json
import socket

import pytest
import typer
from typer.testing import CliRunner

from dashboard import cli

PASSWORD = "three unrelated words"


@pytest.fixture
def run(tmp_path, monkeypatch, cheap_hashes):  # noqa: ARG001 - it acts by being there
    """Give a function that runs a command line and returns its result."""
    for name in ("ADDRESS", "PUBLIC_URL", "DATABASE", "OIDC_ISSUER"):
        monkeypatch.setenv(f"SUPPORT_SANDBOX_{name}", "")
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path))
    app = typer.Typer(pretty_exceptions_enable=False)
    cli.register(app)

    def run_line(line, typed=None):
        return CliRunner().invoke(app, line.split(), input=typed)

    return run_line


def test_a_user_is_added_with_a_password_typed_twice(run):
    """It is not shown."""
    result = run("user add Ada --role owner", f"{PASSWORD}\n{PASSWORD}\n")
    assert (0, True) == (result.exit_code, "ada may sign in as owner." in result.output)
    assert PASSWORD not in result.output


def test_a_script_gives_the_password_by_standard_input(run):
    """One line of it."""
    assert 0 == run("user add ada --role owner --team support --password-stdin", f"{PASSWORD}\n").exit_code
    listed = json.loads(run("user list --json").stdout)["users"]
    assert [("ada", "owner", "support", None, False)] == [
        (one["name"], one["role"], one["team"], one["disabled_at"], one["by_sso"]) for one in listed
    ]
    assert "password" not in listed[0]


def test_a_user_of_single_sign_on_needs_no_password(run):
    """Their name is their mail address."""
    assert 0 == run("user add ada@example.org --role rater --sso").exit_code
    assert "single sign-on" in run("user list").output
    assert 2 == run("user add ada --role rater --sso").exit_code


@pytest.mark.parametrize(
    ("line", "typed", "says"),
    [
        ("user add ada --role boss --password-stdin", f"{PASSWORD}\n", "no role 'boss'; choose one of owner"),
        ("user add ada --role owner --password-stdin", "short\n", "has 5 characters; use at least 10"),
        ("user disable ben", None, "no user 'ben'"),
        ("user password ben --password-stdin", f"{PASSWORD}\n", "no user 'ben'"),
        ("dashboard --address 0.0.0.0 --no-browser", None, "--public-url https://sandbox.example.org"),
        ("dashboard --public-url https://a.example --no-browser", None, "user add YOUR-NAME --role owner"),
        ("dashboard --database mysql://x/y --no-browser", None, "write postgresql://"),
    ],
)
def test_wrong_use_is_said_in_a_sentence_with_exit_2(run, line, typed, says):
    """No traceback, and what would be right."""
    result = run(line, typed)
    assert (2, True) == (result.exit_code, says in result.output)
    assert "Traceback" not in result.output


def test_a_user_is_disabled_and_let_in_again_by_a_new_password(run):
    """The list shows who is out."""
    run("user add ada --role owner --password-stdin", f"{PASSWORD}\n")
    run("user add ben --role rater --password-stdin", f"{PASSWORD}\n")
    assert 0 == run("user disable Ben").exit_code
    assert "disabled" in run("user list").output
    assert 0 == run("user password ben --password-stdin", f"{PASSWORD}\n").exit_code
    assert "disabled" not in run("user list").output


def test_an_empty_list_says_how_to_begin(run):
    """With the command."""
    assert "support-sandbox user add NAME --role owner" in run("user list").output


def test_a_taken_port_is_said_with_one_that_may_be_free(run):
    """Before anything else is loaded."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run(f"dashboard --no-browser --port {port}")
    assert (2, True) == (result.exit_code, f"Port {port} is taken" in result.output)


@pytest.mark.parametrize("line", ["dashboard", "user", "user add", "user list", "user disable", "user password"])
def test_each_command_has_help_with_an_example(run, line):
    """Except the group, which lists its commands."""
    result = run(f"{line} --help")
    assert 0 == result.exit_code
    assert f"support-sandbox {line}" in result.output or line == "user"
