"""A wireproof testee: boto3, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).

The one argument is the edition of the contract that the installed boto3 was made from.
"""

import base64
import datetime
import json
import math
import os
import sys

import boto3
from botocore import exceptions, parsers, xform_name
from botocore.config import Config

# Standard output carries the protocol only: keep it here, and let stray prints go to standard error.
protocol = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)
sys.stdout = sys.stderr

# Which stage an SDK error belongs to; the first match counts, and what is not listed is "unknown".
STAGES = [
    ("validate", exceptions.ParamValidationError),
    ("serialize", exceptions.InvalidHostLabelError),
    ("connect", exceptions.ConnectionError),
    ("read", (exceptions.HTTPClientError, exceptions.IncompleteReadError)),
    ("deserialize", parsers.ResponseParserError),
]
SDK_RECURSION_LIMIT = sys.getrecursionlimit()
OUR_RECURSION_LIMIT = 10_000  # whatever depth the SDK can read, the driver must be able to write
clients = {}  # by service and endpoint, so that connections are kept alive as users have it


def client_for(service, endpoint):
    if (service, endpoint) not in clients:
        config = Config(retries={"total_max_attempts": 1})  # the protocol: send once
        clients[service, endpoint] = boto3.client(service, endpoint_url=endpoint, config=config)
    return clients[service, endpoint]


def text(value):
    """A code or a message as text that JSON can hold: a lone surrogate is shown escaped."""
    return None if value is None else str(value).encode("utf-8", "backslashreplace").decode()


def from_wire(obj):
    """As json's object_hook: {"$wtf8": …} stands for a string that is no Unicode text."""
    if list(obj) == ["$wtf8"] and isinstance(obj["$wtf8"], str):
        return base64.b64decode(obj["$wtf8"]).decode("utf-8", "surrogatepass")
    return obj


def to_wire(value):
    """The SDK's value in the protocol's value form."""
    if isinstance(value, dict):
        return {text(key): to_wire(member) for key, member in value.items()}
    if isinstance(value, list):
        return [to_wire(member) for member in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, str) and value != text(value):  # it has a lone surrogate
        return {"$wtf8": base64.b64encode(value.encode("utf-8", "surrogatepass")).decode()}
    return value


def call(service, request):
    if not isinstance(request["input"], dict):
        return {"outcome": "skipped", "reason": "boto3 takes keyword arguments, so only an object"}
    sys.setrecursionlimit(SDK_RECURSION_LIMIT)
    try:
        operation = getattr(client_for(service, request["endpoint"]), xform_name(request["operation"]))
        output = operation(**request["input"])
    except exceptions.ClientError as error:
        found, metadata = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
        return {"outcome": "service_error", "code": text(found.get("Code")), "message": text(found.get("Message")),
                "modeled": type(error) is not exceptions.ClientError,  # else one of client.exceptions
                "http_status": metadata.get("HTTPStatusCode"), "request_id": text(metadata.get("RequestId"))}
    except Exception as error:  # also what is not the SDK's own, such as a TypeError out of its insides
        stage = next((name for name, kinds in STAGES if isinstance(error, kinds)), "unknown")
        return {"outcome": "client_error", "stage": stage, "class": type(error).__name__, "message": text(error)}
    finally:
        sys.setrecursionlimit(OUR_RECURSION_LIMIT)
    metadata = output.pop("ResponseMetadata")
    return {"outcome": "response", "http_status": metadata["HTTPStatusCode"], "output": to_wire(output),
            "request_id": text(metadata.get("RequestId"))}


edition = sys.argv[1]
sys.setrecursionlimit(OUR_RECURSION_LIMIT)
for line in sys.stdin.buffer:
    message = json.loads(line, object_hook=from_wire)
    if message["type"] == "bye":
        break
    if message["type"] == "hello":
        service = message["service"]
        answer = {"type": "hello", "protocol": 1, "name": "boto3", "version": boto3.__version__, "language": "python",
                  "edition": edition, "features": ["client_validation"]}
    else:
        answer = {"type": "result", "id": message["id"], **call(service, message)}
    print(json.dumps(answer, ensure_ascii=False, allow_nan=False), file=protocol, flush=True)
