"""Voice messages: every recording becomes one form that every browser plays.

MP3, mono, 24 kHz, 48 kbit/s: read from the first byte without an index, known to every
phone, 3.6 MB for ten minutes. Decoded and encoded in a child process; of the original
nothing but the sound goes on (no title, place, device or date).
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from kipthoi.files import child
from kipthoi.files.refusals import Film, TooLong, Unreadable, WrongType
from kipthoi.files.sniff import TYPES, Type, sniff

LONGEST = 10 * 60  # seconds
GRACE = 5  # a recorder that stops itself at ten minutes overshoots
RATE = 24_000
BIT_RATE = 48_000


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording that may be kept: MP3, and how many seconds it lasts."""

    data: bytes
    type: Type
    seconds: int


def clean(data: bytes, source: Type) -> Voice:
    """Return the recording made anew.

    Raises TooLong (over ten minutes), Film (a picture moves in it), WrongType (no
    sound), Unreadable (damaged) and Crowded.
    """
    found, made = child.run("voice", data, seconds=90, slug=source.slug)
    if sniff(made) != TYPES["mp3"]:
        raise Unreadable
    return Voice(made, TYPES["mp3"], found["seconds"])


_FORMATS = {
    "webm": "matroska",
    "ogg": "ogg",
    "mp4": "mov",
    "3gp": "mov",
    "mp3": "mp3",
    "aac": "aac",
    "amr": "amr",
    "wav": "wav",
}


def recode(data: bytes, *, slug: str) -> tuple[dict[str, Any], bytes]:
    """Decode and encode; runs in the child. Raises Film, WrongType, TooLong."""
    import av

    out = BytesIO()
    with av.open(BytesIO(data), format=_FORMATS[slug]) as source:
        stream = _sound(source)
        samples = _encode(source, stream, out)
    if not samples:
        raise Unreadable
    return {"seconds": max(1, round(samples / RATE))}, out.getvalue()


def _sound(source: Any) -> Any:
    """Return the one stream of sound. Raises Film, WrongType, TooLong."""
    import av

    moving = [
        s
        for s in source.streams.video
        if not s.disposition & av.stream.Disposition.attached_pic
    ]
    if moving:
        raise Film
    if not source.streams.audio:
        raise WrongType
    stream = source.streams.audio[0]
    # Only believed where it shortens the work: what lies low is counted by decoding.
    if stream.duration and stream.duration * stream.time_base > LONGEST + GRACE:
        raise TooLong(wall=LONGEST // 60)
    stream.codec_context.thread_count = 1
    return stream


def _encode(source: Any, stream: Any, out: BytesIO) -> int:
    """Write the sound as MP3 and return its number of samples. Raises TooLong."""
    import av

    target = av.open(
        out, "w", format="mp3", options={"write_xing": "1", "id3v2_version": "0"}
    )
    voice = target.add_stream("libmp3lame", rate=RATE, layout="mono")
    voice.bit_rate = BIT_RATE
    resampler = av.AudioResampler(format="s16p", layout="mono", rate=RATE)
    samples = 0
    for frame in _frames(source, stream):
        for piece in resampler.resample(frame):
            samples += piece.samples
            if samples > (LONGEST + GRACE) * RATE:
                raise TooLong(wall=LONGEST // 60)
            piece.pts = None
            target.mux(voice.encode(piece))
    target.mux(voice.encode(None))
    target.close()
    return samples


def _frames(source: Any, stream: Any) -> Any:
    """Yield the decoded frames, past packets that are damaged, then None to flush."""
    import av

    for packet in source.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue  # a recording cut off by an empty battery still says something
    yield None
