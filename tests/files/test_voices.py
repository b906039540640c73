import pytest

from kipthoi.files import refusals, voices
from kipthoi.files.sniff import sniff
from tests.files import making


def cleaned(data):
    return voices.clean(data, sniff(data))


@pytest.mark.parametrize("recorder", making.RECORDERS)
def test_every_recorder_becomes_one_playable_form(recorder):
    data = making.voice(recorder, 2)

    voice = cleaned(data)

    assert voice.type.mime == "audio/mpeg"
    assert sniff(voice.data).slug == "mp3"
    assert voice.seconds == 2
    assert making.seconds_of(voice.data) == pytest.approx(2, abs=0.2)
    assert b"Nguyen" not in voice.data
    assert b"KIPTHOI-PHONE" not in voice.data


def test_more_than_ten_minutes_by_its_own_account_is_refused_at_once():
    with pytest.raises(refusals.TooLong):
        cleaned(making.voice("wav", 607))


@pytest.mark.slow
def test_more_than_ten_minutes_is_refused_whatever_it_says_of_itself():
    data = making.voice("amr", 607)
    assert len(data) < 1_000_000

    with pytest.raises(refusals.TooLong) as refused:
        cleaned(data)

    assert refused.value.values == {"wall": 10}


@pytest.mark.slow
def test_ten_minutes_are_taken():
    assert cleaned(making.voice("wav", 600)).seconds == 600


def test_film_is_refused():
    with pytest.raises(refusals.Film):
        cleaned(making.voice("mp4", 1, film=True))


def test_container_without_sound_is_refused():
    titles = making.voice("mp4", 1)
    for sound, text in ((b"soun", b"sbtl"), (b"mp4a", b"tx3g"), (b"smhd", b"nmhd")):
        titles = titles.replace(sound, text)

    with pytest.raises(refusals.WrongType) as refused:
        cleaned(titles)

    assert refused.value.id == "WrongType"


def test_recording_that_breaks_off_is_kept_as_far_as_it_goes():
    data = making.voice("ogg", 4)

    voice = cleaned(data[: len(data) // 2])

    assert 1 <= voice.seconds <= 3


@pytest.mark.parametrize("data", [b"OggS\0" + b"\1" * 500, b"ID3" + b"\7" * 500])
def test_noise_under_a_sound_s_name_is_refused(data):
    with pytest.raises(refusals.Refused) as refused:
        cleaned(data)

    assert refused.value.id in ("Unreadable", "WrongType")
