"""A CDK app in Python: what comes out of it is compared with what the same app gives in TypeScript."""

import json
import sys

from aws_cdk import App, Duration, RemovalPolicy, Stack, Tags
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from cdk_qldb import ControlPlane, Ledger, PartiQLAction, PermissionsMode

app = App(outdir=sys.argv[1])
ControlPlane.configure(app, endpoint="https://qldb.example.com")
stack = Stack(app, "Languages")
ledger = Ledger(
    stack,
    "Ledger",
    ledger_name="registrations",
    permissions_mode=PermissionsMode.STANDARD,
    deletion_protection=False,
    encryption_key=kms.Key(stack, "Key"),
    removal_policy=RemovalPolicy.DESTROY,
    timeout=Duration.minutes(20),
)
Tags.of(ledger).add("department", "registry")
reader = iam.Role(stack, "Reader", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
ledger.grants.read_data(reader, table_tags={"domain": "registration"})
ledger.grants.parti_ql(reader, actions=[PartiQLAction.HISTORY_FUNCTION], table_ids=["8F0TPCmdNQ6JTRpiLj2TmW"])
imported = Ledger.from_ledger_name(stack, "Imported", "archive")
imported.grants.verify(reader)
app.synth()

problems = ""
try:
    Ledger(Stack(app, "Wrong"), "Ledger", ledger_name="no--good", timeout=Duration.minutes(60))
except RuntimeError as error:
    problems = str(error)
print(json.dumps({"problems": problems, "is_ledger": Ledger.is_ledger(ledger)}))
