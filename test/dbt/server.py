"""One dbt for many projects: reads a request a line, answers a line each, until its input ends.

{"dbt": ["build", ...], "project": DIR, "reuse": true}  a dbt command; reuse: what was parsed before is not parsed again
{"render": [TEXT, ...]}                                   each text as dbt's Jinja renders it
"""

import json
import os
import sys

from dbt.cli.main import dbtRunner
from dbt.clients.jinja import get_rendered

answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
# dbt and its adapters print: none of it is an answer
os.dup2(2, 1)

manifests = {}


def release():
    """The warehouse is another's between two requests: the adapter would keep its file as long as the process."""
    environments = sys.modules.get("dbt.adapters.duckdb.connections")
    if environments is not None:
        environments.DuckDBConnectionManager.close_all_connections()



def run(request):
    project = request["project"]
    os.chdir(project)
    where = ["--project-dir", project, "--profiles-dir", project, "--no-use-colors", "--log-level", "none"]
    manifest = manifests.get(project) if request.get("reuse") else None
    if request.get("reuse") and manifest is None:
        parsed = dbtRunner().invoke(["parse", *where])
        if not parsed.success:
            return {"success": False, "error": str(parsed.exception), "nodes": []}
        manifest = manifests[project] = parsed.result
    outcome = dbtRunner(manifest=manifest).invoke([*request["dbt"], *where])
    results = getattr(outcome.result, "results", None) or []
    nodes = [
        {
            "name": getattr(result.node, "name", ""),
            "status": str(result.status),
            "message": result.message or "",
            "compiled": getattr(result.node, "compiled_code", None) or "",
        }
        for result in results
        if getattr(result, "node", None) is not None
    ]
    error = "" if outcome.exception is None else str(outcome.exception)
    return {"success": bool(outcome.success), "error": error, "nodes": nodes}


for line in sys.stdin:
    request = json.loads(line)
    try:
        if "render" in request:
            answer = {"rendered": [get_rendered(text, {}) for text in request["render"]]}
        else:
            try:
                answer = run(request)
            finally:
                release()
    except Exception as error:  # the one who asked is told
        answer = {"failure": f"{type(error).__name__}: {error}"}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
