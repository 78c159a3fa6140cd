"""What a running stack offers: the real servers, with what the application expects to find in them."""

import stat

import boto3
import httpx
import psycopg
import pytest
from botocore.config import Config

from cli.stack import Part, Stack, read_endpoints
from cli.stack.endpoints import Site
from cli.stack.ports import is_listening
from cli.stack.process import read_child
from cli.stack.record import live_site, read_record
from cli.stack.service import answers
from cli.stack.temporal import SEARCH_ATTRIBUTES, ensure_search_attributes, temporal_cli
from tests.cli.stack.storage import bucket_client

pytestmark = pytest.mark.stack


def site_of(stack: Stack) -> Site:
    site = live_site(stack.home)
    assert site is not None
    return site


async def test_temporal_has_the_namespace_with_long_retention(stack: Stack) -> None:
    code, output = await temporal_cli(site_of(stack), "operator", "namespace", "describe")

    assert code == 0
    assert "2160h" in output


async def test_temporal_has_every_search_attribute_and_creating_them_again_is_harmless(stack: Stack) -> None:
    await ensure_search_attributes(site_of(stack))

    _, output = await temporal_cli(site_of(stack), "operator", "search-attribute", "list")
    found = dict(line.split() for line in output.splitlines() if line.strip().startswith("Reelwright"))
    assert found == dict(SEARCH_ATTRIBUTES)


async def test_temporal_serves_its_ui(stack: Stack) -> None:
    assert await answers(f"{stack.endpoints.temporal_ui_url}/namespaces/reelwright/workflows")


async def test_the_database_is_migrated_durable_and_asks_for_a_password(stack: Stack) -> None:
    url = stack.endpoints.database_url.replace("+psycopg", "")
    async with await psycopg.AsyncConnection.connect(url) as connection:
        row = await (
            await connection.execute("select count(*), current_setting('fsync') from alembic_version")
        ).fetchone()

    assert row == (1, "on")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        await psycopg.AsyncConnection.connect(url, password="wrong")


async def test_objects_can_be_put_ranged_and_read_with_a_presigned_url(stack: Stack) -> None:
    client = bucket_client(stack.endpoints)
    client.put_object(Bucket="reelwright", Key="takes/one.mp4", Body=b"0123456789", ContentType="video/mp4")

    ranged = client.get_object(Bucket="reelwright", Key="takes/one.mp4", Range="bytes=2-4")["Body"].read()
    link = client.generate_presigned_url("get_object", Params={"Bucket": "reelwright", "Key": "takes/one.mp4"})
    async with httpx.AsyncClient(trust_env=False) as browser:
        response = await browser.get(link, headers={"Range": "bytes=5-"})

    assert ranged == b"234"
    # rclone answers 200 where S3 answers 206; the rest is as it should be.
    assert response.is_success
    assert response.content == b"56789"
    assert response.headers["content-range"] == "bytes 5-9/10"
    assert response.headers["content-type"] == "video/mp4"


async def test_large_objects_go_up_in_parts(stack: Stack) -> None:
    client = bucket_client(stack.endpoints)
    part = bytes(range(256)) * (5 * 4096)
    upload = client.create_multipart_upload(Bucket="reelwright", Key="large.bin")["UploadId"]
    etags = [
        client.upload_part(Bucket="reelwright", Key="large.bin", UploadId=upload, PartNumber=n, Body=part)["ETag"]
        for n in (1, 2)
    ]
    client.complete_multipart_upload(
        Bucket="reelwright",
        Key="large.bin",
        UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": n, "ETag": etag} for n, etag in enumerate(etags, 1)]},
    )

    assert client.head_object(Bucket="reelwright", Key="large.bin")["ContentLength"] == 2 * len(part)


async def test_objects_are_closed_to_strangers(stack: Stack) -> None:
    url = f"{stack.endpoints.s3_endpoint_url}/reelwright/takes/one.mp4"
    stranger = boto3.client(
        "s3",
        endpoint_url=stack.endpoints.s3_endpoint_url,
        aws_access_key_id="A" * 20,
        aws_secret_access_key="b" * 40,
        region_name="us-east-1",
        config=Config(signature_version="s3v4"),
    )
    forged = stranger.generate_presigned_url("get_object", Params={"Bucket": "reelwright", "Key": "takes/one.mp4"})

    assert await answers(url, any_status=True)
    assert not await answers(url)
    assert not await answers(forged)


async def test_every_server_listens_on_its_announced_port(stack: Stack) -> None:
    record = read_record(stack.home)
    assert record is not None
    ports = record.ports
    expected = {
        Part.TEMPORAL: ports.temporal,
        Part.POSTGRES: ports.postgres,
        Part.OBJECTS: ports.s3,
        Part.PREVIZ: ports.previz,
        Part.API: ports.api,
    }
    assert all(is_listening(record.pids[part], port) for part, port in expected.items())


async def test_another_process_finds_the_same_endpoints(stack: Stack) -> None:
    assert read_endpoints(stack.home.root, {}) == stack.endpoints


async def test_secrets_are_readable_by_their_owner_only_and_on_no_command_line(stack: Stack) -> None:
    home = stack.home
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.record.stat().st_mode) == 0o600

    secrets = site_of(stack).secrets.model_dump().values()
    for part in Part:
        record = read_child(home, part)
        process = record.process() if record else None
        assert process is not None
        assert not any(secret in word for word in process.cmdline() for secret in secrets)
