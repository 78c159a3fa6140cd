"""Replicate's dialect: predictions, models, files, and the delivery of outputs."""

from fastapi import APIRouter

from previz.server.replicate import files, models, predictions

router = APIRouter()
for part in (predictions.router, models.router, files.router, files.delivery):
    router.include_router(part)
