"""Versions of documents, and what a redaction leaves of them."""

import time
import unittest
from datetime import datetime, timezone

from support import control_plane, create_ledger, create_table, driver, execute, failure, load, text
from verify import check_block, fold, hash_of, revision_hash


class History(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = create_ledger("history")
        cls.qldb = driver(cls.ledger)
        cls.addClassCleanup(cls.qldb.close)

    def setUp(self):
        self.table = create_table(self.qldb, "n")
        (inserted,) = execute(self.qldb, f"INSERT INTO {self.table} ?", {"n": 1, "owner": "first"})
        self.document_id = str(inserted["documentId"])
        execute(self.qldb, f"UPDATE {self.table} AS t SET t.owner = 'second' WHERE t.n = 1")

    def revisions(self, source=None):
        found = execute(self.qldb, f"SELECT * FROM history({source or self.table}) AS h WHERE h.metadata.id = ?", self.document_id)
        return sorted(found, key=lambda revision: revision["metadata"]["version"])

    def table_id(self):
        (found,) = execute(self.qldb, "SELECT VALUE tableId FROM information_schema.user_tables WHERE name = ?", self.table)
        return str(found)

    def test_keeps_every_version(self):
        first, second = self.revisions()
        self.assertEqual([str(each["data"]["owner"]) for each in (first, second)], ["first", "second"])
        self.assertEqual([int(each["metadata"]["version"]) for each in (first, second)], [0, 1])
        self.assertLessEqual(first["metadata"]["txTime"], second["metadata"]["txTime"])
        self.assertNotEqual(first["metadata"]["txId"], second["metadata"]["txId"])

    def test_keeps_a_deletion_without_data(self):
        execute(self.qldb, f"DELETE FROM {self.table} WHERE n = 1")
        deleted = self.revisions()[2]
        self.assertEqual(deleted["metadata"]["version"], 2)
        self.assertNotIn("data", deleted)
        self.assertEqual(deleted["hash"], hash_of(deleted["metadata"]))

    def test_tells_what_was_active_at_a_time(self):
        first, second = self.revisions()
        moment = text(second["metadata"]["txTime"])
        self.assertEqual([row["data"]["owner"] for row in self.revisions(f"{self.table}, `{moment}`")][-1], "second")
        early = self.revisions(f"{self.table}, `2019-01-01T`, `2019-12-31T`")
        self.assertEqual(early, [])
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.assertEqual(len(self.revisions(f"{self.table}, `2019-01-01T`, `{now}`")), 2)
        self.assertEqual(len(first), 4)

    def test_stays_when_the_table_is_dropped(self):
        ident = self.table_id()
        execute(self.qldb, f"DROP TABLE {self.table}")
        self.assertEqual(len(self.revisions(f"'{ident}'")), 2)
        self.assertIn(self.table, failure(self.revisions)[1])

    def redact(self, revision):
        return execute(self.qldb, "EXEC REDACT_REVISION ?, ?, ?", revision["blockAddress"], self.table_id(), self.document_id)

    def test_a_redacted_revision_keeps_its_hash_and_loses_its_data(self):
        before = control_plane.get_digest(Name=self.ledger)
        first, _ = self.revisions()
        (answer,) = self.redact(first)
        self.assertEqual(text(answer["blockAddress"]), text(first["blockAddress"]))
        self.assertEqual((str(answer["tableId"]), str(answer["documentId"]), answer["version"]), (self.table_id(), self.document_id, 0))

        redacted = self.wait_for_redaction()
        self.assertEqual(redacted["dataHash"], hash_of(first["data"]))
        self.assertEqual((redacted["hash"], text(redacted["metadata"])), (first["hash"], text(first["metadata"])))
        self.assertEqual(revision_hash(redacted), first["hash"])
        verified = control_plane.get_revision(
            Name=self.ledger, DocumentId=self.document_id, BlockAddress={"IonText": text(first["blockAddress"])}, DigestTipAddress=before["DigestTipAddress"])
        self.assertEqual(text(load(verified["Revision"]["IonText"])), text(redacted))
        self.assertEqual(fold(first["hash"], load(verified["Proof"]["IonText"])), before["Digest"])
        block = load(control_plane.get_block(Name=self.ledger, BlockAddress={"IonText": text(first["blockAddress"])})["Block"]["IonText"])
        check_block(block)
        self.assertNotIn("data", next(revision for revision in block["revisions"] if revision.get("metadata", {}).get("id") == self.document_id))

    def wait_for_redaction(self):
        while "data" in self.revisions()[0]:
            time.sleep(0.05)
        return self.revisions()[0]

    def test_the_block_of_a_redaction_names_what_was_redacted(self):
        first, _ = self.revisions()
        self.redact(first)
        tip = control_plane.get_digest(Name=self.ledger)["DigestTipAddress"]
        block = load(control_plane.get_block(Name=self.ledger, BlockAddress=tip)["Block"]["IonText"])
        check_block(block)
        (named,) = block["redactionInfo"]["revisions"]
        self.assertEqual((text(named["blockAddress"]), str(named["documentId"])), (text(first["blockAddress"]), self.document_id))

    def test_the_latest_revision_is_not_redacted(self):
        _, latest = self.revisions()
        self.assertEqual(failure(self.redact, latest)[0], "BadRequestException")

    def test_the_future_has_no_history(self):
        self.assertEqual(failure(self.revisions, f"{self.table}, `2990-01-01T`")[0], "BadRequestException")
