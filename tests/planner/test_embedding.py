import numpy as np

from planner.embedding import Embedder


def test_gives_one_unit_vector_a_text(embedder: Embedder) -> None:
    vectors = embedder.embed(["a robot in a city", "a jar of honey", "x"])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_like_sentences_are_nearer_than_unlike_ones(embedder: Embedder) -> None:
    robot, android, honey = embedder.embed(
        ["a robot walks downtown", "an android strolls in the city", "a jar of honey"]
    )
    assert robot @ android > 0.5 > robot @ honey


def test_a_text_has_the_same_vector_alone_and_in_a_batch_of_longer_ones(embedder: Embedder) -> None:
    text = "a paper boat in a puddle"
    alone = Embedder().embed([text])[0]
    batch = Embedder().embed([text, "a very much longer sentence about a boat that sails on and on over the sea " * 3])[
        0
    ]
    assert np.allclose(alone, batch, atol=1e-5)


def test_repeated_texts_come_from_memory_in_the_order_asked(embedder: Embedder) -> None:
    first = embedder.embed(["dawn", "dusk"])
    again = embedder.embed(["dusk", "dawn", "dusk"])
    assert np.array_equal(again[[1, 0]], first)
    assert np.array_equal(again[0], again[2])


def test_forgets_the_oldest_texts() -> None:
    small = Embedder(cached=2)
    small.embed(["one", "two", "three"])
    assert len(small._known) == 2


def test_reads_very_long_and_empty_texts(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed(["", "word " * 2000])).all()
