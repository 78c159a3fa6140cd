"""The same film by the ffmpeg command line: one process, one filter graph, everything encoded."""

from pathlib import Path

import imageio_ffmpeg

from benchmarks.engine.job import CAPTION_FRAMES, Job
from benchmarks.engine.pictures import size_of
from benchmarks.engine.scale import (
    AUDIO_BIT_RATE,
    CRF,
    FADE_FRAMES,
    FPS,
    LOUDNESS_LUFS,
    PEAK_DBTP,
    PRESET,
    SCENE_FRAMES,
)

_FADE_OUT_S = 2


def command(job: Job, out: Path) -> list[str | Path]:
    """What to run."""
    inputs: list[str | Path] = []
    for scene in job.scenes:
        inputs += ["-i", scene.clip, "-i", scene.caption]
    return [
        *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"),
        *inputs,
        *("-i", job.music, "-filter_complex", ";".join([*_scenes(job), *_joints(job), _sound(job)])),
        *("-map", f"[film{len(job.scenes) - 1}]", "-map", "[sound]", "-frames:v", str(job.frames)),
        *("-c:v", "libx264", "-preset", PRESET, "-crf", str(CRF), "-pix_fmt", "yuv420p"),
        *("-c:a", "aac", "-b:a", str(AUDIO_BIT_RATE), "-ar", "48000", "-movflags", "+faststart", out),
    ]


def _scenes(job: Job) -> list[str]:
    width, height = job.size.width, job.size.height
    steps = (
        f"scale={width}:{height}:force_original_aspect_ratio=decrease,pad={width}:{height}:-1:-1,setsar=1,"
        f"fps={FPS},format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,"
        f"trim=end_frame={SCENE_FRAMES},setpts=PTS-STARTPTS"
    )
    first, last = CAPTION_FRAMES
    graph = []
    for number, scene in enumerate(job.scenes):
        x, y = job.caption_corner(*size_of(scene.caption))
        graph.append(f"[{2 * number}:v]{steps}[plain{number}]")
        laid = f"overlay={x}:{y}:enable='between(n,{first},{last - 1})',format=yuv420p"
        graph.append(f"[plain{number}][{2 * number + 1}:v]{laid}[scene{number}]")
    return graph


def _joints(job: Job) -> list[str]:
    fade_s = FADE_FRAMES / FPS
    joints = ["[scene0]null[film0]"]
    for number in range(1, len(job.scenes)):
        at_s = number * (SCENE_FRAMES - FADE_FRAMES) / FPS
        fade = f"xfade=transition=fade:duration={fade_s}:offset={at_s:.6f}"
        joints.append(f"[film{number - 1}][scene{number}]{fade}[film{number}]")
    return joints


def _sound(job: Job) -> str:
    length_s = job.frames / FPS
    fade = f"afade=t=out:st={length_s - _FADE_OUT_S:.6f}:d={_FADE_OUT_S}"
    loudness = f"loudnorm=I={LOUDNESS_LUFS:g}:TP={PEAK_DBTP:g}"
    return f"[{2 * len(job.scenes)}:a]atrim=end={length_s:.6f},{fade},{loudness},aresample=48000[sound]"
