"""State machines refuse what they do not have."""

import pytest

from film.status import (
    PREDICTION_MOVES,
    PROJECT_MOVES,
    TAKE_MOVES,
    TERMINAL_PROJECT_STATES,
    IllegalMoveError,
    PredictionState,
    ProjectState,
    TakeState,
    move,
)


def test_every_state_has_its_moves() -> None:
    assert set(PROJECT_MOVES) == set(ProjectState)
    assert set(TAKE_MOVES) == set(TakeState)
    assert set(PREDICTION_MOVES) == set(PredictionState)


def test_terminal_states_lead_nowhere() -> None:
    assert all(not PROJECT_MOVES[state] for state in TERMINAL_PROJECT_STATES)


def test_an_illegal_move_is_refused_by_name() -> None:
    with pytest.raises(IllegalMoveError, match="cannot go from cancelled to shooting"):
        move(PROJECT_MOVES, ProjectState.CANCELLED, ProjectState.SHOOTING)


def test_a_delivered_film_can_be_shot_again() -> None:
    assert move(PROJECT_MOVES, ProjectState.DELIVERED, ProjectState.SHOOTING) is ProjectState.SHOOTING


def test_a_succeeded_prediction_never_becomes_a_failed_one() -> None:
    with pytest.raises(IllegalMoveError):
        move(PREDICTION_MOVES, PredictionState.SUCCEEDED, PredictionState.FAILED)
