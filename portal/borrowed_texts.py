"""Texts of other packages that they have not translated, in Norwegian or in German.

Without a translation an editor who works in Norwegian meets a line of English in the middle of a
form; and one who works in German a line of Norwegian, the portal's first language. Naming the
texts here makes `make messages` keep them in our own catalogues, which come before those of the
packages. Nothing imports this module. tests/portal/test_borrowed_texts.py says after an upgrade
which texts to add and which to remove. Texts of scripts are not here but in `djangojs.po`.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

BORROWED_TEXTS = (
    # Django itself
    _("Central Kurdish (Sorani)"),
    _("Uyghur"),
    _("Enter a valid domain name."),
    _("Enter a valid %(protocol)s address."),
    _("IPv4"),
    _("IPv6"),
    _("IPv4 or IPv6"),
    _(
        "Ensure this value is a multiple of step size %(limit_value)s, starting from "
        "%(offset)s, e.g. %(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
    ),
    _("String (unlimited)"),
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    # Django's admin
    _("Select this object for an action - {}"),
    _("Breadcrumbs"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Error:"),
    _("Set password"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    _("This action will <strong>enable</strong> password-based authentication for this user."),
    _("Disable password-based authentication"),
    _("Enable password-based authentication"),
    _("Skip to main content"),
    _("Hide counts"),
    _("Show counts"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _("Added:"),
    _("Changed:"),
    _("Deleted:"),
    _("Forgotten your login credentials?"),
    _("Sidebar"),
    _("Start typing to filter…"),
    _("Filter navigation items"),
    ngettext_lazy("entry", "entries"),
    _("View selected %(model)s"),
    _("Thanks for spending some quality time with the web site today."),
    _("In case you’ve forgotten, you are:"),
    _("Select all objects on this page for an action"),
    # Django's accounts
    _("Conflicting form data submitted. Please try again."),
    _("Password-based authentication was disabled."),
    _("Set password: %s"),
    _("Reset password"),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, "
        "they may still be able to authenticate using other backends, such as Single Sign-On "
        "or LDAP."
    ),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Enable password-based authentication for this user by setting a password."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and "
        "uppercase A-Z letters, numbers, and @/./+/-/_ characters."
    ),
    # Django's PostgreSQL fields
    _("Ensure that the upper bound of the range is not greater than %(limit_value)s."),
    _("Ensure that the lower bound of the range is not less than %(limit_value)s."),
    # The editor of rich text
    _("Title"),
    _("Update"),
)
