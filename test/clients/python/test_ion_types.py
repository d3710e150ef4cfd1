"""Every Ion type there and back, and into the hash of its revision, which Python's own Ion hash library makes as well."""

import unittest

import ionhash  # noqa: F401  adds ion_hash to Ion values
from support import create_ledger, create_table, driver, execute, load, text
from verify import revision_hash

VALUES = {
    "nulls": ["null", "null.null", "null.bool", "null.int", "null.float", "null.decimal", "null.timestamp", "null.symbol", "null.string",
              "null.clob", "null.blob", "null.list", "null.struct"],
    "booleans": ["true", "false"],
    "integers": ["0", "1", "-1", "255", "256", "-65536", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
                 "-123456789012345678901234567890"],
    "floats": ["0e0", "-0e0", "1e0", "0.1e0", "-1.5e300", "5e-324", "+inf", "-inf", "nan"],
    "decimals": ["0.", "0.0", "0.00", "-0.0", "0d5", "1.", "1.0", "1.00", "-1.5", "123456789012345678901234567890.123456789", "1d100", "1d-100"],
    "timestamps": ["2011T", "2011-02T", "2011-02-20", "2011-02-20T11:30Z", "2011-02-20T11:30:59Z", "2011-02-20T11:30:59.1Z",
                   "2011-02-20T11:30:59.100Z", "2011-02-20T11:30:59.123456Z", "2011-02-20T11:30:59.123456789Z", "2011-02-20T11:30:59-08:00",
                   "2011-02-20T11:30:59.5+05:45", "2011-02-20T11:30:59-00:00", "0001T", "9999-12-31T23:59:59.999Z"],
    "symbols": ["symbol", "'a symbol'", "''", "'5'", "'null'", "name", "'é'"],
    "strings": ['""', '"text"', '"line\\nbreak \\"quoted\\""', '"Zażółć \\U0001F600"'],
    "clobs": ['{{""}}', '{{"text"}}', '{{"\\xff\\x00"}}'],
    "blobs": ["{{}}", "{{AA==}}", "{{VG8gaW5maW5pdHkuLi4gYW5kIGJleW9uZCE=}}"],
    "lists": ["[]", "[1, \"two\", [3, [4.0]], null]"],
    "structs": ["{}", "{a: {b: {c: [{d: null.int}]}}}", "{'odd name': 1, '': 2}", "{twice: 1, twice: 2}"],
    "annotated values": ["degrees::100.5", "a::b::c::null.struct", "outer::{member: inner::[each::1, 'odd name'::null.int]}", "'odd name'::\"text\""],
}


class IonTypes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.qldb = driver(create_ledger("ion-types"))
        cls.addClassCleanup(cls.qldb.close)
        cls.table = create_table(cls.qldb, "kind")

    def there_and_back(self, kind):
        documents = [load(f'{{kind: "{kind}", number: {number}, content: {content}}}') for number, content in enumerate(VALUES[kind])]
        execute(self.qldb, f"INSERT INTO {self.table} ?", documents)
        rows = execute(self.qldb, f"SELECT number, content FROM {self.table} WHERE kind = ?", kind)
        contents = {int(row["number"]): row["content"] for row in rows}
        committed = {int(row["data"]["number"]): row for row in execute(self.qldb, f"SELECT * FROM _ql_committed_{self.table} AS c WHERE c.data.kind = ?", kind)}
        for number, document in enumerate(documents):
            with self.subTest(VALUES[kind][number]):
                self.assertEqual(text(contents[number]), text(document["content"]))
                self.assertEqual(text(committed[number]["data"]), text(document))
                self.assertEqual(revision_hash(committed[number]), committed[number]["hash"])

    def test_a_field_name_may_be_any_text(self):
        document = load("{'with space': 1, 'SELECT': 2, 'ключ': 3}")
        execute(self.qldb, f"INSERT INTO {self.table} ?", document)
        (found,) = execute(self.qldb, f"SELECT t.\"with space\", t.\"SELECT\", t.\"ключ\" FROM {self.table} AS t WHERE t.\"SELECT\" = 2")
        self.assertEqual(text(found), text(document))


def _test(kind):
    return lambda self: self.there_and_back(kind)


for _kind in VALUES:
    setattr(IonTypes, f"test_{_kind.replace(' ', '_')}_come_back_as_they_went_and_hash_alike", _test(_kind))
