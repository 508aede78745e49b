"""Sample people, days and forms for the pages that show every component in its place."""

from types import SimpleNamespace
from typing import Any

from django import forms

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
