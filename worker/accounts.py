"""Our accounts with model providers, opened from the settings; one without credentials is not offered."""

from contextlib import AsyncExitStack
from datetime import timedelta

from activities.reach import is_private
from activities.till import Account
from activities.wording import plan_instructions
from providers.direct import DirectProvider
from providers.elevenlabs_adapter import ElevenLabsAdapter
from providers.openai_adapter import OpenAIAdapter
from providers.openai_direct import OpenAIDirect
from providers.replicate_adapter import ReplicateAdapter
from worker.settings import WorkerSettings

_FIRST_PLANNER = "gpt-6-luna"
"""Who plans productions of the first generation; all others buy their plan from the catalogue's chain."""

_OWN_ABSENCE = timedelta(seconds=3)
"""Our own server writes a prediction to its file before it answers."""


def open_accounts(settings: WorkerSettings, stack: AsyncExitStack) -> dict[str, Account]:
    """The providers of predictions."""
    accounts: dict[str, Account] = {}
    if settings.previz_url:
        own = ReplicateAdapter(
            token=settings.previz_token.get_secret_value(), base_url=settings.previz_url, provider="previz"
        )
        accounts["previz"] = Account(own, _webhook_url(settings, "previz", settings.previz_url), _OWN_ABSENCE)
    if settings.replicate_token:
        hosted = ReplicateAdapter(
            token=settings.replicate_token.get_secret_value(),
            base_url=settings.replicate_url,
            lookups_per_minute=settings.replicate_lookups_per_minute or None,
        )
        url = _webhook_url(settings, "replicate", settings.replicate_url)
        accounts["replicate"] = Account(hosted, url, timedelta(seconds=settings.absence_proven_s))
    for account in accounts.values():
        stack.push_async_callback(account.provider.aclose)
    return accounts


def open_direct(settings: WorkerSettings, stack: AsyncExitStack) -> dict[str, DirectProvider]:
    """The providers that answer at once."""
    found: dict[str, DirectProvider] = {}
    if settings.previz_url:
        found["previz"] = OpenAIDirect(
            api_key=settings.previz_token.get_secret_value(),
            base_url=f"{settings.previz_url.rstrip('/')}/v1",
            provider="previz",
        )
    if settings.openai_key:
        found["openai"] = OpenAIDirect(api_key=settings.openai_key.get_secret_value(), base_url=settings.openai_url)
    if settings.gemini_key:
        found["gemini"] = OpenAIDirect(
            api_key=settings.gemini_key.get_secret_value(), base_url=settings.gemini_url, provider="gemini"
        )
    if settings.elevenlabs_key:
        found["elevenlabs"] = ElevenLabsAdapter(
            api_key=settings.elevenlabs_key.get_secret_value(), base_url=settings.elevenlabs_url
        )
    for provider in found.values():
        stack.push_async_callback(provider.aclose)
    return found


def open_writers(settings: WorkerSettings, stack: AsyncExitStack) -> dict[str, OpenAIAdapter]:
    """The services that moderate and plan."""
    writers: dict[str, OpenAIAdapter] = {}
    if settings.previz_url:
        writers["previz"] = OpenAIAdapter(
            api_key=settings.previz_token.get_secret_value(),
            base_url=f"{settings.previz_url.rstrip('/')}/v1",
            model="previz-planner",
            moderation_model="previz-moderation",
            provider="previz",
            instructions=plan_instructions,
        )
    if settings.openai_key:
        writers["openai"] = OpenAIAdapter(
            api_key=settings.openai_key.get_secret_value(),
            base_url=settings.openai_url,
            model=_FIRST_PLANNER,
            moderation_model=settings.moderation_model,
            instructions=plan_instructions,
        )
    for writer in writers.values():
        stack.push_async_callback(writer.aclose)
    return writers


def _webhook_url(settings: WorkerSettings, provider: str, provider_url: str) -> str | None:
    """Where the provider sends its webhooks, if it can reach our API at all: a public one needs a public address."""
    ours = settings.webhook_url
    if settings.public_url and not is_private(provider_url):
        ours = f"{settings.public_url.rstrip('/')}/v1/webhooks"
    if ours is None or (is_private(ours) and not is_private(provider_url)):
        return None
    return f"{ours.rstrip('/')}/{provider}"
