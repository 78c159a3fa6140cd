"""The same film by MoviePy 2, in a process of its own: ``python -m benchmarks.engine.moviepy_film JOB OUT``.

It has no loudness control: the music is only faded out.
"""

import sys
from pathlib import Path

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, VideoFileClip, afx, vfx

from benchmarks.engine.job import CAPTION_FRAMES, Job
from benchmarks.engine.scale import AUDIO_BIT_RATE, CRF, FADE_FRAMES, FPS, PRESET, SCENE_FRAMES

_FADE_OUT_S = 2


def make(job: Job, out: Path) -> None:
    """Render ``job``."""
    size = (job.size.width, job.size.height)
    scene_s, fade_s = SCENE_FRAMES / FPS, FADE_FRAMES / FPS
    layers = []
    for number, scene in enumerate(job.scenes):
        start_s = number * (scene_s - fade_s)
        clip = VideoFileClip(str(scene.clip), audio=False)
        if tuple(clip.size) != size:
            clip = clip.resized(size)
        clip = clip.with_duration(scene_s).with_start(start_s)
        layers.append(clip.with_effects([vfx.CrossFadeIn(fade_s)]) if number else clip)
        caption = ImageClip(str(scene.caption))
        first, last = CAPTION_FRAMES
        caption = caption.with_position(job.caption_corner(*caption.size)).with_start(start_s + first / FPS)
        layers.append(caption.with_duration((last - first) / FPS))
    length_s = job.frames / FPS
    music = AudioFileClip(str(job.music)).subclipped(0, length_s).with_effects([afx.AudioFadeOut(_FADE_OUT_S)])
    film = CompositeVideoClip(layers, size=size).with_duration(length_s).with_audio(music)
    film.write_videofile(
        str(out),
        fps=FPS,
        codec="libx264",
        preset=PRESET,
        audio_codec="aac",
        audio_bitrate=f"{AUDIO_BIT_RATE // 1000}k",
        audio_fps=48_000,
        ffmpeg_params=["-crf", str(CRF), "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
        temp_audiofile_path=str(out.parent),
        logger=None,
    )


if __name__ == "__main__":
    make(Job.read(Path(sys.argv[1])), Path(sys.argv[2]))
