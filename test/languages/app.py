"""A CDK app in Python: what comes out of it is compared with what the same app gives in TypeScript."""

import json
import sys

from aws_cdk import App, Duration, RemovalPolicy, Stack, Tags
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from cdk_qldb import (
    ControlPlane,
    ExportEncryption,
    JournalKinesisStream,
    JournalS3Export,
    JournalTime,
    Ledger,
    OutputFormat,
    PartiQLAction,
    PermissionsMode,
)

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
key = kms.Key(stack, "ArchiveKey")
ledger.add_journal_stream(
    "ToKinesis",
    kinesis_stream=kinesis.Stream(stack, "Records", encryption_key=key),
    aggregation_enabled=False,
)
JournalKinesisStream(
    stack,
    "Kept",
    ledger=ledger,
    kinesis_stream=kinesis.Stream.from_stream_arn(
        stack, "Elsewhere", "arn:aws:kinesis:us-east-1:111122223333:stream/elsewhere"
    ),
    journal_stream_name="kept",
    inclusive_start_time=JournalTime.deployment(),
    removal_policy=RemovalPolicy.RETAIN,
)
JournalS3Export(
    stack,
    "ToS3",
    ledger=ledger,
    bucket=s3.Bucket(stack, "Archive"),
    prefix="january/",
    inclusive_start_time=JournalTime.from_iso_string("2026-01-01T00:00:00Z"),
    exclusive_end_time=JournalTime.from_iso_string("2026-02-01T00:00:00Z"),
    encryption=ExportEncryption.kms(key),
    output_format=OutputFormat.ION_BINARY,
    trigger="first",
    wait_for_completion=False,
)
app.synth()

problems = ""
try:
    Ledger(Stack(app, "Wrong"), "Ledger", ledger_name="no--good", timeout=Duration.minutes(60))
except RuntimeError as error:
    problems = str(error)
print(json.dumps({"problems": problems, "is_ledger": Ledger.is_ledger(ledger)}))
