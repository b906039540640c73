"""The `.tlog-proof` of a leaf: what it shows and to whom."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kipthoi.core import checkpoint, merkle, proof
from kipthoi.core.checkpoint import Checkpoint
from kipthoi.core.merkle import BadProof
from kipthoi.core.notes import COSIGNATURE, BadNote, Signer
from kipthoi.core.proof import InclusionProof
from tests.core import naive_tree

ORIGIN = "congdoan.example/nhat-ky"
LOG = Signer(ORIGIN, b"l" * 32)
ENTRIES = [b'{"c":"7K3M9Q2F","n":%d}' % number for number in range(5)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]
SIGNED = checkpoint.sign(Checkpoint(ORIGIN, 5, naive_tree.mth(LEAVES)), LOG)
PATH = tuple(naive_tree.path(2, LEAVES))
PROOF = InclusionProof(2, PATH, SIGNED, ENTRIES[2])
GOLDEN = (Path(__file__).parent.parent / "vectors/log/leaf.tlog-proof").read_bytes()


def test_proof_has_the_bytes_of_the_golden_file():
    assert bytes(PROOF) == GOLDEN
    assert proof.parse(GOLDEN) == PROOF


def test_proof_shows_that_the_entry_is_in_the_log():
    head, note = proof.verify(PROOF, ORIGIN, [LOG.key])

    assert head.size == 5
    assert bytes(note) == SIGNED


def test_proof_without_extra_needs_the_entry_from_its_holder():
    bare = InclusionProof(2, PATH, SIGNED)

    assert proof.parse(bytes(bare)) == bare
    assert proof.verify(bare, ORIGIN, [LOG.key], ENTRIES[2])[0].size == 5
    with pytest.raises(BadProof, match="no entry"):
        proof.verify(bare, ORIGIN, [LOG.key])


def test_proof_of_the_only_leaf_has_no_path():
    signed = checkpoint.sign(Checkpoint(ORIGIN, 1, LEAVES[0]), LOG)
    only = InclusionProof(0, (), signed, ENTRIES[0])

    assert bytes(only).split(b"\n")[2:4] == [b"index 0", b""]
    assert proof.parse(bytes(only)) == only
    assert proof.verify(only, ORIGIN, [LOG.key])[0].size == 1


def test_cosignatures_stay_in_the_proof():
    witness = Signer("nhanchung.example", b"w" * 32, COSIGNATURE)
    text = checkpoint.parse(SIGNED)[0].text
    answer = checkpoint.cosign(text, witness, 7).line.encode()
    signed = checkpoint.add_cosignatures(SIGNED, answer, [witness.key])
    whole = proof.parse(bytes(InclusionProof(2, PATH, signed, ENTRIES[2])))

    _, note = proof.verify(whole, ORIGIN, [LOG.key])

    assert checkpoint.cosigned(note, [witness.key]) == {witness.key: 7}


@pytest.mark.parametrize(
    "wrong",
    [
        InclusionProof(2, PATH, SIGNED, ENTRIES[1]),
        InclusionProof(1, PATH, SIGNED, ENTRIES[2]),
        InclusionProof(5, PATH, SIGNED, ENTRIES[2]),
        InclusionProof(2, PATH[:-1], SIGNED, ENTRIES[2]),
        InclusionProof(2, (*PATH, bytes(32)), SIGNED, ENTRIES[2]),
    ],
)
def test_proof_that_does_not_lead_to_the_root_is_refused(wrong):
    with pytest.raises(BadProof):
        proof.verify(wrong, ORIGIN, [LOG.key])


def test_entry_of_the_holder_counts_and_not_the_extra():
    with pytest.raises(BadProof, match="root"):
        proof.verify(PROOF, ORIGIN, [LOG.key], ENTRIES[3])


def test_proof_under_a_checkpoint_of_nobody_is_refused():
    with pytest.raises(BadNote, match="origin"):
        proof.verify(PROOF, "khac.example", [LOG.key])
    with pytest.raises(BadNote, match="no known"):
        proof.verify(PROOF, ORIGIN, [Signer(ORIGIN, b"x" * 32).key])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"@v1", b"@v2"),
        (b"extra ", b"extra  "),
        (b"extra eyJ", b"extra ayJ="),
        (b"extra ", b"Extra "),
        (b"index 2", b"index 02"),
        (b"index 2", b"index -2"),
        (b"index 2", b"index"),
        (b"index 2\n", b""),
        (b"index 2", b"index 2\nAAAA"),
        (b"index 2", b"index 2\n" + b"\n".join([b"A" * 43 + b"="] * 63)),
        (b"index 2", b"index 2\n\n"),
        (b"\n5\n", b"\n05\n"),
        (b"\n5\n", b"\n"),
        (b"index 2", b"index 2\r"),
        (b"index 2", b"index 2\xff"),
    ],
)
def test_malformed_proof_is_refused(old, new):
    assert old in GOLDEN

    with pytest.raises(BadProof):
        proof.parse(GOLDEN.replace(old, new, 1))


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_whatever_are_a_proof_or_refused(data):
    head = b"c2sp.org/tlog-proof@v1\n"
    for whole in (
        data,
        head + data,
        head + data + b"\n\n" + SIGNED,
        GOLDEN[:90] + data,
    ):
        try:
            found = proof.parse(whole)
        except BadProof:
            continue
        assert bytes(found) == whole
