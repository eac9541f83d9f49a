"""All that a compute process needs, so that those made from one that has it share its memory."""

import app.compute.activations
import app.compute.code
import app.compute.courses
import app.compute.data
import app.compute.grids
import app.compute.steps
import app.compute.studies
import app.compute.whole  # noqa: F401
