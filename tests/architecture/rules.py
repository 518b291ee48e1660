"""What we promise in words, as rules that a program can check in our own source: each with the lines that would break it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

FRONTS = ("responding/", "web/")
INSIDE = ("questionnaire/", "privacy/", "themes/", "reporting/", "paper/", "deployment/", "storage/", "usecases/")
Found = Iterator[ast.AST]


@dataclass(frozen=True)
class Rule:
    """A promise, where it holds, what breaks it, and examples of that; an exception stands here with its reason."""

    promise: str
    finds: Callable[[ast.AST], Found]
    breaks: tuple[str, ...]
    inside: tuple[str, ...] = ("",)
    but: tuple[str, ...] = ()

    def broken(self, module: str, source: str) -> list[str]:
        """Where a module breaks the promise."""
        if not module.startswith(self.inside) or module in self.but:
            return []
        return [f"{module}:{getattr(node, 'lineno', 0)}" for node in self.finds(_read(source))]


@cache
def _read(source: str) -> ast.Module:
    return ast.parse(source)


def _called(*names: str) -> Callable[[ast.AST], Found]:
    """Calls whose dotted name ends so."""

    def finds(tree: ast.AST) -> Found:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                dotted = "." + ast.unparse(node.func)
                if any(dotted.endswith("." + name) for name in names):
                    yield node

    return finds


def _imported(*names: str) -> Callable[[ast.AST], Found]:
    """Imports of a module, of one below it, or of a name from it."""

    def finds(tree: ast.AST) -> Found:
        for node in ast.walk(tree):
            got: list[str] = []
            if isinstance(node, ast.Import):
                got = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                got = [f"{node.module}.{alias.name}" for alias in node.names]
            if any(one == name or one.startswith(f"{name}.") for one in got for name in names):
                yield node

    return finds


def _named(*names: str) -> Callable[[ast.AST], Found]:
    """Attributes, keywords or whole texts of these names, whatever their case."""
    wanted = {name.casefold() for name in names}

    def finds(tree: ast.AST) -> Found:
        for node in ast.walk(tree):
            said = getattr(node, "attr", None) or getattr(node, "arg", None) or getattr(node, "value", None)
            if isinstance(said, str) and isinstance(node, ast.Attribute | ast.keyword | ast.Constant):
                plain = said.casefold().removeprefix("http_").replace("_", "-")
                if said.casefold() in wanted or plain in wanted:
                    yield node

    return finds


def _given(name: str) -> Callable[[ast.AST], Found]:
    """Calls with an argument of this name."""
    return lambda tree: (node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == name)


def _composed_markup(tree: ast.AST) -> Found:
    for node in _called("Markup")(tree):
        if isinstance(node, ast.Call) and any(_is_composed(argument) for argument in node.args):
            yield node


def _is_composed(node: ast.AST) -> bool:
    """Whether a text is put together on the spot: by f-string, `%`, `+`, `format` or `join`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"format", "join"}
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def _written(tree: ast.AST) -> Found:
    yield from _called("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile")(tree)
    for node in _called("open")(tree):
        said = [a.value for a in ast.walk(node) if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if any(mode.strip("bt+") in {"w", "a", "x"} or mode in {"r+", "rb+", "r+b"} for mode in said):
            yield node


def _either(*finders: Callable[[ast.AST], Found]) -> Callable[[ast.AST], Found]:
    return lambda tree: (node for finds in finders for node in finds(tree))


_AUDIT = "auditing/markers.py"  # sends marked headers itself, to see that nobody keeps them

RULES = (
    Rule(
        "only the limits ask from where somebody comes, and forget it",
        _named("remote_addr", "remote-addr", "access_route", "x-forwarded-for", "forwarded", "x-real-ip"),
        (
            "request.remote_addr",
            "environ['REMOTE_ADDR']",
            "request.headers['X-Forwarded-For']",
            "environ['HTTP_X_REAL_IP']",
        ),
        # Staff sign in by name: that a place guesses passwords is counted, in memory, for five minutes.
        but=("web/limits.py", "reviewing/sign_in.py", _AUDIT),
    ),
    Rule(
        "nobody looks at which browser or which page somebody comes from",
        _named("user_agent", "user-agent", "referrer", "referer", "sec-ch-ua"),
        ("request.user_agent", "request.referrer", "request.headers.get('User-Agent')", "environ['HTTP_REFERER']"),
        but=(_AUDIT,),
    ),
    Rule(
        "what serves people writes no log but of bugs, and that in one place",
        _either(_imported("logging", "syslog", "flask.current_app.logger"), _named("logger")),
        ("import logging", "from logging import getLogger", "current_app.logger.info('x')"),
        inside=(*FRONTS, "reviewing/", "usecases/", "storage/", "privacy/", "questionnaire/"),
        but=("web/quiet_log.py",),
    ),
    Rule(
        "no log holds an exception's own words, which may quote what somebody wrote",
        _either(
            _called("log.exception", "logger.exception", "print_exc", "format_exc", "print_exception"),
            _given("exc_info"),
        ),
        ("log.exception('x')", "log.error('x', exc_info=True)", "traceback.print_exc()"),
    ),
    Rule(
        "nothing is printed; commands speak through one door", _called("print", "pprint"), ("print(form)", "pprint(x)")
    ),
    Rule(
        "no page is put together from texts that were not escaped",
        _composed_markup,
        ("Markup(f'<b>{name}</b>')", "Markup('<b>%s</b>' % name)", "Markup('<b>' + name)", "Markup('{}'.format(name))"),
        # Not markupsafe's: the one door of the report, whose every value is escaped before it comes here.
        but=("reporting/formats/markup.py",),
    ),
    Rule(
        "the public front knows no session, no cookie and no account",
        _either(
            _imported("flask.session", "flask.flash", "flask_wtf", "flask_security", "flask_login", "flask_principal"),
            _called("set_cookie"),
            _named("cookies", "set-cookie"),
        ),
        ("from flask import session", "answer.set_cookie('a', 'b')", "request.cookies", "headers['Set-Cookie'] = 'a'"),
        inside=FRONTS,
    ),
    Rule(
        "the public front writes no file",
        _either(_imported("tempfile", "shutil"), _written),
        ("import tempfile", "path.write_text(words)", "open(path, 'a')", "path.open('wb')"),
        inside=FRONTS,
    ),
    Rule(
        "only storage speaks SQL",
        _either(
            _imported("sqlalchemy.text", "sqlalchemy.select", "sqlalchemy.insert", "sqlalchemy.delete"),
            _imported("sqlalchemy.update", "sqlalchemy.create_engine", "sqlite3", "psycopg"),
        ),
        ("from sqlalchemy import text", "from sqlalchemy import Select, select", "import sqlite3", "import psycopg"),
        inside=(
            "responding/",
            "reviewing/",
            "web/",
            "usecases/",
            "jobs/",
            "cli/",
            "auditing/",
            "reporting/",
            "privacy/",
        ),
        # Names the error of a queue that a library keeps in a file of its own; no statement stands there.
        but=("jobs/delivery.py",),
    ),
    Rule(
        "below the fronts nobody looks at the clock: no time of arrival can slip in",
        _called("datetime.now", "utcnow", "date.today", "time.time", "time_ns", "time.localtime", "time.gmtime"),
        ("datetime.now()", "datetime.datetime.now(UTC)", "date.today()", "time.time()", "time.time_ns()"),
        inside=INSIDE,
    ),
    Rule(
        "no environment variable turns anything on but through the settings",
        _either(_called("getenv"), _named("environ")),
        ("os.environ['DEBUG']", "os.getenv('DEBUG')"),
        inside=(*FRONTS, "reviewing/", *INSIDE),
        # A WSGI request's own environ is no environment variable.
        but=("web/limits.py", "web/errors.py"),
    ),
)
