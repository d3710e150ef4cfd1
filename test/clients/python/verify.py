"""
Verification of a ledger by a client: what the guide describes under "Data verification in Amazon QLDB", written from that description
and nothing of the server. Hashes of values are those of the `ionhash` package.
https://docs.aws.amazon.com/qldb/latest/developerguide/verification.html
"""

from hashlib import sha256

import ionhash  # noqa: F401  adds ion_hash to Ion values


def hash_of(value):
    return value.ion_hash("SHA256")


def dot(one, other):
    """The hash of two hashes, the smaller first: bytes are signed, and compared from the last to the first."""
    if not one or not other:
        return bytes(one or other)
    pair = sorted((bytes(one), bytes(other)), key=lambda each: [byte - 256 if byte > 127 else byte for byte in reversed(each)])
    return sha256(b"".join(pair)).digest()


def merkle_root(hashes):
    """The root of the tree over hashes; at each level an odd last node goes up as it is."""
    level = list(hashes)
    while len(level) > 1:
        level = [dot(*level[at:at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
    return level[0] if level else b""


def fold(start, proof):
    """What a proof leads to, from the hash of a block or a revision."""
    for sibling in proof:
        start = dot(start, sibling)
    return start


def revision_hash(revision):
    """The hash of a revision, from its metadata and its data, or what a redaction left of the data."""
    if "data" in revision:
        return dot(hash_of(revision["metadata"]), hash_of(revision["data"]))
    return dot(hash_of(revision["metadata"]), revision.get("dataHash", b""))


def check_block(block):
    """Recomputes every hash of a block that a client can."""
    hashes = []
    for revision in block.get("revisions", []):
        if "metadata" in revision and revision_hash(revision) != revision["hash"]:
            raise ValueError("a revision does not hash to what the block says")
        hashes.append(revision["hash"])
    entries = list(block["entriesHashList"])
    if hash_of(block["transactionInfo"]) not in entries:
        raise ValueError("the statements are not those of the block")
    if "redactionInfo" in block and hash_of(block["redactionInfo"]) not in entries:
        raise ValueError("the redaction is not that of the block")
    if hashes and merkle_root(hashes) not in entries:
        raise ValueError("the revisions are not those of the block")
    if merkle_root(entries) != block["entriesHash"]:
        raise ValueError("the entries are not those of the block")
    if dot(block["entriesHash"], block["previousBlockHash"]) != block["blockHash"]:
        raise ValueError("the block does not follow the one before it")
