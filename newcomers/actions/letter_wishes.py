"""Somebody asks for the monthly letter by the public form."""

from django.db import transaction

from newcomers import tasks_letter
from portal.lib.jobs import Sealed, enqueue
from portal.lib.limits import is_over
from portal.lib.sealing import seal

DAY = 24 * 60 * 60


def ask_for_letter(*, address: str, municipality: int, language: str, key: str) -> bool:
    """Have the mailbox asked. The same form once more, or twenty times at once, asks once: False.

    The address stands encrypted in the job until that is done, and nowhere else before.
    """
    with transaction.atomic():
        # Who sends the same at the same moment waits here until this has its job.
        if is_over(f"letter:{key}", limit=1, seconds=DAY):
            return False
        enqueue(
            tasks_letter.wish_for_letter,
            address=Sealed(seal(address)),
            municipality=municipality,
            language=language,
            occasion=key,
        )
    return True
