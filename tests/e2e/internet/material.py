"""Small but real media, of the kinds and shapes that paid models deliver."""

import io
import wave

import av
import cv2
import numpy as np

STILL_SIZES = {"16:9": (1344, 768), "9:16": (768, 1344), "1:1": (1024, 1024)}


def still(aspect: str) -> bytes:
    """A PNG in the size that flux gives this aspect."""
    width, height = STILL_SIZES[aspect]
    return bytes(cv2.imencode(".png", _gradient(width, height, 0))[1])


def clip(seconds: float, *, portrait: bool, fps: int) -> bytes:
    """H.264 at 720p with B-frames and one keyframe: nothing like the film's own encoder contract."""
    width, height = (720, 1280) if portrait else (1280, 720)
    wide, file = _gradient(width * 2, height, 0), io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "g": "600", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(round(seconds * fps)):
            left = number * 4 % width
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(wide[:, left : left + width]), format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def seconds_of(clip: bytes) -> float:
    """The length of a clip or a sound."""
    with av.open(io.BytesIO(clip)) as container:
        return (container.duration or 0) / av.time_base


def is_portrait(picture: bytes) -> bool:
    """Whether a picture is higher than wide."""
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return bool(pixels.shape[0] > pixels.shape[1])


def speech(seconds: float) -> bytes:
    """A pulsing tone as 16-bit mono WAV at 32 kHz."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(32_000)
        writer.writeframes(_tone(seconds, 220, 32_000).tobytes())
    return file.getvalue()


def music(seconds: float) -> bytes:
    """A low tone as stereo MP3 at 44.1 kHz."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=44_100, layout="stereo")
        sound = np.repeat(_tone(seconds, 110, 44_100), 2)[None]
        frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="stereo")
        frame.sample_rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def _tone(seconds: float, pitch_hz: float, rate: int) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    sound = 0.3 * np.sin(2 * np.pi * pitch_hz * time) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * time))
    return (sound * 32767).astype("<i2")


def _gradient(width: int, height: int, shade: int) -> np.ndarray:
    rows, columns = np.mgrid[:height, :width]
    planes = [(columns // 3 + shade) % 256, rows // 6 % 256, (rows + columns) // 9 % 256]
    return np.stack(planes, axis=2).astype(np.uint8)
