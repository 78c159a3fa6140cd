"""The examples of the documentation work, in their order."""

import asyncio
import re
from pathlib import Path

from previz.server.lab.faults import LabFault, On
from previz.server.lab.plan import LabSettings, Rule
from tests.previz.server.lab.bench import Bench

PAGE = (Path(__file__).parents[4] / "docs" / "lab.md").read_text("utf-8")


async def test_every_example_works(bench: Bench):
    script = "set -e\n" + "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    assert script.count("curl") > 8
    process = await asyncio.create_subprocess_exec(
        *("bash", "-c", script),
        env={"PREVIZ": bench.server.url, "PATH": "/usr/bin:/bin"},
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, told.decode()


def test_every_fault_field_and_setting_is_told_of():
    told = set(re.findall(r"`(\w+)`", PAGE))
    told |= {f"error{rest}" for rest in re.findall(r"`(_\d+)`", PAGE)}
    assert {fault.value for fault in LabFault} <= told
    assert {on.value for on in On} <= told
    assert set(Rule.model_fields) <= told
    assert set(LabSettings.model_fields) <= told
