"""Where things are kept: the settings, the key, and that no password is printed."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from trainee_exercises.storage import StorageError, data_folder, database_url, folder, secret_key


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Let the app's folder be a new one, and nothing else be set."""
    for name in ("DATABASE", "SECRET"):
        monkeypatch.delenv(f"SUPPORT_SANDBOX_{name}", raising=False)
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_folder_is_made_for_its_owner_alone(home):
    """It is the one that was set, made when missing, closed to others."""
    assert home == data_folder()
    if sys.platform != "win32":
        assert 0o700 == stat.S_IMODE(home.stat().st_mode)


def test_without_a_setting_the_usual_place_is_used(monkeypatch):
    """The platform's folder for an app's data."""
    monkeypatch.delenv("SUPPORT_SANDBOX_DATA")
    assert "support-sandbox" == folder.data_folder_path().name


def test_a_folder_that_cannot_be_made_is_named(home):
    """One sentence with the path and the setting that helps."""
    home.write_text("a file")
    with pytest.raises(StorageError, match=r"the folder .*data can't be made .*set SUPPORT_SANDBOX_DATA"):
        data_folder()


def test_the_database_is_a_file_in_the_folder_unless_set(home):
    """Asking for its URL makes nothing."""
    assert f"sqlite:///{home / 'sandbox.db'}" == database_url()
    assert not home.exists()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_all_names_of_postgresql_mean_the_same_driver(scheme, monkeypatch):
    """The password stays in the URL that is used, signs and all."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATABASE", f"{scheme}://me:p%40ss@db.example.org:5433/hiring?sslmode=require")
    assert "postgresql+psycopg://me:p%40ss@db.example.org:5433/hiring?sslmode=require" == database_url()


@pytest.mark.parametrize("url", ["mysql://me:hunter2@h/n", "hunter2 is my password", "postgres:/me:hunter2@h"])
def test_another_kind_of_address_is_refused_without_the_password(url, monkeypatch):
    """The sentence says what to write."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATABASE", url)
    with pytest.raises(StorageError, match=r"write postgresql://USER:PASSWORD@HOST/NAME or sqlite:") as found:
        database_url()
    assert "hunter2" not in str(found.value)


@pytest.mark.parametrize("url", ["postgresql://me:hunter2@h/n", "postgresql://h/n?user=me&password=hunter2"])
def test_the_shown_address_has_no_password(url):
    """Wherever in the address it stands."""
    shown = folder.shown(url)
    assert "hunter2" not in shown
    assert "h/n" in shown


def test_the_key_is_made_once_and_kept_from_others(home):
    """However many ask for it at the same time, all get the same; only its owner can read it."""
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(), range(32)))
    assert 1 == len(keys)
    assert {(home / "secret.key").read_bytes()} == keys
    assert ["secret.key"] == [path.name for path in home.iterdir()]
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE((home / "secret.key").stat().st_mode)


def test_the_key_can_be_set(monkeypatch, home):
    """Several servers share one; a short one is refused without repeating it."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", "k" * 40)
    assert b"k" * 40 == secret_key()
    assert not home.exists()
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", "hunter2")
    with pytest.raises(
        StorageError, match=r"^the key in SUPPORT_SANDBOX_SECRET has 7 characters; it needs at least 32"
    ):
        secret_key()


def test_a_key_file_that_is_cut_is_refused(home):
    """An empty key would sign links that anybody can forge."""
    home.mkdir()
    (home / "secret.key").touch()
    with pytest.raises(StorageError, match="has 0 characters"):
        secret_key()
