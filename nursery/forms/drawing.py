from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """One column, label above, help under it, error beside the field and in a summary."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
