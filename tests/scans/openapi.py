"""Describes a target in OpenAPI 3.0: its addresses with their variable parts, its forms with their fields, and what every answer must be."""

import re
from urllib.parse import parse_qsl, urlsplit

from tests.scans.target import SECRET, Form, Target

Described = dict[str, object]
TEXT = {"type": "string", "maxLength": 2000}
ANSWERS = ("200", "302", "303", "308", "400", "403", "404", "405", "409", "413", "414", "415", "422", "429")
"""What may be answered: nothing else, and no 5xx ever."""
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control")
KINDS = ("text/html", "application/json", "application/pdf", "text/plain")
VARIABLE = {
    "nb": "language",
    "waiting-times": "slug",
    "patient": "role",
    "what-matters": "question",
}
"""Parts of an address that a scanner may change; the rest is how the address is written."""


def described(target: Target) -> Described:
    """The whole description of a target."""
    paths: dict[str, dict[str, object]] = {}
    for get in target.gets:
        there = urlsplit(get)
        # With a query, or a form: the address stays as it is, else nearly every try would be a wrong address, and end there.
        template, parameters = (there.path, []) if there.query else _parts(there.path)
        asked = [{"name": name, "in": "query", "required": False, "schema": TEXT} for name, _ in parse_qsl(there.query)]
        known = paths.setdefault(template, {}).setdefault("get", {"parameters": parameters, "responses": _answers()})
        known["parameters"] = _together([*known["parameters"], *asked])  # type: ignore[index]
    for form in target.forms:
        if form.path in target.excluded:
            continue
        paths.setdefault(form.path, {})[form.method.lower()] = _asked(form)
    return {"openapi": "3.0.3", "info": {"title": "Scanned", "version": "1"}, "paths": paths}


def _together(parameters: list[Described]) -> list[Described]:
    return list({(each["in"], each["name"]): each for each in parameters}.values())


def _parts(path: str) -> tuple[str, list[Described]]:
    """An address with names for its variable parts, and these."""
    parameters: list[Described] = []

    def named(found: re.Match[str]) -> str:
        name = VARIABLE[found[1]]
        # The address as it stands is tried too, and most often: most of what is made up ends at the first lookup.
        choice = {
            "anyOf": [{"type": "string", "enum": [found[1]]}, {"type": "string", "minLength": 1, "maxLength": 40}]
        }
        parameters.append({"name": name, "in": "path", "required": True, "schema": choice, "example": found[1]})
        return "/{" + name + "}"

    return re.sub(rf"/({'|'.join(VARIABLE)})(?=/|$)", named, path), parameters


def _asked(form: Form) -> Described:
    fields = {name: _field(name, value, form) for name, value in form.fields}
    body = {
        "type": "object",
        "properties": fields,
        "required": [n for n in fields if n in SECRET],
        "example": dict(form.fields),
    }
    content = {"application/x-www-form-urlencoded": {"schema": body}}
    if form.method.lower() == "get":
        asked = [{"name": n, "in": "query", "required": False, "schema": TEXT} for n in fields]
        return {"parameters": asked, "responses": _answers()}
    return {"requestBody": {"required": True, "content": content}, "responses": _answers()}


def _field(name: str, value: str, form: Form) -> Described:
    if name in SECRET:
        return {"type": "string", "enum": [value]}
    if name in form.choices:
        return {"anyOf": [{"type": "string", "enum": list(form.choices[name])}, TEXT]}
    return {**TEXT, "example": value}


def _answers() -> Described:
    headers = {name: {"required": True, "schema": {"type": "string"}} for name in HEADERS}
    one = {"description": "An answer", "headers": headers, "content": {kind: {} for kind in KINDS}}
    leading_on = {
        "description": "Leads on",
        "headers": {"Location": {"required": True, "schema": {"type": "string"}}, **headers},
    }
    return {code: (leading_on if code.startswith("3") else one) for code in ANSWERS}
