"""Object storage over S3. Blocking calls: run them in a thread."""

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PART_BYTES = 64 * 1024 * 1024
_DOCUMENT_BYTES = 8 * 1024 * 1024


class MissingObjectError(LookupError):
    """No object is stored under this key."""


class ObjectStore:
    """One bucket of an S3 endpoint, found through the standard AWS environment variables.

    Files go up and down in parts, so that memory stays flat; a download lands under a temporary name first.
    """

    def __init__(self, bucket: str, *, endpoint_url: str | None = None) -> None:
        config = Config(
            connect_timeout=5,
            read_timeout=60,
            retries={"max_attempts": 5, "mode": "standard"},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            max_pool_connections=16,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        # A session of its own: the shared one keeps the first credentials it finds for the life of the process.
        self._client: S3Client = boto3.session.Session().client("s3", endpoint_url=endpoint_url, config=config)
        self._bucket = bucket
        self._transfer = TransferConfig(
            multipart_threshold=_PART_BYTES, multipart_chunksize=_PART_BYTES, use_threads=False
        )

    @property
    def endpoint_url(self) -> str:
        """Where the bucket is reached, and so where presigned URLs point."""
        return str(self._client.meta.endpoint_url)

    def put(self, key: str, path: Path, content_type: str) -> None:
        """Store a file under ``key``; nothing happens when it is there already with the same size."""
        if self.size(key) == path.stat().st_size:
            return
        extra = {"ContentType": content_type}
        self._client.upload_file(str(path), self._bucket, key, ExtraArgs=extra, Config=self._transfer)

    def get(self, key: str, path: Path) -> None:
        """Fetch ``key`` into ``path``; ``MissingObjectError`` when there is none."""
        part = path.with_name(f"{path.name}.{os.getpid()}.{id(path)}.part")
        try:
            self._client.download_file(self._bucket, key, str(part), Config=self._transfer)
            part.replace(path)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey"):
                raise MissingObjectError(key) from error
            raise
        finally:
            part.unlink(missing_ok=True)

    def read(self, key: str, *, most_bytes: int = _DOCUMENT_BYTES) -> bytes:
        """A small document, whole. ``MissingObjectError`` when there is none, ``ValueError`` when it is too large."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey"):
                raise MissingObjectError(key) from error
            raise
        with closing(answer["Body"]) as body:
            content = body.read(most_bytes + 1)
        if len(content) > most_bytes:
            raise ValueError(f"{key} has more than {most_bytes} bytes")
        return bytes(content)

    def size(self, key: str) -> int | None:
        """The size of ``key`` in bytes, or ``None`` when there is none."""
        try:
            return int(self._client.head_object(Bucket=self._bucket, Key=key)["ContentLength"])
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey", "NotFound"):
                return None
            raise

    def url(self, key: str, *, expires_s: int = 3600, download_as: str | None = None) -> str:
        """A presigned GET for ``key``; no network call. Never log it."""
        params = {"Bucket": self._bucket, "Key": key}
        if download_as:
            params["ResponseContentDisposition"] = f'attachment; filename="{download_as}"'
        return str(self._client.generate_presigned_url("get_object", Params=params, ExpiresIn=expires_s))

    def ping(self) -> None:
        """Raise when the bucket cannot be reached."""
        self._client.head_bucket(Bucket=self._bucket)

    def close(self) -> None:
        """Close pooled connections."""
        self._client.close()
