"""A vector of plain floats with operators: what stands in for an array in a reader's browser.

It has what `optim/rule.py`'s helpers ask for, element by element, in the order of operations of NumPy,
so the two agree to the last bit. This file also runs under MicroPython.
"""

import math


class Vec:
    """A fixed-length vector; an operator takes another Vec of that length, or a number.

    >>> v = Vec([9.0, 16.0])
    >>> v.sqrt() * 2.0 + v, 1.0 - v
    (Vec([15.0, 24.0]), Vec([-8.0, -15.0]))
    """

    def __init__(self, values):
        self.values = list(values)

    def _with(self, other, operation):
        if isinstance(other, Vec):
            if len(other.values) != len(self.values):
                raise ValueError(
                    f"vectors of {len(self.values)} and {len(other.values)} entries do not match"
                )
            return Vec([operation(a, b) for a, b in zip(self.values, other.values)])
        return Vec([operation(a, other) for a in self.values])

    def __add__(self, other):
        return self._with(other, lambda a, b: a + b)

    def __radd__(self, other):
        return self._with(other, lambda a, b: b + a)

    def __sub__(self, other):
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other):
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other):
        return self._with(other, lambda a, b: a * b)

    def __rmul__(self, other):
        return self._with(other, lambda a, b: b * a)

    def __truediv__(self, other):
        return self._with(other, _divide)

    def __rtruediv__(self, other):
        return self._with(other, lambda a, b: _divide(b, a))

    def __neg__(self):
        return Vec([-a for a in self.values])

    def __gt__(self, other):
        return self._with(other, lambda a, b: a > b)

    def __lt__(self, other):
        return self._with(other, lambda a, b: a < b)

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        return self.values[index]

    def sqrt(self):
        return Vec([math.sqrt(a) for a in self.values])

    def sign(self):
        return Vec([float((a > 0) - (a < 0)) for a in self.values])

    def clamp(self, min):
        return self._with(min, lambda a, b: a if a >= b or a != a else b)

    def where(self, condition, other):
        chosen = other if isinstance(other, Vec) else Vec([other] * len(self.values))
        return Vec([a if c else b for a, c, b in zip(self.values, condition.values, chosen.values)])

    def sum(self, axis=-1, keepdims=False):
        total = 0.0
        for a in self.values:
            total = total + a
        return total

    def __repr__(self):
        return f"Vec({self.values})"


def _divide(a, b):
    """Division as floating-point hardware does it: by zero it gives an infinity or not-a-number."""
    if b != 0:
        return a / b
    if a == 0 or a != a:
        return float("nan")
    return math.copysign(float("inf"), a) * math.copysign(1.0, b)
