"""What test_micropython.py runs twice: under MicroPython's WebAssembly and under CPython.

Prints every double of every trajectory as the hexadecimal of its eight bytes.
"""

import struct

from gdcourse.objectives import Beale, Himmelblau, Quadratic, Rosenbrock, Saddle
from gdcourse.optim.adadelta import Adadelta
from gdcourse.optim.adagrad import Adagrad
from gdcourse.optim.adam import Adam, AMSGrad
from gdcourse.optim.adamw import AdamW
from gdcourse.optim.lion import Lion
from gdcourse.optim.nadam import NAdam
from gdcourse.optim.rmsprop import RMSprop
from gdcourse.optim.rule import step
from gdcourse.optim.schedule_free import ScheduleFreeAdamW, ScheduleFreeSGD
from gdcourse.optim.sgd import SGD, Momentum, Nesterov
from gdcourse.optim.transforms import clip_by_global_norm, clip_by_value
from gdcourse.optim.wrappers import EMA, SAM, SWA, TwoPass
from gdcourse.vec import Vec

STEPS = 500


def bits(number):
    return struct.pack("<d", number).hex()


def run(objective, rule, transforms=()):
    print(rule, objective, transforms)
    theta = Vec(objective.start)
    state = rule.initial(theta)
    for t in range(1, STEPS + 1):
        g = Vec(objective.gradient(theta[0], theta[1]))
        if isinstance(rule, TwoPass):
            (there,) = rule.perturb([theta], [g])
            g = Vec(objective.gradient(there[0], there[1]))
        (theta,), (state,) = step([rule], [theta], [g], [state], [rule.scalars(t)], transforms)
        kept = rule.eval_params(theta, state)
        print(bits(theta[0]), bits(theta[1]), bits(kept[0]), bits(objective.value(theta[0], theta[1])))


run(Rosenbrock(), Adam(lr=0.02))
run(Rosenbrock(), Momentum(lr=0.0005))
run(Rosenbrock(), Adam(lr=0.02, betas=(0.8, 0.99), weight_decay=0.01), [clip_by_global_norm(5.0)])
run(Saddle(), SGD(lr=0.1))
run(Saddle(), Adagrad(lr=0.1), [clip_by_value(0.5)])
run(Quadratic(curvatures=(1.0, 50.0)), Nesterov(lr=0.02))
run(Quadratic(curvatures=(1.0, 50.0)), RMSprop(lr=0.01))
run(Quadratic(curvatures=(1.0, 50.0)), AMSGrad(lr=0.05))
run(Quadratic(curvatures=(1.0, 50.0)), AdamW(lr=0.05))
run(Rosenbrock(), NAdam(lr=0.02))
run(Saddle(), Adadelta())
run(Rosenbrock(), Lion(lr=0.01, weight_decay=0.1))
run(Quadratic(curvatures=(1.0, 50.0)), ScheduleFreeSGD(lr=0.02, weight_decay=0.1))
run(Rosenbrock(), ScheduleFreeAdamW(lr=0.02))
run(Beale(), EMA(Adam(lr=0.05), decay=0.9))
run(Himmelblau(), SWA(Momentum(lr=0.005), start=100, every=3))
run(Rosenbrock(), SAM(AdamW(lr=0.02), radius=0.01))
try:
    Adam(beta1=1.5)
except ValueError as error:
    print(error)
