"""Words of a question as stems, so that "bookings" finds "booking", and how far two words are apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

import snowballstemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD: Final = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")  # noqa: RUF001 - as people paste it
_STEMMER: Final = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME: Final = Lock()  # a stemmer keeps the word that it is at in itself: two threads would mix theirs
_SMALL: Final = frozenset(
    """
    a about after all also am an and any are as at be because been before but by can could did do does for from get
    got had has have he her here him his how i if in into is it its just like me my no not now of on one only or our
    out over own please she should so some than thank thanks that the their them then there these they this those
    to too up us very was we were what when where which while who why will with would yes yet you your hi hello hey
    dear sir madam kind regards best cheers don doesn isn can't don't doesn't i'm it's that's
    """.split()  # noqa: SIM905 - a list of 100 strings is harder to read
)
_SAME: Final = {
    "mail": "email", "mails": "email", "sms": "text", "colour": "color", "cancelled": "cancel",
    "cancellation": "cancel", "cancellations": "cancel", "log": "sign", "login": "sign", "signin": "sign",
    "logged": "sign", "invoicing": "invoice", "vat": "tax", "picture": "photo", "pictures": "photo",
    "customer": "client", "customers": "client", "colleague": "team", "colleagues": "team", "employee": "team",
    "employees": "team", "staff": "team", "repay": "refund", "refunded": "refund", "money": "payment",
    "pay": "payment", "pays": "payment", "paid": "payment", "paying": "payment", "payments": "payment",
}  # fmt: skip


def words(text: str) -> Iterator[re.Match[str]]:
    """Give the words and figures of *text* with their places."""
    return _WORD.finditer(text)


def stems(text: str) -> list[str]:
    """Return the stems of the words that say something, in order."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(one for one in plain if not unicodedata.combining(one)).replace("’", "'")  # noqa: RUF001
    found = (one[0].removesuffix("'s") for one in _WORD.finditer(plain))
    return [stem(word) for word in found if word not in _SMALL and (len(word) > 1 or word.isdigit())]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word in small letters."""
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(_SAME.get(word, word)))


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, taken away or swapped with the next; above *most*: most + 1."""
    if abs(len(one) - len(other)) > most or one[0] != other[0]:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
