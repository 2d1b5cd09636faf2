"""
fakesnow over HTTP for the Node driver: `python server.py PORT ZONE session|account`. The driver reads results as rows
of JSON in Snowflake's wire format, fakesnow answers queries in Arrow. ZONE is the account's time zone; of `account`
nothing that a session sets changes it.
"""
import asyncio
import base64
import datetime as dt
import json
import sys

import fakesnow.server as server
import shims
import uvicorn
from starlette.routing import Route

shims.install(zone=sys.argv[2], is_settable=sys.argv[3] == "session")

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)


def cell(value, kind):
    """A value as the wire has it: text, or null."""
    if value is None:
        return None
    if kind == "boolean":
        return "1" if value else "0"
    if kind == "date":
        return str((value - EPOCH.date()).days)
    if kind.startswith("timestamp"):
        aware = value if value.tzinfo is not None else value.replace(tzinfo=dt.timezone.utc)
        seconds, microseconds = divmod((aware - EPOCH) // dt.timedelta(microseconds=1), 1_000_000)
        text = f"{seconds}.{microseconds:06d}000"
        return f"{text} 1440" if kind == "timestamp_tz" else text
    if isinstance(value, (dict, list)):
        return json.dumps(value, default=str)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def rows_of(table, rowtype):
    columns = [
        [cell(value, described["type"].lower()) for value in column.to_pylist()]
        for column, described in zip(table.columns, rowtype)
    ]
    return [list(row) for row in zip(*columns)]


server.to_sf = rows_of
server.to_ipc = lambda rows: json.dumps(rows).encode()

PARAMETERS = [
    {"name": "TIMEZONE", "value": sys.argv[2]},
    {"name": "BINARY_OUTPUT_FORMAT", "value": "HEX"},
    {"name": "TIMESTAMP_OUTPUT_FORMAT", "value": "YYYY-MM-DD HH24:MI:SS.FF3"},
    {"name": "DATE_OUTPUT_FORMAT", "value": "YYYY-MM-DD"},
    {"name": "JS_TREAT_INTEGER_AS_BIGINT", "value": True},
]


def code_of(code, message):
    """DuckDB's kinds of errors by Snowflake's codes: fakesnow has one for several."""
    if "Function with name" in message:
        return "002140"
    if "Binder Error" in message:
        return "000904"
    return code


class Answer(server.JSONResponse):
    def __init__(self, content=None, *args, **options):
        data = (content or {}).get("data")
        if content and content.get("success") is False and content.get("message"):
            content = {**content, "code": code_of(content.get("code"), content["message"])}
        if isinstance(data, dict) and data.get("queryResultFormat") == "arrow":
            raw = base64.b64decode(data.pop("rowsetBase64"))
            data["rowset"] = json.loads(raw) if raw else []
            data["queryResultFormat"] = "json"
        if isinstance(data, dict) and "rowset" in data:
            # without `returned` the driver waits for ever
            data["returned"] = data["total"] = len(data["rowset"])
            data["parameters"] = PARAMETERS
            data["version"] = 1
        if options.get("status_code") == 500:
            # the driver would send it again for minutes
            options["status_code"] = 200
            content = {**content, "data": {"errorCode": "261000", "sqlState": "0A000"}}
        super().__init__(content, *args, **options)


server.JSONResponse = Answer

# a connection of DuckDB's does one thing at a time, a session of Snowflake's many
turn = asyncio.Lock()


async def in_turn(request):
    async with turn:
        return await server.query_request(request)


routes = server.app.router.routes
for index, route in enumerate(routes):
    if route.path == "/queries/v1/query-request":
        routes[index] = Route(route.path, in_turn, methods=["POST"])

uvicorn.run(server.app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical")
