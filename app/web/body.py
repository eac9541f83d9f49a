"""Bodies of requests: JSON, and nothing else."""

from fastapi import Request

from app.spec import Refused


async def json_body(request: Request) -> bytes:
    """The body of a request that says that it is JSON. Raises Refused."""
    media_type = request.headers.get("content-type", "application/json").split(";")[0].strip()
    if media_type.lower() != "application/json":
        words = f"{media_type[:60]!r} was given; send JSON with Content-Type: application/json"
        raise Refused([(("body",), words)])
    return await request.body()
