"""Answers of the API: records as JSON, and their schemas for OpenAPI."""

from __future__ import annotations

from typing import Any, Final, get_origin

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi

_REF: Final = "#/components/schemas/{name}"
_KINDS: Final[dict[str, Any]] = {}  # FastAPI takes no types of ours in its tables: they are named there


class Json(Response):
    """A record, or a list or dict of them, as JSON."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes of the answer."""
        return msgspec.json.encode(content)


async def body_of(request: Request, most: int) -> bytes | None:
    """What is sent with a request; null where it is more than so many bytes, of which the rest is not read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return body


def of(kind: Any, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What a route says that it answers with: `@api.get(..., responses=of(Situation))`."""
    return {status: {"description": (getattr(kind, "__doc__", None) or "").split("\n")[0], "content": _content(kind)}}


def taking(kind: Any) -> dict[str, Any]:
    """What a route says that it is sent: `@api.post(..., openapi_extra=taking(Decided))`."""
    return {"requestBody": {"required": True, "content": _content(kind)}}


def _content(kind: Any) -> dict[str, Any]:
    name = str(kind) if get_origin(kind) else getattr(kind, "__name__", str(kind))
    _KINDS[name] = kind
    return {"application/json": {"record": name}}


def describe(app: FastAPI) -> None:
    """Makes the app's OpenAPI page name the records that its routes answer with."""

    def schema() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            app.openapi_schema = _with_records(found)
        return app.openapi_schema

    app.openapi = schema  # type: ignore[method-assign]


def _with_records(found: dict[str, Any]) -> dict[str, Any]:
    told = [
        content
        for path in found["paths"].values()
        for operation in path.values()
        for answer in (*operation["responses"].values(), operation.get("requestBody", {}))
        for content in answer.get("content", {}).values()
        if "record" in content
    ]
    kinds = [_KINDS[content.pop("record")] for content in told]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    for content, schema in zip(told, schemas, strict=True):
        content["schema"] = schema
    found.setdefault("components", {}).setdefault("schemas", {}).update(components)
    return found
