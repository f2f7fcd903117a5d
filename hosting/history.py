"""What is written down of the hosts' changes. Imported by `ready`: see `municipalities.history`."""

from hosting.models import Coordinator, Organisation
from portal.lib.history import keep_history, keep_history_of_links

keep_history(Coordinator, Organisation)
keep_history_of_links(Organisation.municipalities, Organisation.sources)
