"""Decides requests by IAM policies with ministack's evaluator: JSON list of requests on stdin, list of decisions on stdout."""
import json
import sys

from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document


def decide(request):
    context = EvalContext(
        principal_arn="arn:aws:sts::111122223333:assumed-role/tested/session",
        principal_type="AssumedRole",
        principal_account="111122223333",
        action=request["action"],
        resource_arn=request["resource"],
        region="eu-central-1",
        source_ip="127.0.0.1",
        secure_transport=True,
        request_tags=request.get("requestTags", {}),
        tag_keys=request.get("tagKeys", list(request.get("requestTags", {}))),
        service_context={f"aws:resourcetag/{key}".lower(): value for key, value in request.get("resourceTags", {}).items()},
    )
    return evaluate(context, [parse_policy_document(policy) for policy in request["policies"]]).decision


json.dump([decide(request) for request in json.load(sys.stdin)], sys.stdout)
