"""Reading: prompts into shots, briefs into plans, text into moderation scores."""
