"""What is written down of the hosts' changes. Imported by `ready`: see `municipalities.history`."""

from hosting.models import Coordinator, Organisation, Step, StepTime
from portal.lib.history import keep_history, keep_history_of_links

keep_history(Coordinator, Organisation, Step, StepTime)
keep_history_of_links(Organisation.municipalities, Organisation.sources)
keep_history_of_links(Step.depends_on, Step.depends_on_any, Step.sources)
