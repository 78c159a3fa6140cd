"""What a worker process needs to know, from standard environment variables."""

from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from film.safety import Bar


class WorkerSettings(BaseSettings):
    """Addresses and credentials. A provider without credentials is simply not offered.

    ``webhook_url`` is where our API takes webhooks in (the provider's name is added), and ``public_url`` where the
    internet reaches it, if it does. ``absence_proven_s`` is how long after a lost call a provider's list is taken at
    its word that the call never arrived. Replicate's rates are those of an account; 0 lifts them, for a server of
    one's own. ``moderation_threshold`` is the score from which a text is refused (the judge's own mark without it),
    ``moderation_review`` from which it is shown as doubtful; ``moderation_by_category`` has thresholds for single
    categories, as JSON. Of ``cached_workflows`` a process keeps the state in memory, about a tenth of a megabyte each;
    the others are replayed when something happens to them, which costs milliseconds.
    """

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    database_url: str = Field(validation_alias="DATABASE_URL")
    bucket: str = Field(default="reelwright", validation_alias="REELWRIGHT_BUCKET")
    s3_endpoint_url: str | None = Field(
        default=None, validation_alias=AliasChoices("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    )
    home: Path = Field(default=Path(".reelwright"), validation_alias="REELWRIGHT_HOME")
    ready_file: Path | None = Field(default=None, validation_alias="REELWRIGHT_READY_FILE")

    cached_workflows: int = Field(default=100, ge=0, validation_alias="REELWRIGHT_CACHED_WORKFLOWS")

    webhook_url: str | None = Field(default=None, validation_alias="REELWRIGHT_WEBHOOK_URL")
    public_url: str | None = Field(default=None, validation_alias="REELWRIGHT_PUBLIC_URL")
    absence_proven_s: float = Field(default=120.0, gt=0, validation_alias="REELWRIGHT_ABSENCE_PROVEN_S")
    reconcile_every_s: float = Field(default=120.0, ge=5, validation_alias="REELWRIGHT_RECONCILE_EVERY_S")

    previz_url: str | None = Field(default=None, validation_alias="REELWRIGHT_PREVIZ_URL")
    previz_token: SecretStr = Field(default=SecretStr("previz"), validation_alias="REELWRIGHT_PREVIZ_TOKEN")

    replicate_token: SecretStr | None = Field(default=None, validation_alias="REPLICATE_API_TOKEN")
    replicate_url: str = Field(default="https://api.replicate.com", validation_alias="REPLICATE_BASE_URL")
    # replicate.com takes 600 creates and 3000 other calls a minute of an account that others may be using too.
    replicate_posts_per_s: float = Field(default=9.0, ge=0, validation_alias="REELWRIGHT_REPLICATE_POSTS_PER_S")
    replicate_lookups_per_minute: float = Field(
        default=2400.0, ge=0, validation_alias="REELWRIGHT_REPLICATE_LOOKUPS_PER_MINUTE"
    )

    openai_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_url: str = Field(default="https://api.openai.com/v1", validation_alias="OPENAI_BASE_URL")
    moderation_model: str = Field(default="omni-moderation-latest", validation_alias="REELWRIGHT_MODERATION_MODEL")

    moderation_threshold: float | None = Field(
        default=None, gt=0, le=1, validation_alias="REELWRIGHT_MODERATION_THRESHOLD"
    )
    moderation_review: float = Field(default=0.4, gt=0, le=1, validation_alias="REELWRIGHT_MODERATION_REVIEW")
    moderation_by_category: dict[str, float] = Field(
        default_factory=dict, validation_alias="REELWRIGHT_MODERATION_THRESHOLDS"
    )

    gemini_key: SecretStr | None = Field(default=None, validation_alias="GEMINI_API_KEY")
    gemini_url: str = Field(
        default="https://generativelanguage.googleapis.com/v1beta/openai/", validation_alias="GEMINI_BASE_URL"
    )

    elevenlabs_key: SecretStr | None = Field(default=None, validation_alias="ELEVENLABS_API_KEY")
    elevenlabs_url: str = Field(default="https://api.elevenlabs.io", validation_alias="ELEVENLABS_BASE_URL")

    @property
    def moderation_bar(self) -> Bar:
        """From which scores on texts are refused, and shown as doubtful."""
        return Bar(
            threshold=self.moderation_threshold,
            review=self.moderation_review,
            by_category=self.moderation_by_category,
        )
