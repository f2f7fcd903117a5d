"""An S3 bucket that keeps pictures: Amazon's, or that of any server that speaks its language."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """A bucket that nobody reads but the portal, which serves what is in it itself."""

    def get_default_settings(self) -> dict[str, Any]:
        """Impatient, and with nothing that only Amazon's own servers understand."""
        config = Config(
            connect_timeout=2,
            read_timeout=10,
            retries={"total_max_attempts": 2, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {"client_config": config, "default_acl": None}
