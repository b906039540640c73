"""Invented photos and a voice for the demonstration, drawn and hummed on the spot."""

import io
import math
import struct
import wave

from PIL import Image, ImageDraw

from kipthoi.files.actions import Stored, store
from kipthoi.files.prepared import prepare

_SKIES = {
    "đường tối": ("#101a30", "#2b303b", "#ffc94d"),
    "nhà vệ sinh": ("#d9dcdf", "#a9afbb", "#7f7b73"),
    "đường sạt": ("#b9cbd8", "#8a713c", "#525868"),
    "suối": ("#c9d6d2", "#41584f", "#2b303b"),
    "cầu treo": ("#cfd9e6", "#6b8f5f", "#6e4f2a"),
    "đơn giấy": ("#efe9dc", "#faf8f4", "#525868"),
}


def photo(what: str) -> list[Stored]:
    """Draw a picture of hills and one thing in front, and store it as if taken."""
    sky, ground, thing = _SKIES[what]
    picture = Image.new("RGB", (960, 720), sky)
    draw = ImageDraw.Draw(picture)
    for n, height in enumerate((420, 480, 560)):
        points = [
            (x, height + int(40 * math.sin(x / (90 + 40 * n) + n)))
            for x in range(0, 961, 20)
        ]
        draw.polygon([*points, (960, 720), (0, 720)], fill=ground if n == 2 else thing)
        ground, thing = thing, ground
    draw.rectangle((380, 300, 580, 470), outline=thing, width=14)
    draw.line((380, 300, 480, 210, 580, 300), fill=thing, width=14)
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80)
    return store([prepare(f"{what}.jpg", data.getvalue())])


def voice(seconds: float) -> list[Stored]:
    """Hum for some seconds, and store it as a voice message."""
    rate = 16000
    frames = b"".join(
        struct.pack(
            "<h",
            int(
                9000
                * math.sin(2 * math.pi * (180 + 30 * math.sin(n / 2500)) * n / rate)
                * abs(math.sin(n / 3000))
            ),
        )
        for n in range(int(rate * seconds))
    )
    data = io.BytesIO()
    with wave.open(data, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(frames)
    return store([prepare("loi-noi.wav", data.getvalue())])
