"""Runs ministack with the resource types that AWS's CloudFormation had for QLDB, and ends QLDB when a test says so.

ministack knows neither type, as befits a service that is gone. A stack that still holds one can only be made while the
type is known, so here both are, and name things without making any. Then the file `qldb-of-aws` in the working directory
says how QLDB ended. Nobody outside AWS knows what its CloudFormation does now, so there are two ways:

removed      the types are as unknown as ministack knows them
unreachable  the types are known, and everything that is done to one fails
"""

import runpy
from pathlib import Path

from ministack.services.cloudformation import provisioners

END = Path("qldb-of-aws")
UNREACHABLE = "Could not connect to the endpoint URL: https://qldb.us-east-1.amazonaws.com/"


def how_qldb_ended() -> str:
    return END.read_text() if END.exists() else "not yet"


class Types(dict):
    """All types, less those of QLDB once they have been removed."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) and not self.is_removed(name)

    def get(self, name, default=None):
        return default if self.is_removed(name) else super().get(name, default)

    @staticmethod
    def is_removed(name: object) -> bool:
        return str(name).startswith("AWS::QLDB::") and how_qldb_ended() == "removed"


def ask_qldb() -> None:
    if how_qldb_ended() != "not yet":
        raise ValueError(UNREACHABLE)


def create(logical_id, properties, stack_name):
    ask_qldb()
    name = properties.get("Name") or properties.get("StreamName")
    return name, {"Arn": f"arn:aws:qldb:us-east-1:000000000000:{logical_id}/{name}", "Id": name}


def update(physical_id, old_properties, new_properties, stack_name):
    ask_qldb()
    return physical_id, {}


def delete(physical_id, properties):
    ask_qldb()


OPERATIONS = {"create": create, "update": update, "delete": delete}
provisioners._RESOURCE_HANDLERS = Types(
    provisioners._RESOURCE_HANDLERS, **{"AWS::QLDB::Ledger": OPERATIONS, "AWS::QLDB::Stream": OPERATIONS}
)
runpy.run_path(str(Path(__file__).parents[2] / "local" / "ministack_launcher.py"), run_name="__main__")
