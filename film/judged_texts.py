"""The texts of a film that are judged: what its brief asks for, and what its plan has made of that."""

from film.brief import Brief
from film.plan import Plan


def texts_of_brief(brief: Brief) -> list[tuple[str, str]]:
    """Everything a person wrote, each under the name that a refusal gives it."""
    ad, song = brief.ad, brief.song
    told = [
        ("title", brief.title),
        ("prompt", brief.prompt),
        ("script", brief.script),
        ("product", ad.product if ad else None),
        ("brand", ad.brand if ad else None),
        ("audience", ad.audience if ad else None),
        ("offer", ad.offer if ad else None),
        ("call to action", ad.call_to_action if ad else None),
        ("lyrics", song.lyrics if song else None),
        ("character", song.character if song else None),
        ("style", brief.style.sentence if brief.style else None),
    ]
    told += [(f"reference {each.name}", f"{each.name}. {each.looks}") for each in brief.references]
    return [(what, text) for what, text in told if text and text.strip()]


def texts_of_plan(plan: Plan) -> list[tuple[str, str]]:
    """Everything that models will be told, and what is said and shown, scene by scene."""
    told = [("plan", f"{plan.title}. {plan.logline} {plan.look}.")]
    told += [(f"character {person.name}", f"{person.name}. {person.looks}.") for person in plan.characters]
    told += [(f"place {place.name}", f"{place.name}. {place.looks}.") for place in plan.locations]
    for scene in plan.scenes:
        parts = (f"{scene.subject} {scene.action}", scene.setting, scene.narration, scene.on_screen_text)
        told.append((f"scene {scene.number}", ". ".join(part.strip(" .") for part in parts if part) + "."))
    return told
