"""A transaction that takes too long. The server that these run against lets one take a second."""

import time
import unittest

from botocore.exceptions import ClientError
from support import create_ledger, create_table, driver, execute

TOO_LONG = 1.5


class Expiry(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.qldb = driver(create_ledger("expiry"))
        cls.addClassCleanup(cls.qldb.close)
        cls.table = create_table(cls.qldb)

    def fail_after_a_pause(self, then):
        attempts = []

        def work(transaction):
            attempts.append(transaction.transaction_id)
            execute_in(transaction, self.table)
            time.sleep(TOO_LONG)
            then(transaction)

        with self.assertRaises(ClientError) as raised:
            self.qldb.execute_lambda(work)
        self.assertEqual(raised.exception.response["Error"]["Code"], "InvalidSessionException")
        self.assertEqual(raised.exception.response["Error"]["Message"], f"Transaction {attempts[0]} has expired")
        self.assertEqual(len(attempts), 1, "an expired transaction is not run again")
        self.assertEqual(execute(self.qldb, f"SELECT * FROM {self.table}"), [], "nothing of it stays")

    def test_is_told_to_the_next_statement(self):
        self.fail_after_a_pause(lambda transaction: execute_in(transaction, self.table))

    def test_is_told_to_the_commit(self):
        self.fail_after_a_pause(lambda transaction: None)


def execute_in(transaction, table):
    return list(transaction.execute_statement(f"INSERT INTO {table} ?", {"n": 1}))
