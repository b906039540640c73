"""Signed notes: their form, their keys, and which of them hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipthoi.core import notes
from kipthoi.core.notes import BadNote, Note, Signature, Signer, VerifierKey

# The example of C2SP signed-note, "Verifier keys".
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq"
    "6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()

AN = Signer("congdoan.example/nhatky", b"a" * 32)
BINH = Signer("congdoan.example/khac", b"b" * 32)
TEXT = "Dòng một.\n\nDòng ba, sau một dòng trống.\n"
# What AN and BINH make of TEXT.
GOLDEN = (Path(__file__).parent.parent / "vectors/log/note").read_bytes()


def test_example_of_the_standard_verifies():
    key = VerifierKey.parse(FOO)
    note = notes.parse(FOO_NOTE)

    assert str(key) == FOO
    assert note.text == "This is an example message.\n"
    assert bytes(note) == FOO_NOTE
    assert notes.verify(note, [key]) == [key]


def test_note_has_the_bytes_of_the_golden_file():
    assert notes.sign(TEXT, AN, BINH) == GOLDEN


def test_signatures_begin_after_the_last_empty_line():
    note = notes.parse(GOLDEN)

    assert note.text == TEXT
    assert [s.name for s in note.signatures] == [AN.key.name, BINH.key.name]
    assert notes.verify(note, [BINH.key, AN.key]) == [BINH.key, AN.key]


def test_unknown_key_is_passed_over_also_under_a_known_name():
    stranger = Signer(AN.key.name, b"c" * 32)
    note = notes.parse(notes.sign(TEXT, AN, stranger, BINH))

    assert notes.verify(note, [AN.key]) == [AN.key]
    with pytest.raises(BadNote, match="no known"):
        notes.verify(note, [Signer("ai", b"d" * 32).key])
    with pytest.raises(BadNote, match="no known"):
        notes.verify(note, [])


def test_known_key_whose_signature_fails_rejects_the_whole_note():
    good = notes.parse(notes.sign(TEXT, AN, BINH))
    forged = Signature(BINH.key.name, BINH.key.key_id, bytes(64))
    note = Note(TEXT, (good.signatures[0], forged))

    assert notes.verify(note, [AN.key]) == [AN.key]
    with pytest.raises(BadNote, match=r"signature of congdoan\.example/khac"):
        notes.verify(note, [AN.key, BINH.key])


def test_signature_of_another_text_or_length_does_not_hold():
    note = notes.parse(notes.sign(TEXT, AN))
    short = Signature(AN.key.name, AN.key.key_id, note.signatures[0].value[:-1])

    with pytest.raises(BadNote, match="signature of"):
        notes.verify(Note("Dòng khác.\n", note.signatures), [AN.key])
    with pytest.raises(BadNote, match="signature of"):
        notes.verify(Note(TEXT, (short,)), [AN.key])


def test_witness_key_signs_and_verifies_no_plain_note():
    witness = Signer("nhanchung.example", b"w" * 32, notes.COSIGNATURE)
    plain = Signer("nhanchung.example", b"w" * 32)

    assert witness.key.key_id != plain.key.key_id
    with pytest.raises(BadNote, match="cosignatures only"):
        notes.sign(TEXT, witness)
    with pytest.raises(BadNote, match="no known"):
        notes.verify(notes.parse(notes.sign(TEXT, plain)), [witness.key])


@pytest.mark.parametrize("count", [16, 64])
def test_many_signatures_are_taken(count):
    signers = [Signer(f"khoa.example/{n}", bytes([n]) * 32) for n in range(count)]

    note = notes.parse(notes.sign(TEXT, *signers))

    assert len(notes.verify(note, [s.key for s in signers])) == count


def line(name: str = "a", value: str = "AAAAAAA=") -> str:
    return f"— {name} {value}\n"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n" + line()[:-1],
        "text\n" + line(),
        "text\n\n" + line() + "\n",
        "text\n\n" + line() + "more\n",
        "text\n\n" + "- a AAAAAAA=\n",
        "text\n\n" + "—a AAAAAAA=\n",
        "text\n\n" + "—  AAAAAAA=\n",
        "text\n\n" + line("a+b"),
        "text\n\n" + line("a\u00a0b"),
        "text\n\n" + line("a", "AAAA"),
        "text\n\n" + line("a", "AAAAAAA"),
        "text\n\n" + line("a", "AAAAAAB="),
        "text\n\n" + line("a", "AAAA AAA="),
        "text\n\n" + line("a", "AAAAAAA= "),
        "text\n\n" + line("a", "AAAA-AA="),
        "text\n\n" + line("a", "ÄAAAAAA="),
        "te\txt\n\n" + line(),
        "te\rxt\n\n" + line(),
        "te\x00xt\n\n" + line(),
        "text\n\n" + line() * 65,
        "x" * 1_000_000 + "\n\n" + line(),
    ],
)
def test_malformed_note_is_refused(data):
    with pytest.raises(BadNote):
        notes.parse(data.encode())


def test_note_that_is_not_utf8_is_refused():
    with pytest.raises(BadNote, match="UTF-8"):
        notes.parse(b"\xff\n\n" + line().encode())


@pytest.mark.parametrize("text", ["", "no newline", "tab\t\n", "\ud800\n"])
def test_text_that_would_not_read_back_is_not_signed(text):
    with pytest.raises(BadNote):
        notes.sign(text, AN)


def test_note_without_signers_is_not_made():
    with pytest.raises(BadNote, match="text"):
        notes.sign(TEXT)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        "name+00000000+",
        "name+00000000+AA==",
        FOO.replace("530d903a", "530d903b"),
        FOO.replace("530d903a", "530D903A"),
        FOO.replace("example.com/foo", "example.com/bar"),
        FOO + "=",
        FOO[:-4],
        "example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_odd_verifier_key_is_refused(vkey):
    with pytest.raises(BadNote):
        VerifierKey.parse(vkey)


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\x01", "\ud800"]
)
def test_key_name_with_spaces_or_plus_is_refused(name):
    with pytest.raises(BadNote, match="name"):
        Signer(name, b"a" * 32)


def test_seed_of_another_length_is_refused():
    with pytest.raises(BadNote, match="seed"):
        Signer("a", b"short")


@pytest.mark.parametrize(
    "text", ["", "00", "01", "-1", "+1", "1_0", " 1", "1 ", "١", str(2**63), "9" * 5000]
)
def test_number_with_another_spelling_is_refused(text):
    with pytest.raises(BadNote, match="number"):
        notes.decimal(text)


@given(st.integers(0, 2**63 - 1))
def test_number_reads_back(number):
    assert notes.decimal(str(number)) == number


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_whatever_are_a_note_or_refused(data):
    for whole in (data, data + b"\n\n" + line().encode(), b"a\n\n" + data + b"\n"):
        try:
            note = notes.parse(whole)
        except BadNote:
            continue
        assert bytes(note) == whole


@given(st.text(max_size=80))
def test_any_text_whatever_is_a_verifier_key_or_refused(text):
    for vkey in (text, FOO[:20] + text, text + FOO[15:]):
        try:
            key = VerifierKey.parse(vkey)
        except BadNote:
            continue
        assert str(key) == vkey
