"""What the API process needs to know, from standard environment variables."""

from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from film.catalogue import Studio

_USUAL_CAPS_USD = {Studio.PREVIZ: None, Studio.LIVE: Decimal(25)}
"""Animatics are free. Twice the price of a long film, so that only a mistake runs into it."""


class ApiSettings(BaseSettings):
    """Addresses and credentials of the API. ``public_url`` is where providers on the internet reach its webhooks."""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    host: str = Field(default="127.0.0.1", validation_alias="REELWRIGHT_API_HOST")
    port: int = Field(default=8300, validation_alias="REELWRIGHT_API_PORT")
    database_url: str = Field(validation_alias="DATABASE_URL")
    bucket: str = Field(default="reelwright", validation_alias="REELWRIGHT_BUCKET")
    s3_endpoint_url: str | None = Field(
        default=None, validation_alias=AliasChoices("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    )
    temporal_namespace: str = Field(default="reelwright", validation_alias="TEMPORAL_NAMESPACE")
    temporal_ui_url: str | None = Field(default=None, validation_alias="REELWRIGHT_TEMPORAL_UI_URL")
    public_url: str | None = Field(default=None, validation_alias="REELWRIGHT_PUBLIC_URL")
    previz_url: str | None = Field(default=None, validation_alias="REELWRIGHT_PREVIZ_URL")
    previz_token: SecretStr = Field(default=SecretStr("previz"), validation_alias="REELWRIGHT_PREVIZ_TOKEN")
    replicate_url: str = Field(default="https://api.replicate.com", validation_alias="REPLICATE_BASE_URL")
    replicate_webhook_secret: SecretStr | None = Field(default=None, validation_alias="REPLICATE_WEBHOOK_SECRET")
    replicate_token: SecretStr | None = Field(default=None, validation_alias="REPLICATE_API_TOKEN")
    openai_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    gemini_key: SecretStr | None = Field(default=None, validation_alias="GEMINI_API_KEY")
    elevenlabs_key: SecretStr | None = Field(default=None, validation_alias="ELEVENLABS_API_KEY")
    project_budget_usd: Decimal | None = Field(default=None, ge=0, validation_alias="REELWRIGHT_PROJECT_BUDGET_USD")
    home: Path | None = Field(default=None, validation_alias="REELWRIGHT_HOME")
    spare_mb: int = Field(default=500, ge=0, validation_alias="REELWRIGHT_SPARE_MB")

    def usual_cap(self, studio: Studio) -> Decimal | None:
        """What a film of this studio may spend when nothing else is said."""
        return self.project_budget_usd if self.project_budget_usd is not None else _USUAL_CAPS_USD[studio]

    def missing_account(self, provider: str) -> str | None:
        """The variable that a provider's account is to be named in, if there is none."""
        accounts = {
            "replicate": ("REPLICATE_API_TOKEN", self.replicate_token),
            "openai": ("OPENAI_API_KEY", self.openai_key),
            "gemini": ("GEMINI_API_KEY", self.gemini_key),
            "elevenlabs": ("ELEVENLABS_API_KEY", self.elevenlabs_key),
        }
        variable, key = accounts.get(provider, ("", True))
        return None if key else variable

    @property
    def public_host(self) -> str | None:
        """The host name in ``public_url``."""
        return urlsplit(self.public_url).hostname if self.public_url else None
