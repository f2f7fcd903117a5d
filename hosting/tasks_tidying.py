"""What is put in order by the clock (`portal.duties` says when)."""

import datetime

from django.utils import timezone

from hosting.actions.pictures import delete_unused
from hosting.models import Picture
from hosting.picture_files import remove_files, strays
from portal.lib.jobs import job

# A picture is sent, written and shown within seconds.
COMING_IN = datetime.timedelta(days=1)


@job(name="hosting.tidy_pictures")
def tidy_pictures() -> None:
    """Delete pictures that nothing shows any more, and files that belong to none."""
    limit = timezone.now() - COMING_IN
    unused = Picture.objects.unused().filter(added_at__lt=limit)
    delete_unused(keys=list(unused.values_list("key", flat=True)))
    remove_files(strays(COMING_IN))
