"""What becomes of the files of a picture whose row is gone."""

from hosting.models import Picture
from hosting.picture_files import remove_files
from portal.lib.jobs import job
from portal.lib.renditions import file_names


@job(name="hosting.forget_picture")
def forget_picture(*, key: str, widths: str) -> None:
    """Remove the files: committed with the row's deletion, and done after it."""
    if not Picture.objects.filter(key=key).exists():
        remove_files(file_names(key, [int(width) for width in widths.split(".")]))
