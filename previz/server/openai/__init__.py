"""OpenAI's dialect: text, pictures, speech and transcripts."""

from fastapi import APIRouter, Depends

from previz.server.openai import chat, images, models, moderation, responses, speech, transcription
from previz.server.openai.wire import require_key

router = APIRouter(prefix="/v1", dependencies=[Depends(require_key)], tags=["openai"])
for part in (chat, responses, moderation, images, speech, transcription, models):
    router.include_router(part.router)
