"""Changing a round while nobody has begun: what changes, what freezes it, and what speaks against it."""

from __future__ import annotations

import pytest
from round_builder import SECRET, a_candidate, a_round, happened, started

from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.changes import change_settings, may_change
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.rounds import round_by_id
from trainee_exercises.hiring.typed_rounds import with_presets
from trainee_exercises.packs import copy_pack
from trainee_exercises.storage import audit


def test_settings_may_change_until_somebody_begins(storage):
    """Before that, candidates on the round's form go over to the new one; those with another of their own stay."""
    made = a_round(storage)
    a_candidate(storage, made, "Ada Obi")
    a_candidate(storage, made, "Ben Ito", form="c")
    change_settings(storage, made.id, made.settings.model_copy(update={"form": "b", "minutes": 40}), "maria")
    with storage.read() as connection:
        assert 40 == round_by_id(connection, made.id).settings.minutes
        last = audit.lines(connection, f"round:{made.id}")[-1]
    assert ("round changed", {"changed": ["form", "minutes"]}) == (last.action, last.detail)
    assert {"Ada Obi": "b", "Ben Ito": "c"} == {one.name: one.form for one in candidates_of(storage, made.id)}


@pytest.mark.parametrize("kind", ["acknowledged", "started", "saved", "draft", "locked", "decided"])
def test_settings_freeze_when_a_candidate_begins(storage, kind):
    """From the moment a candidate has read the rules, started or written, or somebody has judged them."""
    made = a_round(storage)
    happened(storage, a_candidate(storage, made), kind)
    with pytest.raises(HiringError, match="a candidate has begun, or somebody has rated one; make a new round"):
        change_settings(storage, made.id, made.settings.model_copy(update={"minutes": 40}), "maria")
    with storage.read() as connection:
        assert made == round_by_id(connection, made.id)


def test_another_rounds_candidate_freezes_nothing(storage):
    """Only a round's own candidates count."""
    made, other = a_round(storage), a_round(storage, "Other")
    started(storage, a_candidate(storage, other))
    assert (
        40 == change_settings(storage, made.id, made.settings.model_copy(update={"minutes": 40}), "m").settings.minutes
    )


def test_changed_settings_are_checked_as_new_ones(storage):
    """A change cannot bring in what a new round could not have."""
    made = a_round(storage)
    with pytest.raises(WrongFields, match="12 at least"):
        change_settings(storage, made.id, made.settings.model_copy(update={"retention_months": 6}), "maria")


def test_a_round_may_change_while_it_is_open_and_nobody_has_begun(storage):
    """Somebody who was added or invited has not begun."""
    made = a_round(storage)
    ada = a_candidate(storage, made)
    assert may_change(storage, made)
    assert not may_change(storage, made._replace(closed_at=1))
    started(storage, ada)
    assert not may_change(storage, made)


def test_a_questionnaire_that_was_sent_keeps_its_stage(storage, monkeypatch):
    """Whoever has the questions must not lose the page for their answers; all else may change."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    made = a_round(storage)
    questionnaires.send(storage, a_candidate(storage, made).id, "maria")
    without = made.settings.model_copy(update={"stages": ("interviews",)})
    with pytest.raises(WrongFields, match="stages: its questionnaire was sent"):
        change_settings(storage, made.id, without, "maria")
    fewer = made.settings.model_copy(update={"stages": ("pre_screen",), "minutes": 40})
    assert 40 == change_settings(storage, made.id, fewer, "maria").settings.minutes


def test_a_pack_without_the_form_of_a_candidate_is_refused(storage, tmp_path):
    """Their own form, which the round's new one does not replace."""
    made = a_round(storage)
    code = a_candidate(storage, made, form="c").code
    folder = _pack_without_form(tmp_path / "pack", "c")
    with pytest.raises(WrongFields, match=f"pack: it has no form 'c', which candidate {code} takes"):
        change_settings(storage, made.id, made.settings.model_copy(update={"pack": str(folder)}), "maria")


def test_another_law_brings_its_months_unless_they_are_typed(storage):
    """Months that somebody chose stay as long as the law does."""
    before = a_round(storage, retention_months=24).settings
    assert 24 == with_presets({"minutes": 40}, before).retention_months
    assert 6 == with_presets({"jurisdiction": "european_union"}, before).retention_months
    assert 9 == with_presets({"jurisdiction": "european_union", "retention_months": 9}, before).retention_months


def _pack_without_form(folder, name):
    copy_pack("larkhour", folder)
    file = folder / "pack.yaml"
    text = file.read_text(encoding="utf-8")
    assert f"b, {name}, engineer]" in text
    file.write_text(text.replace(f", {name}, engineer]", ", engineer]"), encoding="utf-8")
    return folder


def test_another_contact_has_an_address_too(storage):
    """What stands from before may stay as it is."""
    made = a_round(storage, contact="Maria")
    kept = change_settings(storage, made.id, made.settings.model_copy(update={"minutes": 40}), "maria")
    assert "Maria" == kept.settings.contact
    with pytest.raises(WrongFields) as caught:
        change_settings(storage, made.id, kept.settings.model_copy(update={"contact": "nobody"}), "maria")
    assert ["contact"] == list(caught.value.fields)
