"""Rounds made of what a person typed, in a form or on a command line: all problems at once, each at its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from sim.scenario.words import no_zone
from trainee_exercises.hiring.problems import WrongFields
from trainee_exercises.hiring.retention import preset_months
from trainee_exercises.hiring.rounds import Round, create_round, problems_of, wrong_contact, wrong_name
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.hiring.words import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from trainee_exercises.storage import Storage

_WHO: Final = {
    "company": "name whose application it is: the privacy notice says who is responsible",
    "contact": "name whom candidates write to: a person, and an address",
}
_NO_NUMBER: Final = "'{typed}' is no whole number; write {range}"
_SAYS: Final = {
    "greater_than_equal": "{typed} is too few; write {range}",
    "less_than_equal": "{typed} is too many; write {range}",
    "int_parsing": _NO_NUMBER,
    "int_type": _NO_NUMBER,
    "int_from_float": _NO_NUMBER,
    "literal_error": "'{typed}' is none of these: {expected}",
    "too_short": "write something here",
    "too_long": "it has {actual_length} characters; write {max_length} at most",
    "string_pattern_mismatch": "'{typed}' is no id; write small letters, digits, - and _",
}
"""What is wrong, by pydantic's name for it."""


def settings_of(values: Mapping[str, Any]) -> RoundSettings:
    """Return settings made of what a person typed, texts included; what is not there has its default.

    Raises:
        WrongFields: a message for each field that cannot be used.

    """
    try:
        return RoundSettings.model_validate(dict(values))
    except ValidationError as error:
        raise WrongFields({str(one["loc"][0]): _said(one) for one in error.errors()}) from None


def with_presets(values: Mapping[str, Any], before: RoundSettings | None = None) -> RoundSettings:
    """Return settings as `settings_of` does, on top of those *before*.

    Where no time of keeping was typed, it is that of the jurisdiction, unless they have the one *before* already.
    """
    settings = settings_of((before.model_dump() if before else {}) | dict(values))
    is_kept = before is not None and before.jurisdiction == settings.jurisdiction
    if is_kept or "retention_months" in values:
        return settings
    return settings.model_copy(update={"retention_months": preset_months(settings.jurisdiction)})


def make_round(storage: Storage, name: str, values: Mapping[str, Any], by: str) -> Round:
    """Make a round of what a person typed, and return it. Company and contact have no default here.

    Raises:
        WrongFields: as `create_round` and `settings_of`, and a message where company or contact are not there, or
            where the contact has no address.

    """
    problems = {field: says for field, says in _WHO.items() if not one_line(str(values.get(field) or ""))}
    settings, wrong = _checked({field: one for field, one in values.items() if field not in problems})
    if "contact" not in problems:
        problems |= wrong_contact(settings.contact)
    problems |= problems_of(settings) | wrong
    with storage.read() as connection:
        problems |= wrong_name(connection, one_line(name))
    if problems:
        raise WrongFields(problems)
    return create_round(storage, name, settings, by)


def _checked(values: Mapping[str, Any]) -> tuple[RoundSettings, dict[str, str]]:
    """Return settings made of those values that can be used, and what is wrong with the others."""
    try:
        return with_presets(values), {}
    except WrongFields as error:
        return with_presets({field: one for field, one in values.items() if field not in error.fields}), error.fields


def _said(error: ErrorDetails) -> str:
    """Return what pydantic found, in the house's words where it has its own."""
    if error["type"] == "zone":
        return no_zone(str(error["input"])[:60])
    words = _SAYS.get(error["type"])
    if words is not None:
        known = {"typed": str(error["input"])[:60], "range": _range(str(error["loc"][0])), **error.get("ctx", {})}
        return words.format(**known)
    message, shown = error["msg"].removeprefix("Value error, "), repr(error["input"])[:60]
    return message if shown in message else f"{shown}: {message[0].lower()}{message[1:]}"


def _range(field: str) -> str:
    """Return such as "1 to 240": what a number may be; "" for what is none."""
    rules = RoundSettings.model_fields[field].metadata if field in RoundSettings.model_fields else ()
    bounds = [str(getattr(one, name)) for name in ("ge", "le") for one in rules if hasattr(one, name)]
    return " to ".join(bounds)
