"""An S3 endpoint over a folder: `rclone serve s3`."""

import os
from collections.abc import Mapping, Sequence
from typing import ClassVar

from cli.stack.events import Part
from cli.stack.service import Service, answers, venv_binary
from cli.stack.settings import BUCKET, HOST

# Uploads are written under this name and renamed when complete; a kill -9 leaves them behind.
UNFINISHED = ".rclone_temp_put_*"


class Objects(Service):
    """Object storage. A bucket is a folder of the data folder, an object is a file in it."""

    part = Part.OBJECTS
    title: ClassVar[str] = "S3"
    port_names: ClassVar[tuple[str, ...]] = ("s3",)

    def command(self) -> Sequence[str]:
        return [
            venv_binary("rclone"),
            "serve",
            "s3",
            *("--config", os.devnull, "--addr", f"{HOST}:{self.port}"),
            # Browsers upload with presigned URLs from the web app's origin; the signature is what protects an object.
            *("--allow-origin", "*"),
            str(self.site.home.objects),
        ]

    def environment(self) -> Mapping[str, str]:
        secrets = self.site.secrets
        clean = {name: value for name, value in self.site.environment.items() if not name.startswith("RCLONE_")}
        # One pair with a comma inside a list: rclone reads the variable as CSV.
        return {**clean, "RCLONE_AUTH_KEY": f'"{secrets.s3_access_key_id},{secrets.s3_secret_access_key}"'}

    async def prepare(self) -> None:
        bucket = self.site.home.objects / BUCKET
        bucket.mkdir(parents=True, exist_ok=True)
        for leftover in self.site.home.objects.rglob(UNFINISHED):
            leftover.unlink(missing_ok=True)

    async def is_ready(self, pid: int, /) -> bool:
        return await super().is_ready(pid) and await answers(self.site.endpoints.s3_endpoint_url, any_status=True)
