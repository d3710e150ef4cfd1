"""How results come: pages, read-ahead, buffers, figures."""

import unittest
from concurrent.futures import ThreadPoolExecutor

from pyqldb.errors import ResultClosedError
from support import create_ledger, create_table, driver, execute

DOCUMENTS = 1040


class Results(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = create_ledger("results")
        cls.qldb = driver(cls.ledger)
        cls.addClassCleanup(cls.qldb.close)
        cls.table = create_table(cls.qldb, "n")
        for first in range(0, DOCUMENTS, 40):
            execute(cls.qldb, f"INSERT INTO {cls.table} ?", [{"n": n, "padding": "x" * 100} for n in range(first, first + 40)])

    def all_numbers(self, transaction):
        return sorted(int(row) for row in transaction.execute_statement(f"SELECT VALUE n FROM {self.table}"))

    def test_come_in_pages(self):
        self.assertEqual(self.qldb.execute_lambda(self.all_numbers), list(range(DOCUMENTS)))

    def test_are_buffered_when_they_leave_the_transaction(self):
        cursor = self.qldb.execute_lambda(lambda transaction: transaction.execute_statement(f"SELECT VALUE n FROM {self.table}"))
        self.assertEqual(sum(1 for _ in cursor), DOCUMENTS)

    def test_are_gone_with_the_transaction(self):
        kept = []
        self.qldb.execute_lambda(lambda transaction: kept.append(transaction.execute_statement(f"SELECT * FROM {self.table}")))
        with self.assertRaises(ResultClosedError):
            next(kept[0])

    def test_are_read_ahead(self):
        for executor in (None, ThreadPoolExecutor(2)):
            with driver(self.ledger, read_ahead=3, executor=executor) as ahead:
                self.assertEqual(ahead.execute_lambda(self.all_numbers), list(range(DOCUMENTS)))

    def test_are_read_ahead_while_other_statements_run(self):
        """Pages are fetched in a thread of their own, so that requests of one session overlap."""
        def work(transaction):
            everything = transaction.execute_statement(f"SELECT VALUE n FROM {self.table}")
            found = []
            for n in range(20):
                found += transaction.execute_statement(f"SELECT VALUE n FROM {self.table} WHERE n = ?", n)
            return sorted(int(n) for n in everything), found

        with driver(self.ledger, read_ahead=2) as ahead:
            everything, found = ahead.execute_lambda(work)
        self.assertEqual(everything, list(range(DOCUMENTS)))
        self.assertEqual(found, list(range(20)))

    def test_may_be_left_half_read(self):
        with driver(self.ledger, read_ahead=2) as ahead:
            first = ahead.execute_lambda(lambda transaction: next(transaction.execute_statement(f"SELECT VALUE n FROM {self.table}")))
            self.assertIn(first, range(DOCUMENTS))
            self.assertEqual(ahead.execute_lambda(self.all_numbers), list(range(DOCUMENTS)))

    def test_tell_what_was_read_and_how_long_it_took(self):
        def work(transaction):
            scanned = transaction.execute_statement(f"SELECT * FROM {self.table} WHERE padding = 'y'")
            found = transaction.execute_statement(f"SELECT * FROM {self.table} WHERE n = ?", 7)
            everything = transaction.execute_statement(f"SELECT VALUE n FROM {self.table}")
            for cursor in (scanned, found, everything):
                list(cursor)
            return scanned, found, everything

        scanned, found, everything = (cursor.get_consumed_ios()["ReadIOs"] for cursor in self.qldb.execute_lambda(work))
        self.assertEqual((scanned, everything), (DOCUMENTS, DOCUMENTS))
        self.assertEqual(found, 1)

        cursor = self.qldb.execute_lambda(lambda transaction: transaction.execute_statement(f"SELECT VALUE n FROM {self.table}"))
        self.assertGreaterEqual(cursor.get_timing_information()["ProcessingTimeMilliseconds"], 1)
        self.assertEqual(cursor.get_consumed_ios(), {"ReadIOs": DOCUMENTS})
