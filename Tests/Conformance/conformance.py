"""Every entity operation of the official Python client against `dsql serve`.

    conformance.py DSQL

Prints one line for each operation and a total. The status is 1 where an operation failed, or has no
scenario here.
"""

import asyncio
import os
import sys
from importlib.metadata import version

from uipath.platform import UiPath
from uipath.platform.entities import EntitiesService

import scenarios
from caller import FORMS, Caller, Results, operations
from service import Service


def run(title, service, variables):
    """Runs all scenarios in all forms under an environment; answers how many operations failed."""
    os.environ.update(variables)
    results = Results()
    loop = asyncio.new_event_loop()
    for index, form in enumerate(FORMS):
        left = scenarios.Left("ABCD"[index], f"{service.url}/datafabric_/api", service.token)
        caller = Caller(UiPath().entities, form, results, loop)
        for scenario in scenarios.ALL:
            scenario(caller, left)
    loop.close()
    print(f"\n{title}")
    wanted = operations(EntitiesService)
    for name in sorted(wanted | results.checked):
        if name not in results.checked:
            results.failed(name, "there is no scenario")
        error = results.failures.get(name)
        print(f"  failed  {name}: {error}" if error else f"  ok      {name}")
    failed = len(results.failures)
    print(f"  {len(wanted) - failed} of {len(wanted)} operations pass")
    for name in variables:
        del os.environ[name]
    return failed


def main(dsql):
    packages = ["uipath-platform", "uipath", "httpx"]
    print("  ".join(f"{package} {version(package)}" for package in packages))
    with Service(dsql) as service:
        failed = run(
            "by UIPATH_URL and UIPATH_ACCESS_TOKEN, as `dsql serve` prints them",
            service,
            {"UIPATH_URL": service.url, "UIPATH_ACCESS_TOKEN": service.token},
        )
    # The address of another host must not be asked: only the service's own is.
    with Service(dsql) as service:
        failed += run(
            "by UIPATH_SERVICE_URL_DATAFABRIC",
            service,
            {
                "UIPATH_URL": "http://127.0.0.1:1/other/place",
                "UIPATH_ACCESS_TOKEN": service.token,
                "UIPATH_SERVICE_URL_DATAFABRIC": service.origin,
            },
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
