"""Write PyTorch's losses, gradients and steps of networks where the default tests read them.

Run it with the extra `oracles`, and look at the difference before you commit it: a new version
of PyTorch may move last digits, and one of NumPy that shuffles differently moves everything; a
change of ours must not.

    python -m scripts.freeze_network
"""

import json

import numpy as np

from app.engine.contracts import Floats
from tests.engine.network.torch_cases import (
    CASES,
    FROZEN,
    KEPT,
    TOLERANCE,
    TRAININGS,
    Case,
    Training,
    digest,
)
from tests.engine.network.torch_networks import loss_and_gradient
from tests.engine.oracles import Step, oracle, versions

ULP = 2.0**-52


def main() -> None:
    """Freeze every case and every training."""
    FROZEN.parent.mkdir(parents=True, exist_ok=True)
    gradients = [f"{json.dumps(case.name)}: {json.dumps(_gradient(case))}" for case in CASES]
    trainings = [f"{json.dumps(run.name)}: {json.dumps(_steps(run))}" for run in TRAININGS]
    text = (
        f'{{"versions": {json.dumps(versions("pytorch"))},\n'
        '"gradients": {\n' + ",\n".join(gradients) + "\n},\n"
        '"trainings": {\n' + ",\n".join(trainings) + "\n}}\n"
    )
    FROZEN.write_text(text, encoding="utf-8")
    print(len(gradients), "gradients,", len(trainings), "trainings,", len(text), "bytes")


def _gradient(case: Case) -> list[float]:
    value, gradient = loss_and_gradient(case.network, case.x, case.step)
    return [value, *digest(gradient)]


def _steps(training: Training) -> dict[str, list[float]]:
    """PyTorch's next point from the engine's own, at the moves that are kept.

    Where a last digit at the start grows to a visible distance, another processor's rounding
    would lead the engine elsewhere, and PyTorch's answer belongs to a point never reached.
    """
    path = training.path()
    drift = np.abs(training.path(nudge=ULP) - path).max(-1)
    calm = np.maximum.accumulate(drift) <= TOLERANCE / 10
    step = oracle("pytorch", training.optimizer, training.numbers())
    rate = training.numbers()["lr"]
    found: dict[str, list[float]] = {}
    for t in range(KEPT[-1] + 1):
        point = _next(training, path[t], t, rate, step)
        if t in KEPT and calm[t + 1]:
            found[str(t)] = digest(point)
    return found


def _next(training: Training, x: Floats, t: int, rate: float, step: Step) -> Floats:
    _, gradient = loss_and_gradient(training.network, x, t)
    return np.asarray(step(x[None], gradient[None], rate)[0])


if __name__ == "__main__":
    main()
