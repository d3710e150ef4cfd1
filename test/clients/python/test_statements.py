"""What PartiQL statements do, through AWS's driver."""

import unittest

from amazon.ion.simple_types import IonPyDict
from support import create_ledger, create_table, driver, execute, failure, load, text


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.qldb = driver(create_ledger("statements-" + cls.__name__.lower()))
        cls.addClassCleanup(cls.qldb.close)

    def run_one(self, statement, *parameters):
        return execute(self.qldb, statement, *parameters)

    def fails(self, statement, *parameters):
        code, message = failure(self.run_one, statement, *parameters)
        self.assertEqual(code, "BadRequestException")
        return message


class Definitions(Case):
    def test_create_a_table_and_list_it(self):
        (created,) = self.run_one("CREATE TABLE Vehicle")
        self.assertEqual(len(created["tableId"]), 22)
        self.assertIn("Vehicle", [str(name) for name in self.qldb.list_tables()])
        (listed,) = self.run_one("SELECT * FROM information_schema.user_tables WHERE name = 'Vehicle'")
        self.assertEqual(listed["tableId"], created["tableId"])
        self.assertEqual(text(listed["status"]), '"ACTIVE"')

    def test_create_and_drop_an_index(self):
        table = create_table(self.qldb, "VIN")
        (listed,) = self.run_one("SELECT * FROM information_schema.user_tables WHERE name = ?", table)
        (index,) = listed["indexes"]
        self.assertEqual((str(index["expr"]), str(index["status"])), ("[VIN]", "ONLINE"))
        self.run_one(f'DROP INDEX "{index["indexId"]}" ON {table} WITH (purge = true)')
        (listed,) = self.run_one("SELECT * FROM information_schema.user_tables WHERE name = ?", table)
        self.assertEqual([row for row in listed["indexes"] if row["status"] != "DELETING"], [])

    def test_drop_a_table_and_take_it_back(self):
        table = create_table(self.qldb)
        (dropped,) = self.run_one(f"DROP TABLE {table}")
        self.assertIn(f"No such variable named '{table}'", self.fails(f"SELECT * FROM {table}"))
        self.run_one(f'UNDROP TABLE "{dropped["tableId"]}"')
        self.assertEqual(self.run_one(f"SELECT * FROM {table}"), [])

    def test_refuse_a_second_table_of_the_name(self):
        table = create_table(self.qldb)
        self.assertIn(table, self.fails(f"CREATE TABLE {table}"))

    def test_refuse_a_sixth_index(self):
        table = create_table(self.qldb, "a", "b", "c", "d", "e")
        self.fails(f"CREATE INDEX ON {table} (f)")


class Inserts(Case):
    def test_take_one_document_as_a_parameter(self):
        table = create_table(self.qldb)
        (inserted,) = self.run_one(f"INSERT INTO {table} ?", {"VIN": "1N4AL11D75C109151", "Built": 2011})
        self.assertEqual(len(inserted["documentId"]), 22)
        self.assertEqual(self.run_one(f"SELECT * FROM {table}"), [{"VIN": "1N4AL11D75C109151", "Built": 2011}])

    def test_take_a_list_of_documents_as_a_parameter(self):
        table = create_table(self.qldb)
        inserted = self.run_one(f"INSERT INTO {table} ?", [{"n": 1}, {"n": 2}, {"n": 3}])
        self.assertEqual(len({str(row["documentId"]) for row in inserted}), 3)
        self.assertEqual(sorted(self.run_one(f"SELECT VALUE n FROM {table}")), [1, 2, 3])

    def test_take_a_bag_of_literals_and_parameters(self):
        table = create_table(self.qldb)
        self.run_one(f"INSERT INTO {table} << {{'n': 1, 'words': 'one'}}, ? >>", {"n": 2, "words": "two"})
        self.assertEqual(sorted(str(row) for row in self.run_one(f"SELECT VALUE words FROM {table}")), ["one", "two"])

    def test_take_ion_in_backticks(self):
        table = create_table(self.qldb)
        self.run_one(f"INSERT INTO {table} VALUE {{'moment': `2011-02-20T11:30:59.100-08:00`, 'price': `4.50`, 'kind': `'a symbol'`}}")
        (found,) = self.run_one(f"SELECT * FROM {table}")
        self.assertEqual(text(found), text(load("{moment: 2011-02-20T11:30:59.100-08:00, price: 4.50, kind: 'a symbol'}")))

    def test_refuse_what_is_no_document(self):
        table = create_table(self.qldb)
        self.fails(f"INSERT INTO {table} ?", 5)

    def test_name_a_table_that_is_not_there(self):
        self.assertIn("No such variable named 'Nowhere'", self.fails("INSERT INTO Nowhere ?", {"n": 1}))


class Selects(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = create_table(cls.qldb, "VIN")
        execute(cls.qldb, f"INSERT INTO {cls.table} ?", [
            {"VIN": "A", "Make": "Audi", "Built": 2011, "Owners": {"PrimaryOwner": "p1", "SecondaryOwners": ["s1", "s2"]}},
            {"VIN": "B", "Make": "Ford", "Built": 1989, "Owners": {"PrimaryOwner": "p2", "SecondaryOwners": []}},
            {"VIN": "C", "Make": "Ford", "Built": 2019},
        ])

    def test_find_by_parameters(self):
        found = self.run_one(f"SELECT VIN, Built FROM {self.table} AS v WHERE v.Make = ? AND v.Built > ?", "Ford", 2000)
        self.assertEqual(found, [{"VIN": "C", "Built": 2019}])

    def test_find_by_an_indexed_field(self):
        self.assertEqual(self.run_one(f"SELECT VALUE Make FROM {self.table} WHERE VIN = ?", "A"), ["Audi"])
        self.assertEqual(sorted(self.run_one(f"SELECT VALUE Make FROM {self.table} WHERE VIN IN ?", ["A", "C", "Z"])), ["Audi", "Ford"])

    def test_follow_paths_and_leave_out_what_is_missing(self):
        found = self.run_one(f"SELECT v.VIN, v.Owners.PrimaryOwner AS owner FROM {self.table} AS v")
        self.assertEqual({str(row["VIN"]): row.get("owner") for row in found}, {"A": "p1", "B": "p2", "C": None})
        self.assertNotIn("owner", next(row for row in found if row["VIN"] == "C"))

    def test_unnest_collections(self):
        found = self.run_one(f"SELECT v.VIN, s AS owner FROM {self.table} AS v, v.Owners.SecondaryOwners AS s WHERE v.Owners IS NOT MISSING")
        self.assertEqual(sorted((str(row["VIN"]), str(row["owner"])) for row in found), [("A", "s1"), ("A", "s2")])

    def test_join(self):
        found = self.run_one(f"SELECT a.VIN AS one, b.VIN AS other FROM {self.table} AS a INNER JOIN {self.table} AS b ON a.Make = b.Make "
                             "WHERE a.VIN < b.VIN")
        self.assertEqual(found, [{"one": "B", "other": "C"}])

    def test_aggregate(self):
        (found,) = self.run_one(f"SELECT COUNT(*) AS many, MIN(Built) AS oldest, SUM(Built) AS total FROM {self.table}")
        self.assertEqual(found, {"many": 3, "oldest": 1989, "total": 6019})

    def test_bind_document_ids(self):
        ids = self.run_one(f"SELECT id, VIN FROM {self.table} BY id")
        self.assertEqual(len({str(row["id"]) for row in ids}), 3)
        chosen = next(row for row in ids if row["VIN"] == "B")
        self.assertEqual(self.run_one(f"SELECT VALUE VIN FROM {self.table} BY id WHERE id = ?", chosen["id"]), ["B"])

    def test_show_the_committed_view(self):
        (found,) = self.run_one(f"SELECT * FROM _ql_committed_{self.table} AS c WHERE c.data.VIN = ?", "A")
        self.assertEqual(list(found), ["blockAddress", "hash", "data", "metadata"])
        self.assertEqual(list(found["metadata"]), ["id", "version", "txTime", "txId"])
        self.assertEqual((found["metadata"]["version"], found["data"]["Make"]), (0, "Audi"))

    def test_run_ahead_of_a_table(self):
        self.assertEqual(self.run_one("SELECT VALUE x + 1 FROM << 1, 2 >> AS x"), [2, 3])

    def test_tell_where_a_statement_is_wrong(self):
        self.assertRegex(self.fails("SELECT FROM"), r"Parser Error: at line 1, column \d+")

    def test_name_a_table_that_is_not_there(self):
        self.assertIn("Semantic Error: at line 1, column 15: No such variable named 'Nowhere'", self.fails("SELECT * FROM Nowhere"))

    def test_refuse_what_qldb_never_had(self):
        self.fails(f"SELECT * FROM {self.table} ORDER BY VIN")


class Changes(Case):
    def setUp(self):
        self.table = create_table(self.qldb, "n")
        self.ids = [str(row["documentId"]) for row in self.run_one(f"INSERT INTO {self.table} ?", [{"n": 1, "tags": ["a"]}, {"n": 2, "tags": []}])]

    def document(self, n):
        (found,) = self.run_one(f"SELECT * FROM {self.table} WHERE n = ?", n)
        return found

    def test_update_sets_members_and_answers_with_the_document(self):
        changed = self.run_one(f"UPDATE {self.table} AS t SET t.name = ?, t.garage.place = ? WHERE t.n = ?", "x", "here", 1)
        self.assertEqual({str(row["documentId"]) for row in changed}, {self.ids[0]})
        self.assertEqual(self.document(1), {"n": 1, "tags": ["a"], "name": "x", "garage": {"place": "here"}})
        self.assertEqual(self.document(2), {"n": 2, "tags": []})

    def test_update_replaces_a_document_by_its_id(self):
        self.run_one(f"UPDATE {self.table} AS t BY id SET t = ? WHERE id = ?", {"n": 9}, self.ids[1])
        self.assertEqual(self.document(9), {"n": 9})

    def test_from_statements_insert_set_and_remove(self):
        self.run_one(f"FROM {self.table} AS t WHERE t.n = 1 INSERT INTO t.tags VALUE ? AT 0", "first")
        self.run_one(f"FROM {self.table} AS t WHERE t.n = 1 SET t.changed = true")
        self.assertEqual(self.document(1), {"n": 1, "tags": ["first", "a"], "changed": True})
        self.run_one(f"FROM {self.table} AS t WHERE t.n = 1 REMOVE t.changed")
        self.assertEqual(self.document(1), {"n": 1, "tags": ["first", "a"]})

    def test_delete_removes_documents(self):
        deleted = self.run_one(f"DELETE FROM {self.table} WHERE n = ?", 1)
        self.assertEqual([str(row["documentId"]) for row in deleted], [self.ids[0]])
        self.assertEqual(self.run_one(f"SELECT VALUE n FROM {self.table}"), [2])

    def test_an_index_follows_what_changed(self):
        self.run_one(f"UPDATE {self.table} AS t SET t.n = 3 WHERE t.n = 1")
        self.assertEqual(self.run_one(f"SELECT * FROM {self.table} WHERE n = 1"), [])
        self.assertIsInstance(self.document(3), IonPyDict)
