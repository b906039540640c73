"""Checkpoints, cosignatures and requests to a witness."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipthoi.core import checkpoint, notes
from kipthoi.core.checkpoint import AddCheckpoint, BadCheckpoint, Checkpoint
from kipthoi.core.notes import COSIGNATURE, BadNote, Note, Signature, Signer

ORIGIN = "congdoan.example/nhat-ky"
LOG = Signer(ORIGIN, b"l" * 32)
WITNESSES = [
    Signer(f"nhanchung{number}.example", bytes([number]) * 32, COSIGNATURE)
    for number in range(3)
]
KEYS = [witness.key for witness in WITNESSES]
HEAD = Checkpoint(ORIGIN, 70_000, sha256(b"root").digest())
TIME = 1_796_000_000
# What LOG and the second witness make of HEAD.
VECTORS = Path(__file__).parent.parent / "vectors/log"
GOLDEN = (VECTORS / "checkpoint").read_bytes()

# The examples of tlog-checkpoint and tlog-witness.
EXAMPLE = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
"""
EXAMPLE_REQUEST = f"""\
old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

{EXAMPLE}
— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5\
/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks\
+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
""".encode()


def test_checkpoint_has_the_bytes_of_the_golden_file():
    assert checkpoint.sign(HEAD, LOG) == GOLDEN
    assert checkpoint.open_signed(GOLDEN, ORIGIN, [LOG.key]) == (
        HEAD,
        notes.parse(GOLDEN),
    )


def test_example_of_the_standard_reads_back():
    head = checkpoint.parse_text(EXAMPLE)

    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert head.text == EXAMPLE


def test_extension_lines_are_taken_and_stay_in_the_text():
    head = Checkpoint("Nhật ký + của xã", 0, bytes(32), ("một", "hai ba"))

    assert checkpoint.parse_text(head.text) == head
    assert head.text.endswith("=\nmột\nhai ba\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        EXAMPLE[:-1],
        EXAMPLE + "\n",
        EXAMPLE + "extension",
        EXAMPLE + "\nextension\n",
        "\n" + EXAMPLE,
        EXAMPLE.replace("20852163", "020852163"),
        EXAMPLE.replace("20852163", "-1"),
        EXAMPLE.replace("20852163", str(2**63)),
        EXAMPLE.replace("20852163", "٢"),
        EXAMPLE.replace("2I=", "2J="),
        EXAMPLE.replace("CsUY", ""),
        "example.com/behind-the-sofa\n20852163\n",
    ],
)
def test_malformed_checkpoint_is_refused(text):
    with pytest.raises(BadCheckpoint):
        checkpoint.parse_text(text)


@pytest.mark.parametrize(
    "head",
    [
        Checkpoint("", 1, bytes(32)),
        Checkpoint("a\n5", 1, bytes(32)),
        Checkpoint("a", -1, bytes(32)),
        Checkpoint("a", 1, bytes(31)),
        Checkpoint("a", 1, bytes(32), ("",)),
        Checkpoint("a", 1, bytes(32), ("b\nc",)),
    ],
)
def test_checkpoint_that_would_not_read_back_is_not_signed(head):
    with pytest.raises(BadCheckpoint):
        checkpoint.sign(head, LOG)


def test_checkpoint_of_another_log_is_refused():
    with pytest.raises(BadCheckpoint, match="origin"):
        checkpoint.open_signed(GOLDEN, "khac.example", [LOG.key])


def test_checkpoint_that_the_log_has_not_signed_is_refused():
    forged = GOLDEN.replace(b"70000", b"70001")

    with pytest.raises(BadNote, match="signature of"):
        checkpoint.open_signed(forged, ORIGIN, [LOG.key])
    with pytest.raises(BadNote, match="no known"):
        checkpoint.open_signed(GOLDEN, ORIGIN, [Signer(ORIGIN, b"x" * 32).key])


def test_cosignature_has_the_bytes_of_the_golden_file():
    line = checkpoint.cosign(HEAD.text, WITNESSES[1], TIME)

    assert line.line == (VECTORS / "cosignature").read_text("utf-8")
    assert checkpoint.cosigned_message(HEAD.text, TIME) == (
        f"cosignature/v1\ntime {TIME}\n{HEAD.text}".encode()
    )


def test_cosignature_covers_extension_lines():
    head = Checkpoint(ORIGIN, 1, bytes(32), ("thêm",))
    line = checkpoint.cosign(head.text, WITNESSES[0], TIME)
    bare = Checkpoint(ORIGIN, 1, bytes(32))

    assert checkpoint.cosigned(Note(head.text, (line,)), KEYS) == {KEYS[0]: TIME}
    with pytest.raises(BadNote, match="cosignature of"):
        checkpoint.cosigned(Note(bare.text, (line,)), KEYS)


def test_answers_of_witnesses_are_added_and_counted():
    signed = GOLDEN
    for number, witness in enumerate(WITNESSES[:2]):
        answer = checkpoint.cosign(HEAD.text, witness, TIME + number).line.encode()
        signed = checkpoint.add_cosignatures(signed, answer, KEYS)

    _, note = checkpoint.open_signed(signed, ORIGIN, [LOG.key, *KEYS])

    assert signed.startswith(GOLDEN)
    assert checkpoint.cosigned(note, KEYS) == {KEYS[0]: TIME, KEYS[1]: TIME + 1}
    assert checkpoint.cosigned(notes.parse(GOLDEN), [LOG.key, *KEYS]) == {}


def test_later_answer_of_a_witness_takes_the_place_of_its_earlier_one():
    signed = GOLDEN
    for time in (TIME, TIME + 60):
        answer = checkpoint.cosign(HEAD.text, WITNESSES[0], time).line.encode()
        signed = checkpoint.add_cosignatures(signed, answer, KEYS)

    note = notes.parse(signed)

    assert len(note.signatures) == 2
    assert checkpoint.cosigned(note, KEYS) == {KEYS[0]: TIME + 60}


def test_lines_of_other_kinds_in_an_answer_are_passed_over():
    # Type 0x06: ML-DSA-44, 8 bytes of time and 2,420 of signature, under a key id of ours.
    other = Signature(KEYS[0].name, b"\x06\x06\x06\x06", bytes(8 + 2420))
    ours = checkpoint.cosign(HEAD.text, WITNESSES[0], TIME)
    answer = (other.line + ours.line).encode()

    signed = checkpoint.add_cosignatures(GOLDEN, answer, KEYS)

    assert signed == GOLDEN + ours.line.encode()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"4 oops\n",
        b"\xff\n",
        checkpoint.cosign(HEAD.text, WITNESSES[0], TIME).line.encode()[:-1],
        checkpoint.cosign("khac\n", WITNESSES[0], TIME).line.encode(),
        checkpoint.cosign(
            HEAD.text, Signer("la", b"z" * 32, COSIGNATURE), TIME
        ).line.encode(),
    ],
)
def test_answer_without_a_valid_known_line_is_refused(answer):
    with pytest.raises(BadNote):
        checkpoint.add_cosignatures(GOLDEN, answer, KEYS)


@pytest.mark.parametrize("time", [0, -1, 2**63])
def test_witness_states_a_time_that_can_be(time):
    with pytest.raises(BadNote, match="cosignature"):
        checkpoint.cosign(HEAD.text, WITNESSES[0], time)


@pytest.mark.parametrize("time", [0, 2**63])
def test_cosignature_of_an_impossible_time_does_not_hold(time):
    value = WITNESSES[0].raw(checkpoint.cosigned_message(HEAD.text, time))
    line = WITNESSES[0].signed(time.to_bytes(8, "big") + value)

    with pytest.raises(BadNote, match="cosignature of"):
        checkpoint.cosigned(Note(HEAD.text, (line,)), KEYS)


def test_plain_key_makes_no_cosignature():
    with pytest.raises(BadNote, match="cosignature"):
        checkpoint.cosign(HEAD.text, LOG, TIME)


def test_request_of_the_standard_reads_back():
    request = checkpoint.parse_request(EXAMPLE_REQUEST)

    assert (request.old, len(request.path)) == (20_852_014, 4)
    assert request.checkpoint.size == 20_852_163
    assert len(request.note.signatures) == 2
    assert bytes(request) == EXAMPLE_REQUEST


@pytest.mark.parametrize("count", [0, 1, 63])
def test_request_with_up_to_63_lines_reads_back(count):
    request = AddCheckpoint(count, (bytes(32),) * count, GOLDEN)

    assert checkpoint.parse_request(bytes(request)) == request


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n\n",
        b"old 0\n\n",
        b"old 0\n" + GOLDEN,
        b"old 00\n\n" + GOLDEN,
        b"old  0\n\n" + GOLDEN,
        b"old\n\n" + GOLDEN,
        b"new 0\n\n" + GOLDEN,
        b"old 0\n\n\n" + GOLDEN,
        b"old 70001\n\n" + GOLDEN,
        b"old 0\nAAAA\n\n" + GOLDEN,
        b"old 0\nnot base64\n\n" + GOLDEN,
        b"old 0\n\xff\n\n" + GOLDEN,
        bytes(AddCheckpoint(0, (bytes(32),) * 64, GOLDEN)),
        bytes(AddCheckpoint(0, (), b"text\n\n" + GOLDEN.split(b"\n\n")[1])),
    ],
)
def test_malformed_request_is_refused(body):
    with pytest.raises(BadCheckpoint):
        checkpoint.parse_request(body)


def test_monitoring_name_of_a_log_is_the_hash_of_its_origin():
    assert checkpoint.origin_hash(ORIGIN) == sha256(ORIGIN.encode()).hexdigest()


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_whatever_are_read_or_refused(data):
    tail = GOLDEN.split(b"\n\n")[1]
    for whole in (data, data + b"\n\n" + tail):
        try:
            head, note = checkpoint.parse(whole)
        except BadNote:
            continue
        assert head.text == note.text


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_request_whatever_is_read_or_refused(data):
    for body in (data, b"old " + data, data + b"\n\n" + GOLDEN, b"old 0\n\n" + data):
        try:
            request = checkpoint.parse_request(body)
        except BadCheckpoint:
            continue
        assert bytes(request) == body


@given(st.binary(max_size=100))
def test_any_answer_whatever_is_taken_or_refused(data):
    ours = checkpoint.cosign(HEAD.text, WITNESSES[0], TIME).line.encode()
    for answer in (data, ours + data):
        try:
            signed = checkpoint.add_cosignatures(GOLDEN, answer, KEYS)
        except BadNote:
            continue
        assert signed == GOLDEN + ours
