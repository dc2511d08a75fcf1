"""What test_micropython.py runs twice: under MicroPython's WebAssembly and under CPython.

Prints every double of every trajectory as the hexadecimal of its eight bytes.
"""

import struct

from gdcourse.objectives import Quadratic, Rosenbrock, Saddle
from gdcourse.optim.adagrad import Adagrad
from gdcourse.optim.adam import Adam, AMSGrad
from gdcourse.optim.adamw import AdamW
from gdcourse.optim.rmsprop import RMSprop
from gdcourse.optim.rule import step
from gdcourse.optim.sgd import SGD, Momentum, Nesterov
from gdcourse.optim.transforms import clip_by_global_norm, clip_by_value
from gdcourse.vec import Vec

STEPS = 500


def bits(number):
    return struct.pack("<d", number).hex()


def run(objective, rule, transforms=()):
    print(rule, objective, transforms)
    theta = Vec(objective.start)
    state = {name: Vec([0.0, 0.0]) for name in rule.slots}
    for t in range(1, STEPS + 1):
        g = Vec(objective.gradient(theta[0], theta[1]))
        (theta,), (state,) = step([rule], [theta], [g], [state], [rule.scalars(t)], transforms)
        print(bits(theta[0]), bits(theta[1]), bits(objective.value(theta[0], theta[1])))


run(Rosenbrock(), Adam(lr=0.02))
run(Rosenbrock(), Momentum(lr=0.0005))
run(Rosenbrock(), Adam(lr=0.02, betas=(0.8, 0.99), weight_decay=0.01), [clip_by_global_norm(5.0)])
run(Saddle(), SGD(lr=0.1))
run(Saddle(), Adagrad(lr=0.1), [clip_by_value(0.5)])
run(Quadratic(curvatures=(1.0, 50.0)), Nesterov(lr=0.02))
run(Quadratic(curvatures=(1.0, 50.0)), RMSprop(lr=0.01))
run(Quadratic(curvatures=(1.0, 50.0)), AMSGrad(lr=0.05))
run(Quadratic(curvatures=(1.0, 50.0)), AdamW(lr=0.05))
try:
    Adam(beta1=1.5)
except ValueError as error:
    print(error)
