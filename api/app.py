"""The application: routes, problem documents, and who may call it."""

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from api import (
    briefs,
    budgets,
    finishing,
    flavours,
    health,
    models,
    moods,
    openapi,
    plans,
    playlists,
    predictions,
    problems,
    projects,
    references,
    uploads,
    webhooks,
)
from api.context import lifespan
from api.hosts import KnownHosts
from api.settings import ApiSettings

_ABOUT = """A brief in, a film out. `POST /v1/projects` orders a film; its `events` tell what happens;
`retakes` shoot one scene again. Errors are problem documents (RFC 9457)."""


def create_app(settings: ApiSettings) -> FastAPI:
    """The API, not yet connected to anything; its lifespan connects it."""
    # The documentation must open without a network, so its page and script come from a package, not from a CDN.
    app = FastAPIOffline(
        title="Reelwright",
        version="0.1.0",
        description=_ABOUT,
        lifespan=lifespan,
        # Generated clients name their methods after these.
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.add_middleware(KnownHosts, local=["127.0.0.1", "localhost", settings.host], public=settings.public_host)
    problems.install(app)
    app.include_router(projects.router)
    app.include_router(plans.router)
    app.include_router(finishing.router)
    app.include_router(playlists.router)
    app.include_router(briefs.router)
    app.include_router(uploads.router)
    app.include_router(references.router)
    app.include_router(predictions.router)
    app.include_router(budgets.router)
    app.include_router(models.router)
    app.include_router(flavours.router)
    app.include_router(moods.router)
    app.include_router(webhooks.router)
    app.include_router(health.router)
    openapi.install(app)
    return app
