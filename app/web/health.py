"""Whether this process can serve."""

from fastapi import APIRouter

router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz() -> dict[str, str]:
    """Answer as soon as the process serves."""
    return {"status": "ok"}
