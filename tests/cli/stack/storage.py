"""An S3 client for a stack."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from cli.stack import Endpoints

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def bucket_client(endpoints: Endpoints) -> "S3Client":
    return boto3.client(
        "s3",
        endpoint_url=endpoints.s3_endpoint_url,
        aws_access_key_id=endpoints.s3_access_key_id,
        aws_secret_access_key=endpoints.s3_secret_access_key,
        region_name=endpoints.s3_region,
        config=Config(
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
