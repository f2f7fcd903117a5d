"""Filling in the forms of the admin as a browser does: what is there, with some of it changed."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


def admin_url(instance_or_model: Any, action: str = "change") -> str:
    """The address of an object's change page, or of a model's page."""
    options = instance_or_model._meta
    pk = getattr(instance_or_model, "pk", None) if action in ("change", "delete") else None
    args = [] if isinstance(instance_or_model, type) else [pk]
    return reverse(f"admin:{options.app_label}_{options.model_name}_{action}", args=args)


def filled_in(response: Any, /, **changes: Any) -> dict[str, Any]:
    """What the browser would send from this page, after these changes."""
    data = _values(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        data |= _values(inline.formset.management_form)
        for form in inline.formset.initial_forms:
            data |= _values(form)
    return {name: value for name, value in (data | changes).items() if value is not None}


def save(client: Client, url: str, /, **changes: Any) -> HttpResponse:
    """Open the form, change it, send it; where a text can be published, with that button."""
    page: Any = client.get(url)
    button = {"_publish": "1"} if page.context.get("may_publish") else {}
    return client.post(url, filled_in(page, **changes) | button)


def keep(client: Client, url: str, /, **changes: Any) -> HttpResponse:
    """Open the form, change it, keep it as a draft."""
    return client.post(url, filled_in(client.get(url), **changes) | {"_continue": "1"})


def errors(response: Any) -> dict[str, list[str]]:
    """The messages at each field of a form that was refused."""
    assert response.status_code == 200, response.status_code
    return {name: list(found) for name, found in response.context["adminform"].errors.items()}


def _values(form: BaseForm) -> dict[str, Any]:
    return {
        field.html_name: [str(each) for each in value] if isinstance(value, list) else value
        for field in form
        if (value := field.value()) is not None and value is not False
    }
