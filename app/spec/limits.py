"""How much a stranger may ask for. What has a setting is the operator's to change."""

from app.settings import settings

MAX_STEPS = settings.max_steps
MAX_RUNS = settings.max_runs
MAX_CHANGES = settings.max_changes
MAX_SEED = 2**53 - 1  # the largest whole number that a browser holds exactly
MAX_NOISE = 10.0
MAX_START = 1e6  # in either coordinate
MIN_RESOLUTION, MAX_RESOLUTION = 11, settings.max_resolution  # points along each side of a grid
MAX_BODY = settings.max_body  # bytes of a request or of a message
MAX_POINTS = settings.max_points  # recorded points in races answered at the same time
MAX_REASONS = 20  # named in one refusal

MAX_HIDDEN = settings.max_hidden  # hidden layers
MAX_UNITS = settings.max_units  # in each
MAX_BATCH = settings.max_batch  # examples
MAX_PENALTY = 10.0  # of l1 and l2
MAX_DROPOUT = 0.9
MAX_SCALE = 100.0  # of the weights at the start: seven layers of it still have finite numbers
MAX_WORK = settings.max_work  # multiplications of one race, on the way forward
MAX_ROWS = settings.max_rows  # row numbers that one answer lists

MAX_SWEPT = settings.max_swept  # steps of all settings of one sweep
MAX_SWEEP_SEEDS = settings.max_sweep_seeds
MIN_CLOUD_SEEDS, MAX_CLOUD_SEEDS = 8, settings.max_cloud_seeds
MAX_CLOUD = settings.max_cloud  # steps of all seeds of one cloud
MAX_STUDIED = settings.max_studied  # numbers held by sweeps, searches and clouds at a time

MAX_CSV_BYTES = min(settings.max_csv_bytes, settings.max_body // 2)  # as JSON it takes more room
MAX_CSV_ROWS = settings.max_csv_rows
