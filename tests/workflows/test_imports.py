"""Workflows are light: a worker that only decides loads no clients, no media, no database."""

import subprocess
import sys

_HEAVY = {"av", "boto3", "httpx", "numpy", "openai", "psycopg", "replicate", "sqlalchemy", "sqlmodel", "structlog"}
_PROGRAM = """
import sys
import workflows.cut, workflows.prediction, workflows.project, workflows.reconcile, workflows.take
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_workflow_modules_import_nothing_heavy() -> None:
    loaded = subprocess.run([sys.executable, "-c", _PROGRAM], check=True, capture_output=True, text=True)
    assert _HEAVY.isdisjoint(loaded.stdout.split())
