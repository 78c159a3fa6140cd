"""Where the parts of a stack are reached, in the standard environment variables that every process reads."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from cli.stack.events import Part
from cli.stack.ports import Ports
from cli.stack.settings import BUCKET, DATABASE, HOST, NAMESPACE, REGION, Home, Secrets
from film.model import Value

# Setting one of these makes a part external: the stack uses it and does not start its own.
EXTERNAL_VARIABLES: Mapping[Part, str] = {
    Part.TEMPORAL: "TEMPORAL_ADDRESS",
    Part.POSTGRES: "DATABASE_URL",
    Part.OBJECTS: "AWS_ENDPOINT_URL_S3",
}

# Set, it lets the live studio rehearse: its models are served, and its calls billed, by the bundled server alone.
REHEARSAL_VARIABLE = "REELWRIGHT_REHEARSAL"

# Settings of the user's own accounts, which must not reach an embedded part.
FOREIGN_PREFIXES: Mapping[Part, tuple[str, ...]] = {
    Part.TEMPORAL: ("TEMPORAL_",),
    Part.POSTGRES: ("PG",),
    Part.OBJECTS: ("AWS_",),
}


class Endpoints(Value):
    """The addresses and credentials of a stack. Holds secrets: not for logs."""

    temporal_address: str
    temporal_namespace: str
    temporal_ui_url: str
    database_url: str
    s3_endpoint_url: str
    s3_access_key_id: str
    s3_secret_access_key: str
    s3_region: str
    bucket: str
    previz_url: str
    previz_token: str
    api_url: str


@dataclass
class Site:
    """One stack being set up: its folder, secrets, ports, and the user's environment.

    Once `is_settled`, processes have been told the addresses, and no port may change any more.
    """

    home: Home
    secrets: Secrets
    ports: Ports
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    external: frozenset[Part] = frozenset()
    is_settled: bool = False

    @property
    def endpoints(self) -> Endpoints:
        """Addresses of the embedded parts, and of the external ones as the user's environment gives them."""
        ports, secrets = self.ports, self.secrets
        user = f"{DATABASE}:{secrets.postgres_password}"
        temporal, postgres, objects = Part.TEMPORAL, Part.POSTGRES, Part.OBJECTS
        return Endpoints(
            temporal_address=self._of(temporal, "TEMPORAL_ADDRESS", f"{HOST}:{ports.temporal}"),
            temporal_namespace=self._of(temporal, "TEMPORAL_NAMESPACE", NAMESPACE) or NAMESPACE,
            temporal_ui_url=self._of(temporal, "REELWRIGHT_TEMPORAL_UI_URL", _url(ports.temporal_ui)),
            database_url=self._of(
                postgres, "DATABASE_URL", f"postgresql+psycopg://{user}@{HOST}:{ports.postgres}/{DATABASE}"
            ),
            s3_endpoint_url=self._of(objects, "AWS_ENDPOINT_URL_S3", _url(ports.s3)),
            s3_access_key_id=self._of(objects, "AWS_ACCESS_KEY_ID", secrets.s3_access_key_id),
            s3_secret_access_key=self._of(objects, "AWS_SECRET_ACCESS_KEY", secrets.s3_secret_access_key),
            s3_region=self._of(objects, "AWS_REGION", REGION) or REGION,
            bucket=self._of(objects, "REELWRIGHT_BUCKET", BUCKET) or BUCKET,
            previz_url=_url(ports.previz),
            previz_token=secrets.previz_token,
            api_url=_url(ports.api),
        )

    def _of(self, part: Part, variable: str, embedded: str) -> str:
        return self.environ.get(variable, "") if part in self.external else embedded

    @property
    def environment(self) -> dict[str, str]:
        """The environment of our processes: the user's, less what belongs to other accounts, plus the endpoints."""
        foreign = tuple(
            prefix for part, prefixes in FOREIGN_PREFIXES.items() if part not in self.external for prefix in prefixes
        )
        kept = {name: value for name, value in self.environ.items() if not (foreign and name.startswith(foreign))}
        no_proxy = _no_proxy(self.environ)
        ours = {**self._ours(), "NO_PROXY": no_proxy, "no_proxy": no_proxy}
        return {**kept, **self._temporal(), **self._objects(), **ours}

    def _temporal(self) -> dict[str, str]:
        endpoints = self.endpoints
        common = {"TEMPORAL_ADDRESS": endpoints.temporal_address, "TEMPORAL_NAMESPACE": endpoints.temporal_namespace}
        # A profile in the user's temporal.toml could add TLS or an API key to the connection.
        return common if Part.TEMPORAL in self.external else {**common, "TEMPORAL_CONFIG_FILE": os.devnull}

    def _objects(self) -> dict[str, str]:
        endpoints = self.endpoints
        if Part.OBJECTS in self.external:
            # Credentials may come from an instance role or a profile: only what the user set is passed on.
            return {"REELWRIGHT_BUCKET": endpoints.bucket}
        return {
            "REELWRIGHT_BUCKET": endpoints.bucket,
            "AWS_ENDPOINT_URL_S3": endpoints.s3_endpoint_url,
            "AWS_ACCESS_KEY_ID": endpoints.s3_access_key_id,
            "AWS_SECRET_ACCESS_KEY": endpoints.s3_secret_access_key,
            "AWS_REGION": endpoints.s3_region,
            "AWS_DEFAULT_REGION": endpoints.s3_region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            # rclone answers a ranged read with the checksum of the whole object, which boto3 would take for damage.
            "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
        }

    def _ours(self) -> dict[str, str]:
        endpoints = self.endpoints
        return {
            "DATABASE_URL": endpoints.database_url,
            "REELWRIGHT_HOME": str(self.home.root),
            "REELWRIGHT_PREVIZ_URL": endpoints.previz_url,
            "REELWRIGHT_PREVIZ_TOKEN": endpoints.previz_token,
            "REELWRIGHT_TEMPORAL_UI_URL": endpoints.temporal_ui_url,
            "REELWRIGHT_API_URL": endpoints.api_url,
            "REELWRIGHT_WEBHOOK_URL": f"{endpoints.api_url}/v1/webhooks",
            "PYTHONUNBUFFERED": "1",
            # Our work runs in as many processes and threads as there are cores; the algebra library adding its own
            # makes small products six times slower on a busy machine.
            "OPENBLAS_NUM_THREADS": "1",
            **(self._rehearsal() if self.environ.get(REHEARSAL_VARIABLE) else {}),
        }

    def _rehearsal(self) -> dict[str, str]:
        """The paid providers' variables, pointed at the bundled server: the live studio for nothing."""
        endpoints = self.endpoints
        return {
            "REPLICATE_BASE_URL": endpoints.previz_url,
            "REPLICATE_API_TOKEN": endpoints.previz_token,
            "OPENAI_BASE_URL": f"{endpoints.previz_url}/v1",
            "OPENAI_API_KEY": endpoints.previz_token,
            "ELEVENLABS_BASE_URL": endpoints.previz_url,
            "ELEVENLABS_API_KEY": endpoints.previz_token,
        }


def external_parts(environ: Mapping[str, str]) -> frozenset[Part]:
    """The parts that the user's environment points elsewhere."""
    return frozenset(part for part, variable in EXTERNAL_VARIABLES.items() if environ.get(variable))


def _url(port: int) -> str:
    return f"http://{HOST}:{port}"


def _no_proxy(environ: Mapping[str, str]) -> str:
    given = environ.get("NO_PROXY") or environ.get("no_proxy") or ""
    return ",".join(filter(None, [given, HOST, "localhost"]))
