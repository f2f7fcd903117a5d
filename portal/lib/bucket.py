"""An S3 bucket that keeps pictures: Amazon's, or that of any server that speaks its language."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

logger = logging.getLogger(__name__)

# After a fault it is left alone for so many seconds: the few processes that there are must not all
# wait for pictures.
LEFT_ALONE = 10.0
CONNECT_SECONDS, READ_SECONDS = 2, 3
DOWN = (BotoCoreError, Boto3Error, ClientError, RetriesExceededError)


class BucketIsDown(OSError):
    """The bucket does not answer, or answers that it cannot or will not."""


class Bucket(S3Storage):
    """A bucket that nobody reads but the portal, which serves what is in it itself.

    Everything raises BucketIsDown, FileNotFoundError where a file is not there.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.clock: Callable[[], float] = time.monotonic
        self._ask_again_at = float("-inf")

    def get_default_settings(self) -> dict[str, Any]:
        """Impatient, and with nothing that only Amazon's own servers understand."""
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": 2, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        # A download is tried once by itself: the requests that it is made of are tried twice.
        transfer = TransferConfig(num_download_attempts=1)
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "client_config": config, "transfer_config": transfer, "default_acl": None,
        }  # fmt: skip

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if self.clock() < self._ask_again_at:
            raise BucketIsDown
        try:
            yield
        except DOWN as error:
            self._ask_again_at = self.clock() + LEFT_ALONE
            logger.error("bucket unavailable: %s", type(error).__name__)
            raise BucketIsDown from error

    def _open(self, name: str, mode: str = "rb") -> Any:
        with self._asking():
            file = super()._open(name, mode)
            file.open()  # fetched now, and not where it is read
            return file

    def _save(self, name: str, content: Any) -> str:
        with self._asking():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Remove the file; nothing where there is none."""
        with self._asking():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Whether the file is there."""
        with self._asking():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """What lies in the folder: folders, and files."""
        with self._asking():
            folders, files = super().listdir(path)
            return folders, files

    def get_modified_time(self, name: str) -> Any:
        """When the file was written."""
        with self._asking():
            return super().get_modified_time(name)
