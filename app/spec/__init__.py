"""What may be asked for: the shape of a race, every limit, and the engine objects made of it."""

from app.engine.samples import MAX_TEST_FRACTION
from app.spec.changes import ChangeSpec, change_from
from app.spec.code import CodeSpec, code_from
from app.spec.cost import room_of, rows_of, work_of
from app.spec.data import DataSpec, TableSpec, data_from, table_from_csv
from app.spec.fields import Name, Numbers, Spec, Whole
from app.spec.limits import (
    MAX_BATCH,
    MAX_BODY,
    MAX_CHANGES,
    MAX_DROPOUT,
    MAX_HIDDEN,
    MAX_NOISE,
    MAX_PENALTY,
    MAX_POINTS,
    MAX_REASONS,
    MAX_RESOLUTION,
    MAX_ROWS,
    MAX_RUNS,
    MAX_SCALE,
    MAX_SEED,
    MAX_START,
    MAX_STEPS,
    MAX_STUDIED,
    MAX_SWEEP_SEEDS,
    MAX_SWEPT,
    MAX_UNITS,
    MAX_WORK,
    MIN_RESOLUTION,
)
from app.spec.network import NetworkSpec, activation_from
from app.spec.race import RaceSpec, race_from, spec_from
from app.spec.refusals import Refused, refused
from app.spec.runs import Overrides, RunSpec, ScheduleSpec, convention_of
from app.spec.studies import Asked, BestSpec, WorksSpec, best_from, works_from
from app.spec.surface import SurfaceSpec, surface_from

__all__ = [
    "MAX_BATCH",
    "MAX_BODY",
    "MAX_CHANGES",
    "MAX_DROPOUT",
    "MAX_HIDDEN",
    "MAX_NOISE",
    "MAX_PENALTY",
    "MAX_POINTS",
    "MAX_REASONS",
    "MAX_RESOLUTION",
    "MAX_ROWS",
    "MAX_RUNS",
    "MAX_SCALE",
    "MAX_SEED",
    "MAX_START",
    "MAX_STEPS",
    "MAX_STUDIED",
    "MAX_SWEEP_SEEDS",
    "MAX_SWEPT",
    "MAX_TEST_FRACTION",
    "MAX_UNITS",
    "MAX_WORK",
    "MIN_RESOLUTION",
    "Asked",
    "BestSpec",
    "ChangeSpec",
    "CodeSpec",
    "DataSpec",
    "Name",
    "NetworkSpec",
    "Numbers",
    "Overrides",
    "RaceSpec",
    "Refused",
    "RunSpec",
    "ScheduleSpec",
    "Spec",
    "SurfaceSpec",
    "TableSpec",
    "Whole",
    "WorksSpec",
    "activation_from",
    "best_from",
    "change_from",
    "code_from",
    "convention_of",
    "data_from",
    "race_from",
    "refused",
    "room_of",
    "rows_of",
    "spec_from",
    "surface_from",
    "table_from_csv",
    "work_of",
    "works_from",
]
