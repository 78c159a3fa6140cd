"""Pictures given back to the system as soon as nobody needs them."""

import ctypes
import sys

_M_MMAP_THRESHOLD = -3
_LARGE_BYTES = 1_000_000


def give_back_large_blocks() -> None:
    """Let glibc map every block of a megabyte or more on its own, for this process; elsewhere nothing happens.

    By default its threshold grows with the first picture that is freed. From then on pictures live on heaps, one for
    each thread, which fragment: half a dozen scenes later a worker holds a hundred megabytes that nothing uses.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
