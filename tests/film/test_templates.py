"""Templates: names are known before anything is rendered, and what is not said leaves nothing behind."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from film.templates import TemplateError, checked, read_template

SENTENCE = "{Who} {does}. [Place: {place}.] [Look: {look}, {grain}.] [{note}]"


def test_what_is_said_stands_where_its_name_did() -> None:
    said = {"who": "a robot", "does": "waits", "place": "a street", "look": "warm", "grain": "grain", "note": "Closer!"}
    assert read_template(SENTENCE).render(said) == "A robot waits. Place: a street. Look: warm, grain. Closer!"


def test_a_part_whose_name_says_nothing_goes_with_its_words() -> None:
    assert read_template(SENTENCE).render({"who": "a robot", "does": "waits", "look": "warm"}) == "A robot waits."


@pytest.mark.parametrize(
    ("text", "values", "rendered"),
    [
        ("{a} {b}.", {"a": "it rains"}, "it rains."),
        ("{a}, {b}, {c}.", {"a": "x", "c": "z"}, "x, z."),
        ("{a}.", {"a": "It ends."}, "It ends."),
        ("{a}.", {"a": "It ends!"}, "It ends!"),
        ("{a}.", {"a": "Why?  "}, "Why?"),
        ("Of {a}.", {"a": "two\n lines"}, "Of two lines."),
        ("{{a}} [[b]] {a}", {"a": "c"}, "{a} [b] c"),
        ("{a}", {"a": "{b} [c]"}, "{b} [c]"),
        ("{a}", {}, ""),
    ],
)
def test_signs_left_behind_are_tidied_away(text: str, values: dict[str, str], rendered: str) -> None:
    assert read_template(text).render(values) == rendered


def test_a_document_keeps_its_lines_and_its_values_as_they_are() -> None:
    text = read_template("# One\n\n[{gone}\n\n]  - {a}\n").fill({"a": "x  .. y."})
    assert text == "# One\n\n  - x  .. y."


@pytest.mark.parametrize(
    ("text", "says", "index"),
    [
        ("a {b", "a lone {", 2),
        ("a } b", "a lone }", 2),
        ("a {b c} d", "{b c} is no name", 2),
        ("{} d", "{} is no name", 0),
        ("a [b {c}", "never closed", 2),
        ("a [b {c} [{d}]]", "cannot hold another", 9),
        ("a b] c", "closes nothing", 3),
        ("a [b] c", "needs a name", 2),
        ("a {c}\n{Unknown} {b}", "there is no {unknown}; there is {b}, {c}", 6),
        ("a {c}", "must say {b}", None),
    ],
)
def test_a_template_that_cannot_be_used_says_where(text: str, says: str, index: int | None) -> None:
    with pytest.raises(TemplateError, match=re.escape(says)) as refused:
        checked(text, ("b", "c"), ("b",))
    assert refused.value.index == index


words = st.text("abc .,;:!?{}[]\n", max_size=12)


@given(values=st.fixed_dictionaries(dict.fromkeys(("who", "does", "place", "look", "grain", "note"), words)))
def test_no_debris_is_left_whatever_is_said(values: dict[str, str]) -> None:
    plain = {name: re.sub(r"[.,;:!?]", "", value) for name, value in values.items()}
    rendered = read_template(SENTENCE).render(plain)
    assert not re.search(r"\s[.,](\s|$)|\.\s*\.|,\s*\.|: \.|  ", rendered)
    assert rendered == rendered.strip()


@given(text=st.text("ab{}[] \n", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_template(text).render({"a": "x", "b": ""})
    except TemplateError as error:
        assert error.index is None or 0 <= error.index <= len(text)
