"""What the endpoints work with: made once per process, closed when it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import Depends, FastAPI, Request

from activities.contract import Order
from api.commands import Commands
from api.conversations import Conversations
from api.orders import Desk
from api.presenting import Presenter
from api.problems import ProblemError
from api.productions import Productions
from api.purchases import Purchases
from api.settings import ApiSettings
from api.streaming import EventFeed
from api.webhook_secrets import WebhookSecrets, accounts_of
from store.bells import Bells
from store.budgets import Budgets
from store.catalogue import load_catalogue
from store.database import Database
from store.inbox import Inbox
from store.ledger import Ledger
from store.moods import Moods
from store.objects import ObjectStore
from store.one_offs import OneOffs
from store.projects import EVENTS_CHANNEL, Projects
from store.references import References
from store.uploads import Uploads
from workflows.connection import connect

log = structlog.get_logger()

LOCAL_OWNER = "local"
"""Everybody who reaches the loopback address of an embedded stack is its owner."""


@dataclass(frozen=True)
class Context:
    """Clients and repositories of one process."""

    settings: ApiSettings
    database: Database
    objects: ObjectStore
    projects: Projects
    ledger: Ledger
    budgets: Budgets
    inbox: Inbox
    productions: Productions
    commands: Commands
    one_offs: OneOffs
    moods: Moods
    uploads: Uploads
    references: References
    purchases: Purchases
    conversations: Conversations
    desk: Desk
    webhook_secrets: WebhookSecrets
    feed: EventFeed
    presenter: Presenter


@asynccontextmanager
async def open_context(settings: ApiSettings) -> AsyncIterator[Context]:
    """Connect to everything; close it at the end of the block. Projects left without a workflow are started."""
    async with AsyncExitStack() as stack:
        database = Database(settings.database_url)
        stack.push_async_callback(database.close)
        objects = ObjectStore(settings.bucket, endpoint_url=settings.s3_endpoint_url)
        stack.callback(objects.close)
        projects = Projects(database)
        temporal = await connect(lazy=True)
        webhook_secrets = WebhookSecrets(accounts_of(settings))
        stack.push_async_callback(webhook_secrets.close)
        bells = Bells(database, EVENTS_CHANNEL)
        await stack.enter_async_context(bells.listening())
        yield Context(
            settings=settings,
            database=database,
            objects=objects,
            projects=projects,
            ledger=Ledger(database),
            budgets=Budgets(database),
            inbox=Inbox(database),
            productions=Productions(temporal),
            commands=Commands(temporal),
            one_offs=OneOffs(database),
            moods=Moods(database),
            uploads=Uploads(database),
            references=References(database),
            purchases=Purchases(temporal),
            conversations=Conversations(temporal),
            desk=Desk(load_catalogue(), objects, settings),
            webhook_secrets=webhook_secrets,
            feed=EventFeed(bells, projects),
            presenter=Presenter(objects, settings.temporal_ui_url, settings.temporal_namespace),
        )


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the context for the life of the application."""
    async with open_context(app.state.settings) as context:
        app.state.context = context
        starting = asyncio.create_task(_start_forgotten(context))
        yield
        starting.cancel()


async def _start_forgotten(context: Context) -> None:
    """Start what was written before a crash and whose workflow was not started; what runs is left alone."""
    for project in await context.projects.never_started():
        try:
            await context.productions.start(project.opening)
        except ProblemError as problem:
            log.warning("project not started", project=project.project_id, reason=problem.detail)
    for one_off in await context.one_offs.never_started():
        try:
            await context.purchases.start(one_off.prediction_id, Order.model_validate(one_off.order))
            await context.one_offs.started(one_off.prediction_id)
        except ProblemError as problem:
            log.warning("prediction not started", prediction=one_off.prediction_id, reason=problem.detail)


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


def _owner() -> str:
    return LOCAL_OWNER


Here = Annotated[Context, Depends(_context)]
Owner = Annotated[str, Depends(_owner)]
