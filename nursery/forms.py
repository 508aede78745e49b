"""How forms are drawn: one column, label above, help under it, error beside the field and in a summary."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
