"""A wireproof testee: boto3, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).

It serves every service and operation that boto3 has. The one argument is the edition of the contract of DisassociateUser
that the installed boto3 was made from, or empty if it is not known.
"""

import base64
import binascii
import datetime
import gzip
import json
import math
import os
import re
import socket
import sys

import boto3
from botocore import BOTOCORE_ROOT, exceptions, parsers, xform_name
from botocore.config import Config
from botocore.model import OperationNotFoundError
from botocore.response import StreamingBody

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
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
WITH_EDITIONS = "License Manager User Subscriptions"  # the service whose contract has editions
clients = {}  # by endpoint, so that connections are kept alive as users have it


class Unholdable(Exception):
    """An input that boto3's types cannot hold."""


def names():
    """Every service of boto3: its name there, and its SDK id and version as its model has them."""
    data = os.path.join(BOTOCORE_ROOT, "data")
    for name in boto3.session.Session().get_available_services():
        for version in os.listdir(os.path.join(data, name)):
            for file, opened in (("service-2.json.gz", gzip.open), ("service-2.json", open)):
                path = os.path.join(data, name, version, file)
                if os.path.exists(path):
                    with opened(path, "rb") as model:
                        head = model.read(8192).decode("utf-8", "replace")  # the metadata stand first
                    sdk_id = re.search(r'"serviceId"\s*:\s*"([^"]*)"', head)
                    yield name, sdk_id[1] if sdk_id else None, version


def model_of(hello):
    """The service and the operation of the hello, or why there is none."""
    wanted = hello.get("sdk_id")
    known = [  # a harness, or a model, that has no SDK id names the service as boto3 does
        (name, version) for name, sdk_id, version in names() if (sdk_id == wanted if wanted else name == hello["service"])
    ]
    if not known:
        return None, f"boto3 {boto3.__version__} has no service with the SDK id {wanted or hello['service']}"
    exact = [found for found in known if found[1] == hello.get("api_version")]
    service, version = max(exact or known, key=lambda found: found[1])
    try:
        client = client_for((service, version), "http://127.0.0.1:1")
        return (service, version), client.meta.service_model.operation_model(hello["operation"])
    except OperationNotFoundError:
        return None, f"boto3 {boto3.__version__} has no operation {hello['operation']} in {service}"


def client_for(service, endpoint):
    if endpoint not in clients:
        config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=True)  # the protocol: send once
        name, version = service
        clients[endpoint] = boto3.client(name, api_version=version, endpoint_url=endpoint, config=config)
    return clients[endpoint]


def address(host, *rest, find=socket.getaddrinfo, **more):
    """Finds a host as the system does, but one with a prefix before the endpoint's at the endpoint itself."""
    return find("127.0.0.1" if str(host).endswith(".127.0.0.1") else host, *rest, **more)


def text(value):
    """A code or a message as text that JSON can hold: a lone surrogate is shown escaped."""
    return None if value is None else str(value).encode("utf-8", "backslashreplace").decode()


def from_wire(obj):
    """As json's object_hook: {"$wtf8": …} stands for a string that is no Unicode text."""
    if list(obj) == ["$wtf8"] and isinstance(obj["$wtf8"], str):
        return base64.b64decode(obj["$wtf8"]).decode("utf-8", "surrogatepass")
    return obj


def to_sdk(value, shape):
    """A value in the protocol's value form as boto3's users write it; what is ill-typed stays as it is."""
    kind = shape.type_name if shape is not None else None
    if getattr(shape, "is_document_type", False):
        try:
            json.dumps(value, allow_nan=False)
        except ValueError:  # Python read a number such as 1e999 as infinity
            raise Unholdable("a float has no room for a number of this document") from None
        return value
    if kind == "structure" and isinstance(value, dict):
        return {name: to_sdk(member, shape.members.get(name)) for name, member in value.items()}
    if kind == "map" and isinstance(value, dict):
        return {key: to_sdk(item, shape.value) for key, item in value.items()}
    if kind == "list" and isinstance(value, list):
        return [to_sdk(item, shape.member) for item in value]
    if kind == "blob" and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            raise Unholdable("a blob is bytes, and this text is no base64") from None
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "timestamp" and number:
        try:
            return EPOCH + datetime.timedelta(seconds=value)
        except (OverflowError, ValueError):
            return value
    if kind in ("float", "double") and value in ("NaN", "Infinity", "-Infinity"):
        return float(value)
    if kind in ("integer", "long") and isinstance(value, float) and value.is_integer():
        return int(value)  # 1E3 is an integer in JSON, and Python reads it as a float
    if kind in ("integer", "long") and isinstance(value, str) and re.fullmatch(r"-?[0-9]{16,4000}", value):
        return int(value)
    if kind == "string" and isinstance(value, str) and shape.serialization.get("jsonvalue"):
        try:
            return json.loads(value)  # boto3 writes the JSON itself
        except ValueError:
            return value
    return value


def to_wire(value, shape=None):
    """The SDK's value in the protocol's value form."""
    kind = shape.type_name if shape is not None else None
    if kind == "string" and shape.serialization.get("jsonvalue") and value is not None:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)  # boto3 has read the JSON
    if isinstance(value, dict):
        if kind == "map":
            return {text(key): to_wire(item, shape.value) for key, item in value.items()}
        members = shape.members if kind == "structure" else {}
        return {text(key): to_wire(member, members.get(key)) for key, member in value.items()}
    if isinstance(value, list):
        return [to_wire(item, shape.member if kind == "list" else None) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, str) and value != text(value):  # it has a lone surrogate
        return {"$wtf8": base64.b64encode(value.encode("utf-8", "surrogatepass")).decode()}
    return value


def error_members(operation, response):
    """The members of a modeled error: botocore puts them beside what it shows of every error."""
    code = response.get("Error", {}).get("Code")
    shape = next((shape for shape in operation.error_shapes if shape.name == code), None)
    members = {name: value for name, value in response.items() if name not in ("Error", "ResponseMetadata")}
    return to_wire(members, shape)


def call(service, operation, request):
    if not isinstance(request["input"], dict):
        return {"outcome": "skipped", "reason": "boto3 takes keyword arguments, so only an object"}
    try:
        arguments = to_sdk(request["input"], operation.input_shape)
    except Unholdable as error:
        return {"outcome": "skipped", "reason": text(error)}
    sys.setrecursionlimit(SDK_RECURSION_LIMIT)
    try:
        method = getattr(client_for(service, request["endpoint"]), xform_name(request["operation"]))
        output = method(**arguments)
        for name, value in output.items():  # what is streamed is read when the user reads it
            if isinstance(value, StreamingBody):
                output[name] = value.read()
    except exceptions.ClientError as error:
        found, metadata = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
        modeled = type(error) is not exceptions.ClientError  # else one of client.exceptions
        sys.setrecursionlimit(OUR_RECURSION_LIMIT)
        return {"outcome": "service_error", "code": text(found.get("Code")), "message": text(found.get("Message")),
                "modeled": modeled, "error": error_members(operation, error.response) if modeled else None,
                "http_status": metadata.get("HTTPStatusCode"), "request_id": text(metadata.get("RequestId"))}
    except Exception as error:  # also what is not the SDK's own, such as a TypeError out of its insides
        stage = next((name for name, kinds in STAGES if isinstance(error, kinds)), "unknown")
        return {"outcome": "client_error", "stage": stage, "class": type(error).__name__, "message": text(error)}
    finally:
        sys.setrecursionlimit(OUR_RECURSION_LIMIT)
    metadata = output.pop("ResponseMetadata")
    return {"outcome": "response", "http_status": metadata["HTTPStatusCode"],
            "output": to_wire(output, operation.output_shape), "request_id": text(metadata.get("RequestId"))}


if len(sys.argv) != 2:
    sys.exit("usage: driver.py EDITION, the edition of the contract of DisassociateUser, such as 2026-11, or an empty text")
edition = sys.argv[1]
sys.setrecursionlimit(OUR_RECURSION_LIMIT)
socket.getaddrinfo = address
for line in sys.stdin.buffer:
    message = json.loads(line, object_hook=from_wire)
    if message["type"] == "bye":
        break
    if message["type"] == "hello":
        service, operation = model_of(message)
        answer = {"type": "hello", "protocol": 1, "name": "boto3", "version": boto3.__version__, "language": "python",
                  "features": ["client_validation", "host_prefix"]}
        if service is None:
            answer["unsupported"] = operation
        elif edition and operation.service_model.service_id == WITH_EDITIONS:
            answer["edition"] = edition
    else:
        answer = {"type": "result", "id": message["id"], **call(service, operation, message)}
    print(json.dumps(answer, ensure_ascii=False, allow_nan=False), file=protocol, flush=True)
