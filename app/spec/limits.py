"""How much a stranger may ask for."""

MAX_STEPS = 10_000
MAX_RUNS = 64
MAX_CHANGES = 200
MAX_SEED = 2**53 - 1  # the largest whole number that a browser holds exactly
MAX_NOISE = 10.0
MAX_START = 1e6  # in either coordinate
MIN_RESOLUTION, MAX_RESOLUTION = 11, 401  # points along each side of a grid
MAX_BODY = 512 * 1024  # bytes of a request or of a message: the largest own table, as JSON, fits
MAX_POINTS = 10_000_000  # recorded points (40 bytes each) in races answered at the same time
MAX_REASONS = 20  # named in one refusal

MAX_HIDDEN = 6  # hidden layers
MAX_UNITS = 64  # in each
MAX_BATCH = 5_000  # examples
MAX_PENALTY = 10.0  # of l1 and l2
MAX_DROPOUT = 0.9
MAX_SCALE = 100.0  # of the weights at the start: seven layers of it still have finite numbers
MAX_WORK = 100_000_000_000  # multiplications of one race, on the way forward: a minute or two
MAX_ROWS = 5_000_000  # row numbers that one answer lists

MAX_SWEPT = 200_000_000  # steps of all settings of one sweep: twenty seconds
MAX_SWEEP_SEEDS = 25
MIN_CLOUD_SEEDS, MAX_CLOUD_SEEDS = 8, 256
MAX_CLOUD = 50_000_000  # steps of all seeds of one cloud: ten seconds
MAX_STUDIED = 10_000_000  # numbers held by sweeps, searches and clouds at the same time
