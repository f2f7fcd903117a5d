"""Files that people send are read no further than anybody may send.

Django has no such limit of its own: a file goes to the disk whole before a form sees it. Here what
is beyond the limit is thrown away as it comes in; the form then finds the file too big, and says so
kindly. (`DATA_UPLOAD_MAX_MEMORY_SIZE` limits everything but files.) What is within the limit stays
in memory: it is decoded there anyway, and a full disk then costs nobody what they typed.
"""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler

from portal.lib.renditions import MOST_BYTES


class Limited(FileUploadHandler):
    """Passes on a file's bytes up to just beyond the limit, and of all files together no more."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The bytes for the handlers that follow; None once there are too many."""
        if self.received > MOST_BYTES:
            return None
        self.received += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing: the handlers that follow have the file."""


class InMemory(MemoryFileUploadHandler):
    """Django's, of whatever size: `Limited` stands before it."""

    def handle_raw_input(self, *args: Any, **options: Any) -> None:
        """Take all files."""
        self.activated = True
