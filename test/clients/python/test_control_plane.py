"""Ledgers and tags through boto3."""

import unittest

from support import control_plane, create_ledger, failure


class Ledgers(unittest.TestCase):
    def test_are_created_described_and_listed(self):
        created = control_plane.create_ledger(Name="described", PermissionsMode="STANDARD", Tags={"team": "records"})
        self.assertEqual((created["Name"], created["State"], created["DeletionProtection"]), ("described", "CREATING", True))
        described = control_plane.describe_ledger(Name="described")
        self.assertEqual(described["Arn"], "arn:aws:qldb:us-east-1:000000000000:ledger/described")
        self.assertEqual(described["CreationDateTime"], created["CreationDateTime"])
        self.assertIsNotNone(described["CreationDateTime"].tzinfo)
        self.assertIn("described", [ledger["Name"] for ledger in control_plane.list_ledgers(MaxResults=100)["Ledgers"]])

    def test_are_changed(self):
        create_ledger("changed")
        updated = control_plane.update_ledger(Name="changed", DeletionProtection=True)
        self.assertTrue(updated["DeletionProtection"])
        self.assertEqual(control_plane.update_ledger_permissions_mode(Name="changed", PermissionsMode="ALLOW_ALL")["PermissionsMode"], "ALLOW_ALL")

    def test_carry_tags(self):
        create_ledger("tagged")
        arn = control_plane.describe_ledger(Name="tagged")["Arn"]
        control_plane.tag_resource(ResourceArn=arn, Tags={"team": "records", "Größe/ä b": "é"})
        control_plane.untag_resource(ResourceArn=arn, TagKeys=["team"])
        self.assertEqual(control_plane.list_tags_for_resource(ResourceArn=arn)["Tags"], {"Größe/ä b": "é"})

    def test_are_deleted_unless_protected(self):
        create_ledger("deleted")
        control_plane.update_ledger(Name="deleted", DeletionProtection=True)
        with self.assertRaises(control_plane.exceptions.ResourcePreconditionNotMetException):
            control_plane.delete_ledger(Name="deleted")
        control_plane.update_ledger(Name="deleted", DeletionProtection=False)
        control_plane.delete_ledger(Name="deleted")
        self.assertIn(failure(lambda: control_plane.delete_ledger(Name="deleted"))[0], ("ResourceInUseException", "ResourceNotFoundException"))

    def test_are_told_apart_from_those_that_are_not_there(self):
        with self.assertRaises(control_plane.exceptions.ResourceNotFoundException) as raised:
            control_plane.describe_ledger(Name="nowhere")
        self.assertEqual(raised.exception.response["ResourceName"], "nowhere")
        self.assertEqual(raised.exception.response["ResponseMetadata"]["HTTPStatusCode"], 404)

    def test_have_names_of_their_own(self):
        create_ledger("taken")
        with self.assertRaises(control_plane.exceptions.ResourceAlreadyExistsException):
            control_plane.create_ledger(Name="taken", PermissionsMode="STANDARD")

    def test_are_refused_with_a_wrong_name(self):
        code, _ = failure(lambda: control_plane.create_ledger(Name="no--good", PermissionsMode="STANDARD"))
        self.assertEqual(code, "InvalidParameterException")
