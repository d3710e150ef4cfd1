"""What the tests share: a ledger of their own each, and AWS's clients as a program makes them, with nothing but the environment set."""

import itertools
import time

import boto3
from amazon.ion import simpleion as ion
from botocore.exceptions import ClientError
from pyqldb.config.retry_config import RetryConfig
from pyqldb.driver.qldb_driver import QldbDriver

_numbers = itertools.count(1)
control_plane = boto3.client("qldb")

# Retries without a pause: their number matters here, not their time.
AT_ONCE = RetryConfig(custom_backoff=lambda *_: 0)


def create_ledger(name):
    """Creates a ledger and waits until it can be used, as the guide's samples do."""
    control_plane.create_ledger(Name=name, PermissionsMode="STANDARD", DeletionProtection=False)
    while control_plane.describe_ledger(Name=name)["State"] != "ACTIVE":
        time.sleep(0.02)
    return name


def driver(ledger, **options):
    return QldbDriver(ledger, **{"retry_config": AT_ONCE, **options})


def execute(qldb, statement, *parameters):
    """One statement in a transaction of its own: its rows."""
    return list(qldb.execute_lambda(lambda transaction: transaction.execute_statement(statement, *parameters)))


def create_table(qldb, *indexed_fields):
    """A table with a new name, so that tests do not meet each other's documents. Its indexes come first, as the guide advises."""
    name = f"Table{next(_numbers)}"
    execute(qldb, f"CREATE TABLE {name}")
    for field in indexed_fields:
        execute(qldb, f"CREATE INDEX ON {name} ({field})")
    return name


def load(text):
    """An Ion value from Ion text."""
    return ion.loads(text, single_value=True)


def text(value):
    """Ion text of a value: one text for one value, precisions, types and annotations included."""
    return ion.dumps(value, binary=False, omit_version_marker=True)


def failure(call, *arguments):
    """The error that AWS's client raises for what the service answers, as (code, message)."""
    try:
        call(*arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError("the call succeeded")
