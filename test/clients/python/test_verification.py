"""The journal verified by a client that knows nothing of the server: Python's Ion hash, the guide's description."""

import unittest

from amazon.ion.simple_types import IonPyBytes
from support import control_plane, create_ledger, create_table, driver, execute, failure, load, text
from verify import check_block, dot, fold, hash_of, merkle_root, revision_hash


class Verification(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = create_ledger("verification")
        cls.qldb = driver(cls.ledger)
        cls.addClassCleanup(cls.qldb.close)
        cls.table = create_table(cls.qldb, "n")
        for n in range(6):
            execute(cls.qldb, f"INSERT INTO {cls.table} ?", [{"n": n, "at": load("2011-02-20T11:30:59.100-08:00")}, {"n": n, "price": load("4.50")}])
        execute(cls.qldb, f"UPDATE {cls.table} AS t SET t.changed = ? WHERE t.n = ?", load("note::yes"), 3)
        execute(cls.qldb, f"DELETE FROM {cls.table} WHERE n = 5")
        answer = control_plane.get_digest(Name=cls.ledger)
        cls.digest, cls.tip = answer["Digest"], answer["DigestTipAddress"]

    def revisions(self):
        return execute(self.qldb, f"SELECT * FROM history({self.table})")

    def get_revision(self, revision, tip):
        answer = control_plane.get_revision(
            Name=self.ledger, DocumentId=str(revision["metadata"]["id"]), BlockAddress={"IonText": text(revision["blockAddress"])},
            DigestTipAddress=tip)
        return load(answer["Revision"]["IonText"]), load(answer["Proof"]["IonText"])

    def get_block(self, number, tip):
        address = f"{{strandId:\"{load(tip['IonText'])['strandId']}\",sequenceNo:{number}}}"
        answer = control_plane.get_block(Name=self.ledger, BlockAddress={"IonText": address}, DigestTipAddress=tip)
        return load(answer["Block"]["IonText"]), load(answer["Proof"]["IonText"])

    def test_every_revision_leads_to_the_digest(self):
        revisions = self.revisions()
        self.assertEqual(len(revisions), 6 * 2 + 2 + 2)
        for listed in revisions:
            revision, proof = self.get_revision(listed, self.tip)
            self.assertEqual(text(revision), text(listed))
            self.assertEqual(revision_hash(revision), revision["hash"])
            self.assertEqual(fold(revision["hash"], proof), self.digest)

    def test_every_block_is_whole_and_leads_to_the_digest(self):
        tip = load(self.tip["IonText"])["sequenceNo"]
        previous = b""
        hashes = []
        for number in range(tip + 1):
            block, proof = self.get_block(number, self.tip)
            self.assertEqual(block["blockAddress"]["sequenceNo"], number)
            check_block(block)
            self.assertEqual(bytes(block["previousBlockHash"]), bytes(previous))
            self.assertEqual(fold(block["blockHash"], proof), self.digest)
            previous = block["blockHash"]
            hashes.append(previous)
        self.assertEqual(merkle_root(hashes), self.digest)

    def test_statements_are_bound_by_their_digests(self):
        (listed, *_) = [revision for revision in self.revisions() if revision.get("data", {}).get("changed")]
        block, _ = self.get_block(listed["blockAddress"]["sequenceNo"], self.tip)
        (statement,) = block["transactionInfo"]["statements"]
        self.assertEqual(str(statement["statement"]), f"UPDATE {self.table} AS t SET t.changed = ? WHERE t.n = ?")
        expected = hash_of(load(text(statement["statement"])))
        for parameter in ("note::yes", "3"):
            expected = dot(expected, hash_of(load(parameter)))
        self.assertEqual(statement["statementDigest"], expected)

    def test_an_old_digest_stays_valid(self):
        create_table(self.qldb)
        later = control_plane.get_digest(Name=self.ledger)
        self.assertNotEqual(later["Digest"], self.digest)
        listed = next(revision for revision in self.revisions() if revision.get("data", {}).get("n") == 0)
        for tip, digest in ((self.tip, self.digest), (later["DigestTipAddress"], later["Digest"])):
            revision, proof = self.get_revision(listed, tip)
            self.assertEqual(fold(revision_hash(revision), proof), digest)

    def test_whatever_is_changed_does_not_lead_to_the_digest(self):
        listed = next(revision for revision in self.revisions() if "price" in revision.get("data", {}))
        changes = {
            "a value": lambda revision, _: revision["data"].__setitem__("n", load("99")),
            "the scale of a decimal": lambda revision, _: revision["data"].__setitem__("price", load("4.5")),
            "the type of a value": lambda revision, _: revision["data"].__setitem__("price", load("4.50e0")),
            "a member more": lambda revision, _: revision["data"].__setitem__("more", load("null")),
            "the version": lambda revision, _: revision["metadata"].__setitem__("version", load("1")),
            "the time": lambda revision, _: revision["metadata"].__setitem__("txTime", load("2020-01-01T00:00:00.000Z")),
            "a hash of the proof": lambda _, proof: proof.__setitem__(0, IonPyBytes.from_value(proof[0].ion_type, bytes([proof[0][0] ^ 1]) + proof[0][1:])),
            "a hash less in the proof": lambda _, proof: proof.pop(),
        }
        revision, proof = self.get_revision(listed, self.tip)
        self.assertEqual(fold(revision_hash(revision), proof), self.digest)
        for what, change in changes.items():
            with self.subTest(what):
                revision, proof = self.get_revision(listed, self.tip)
                change(revision, proof)
                self.assertNotEqual(fold(revision_hash(revision), proof), self.digest)

    def test_a_changed_block_is_told(self):
        tip = load(self.tip["IonText"])["sequenceNo"]
        changes = {
            "statement": lambda block: block["transactionInfo"]["statements"][0].__setitem__("statement", load('"SELECT 1"')),
            "revision": lambda block: block["revisions"][0]["data"].__setitem__("n", load("99")),
            "revisions": lambda block: block["revisions"].pop(),
            "entries": lambda block: block["entriesHashList"].pop(0),
            "block before": lambda block: block.__setitem__("previousBlockHash", block["blockHash"]),
        }
        number = next(revision["blockAddress"]["sequenceNo"] for revision in self.revisions() if "price" in revision.get("data", {}))
        self.assertLess(number, tip)
        for what, change in changes.items():
            with self.subTest(what):
                block, _ = self.get_block(number, self.tip)
                check_block(block)
                change(block)
                with self.assertRaises(ValueError):
                    check_block(block)

    def test_addresses_are_ion_in_any_spelling(self):
        strand = load(self.tip["IonText"])["strandId"]
        for spelling in (f"{{ sequenceNo: 1, strandId: \"{strand}\" }}", f"{{'strandId':'''{strand}''',\n// a comment\n\"sequenceNo\":0x1}}"):
            answer = control_plane.get_block(Name=self.ledger, BlockAddress={"IonText": spelling})
            self.assertEqual(load(answer["Block"]["IonText"])["blockAddress"]["sequenceNo"], 1)
            self.assertNotIn("Proof", answer)

    def test_addresses_that_lead_nowhere_are_refused(self):
        strand = load(self.tip["IonText"])["strandId"]
        for address in ("{", "5", f"{{strandId:\"{strand}\",sequenceNo:100000}}", "{strandId:\"AAAAAAAAAAAAAAAAAAAAAA\",sequenceNo:1}"):
            code, _ = failure(lambda: control_plane.get_block(Name=self.ledger, BlockAddress={"IonText": address}))
            self.assertEqual(code, "InvalidParameterException", address)
