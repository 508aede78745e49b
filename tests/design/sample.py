"""Sample people, days and forms for the pages that show every component in its place."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms

from costs.reports.charts import Bar, Column, Columns
from costs.reports.exact import Figure, Row, Several, Table, Words

NURSERY = SimpleNamespace(name="Bluebell", slug="bluebell")
ME = SimpleNamespace(short_name="Amara O.", public_id="amara")


def place(who: str, kind: str = "", role: str = "", action: str = "", plain: bool = True) -> dict[str, Any]:
    return {"who": who, "kind": kind, "role": role, "action": action, "plain": plain}


def paid(*names: str) -> list[dict[str, Any]]:
    return [place(name, role="staff") for name in names]


def shift(duty: str, times: str, *places: dict[str, Any]) -> dict[str, Any]:
    return {"duty": duty, "times": times, "places": places}


STAFF = paid("Grace B.", "Omar F.", "Sian P.")
DAYS: list[dict[str, Any]] = [
    {
        "key": "23",
        "name": "Mon 23",
        "kind": "good",
        "state": "Safe",
        "past": True,
        "shifts": [
            shift("Care", "09:00–13:00", *STAFF, place("Efua M.")),
            shift("Food", "11:00–13:00", place("Radu P.")),
        ],
    },
    {
        "key": "24",
        "name": "Tue 24",
        "kind": "good",
        "state": "Safe",
        "today": True,
        "shifts": [
            shift(
                "Care",
                "09:00–13:00",
                *STAFF,
                place("Tomasz N."),
                place("Amara O.", kind="mine", role="you", action="Can’t come"),
            ),
            shift("Food", "11:00–13:00", place("Layla H.", kind="covered", role="for Radu P.")),
        ],
    },
    {
        "key": "25",
        "name": "Wed 25",
        "kind": "bad",
        "state": "One short 09:00–13:00",
        "shifts": [
            shift(
                "Care",
                "09:00–13:00",
                *STAFF,
                place("Open, for a parent", kind="open", action="Book it", plain=False),
            ),
            shift("Food", "11:00–13:00", place("Elif Y.")),
        ],
    },
    {
        "key": "26",
        "name": "Thu 26",
        "kind": "warn",
        "state": "Cover wanted 11:00–13:00",
        "shifts": [
            shift("Care", "09:00–13:00", *STAFF, place("Ji-woo P.")),
            shift(
                "Food",
                "11:00–13:00",
                place("Agnieszka N.", kind="wanted", role="needs cover", action="I can", plain=False),
            ),
        ],
    },
    {
        "key": "27",
        "name": "Fri 27",
        "kind": "good",
        "state": "Safe",
        "shifts": [
            shift("Care", "09:00–13:00", *STAFF, place("Hodan A.")),
            shift("Food", "11:00–13:00", place("Amara O.", kind="mine", role="you", action="Can’t come")),
            shift("Garden", "13:00–15:00", place("Open", kind="open", action="Book it")),
        ],
    },
]

PEOPLE = [
    {"name": "Amara O.", "roles": "parent", "url": "/undo/"},
    {"name": "Helen T.", "roles": "manager", "url": "/undo/"},
    {"name": "Ruth A.", "roles": "trustee and treasurer", "url": "/undo/"},
    {"name": "Grace B.", "roles": "staff", "url": "/undo/"},
]


class SampleForm(forms.Form):
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The first day you are away.",
    )
    duty = forms.ChoiceField(label="Duty", choices=[("care", "Care"), ("food", "Food")])
    reason = forms.CharField(label="A word to the manager", widget=forms.Textarea, required=False)
    part = forms.ChoiceField(
        label="Which part",
        widget=forms.RadioSelect,
        choices=[("all", "The whole shift"), ("half", "Half of it")],
        help_text="Half is fine when two of you share.",
    )
    told = forms.BooleanField(label="I have told my family", help_text="Either of you can come instead.")
    token = forms.CharField(widget=forms.HiddenInput, initial="kept")


LONG = "Donaudampfschifffahrtsgesellschaftskapitänskinderbetreuung im Freien, auch bei Regen"
BARS = [
    Bar("Care, 216 h at £17.52", "£3,784", Decimal(0), Decimal(66), url="#a"),
    Bar(LONG, "£1,916,000,000", Decimal(66), Decimal("33.5"), note="12 h beyond what was required; 4 h not confirmed"),
    Bar("What it would have cost", "£5,701", Decimal(0), Decimal("99.5"), "total"),
    Bar("Running parent duty", "−£1,287", Decimal(76), Decimal("22.5"), "minus"),
    Bar("Parents’ hours", "120 of 218 h", Decimal(0), Decimal(40), beyond=Decimal(30), mark=Decimal(85)),
    Bar("Summer term", "72 h", Decimal(0), Decimal(30), "beside"),
]
COLUMNS = Columns(
    title="What each family gave of its share, the least first",
    summary="4 families, from 0 % to 125 % of a share.",
    columns=tuple(
        Column(Decimal(25 * n), Decimal(19), height, low=height < 40)
        for n, height in enumerate((Decimal("1.5"), Decimal(35), Decimal(80), Decimal(100)))
    ),
    line=Decimal(80),
    line_label="a whole share",
)
TABLE = Table(
    "How it adds up",
    "Line",
    ("Hours", "Made of", "Amount", "Who says so"),
    (
        Row(
            LONG,
            (
                Figure("lines.0.hours", "216", "216.00"),
                Several((Figure("wage", "13.25", "£13.25 wage"), Figure("ni", "0.15", "15 % NI"))),
                Figure("lines.0.value", "3784.32", "£3,784.32", "#a"),
                Words("Wed 1 Apr 2026: Bluebell pay scale 2026-27, adopted by the trustees", long=True),
            ),
        ),
        Row("Saved (net)", (Words(""), Words(""), Figure("net", "4361.56", "£4,361.56", "#a"), Words("")), total=True),
    ),
)
