"""What is written down of the ground's changes.

Imported by the package's `AppConfig.ready`, and nowhere earlier: the columns of the languages are
added by modeltranslation in its own `ready`, which runs before ours because it stands first in
INSTALLED_APPS, and what is tracked before that lacks them without a word. `ready` comes after the
import of the models and before everything that asks for them, `makemigrations` included: the event
models are in the migrations like all others.
"""

from municipalities.models import (
    County,
    Figure,
    LocalPart,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Source,
    Topic,
)
from portal.lib.history import keep_history, keep_history_of_links

# 15 kB a row, never edited by hand; and what is made of it.
keep_history(Municipality, leave_out=["boundary", "boundary_digest"])
keep_history(MunicipalityNumber, County, Source, Figure, Topic, Page, LocalPart, Membership)
keep_history_of_links(Municipality.sources, Page.sources, LocalPart.sources)
