"""How a person is reached, when they are left in peace, and how they are told of each kind: one form, one Save."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext_lazy as _

from nursery.forms import ClockField
from reminders.channels import full_number
from reminders.kinds import Group, Kind
from reminders.models import Channel
from reminders.queries.preferences import Kept
from reminders.rules.choices import Choice, choices_of, usual
from reminders.rules.timing import Quiet

# As the nursery file has it (portability/nursery-file.schema.json).
_PHONE = re.compile(r"^\+?[0-9 ()-]{5,25}$")
_OTHER_DASHES = re.compile(r"[.\u2010-\u2015/\\]")
_SPACES = re.compile(r"\s+")


class PhoneField(forms.CharField):
    """A telephone number as people write it; dots and slashes become hyphens. Whether it can be one of this country is
    for whoever sends to it."""

    default_error_messages = {"invalid": _("We can’t read this as a telephone number. Write it like 07700 900123.")}
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})

    def to_python(self, value: Any) -> str:
        text = _SPACES.sub(" ", _OTHER_DASHES.sub("-", str(value or "").strip()))
        if text and not _PHONE.match(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return text


@dataclass(frozen=True, slots=True)
class Row:
    """One kind on the page."""

    kind: Kind
    field: BoundField


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its kinds; `needed` are those that cannot be turned off."""

    group: Group
    free: Sequence[Row]
    needed: Sequence[Row]
    changed: int

    @property
    def has_errors(self) -> bool:
        return any(row.field.errors for row in (*self.free, *self.needed))

    @property
    def say_changed(self) -> str:
        if not self.changed:
            return ""
        return ngettext("%(n)d as you chose", "%(n)d as you chose", self.changed) % {"n": self.changed}


class PreferencesForm(forms.Form):
    """What is kept already is what it begins with; `wanted` is what it comes to."""

    phone = PhoneField(label=_("Telephone number"), required=False, max_length=30)
    quiet_from = ClockField(label=_("From"), error_messages={"required": _("Say from when.")})
    quiet_until = ClockField(label=_("Until"), error_messages={"required": _("Say until when.")})
    call_outs_pass = forms.BooleanField(
        label=_("Let a call-out for the same day through"),
        help_text=_("When somebody is looked for at once, and you could come."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kept: Kept,
        sections: Mapping[Group, Sequence[Kind]],
        ways: Collection[Channel],
        country: str,
        **kwargs: Any,
    ) -> None:
        self._kept, self._sections, self._country = kept, sections, country
        self._texts = Channel.TEXT in ways
        kwargs["initial"] = {
            "phone": kept.phone,
            "quiet_from": kept.quiet.starts,
            "quiet_until": kept.quiet.ends,
            "call_outs_pass": kept.quiet.call_outs_pass,
            "language": kept.language,
        }
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = (
            _("Text messages go here.") if self._texts else _("For the nursery to ring you. It sends no text messages.")
        )
        if len(settings.LANGUAGES) > 1:
            self.fields["language"] = _language_field(kept.language)
        self._choices: dict[str, dict[str, Choice]] = {}
        for kind in (kind for kinds in sections.values() for kind in kinds):
            self._add_kind(kind, kept.of(kind), ways)

    def _add_kind(self, kind: Kind, chosen: Choice, ways: Collection[Channel]) -> None:
        choices = choices_of(kind, chosen, ways)
        self._choices[kind.name] = {choice.key: choice for choice in choices}
        usual_words = usual(kind).say(ways)
        marked = {usual_words: _("%(how)s (usual)") % {"how": usual_words}} if chosen != usual(kind) else {}
        said = [(choice.key, choice.say(ways)) for choice in choices]
        field = forms.ChoiceField(
            label=kind.description,
            choices=[(key, marked.get(words, words)) for key, words in said],
            error_messages={"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")},
        )
        self.fields[_name_of(kind)] = field
        self.initial[_name_of(kind)] = chosen.key

    def clean_phone(self) -> str:
        """Where text messages go, a number that none can go to is said while its owner looks at it."""
        phone: str = self.cleaned_data["phone"]
        if phone and self._texts and full_number(phone, self._country) is None:
            raise ValidationError(PhoneField.default_error_messages["invalid"], code="invalid")
        return phone

    def sections(self) -> Iterator[Section]:
        for group, kinds in self._sections.items():
            rows = [Row(kind, self[_name_of(kind)]) for kind in kinds]
            yield Section(
                group,
                [row for row in rows if not row.kind.needed],
                [row for row in rows if row.kind.needed],
                sum(1 for kind in kinds if kind.name in self._kept.kinds),
            )

    @property
    def wanted(self) -> Kept:
        """Of a valid form. What was chosen of kinds that are not on the page stays."""
        data = self.cleaned_data
        chosen = dict(self._kept.kinds)
        for kind in (kind for kinds in self._sections.values() for kind in kinds):
            choice = self._choices[kind.name][data[_name_of(kind)]]
            chosen.pop(kind.name, None)
            if choice != usual(kind):
                chosen[kind.name] = choice
        return Kept(
            phone=data["phone"],
            language=data.get("language", self._kept.language),
            quiet=Quiet(data["quiet_from"], data["quiet_until"], data["call_outs_pass"]),
            kinds=chosen,
        )


def _name_of(kind: Kind) -> str:
    return f"kind-{kind.name.replace('.', '-')}"


def _language_field(chosen: str) -> forms.ChoiceField:
    """Each language in its own words."""
    choices = [(code, _own_name(code, str(name))) for code, name in settings.LANGUAGES]
    if chosen and chosen not in dict(choices):
        choices.append((chosen, chosen))  # one that this site no longer speaks is kept until another is chosen
    return forms.ChoiceField(label=_("Language"), choices=[("", _("The nursery’s own")), *choices], required=False)


def _own_name(code: str, name: str) -> str:
    try:
        own = str(get_language_info(code)["name_local"])
    except KeyError:
        return name
    return own[0].upper() + own[1:]
