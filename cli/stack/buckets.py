"""The bucket of an external S3."""

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cli.stack.endpoints import Site
from cli.stack.events import Part, StackError

TIMEOUT_S = 10


def ensure_bucket(site: Site) -> None:
    """Create the bucket if it is missing; raises StackError when it can be neither used nor made. Blocking."""
    endpoints = site.endpoints
    client = boto3.client(
        "s3", config=Config(connect_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S, retries={"total_max_attempts": 2})
    )
    try:
        try:
            client.head_bucket(Bucket=endpoints.bucket)
        except ClientError as error:
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") != 404:
                raise
            client.create_bucket(Bucket=endpoints.bucket)
    except (BotoCoreError, ClientError) as error:
        raise StackError(
            f"The bucket {endpoints.bucket} at {endpoints.s3_endpoint_url} can't be used: {error}", part=Part.OBJECTS
        ) from error
