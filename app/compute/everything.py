"""All that a compute process needs, so that those made from one that has it share its memory."""

import app.compute.courses  # noqa: F401
