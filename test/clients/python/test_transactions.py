"""Transactions of AWS's driver: conflicts, retries, aborts, threads."""

import threading
import unittest

from botocore.config import Config
from botocore.exceptions import ClientError
from pyqldb.config.retry_config import RetryConfig
from pyqldb.errors import DriverClosedError, LambdaAbortedError, SessionPoolEmptyError
from support import create_ledger, create_table, driver, execute, failure


class Transactions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = create_ledger("transactions")
        cls.qldb = driver(cls.ledger)
        cls.other = driver(cls.ledger)
        cls.addClassCleanup(cls.qldb.close)
        cls.addClassCleanup(cls.other.close)

    def setUp(self):
        self.table = create_table(self.qldb, "n")
        execute(self.qldb, f"INSERT INTO {self.table} ?", [{"n": n, "total": 0} for n in range(4)])

    def value(self, n):
        (found,) = execute(self.other, f"SELECT VALUE t.total FROM {self.table} AS t WHERE n = ?", n)
        return found

    def set_value(self, transaction, n, value):
        return list(transaction.execute_statement(f"UPDATE {self.table} AS t SET t.total = ? WHERE t.n = ?", value, n))

    def test_hold_several_statements_and_see_their_own_writes(self):
        def work(transaction):
            self.set_value(transaction, 0, 5)
            transaction.execute_statement(f"INSERT INTO {self.table} ?", {"n": 9, "total": 7})
            return [row for row in transaction.execute_statement(f"SELECT VALUE t.total FROM {self.table} AS t WHERE n IN (0, 9)")]

        self.assertEqual(sorted(self.qldb.execute_lambda(work)), [5, 7])
        self.assertEqual((self.value(0), self.value(9)), (5, 7))

    def test_show_nothing_before_they_are_committed(self):
        def work(transaction):
            self.set_value(transaction, 0, 5)
            return self.value(0)

        self.assertEqual(self.qldb.execute_lambda(work), 0)
        self.assertEqual(self.value(0), 5)

    def test_leave_nothing_when_aborted(self):
        def work(transaction):
            self.set_value(transaction, 0, 5)
            transaction.abort()

        with self.assertRaises(LambdaAbortedError):
            self.qldb.execute_lambda(work)
        self.assertEqual(self.value(0), 0)

    def test_leave_nothing_when_the_program_fails(self):
        def work(transaction):
            self.set_value(transaction, 0, 5)
            raise KeyError("in the middle")

        with self.assertRaises(KeyError):
            self.qldb.execute_lambda(work)
        self.assertEqual(self.value(0), 0)
        self.assertEqual(execute(self.qldb, "SELECT VALUE 1 FROM << 0 >>"), [1])

    def test_go_on_after_a_statement_that_failed(self):
        def work(transaction):
            code, _ = failure(transaction.execute_statement, "SELECT * FROM Nowhere")
            self.set_value(transaction, 0, 5)
            return code

        self.assertEqual(self.qldb.execute_lambda(work), "BadRequestException")
        self.assertEqual(self.value(0), 5)

    def test_are_named_by_an_id_that_the_journal_keeps(self):
        def work(transaction):
            self.set_value(transaction, 0, 5)
            (own,) = transaction.execute_statement("SELECT VALUE TXID() FROM << 0 >>")
            return transaction.transaction_id, str(own)

        ident, own = self.qldb.execute_lambda(work)
        (kept,) = execute(self.qldb, f"SELECT VALUE c.metadata.txId FROM _ql_committed_{self.table} AS c WHERE c.data.n = 0")
        self.assertEqual((own, str(kept)), (ident, ident))

    def test_conflict_when_another_changed_what_they_read_and_are_run_again(self):
        attempts = []

        def work(transaction):
            (before,) = transaction.execute_statement(f"SELECT VALUE t.total FROM {self.table} AS t WHERE n = 1")
            if not attempts:
                self.other.execute_lambda(lambda second: self.set_value(second, 1, 10))
            attempts.append(transaction.transaction_id)
            self.set_value(transaction, 1, before + 1)

        self.qldb.execute_lambda(work)
        self.assertEqual(len(set(attempts)), 2)
        self.assertEqual(self.value(1), 11)

    def test_conflict_until_the_retries_are_used_up(self):
        attempts = []

        def work(transaction):
            list(transaction.execute_statement(f"SELECT * FROM {self.table} WHERE n = 1"))
            self.other.execute_lambda(lambda second: self.set_value(second, 1, len(attempts)))
            attempts.append(transaction.transaction_id)
            self.set_value(transaction, 1, -1)

        with self.assertRaises(ClientError) as raised:
            self.qldb.execute_lambda(work, RetryConfig(retry_limit=2, custom_backoff=lambda *_: 0))
        self.assertEqual(raised.exception.response["Error"]["Code"], "OccConflictException")
        self.assertEqual(len(attempts), 3)
        self.assertEqual(self.value(1), 2)

    def test_conflict_although_they_only_read(self):
        def work(transaction):
            list(transaction.execute_statement(f"SELECT * FROM {self.table} WHERE n = 1"))
            self.other.execute_lambda(lambda second: self.set_value(second, 1, 3))

        with self.assertRaises(ClientError) as raised:
            self.qldb.execute_lambda(work, RetryConfig(retry_limit=0))
        self.assertEqual(raised.exception.response["Error"]["Code"], "OccConflictException")

    def test_do_not_conflict_over_other_documents_of_an_indexed_field(self):
        attempts = []

        def work(transaction):
            attempts.append(transaction.transaction_id)
            list(transaction.execute_statement(f"SELECT * FROM {self.table} WHERE n = 1"))
            self.other.execute_lambda(lambda second: self.set_value(second, 2, 3))
            self.set_value(transaction, 1, 4)

        self.qldb.execute_lambda(work)
        self.assertEqual((len(attempts), self.value(1), self.value(2)), (1, 4, 3))

    def test_conflict_over_a_document_that_was_not_there(self):
        """What makes a field unique: read by it, insert where nothing was found."""
        def insert_once(other):
            def work(transaction):
                if list(transaction.execute_statement(f"SELECT * FROM {self.table} WHERE n = ?", 77)):
                    return False
                other()
                transaction.execute_statement(f"INSERT INTO {self.table} ?", {"n": 77})
                return True
            return work

        inserted = self.qldb.execute_lambda(insert_once(lambda: self.other.execute_lambda(insert_once(lambda: None))))
        self.assertFalse(inserted)
        self.assertEqual(len(execute(self.qldb, f"SELECT * FROM {self.table} WHERE n = 77")), 1)

    def test_refuse_a_forty_first_document(self):
        documents = [{"n": n} for n in range(41)]
        code, _ = failure(execute, self.qldb, f"INSERT INTO {self.table} ?", documents)
        self.assertEqual(code, "BadRequestException")
        self.assertEqual(len(execute(self.qldb, f"INSERT INTO {self.table} ?", documents[:40])), 40)

    def test_run_in_threads_and_lose_no_update(self):
        def increment(transaction):
            (before,) = transaction.execute_statement(f"SELECT VALUE t.total FROM {self.table} AS t WHERE n = 3")
            self.set_value(transaction, 3, before + 1)

        problems = []

        def work(qldb):
            try:
                for _ in range(4):
                    qldb.execute_lambda(increment, RetryConfig(retry_limit=1000, custom_backoff=lambda *_: 5))
            except Exception as problem:  # pylint: disable=broad-except
                problems.append(problem)

        with driver(self.ledger, max_concurrent_transactions=4, config=Config(max_pool_connections=4)) as shared:
            threads = [threading.Thread(target=work, args=(shared,)) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(problems, [])
        self.assertEqual(self.value(3), 16)

    def test_wait_for_no_session_when_the_pool_is_empty(self):
        with driver(self.ledger, max_concurrent_transactions=1) as small:
            with self.assertRaises(SessionPoolEmptyError):
                small.execute_lambda(lambda _: execute(small, "SELECT VALUE 1 FROM << 0 >>"))
            self.assertEqual(execute(small, "SELECT VALUE 1 FROM << 0 >>"), [1])

    def test_end_with_the_driver(self):
        closed = driver(self.ledger)
        execute(closed, "SELECT VALUE 1 FROM << 0 >>")
        closed.close()
        with self.assertRaises(DriverClosedError):
            execute(closed, "SELECT VALUE 1 FROM << 0 >>")

    def test_need_a_ledger_that_is_there(self):
        with driver("nowhere") as nowhere:
            code, message = failure(execute, nowhere, "SELECT VALUE 1 FROM << 0 >>")
        self.assertEqual(code, "BadRequestException")
        self.assertIn("nowhere", message)
