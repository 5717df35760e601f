"""Words of English that any pack shares: no word of a product stands here."""

from __future__ import annotations

from types import MappingProxyType


def _frozen(entries: dict[str, str]) -> MappingProxyType[str, str]:
    return MappingProxyType(entries)


STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any anyone are as at be because been before being below between
    both but by can could did do does doing down during each else ever few for from further get gets getting go
    goes going got had has have having he her here hers him his how i if in into is it its just let lets like
    made make makes may me might mine more most much must my near of off ok okay on one once only onto or other
    our ours out over own per please quite rather really same shall she should simply since so some something
    soon still such sure take than thank thanks that the their them then there these they thing things this
    those through to too under until up upon us very want was we well were what when where whether which while
    who whom whose why will with within would yes yet you your yours hi hello hey dear sir madam sam kind
    regards best cheers sincerely faithfully not no never nor neither nothing nobody none cannot without
    """.split()  # noqa: SIM905 -- a list of 150 strings is harder to read
)

CONTRACTIONS = MappingProxyType({
    "can't": ("can", "not"), "cannot": ("can", "not"), "cant": ("can", "not"), "won't": ("will", "not"),
    "wont": ("will", "not"), "shan't": ("shall", "not"), "dont": ("do", "not"), "doesnt": ("does", "not"),
    "didnt": ("did", "not"), "isnt": ("is", "not"), "arent": ("are", "not"), "wasnt": ("was", "not"),
    "werent": ("were", "not"), "havent": ("have", "not"), "hasnt": ("has", "not"), "couldnt": ("could", "not"),
    "wouldnt": ("would", "not"), "shouldnt": ("should", "not"), "ain't": ("is", "not"), "i'm": ("i", "am"),
    "let's": ("let", "us"), "it's": ("it", "is"), "that's": ("that", "is"), "there's": ("there", "is"),
    "what's": ("what", "is"), "here's": ("here", "is"), "who's": ("who", "is"), "he's": ("he", "is"),
    "she's": ("she", "is"), "nope": ("no",), "email": ("mail",), "emails": ("mail",), "mails": ("mail",),
    "signin": ("sign", "in"), "login": ("sign", "in"), "plugin": ("plug", "in"),
    "unknown": ("not", "known"), "unavailable": ("not", "available"), "impossible": ("not", "possible"),
    "unable": ("not", "able"), "undecided": ("not", "decided"), "unsupported": ("not", "supported"),
    "unlimited": ("no", "limit"), "unnecessary": ("not", "necessary"), "invalid": ("not", "valid"),
    "unchanged": ("not", "changed"), "unsafe": ("not", "safe"), "uncertain": ("not", "certain"),
    "unclear": ("not", "clear"), "irreversible": ("not", "reversible"), "unaffected": ("not", "affected"),
})  # fmt: skip
"""Words written as one that are compared as two, and short forms without the apostrophe."""

NUMBERS = _frozen({
    "zero": "0", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
    "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100", "twice": "2", "half": "0.5",
    "dozen": "12", "couple": "2",
})  # fmt: skip

UNITS = MappingProxyType(
    {
        **dict.fromkeys(("min", "mins", "minute", "minutes"), 1.0),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60.0),
        **dict.fromkeys(("day", "days"), 1440.0),
        **dict.fromkeys(("week", "weeks"), 10080.0),
        **dict.fromkeys(("month", "months"), 43200.0),
        **dict.fromkeys(("year", "years"), 525600.0),
    }
)
"""How many minutes a unit has, so that "72 hours" equals "three days"; a month counts 30 days, a year 365."""

_GROUPS = """
allow permit let enable
customer client user visitor guest
buy purchase order
cost price fee charge pay
cancel void revoke
delete remove erase wipe
begin start
finish end stop cease
error mistake fault
fix repair mend solve resolve
choose select pick
press click tap hit push
show display see
send forward pass
tell inform notify
phone ring call
write type enter
need require must
quick fast rapid
old previous former
new fresh recent newest latest
big large
small little tiny
ask request enquire
help assist
change alter modify edit
create add
keep retain stay remain
copy duplicate
limit cap maximum max most
minimum min least
appointment booking reservation slot
page site website
picture image photo
plan tier subscription
document paper
file attachment
firm company business
colleague teammate
export download
import upload
invoice bill
refund reimburse repay
connect link integrate
connection integration
restore recover
wait delay
decision verdict
know aware
check verify inspect
today now currently
undecided open
guarantee promise assure
date deadline
log sign
wrong incorrect false
right correct true
automatic itself automatically
hand manual manually
free complimentary
break interruption
"""


def _synonyms(text: str) -> MappingProxyType[str, str]:
    found: dict[str, str] = {}
    for line in text.strip().splitlines():
        head, *others = line.split()
        for word in others:
            found.setdefault(word, found.get(head, head))
    return MappingProxyType(found)


SYNONYMS = _synonyms(_GROUPS)
"""A word and the one that stands for its group: general words of support replies, none of a certain product."""

LANGUAGES = MappingProxyType({
    name: frozenset(words.split())
    for name, words in {
        "German": "der die das und ist nicht sie ich wir mit für ein eine einen auf den dem zu haben kann können nein "
        "aber keine "
        "bitte ihre ihnen sind wird werden von im auch nur oder bei",
        "French": "le la les et est vous nous ne pas une des du pour avec dans que qui sur votre vos peut je il elle "
        "cette mais ou "
        "bonjour sont être avez plus",
        "Spanish": "el la los las y es no que de en un una para con por su se puede usted pero está están lo le te "
        "como más hay "
        "hola gracias del al",
        "Italian": "il lo la gli le è non che di un una per con del della sono può puoi ma si nel anche questo ciao "
        "grazie dei",
        "Portuguese": "o os as e é não que de em um uma para com por seu sua você pode mas do da dos das no na está "
        "olá obrigado",
        "Dutch": "de het een en is niet u je wij we met voor van op te kan kunt maar geen zijn dat die aan ook bij uw",
        "Polish": "i w na nie się jest do z że to jak o po za dla ale może proszę są czy od pan pani można",
        "Swedish": "och är inte du vi med för en ett på att det som kan men har till av den om ni",
        "Turkish": "ve bir bu için ile değil ama var yok çok da de ne olarak gibi siz biz merhaba",
        "Indonesian": "dan yang di tidak untuk dengan ini itu anda kami bisa dari ke pada adalah saya akan",
    }.items()
})  # fmt: skip
"""Frequent small words of other languages, to tell that a reply is not in English."""
