"""How every form of the site is drawn."""

from django.forms.renderers import TemplatesSetting


class SiteFormRenderer(TemplatesSetting):
    """Label, help, error, input: in that order, from templates/forms/."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
