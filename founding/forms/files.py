"""A nursery file that is sent, and the last questions before it is a nursery."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from founding.forms.page import as_error
from founding.rules.bounds import MOST_BYTES, MOST_FAULTS, made_refusal, too_large, values_refusal
from portability.faults import Fault, NurseryFileError
from portability.importing import faults_of
from portability.reading import read_written


class FileForm(forms.Form):
    """`document` is what a file without a fault holds; `faults` are another's, each with its place."""

    file = forms.FileField(
        label=lazy("The nursery file"),
        help_text=lazy("A JSON document of at most 2 MB, as Turnabout gives it out or you have written it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": lazy("Choose the file."),
            "empty": lazy("There is nothing in this file."),
            "missing": lazy("Choose the file."),
        },
    )
    document: dict[str, Any]
    faults: Sequence[Fault] = ()
    more = 0  # faults besides

    def clean_file(self) -> None:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise as_error(too_large())
        try:
            document = read_written(sent.read(), _("This file"))
        except NurseryFileError as error:
            raise ValidationError(str(error), code="file") from error
        if refusal := values_refusal(document) or made_refusal(document):
            raise as_error(refusal)
        found = faults_of(document, MOST_FAULTS)
        if found:
            self.faults, self.more = found[:MOST_FAULTS], max(0, len(found) - MOST_FAULTS)
            raise ValidationError(_("It cannot be taken in as it is; what to mend stands below."), code="faults")
        self.document = document


class MakeForm(forms.Form):
    """At which address, and who the founder is where the file does not say."""

    slug = forms.CharField(
        label=lazy("The address of its pages"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": lazy("Write the address."), "max_length": lazy("At most 50 characters.")},
    )
    name = forms.CharField(
        label=lazy("Your name"),
        help_text=lazy("Nobody in it has your e-mail address. You will be entered as a manager."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": lazy("Write your name."), "max_length": lazy("At most 200 characters.")},
    )

    def __init__(self, *args: Any, asks_name: bool, site: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].help_text = _("All its pages begin with %(site)s and this.") % {"site": f"{site}/"}
        if not asks_name:
            del self.fields["name"]

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).strip().strip("/").lower()
