"""A `dsql serve` that runs as long as a `with` block."""

import subprocess


class Service:
    """The service in memory, with the sample tenant and an administrator's token."""

    def __init__(self, dsql):
        self.dsql = dsql

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.dsql, "serve", "--memory", "--token-for", "administrator"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.variables = {}
        for line in self.process.stdout:
            key, _, value = line.rstrip("\n").partition("=")
            self.variables[key] = value
            if key == "UIPATH_ACCESS_TOKEN":
                return self
        raise SystemExit(f"{self.dsql} serve ended without telling an address and a token")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    @property
    def url(self):
        return self.variables["UIPATH_URL"]

    @property
    def origin(self):
        return "/".join(self.url.split("/")[:3])

    @property
    def token(self):
        return self.variables["UIPATH_ACCESS_TOKEN"]
