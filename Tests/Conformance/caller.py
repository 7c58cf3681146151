"""Calls the client's operations in one of their forms, and keeps what became of each."""

import inspect
import traceback

from uipath.platform.errors import EnrichedException

# The forms that an operation has, by the ending of its name: first and third version of the
# interface, each as a plain and as an asynchronous function.
FORMS = ["", "_async", "_v3", "_v3_async"]


def operations(service):
    """The names of all public functions that the service class itself or its bases define."""
    return {
        name
        for name, member in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_")
    }


class Refusal(Exception):
    """An operation was answered otherwise than a scenario expects."""


class Results:
    """What became of every operation that a scenario was about."""

    def __init__(self):
        self.failures = {}
        self.checked = set()

    def passed(self, name):
        self.checked.add(name)

    def failed(self, name, error):
        self.checked.add(name)
        self.failures.setdefault(name, error)


class Caller:
    """One client in one form."""

    def __init__(self, entities, form, results, loop):
        self.entities = entities
        self.form = form
        self.results = results
        self.loop = loop

    def name(self, operation):
        """The operation's name in this form; an operation of the first version alone keeps it."""
        forms = [self.form, self.form.replace("_v3", ""), "", "_async"]
        for form in forms:
            if hasattr(self.entities, operation + form):
                return operation + form
        raise AttributeError(operation)

    def call(self, operation, *arguments, **named):
        """Calls an operation and answers what it answers."""
        name = self.name(operation)
        result = getattr(self.entities, name)(*arguments, **named)
        return self.loop.run_until_complete(result) if inspect.isawaitable(result) else result

    def refusal(self, operation, *arguments, **named):
        """Calls an operation that must fail; answers the status and the text of the error."""
        try:
            self.call(operation, *arguments, **named)
        except EnrichedException as error:
            info = error.error_info
            return error.status_code, (info.message if info else "") or ""
        raise Refusal(f"{self.name(operation)} was not refused")

    def check(self, operation):
        """A `with` block whose outcome is the operation's."""
        return Check(self.results, self.name(operation))


class Check:
    def __init__(self, results, name):
        self.results = results
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.results.passed(self.name)
            return False
        if not issubclass(kind, Exception):
            return False
        line = traceback.extract_tb(trace)[0]
        text = f"{kind.__name__}: {error}".strip().replace("\n", " ")
        self.results.failed(self.name, f"line {line.lineno} ({line.line}): {text}")
        return True


def equal(found, expected):
    """Fails unless two values are equal."""
    if found != expected:
        raise AssertionError(f"{found!r} is not {expected!r}")


