"""A second bank: what sixty-one students might hand in, written from the exercises' statements.

Its author knew the first bank in outline. 44 of the 61 got the right hint at first; the first bank was then
widened by what it had not known. Each entry names the hints by which a student would learn of the mistake;
none, if the first bank has no such mistake.
"""

import math

import numpy as np

from gdcourse.checking.bank import slip


@slip("numerical_grad", "forward difference: one side only", "forward_difference")
def grad_one_sided(f, x, h):
    x = np.array(x, dtype=float)
    g = np.zeros_like(x)
    base = f(x)
    for i in np.ndindex(x.shape):
        y = x.copy()
        y[i] += h
        g[i] = (f(y) - base) / h
    return g


@slip("numerical_grad", "divided by h where the points are 2h apart", "divided_by_h")
def grad_over_h(f, x, h):
    x = np.asarray(x, float)
    g = np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / h
    return g


@slip(
    "numerical_grad", "all coordinates are moved together, so every entry is the sum of slopes", "all_at_once"
)
def grad_all_moved(f, x, h):
    x = np.array(x, float)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, slope)


@slip("numerical_grad", "a moved coordinate is not put back before the next", "moved_for_good")
def grad_not_put_back(f, x, h):
    y = np.array(x, dtype=float)
    g = np.zeros_like(y)
    for i in np.ndindex(y.shape):
        y[i] += h
        up = f(y)
        y[i] -= 2 * h
        down = f(y)
        g[i] = (up - down) / (2 * h)
    return g


@slip("numerical_grad", "brackets: multiplied by h after dividing by 2", "denominator_without_brackets")
def grad_brackets(f, x, h):
    x = np.array(x, dtype=float)
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / 2 * h
    return g


@slip("numerical_grad", "minus first: the sign is turned round", "points_in_the_other_order")
def grad_sign(f, x, h):
    x = np.array(x, dtype=float)
    flat = x.ravel()
    out = []
    for i in range(flat.size):
        a, b = flat.copy(), flat.copy()
        a[i] += h
        b[i] -= h
        out.append((f(b.reshape(x.shape)) - f(a.reshape(x.shape))) / (2 * h))
    return np.array(out).reshape(x.shape)


@slip("numerical_grad", "the gradient comes back flat, whatever the shape of x", "flattened")
def grad_flat(f, x, h):
    x = np.array(x, dtype=float)
    out = np.zeros(x.size)
    for i in range(x.size):
        e = np.zeros(x.size)
        e[i] = h
        e = e.reshape(x.shape)
        out[i] = (f(x + e) - f(x - e)) / (2 * h)
    return out


@slip("grad_check", "absolute error only", "absolute_error")
def check_absolute(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x - e)) / 2e-5
    return float(np.linalg.norm(g(x) - n))


@slip("grad_check", "divided by the sum of the norms")
def check_sum(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x - e)) / 2e-5
    a = g(x)
    return float(np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n)))


@slip("grad_check", "the largest relative error of an entry", "largest_of_the_entries")
def check_entries(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x - e)) / 2e-5
    a = g(x)
    return float(np.max(np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), 1e-12)))


@slip("grad_check", "divided by the measured gradient's norm alone", "divided_by_the_measured")
def check_by_measured(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x - e)) / 2e-5
    a = g(x)
    d = np.linalg.norm(n)
    return float(np.linalg.norm(a - n) / d) if d else 0.0


@slip("grad_check", "squares without roots", "squares_without_roots")
def check_squared(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x - e)) / 2e-5
    a = g(x)
    d = max(np.sum(a**2), np.sum(n**2))
    return float(np.sum((a - n) ** 2) / d) if d else 0.0


@slip("grad_check", "forward differences", "checked_by_forward_differences")
def check_forward(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x)) / 1e-5
    a = g(x)
    d = max(np.linalg.norm(a), np.linalg.norm(n))
    return float(np.linalg.norm(a - n) / d) if d else 0.0


@slip("grad_check", "divided by the smaller of the norms", "divided_by_the_smaller")
def check_min(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x - e)) / 2e-5
    a = g(x)
    d = min(np.linalg.norm(a), np.linalg.norm(n))
    return float(np.linalg.norm(a - n) / d) if d else 0.0


@slip("grad_check", "the difference of the norms, not the norm of the difference", "lengths_compared")
def check_difference_of_norms(f, g, x):
    x = np.array(x, dtype=float)
    n = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        n[i] = (f(x + e) - f(x - e)) / 2e-5
    a = g(x)
    p, q = np.linalg.norm(a), np.linalg.norm(n)
    return float(abs(p - q) / max(p, q)) if max(p, q) else 0.0


@slip("mixed_derivative", "divided by h^2 where it should be 4 h^2", "divided_by_one_square")
def mixed_h2(f, x, u, v, h):
    x = np.asarray(x, float)
    return (f(x + h * u + h * v) - f(x + h * u - h * v) - f(x - h * u + h * v) + f(x - h * u - h * v)) / h**2


@slip("mixed_derivative", "the directions are scaled to length one", "directions_of_length_one")
def mixed_normalised(f, x, u, v, h):
    x = np.asarray(x, float)
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return (f(x + h * u + h * v) - f(x + h * u - h * v) - f(x - h * u + h * v) + f(x - h * u - h * v)) / (
        4 * h**2
    )


@slip("mixed_derivative", "forward differences in both directions", "one_sided_corners")
def mixed_forward(f, x, u, v, h):
    x = np.array(x, float)
    return (f(x + h * u + h * v) - f(x + h * u) - f(x + h * v) + f(x)) / (h * h)


@slip("mixed_derivative", "u taken twice: the curvature along u", "along_u_twice")
def mixed_uu(f, x, u, v, h):
    x = np.array(x, float)

    def slope(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (slope(x + h * u) - slope(x - h * u)) / (2 * h)


@slip("mixed_derivative", "the outer difference is divided by h", "divided_by_two_squares")
def mixed_outer_h(f, x, u, v, h):
    x = np.array(x, float)

    def along_u(p):
        return (f(p + h * u) - f(p - h * u)) / (2 * h)

    return (along_u(x + h * v) - along_u(x - h * v)) / h


@slip("mixed_derivative", "the sign of two mixed terms: plus where minus belongs", "slope_along_u_only")
def mixed_signs(f, x, u, v, h):
    x = np.array(x, float)
    return (f(x + h * u + h * v) + f(x + h * u - h * v) - f(x - h * u + h * v) - f(x - h * u - h * v)) / (
        4 * h * h
    )


@slip("mixed_derivative", "moved along u + v and u - v only: two values missing", "two_corners")
def mixed_two(f, x, u, v, h):
    x = np.array(x, float)
    return (f(x + h * (u + v)) - f(x + h * (u - v))) / (4 * h * h)


@slip("Value", "grad is assigned, not accumulated", "assigned_for_added")
class ValueAssigns:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad = slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "visited in the order of building, inputs first", "sources_first_with_powers")
class ValueOrder:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in order:
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "the slope of the second operand of a difference is +1", "minus_forgotten")
class ValueSubSlope:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data - other.data, [(self, 1.0), (other, 1.0)])

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "each factor's slope is the factor itself", "own_factor_as_slope")
class ValueMulOwn:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, self.data), (other, other.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "the slope of a power lacks the factor k", "power_without_its_factor")
class ValuePow:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "the slope of tanh is 1 - x^2, of the input", "tanh_from_the_input")
class ValueTanh:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - self.data**2)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "the slope in the denominator lacks its minus", "quotient_without_minus")
class ValueDiv:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(
            self.data / other.data, [(self, 1 / other.data), (other, self.data / other.data**2)]
        )

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "other - self is worked out as self - other", "right_hand_difference")
class ValueRsub:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self - other

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "other / self is worked out as self / other", "right_hand_quotient")
class ValueRdiv:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return self / other

    def __neg__(self):
        return self * -1.0


@slip("Value", "the result's own grad stays 0", "no_first_slope")
class ValueNoSeed:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        pass
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "the slope of exp is the input", "exp_like_a_power")
class ValueExp:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        return type(self)(math.exp(self.data), [(self, self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "a value that is used twice passes its grad on once for each use")
class ValuePassesTwice:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0 if self.data > 0 else 0.0)])

    def backward(self):
        self.grad = 1.0

        def walk(v):
            for w, slope in v.inputs:
                w.grad += slope * v.grad
                walk(w)

        walk(self)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("Value", "the slope of relu is 1 everywhere", "relu_lets_all_back")
class ValueRelu:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, list(inputs)

    def __repr__(self):
        return f"Value({self.data})"

    def __add__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def __sub__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self + other * -1.0

    def __truediv__(self, other):
        other = other if isinstance(other, type(self)) else type(self)(other)
        return self * other**-1.0

    def __pow__(self, k):
        return type(self)(self.data**k, [(self, k * self.data ** (k - 1))])

    def exp(self):
        e = math.exp(self.data)
        return type(self)(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return type(self)(t, [(self, 1 - t * t)])

    def relu(self):
        return type(self)(max(self.data, 0.0), [(self, 1.0)])

    def backward(self):
        order, seen = [], set()

        def visit(v):
            if id(v) not in seen:
                seen.add(id(v))
                for w, _ in v.inputs:
                    visit(w)
                order.append(v)

        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            for w, slope in v.inputs:
                w.grad += slope * v.grad

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return type(self)(other) - self

    def __rtruediv__(self, other):
        return type(self)(other) / self

    def __neg__(self):
        return self * -1.0


@slip("mlp_loss_grads", "gradients are sums over the rows, the loss a mean", "slopes_of_the_sum")
def mlp_sum_grads(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip(
    "mlp_loss_grads", "bias gradients are means over the rows of an array divided by B already", "bias_means"
)
def mlp_bias_mean(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.mean(axis=0), "W2": A.T @ D, "b2": D.mean(axis=0)}


@slip("mlp_loss_grads", "the slope of tanh is left out", "activation_without_slope")
def mlp_tanh_of_slope(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip("mlp_loss_grads", "the slope of tanh is 1 - A", "slope_not_squared")
def mlp_slope_not_squared(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip("mlp_loss_grads", "no subtraction of the largest: overflow", "exponentials_of_hundreds")
def mlp_global_max(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip("mlp_loss_grads", "the softmax is taken over the columns", "probabilities_down_the_columns")
def mlp_softmax_columns(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=0, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip("mlp_loss_grads", "the loss is a sum, the gradients means", "loss_of_the_sum")
def mlp_loss_sum(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.sum(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip("mlp_loss_grads", "1 at the true class is not subtracted", "labels_without_say")
def mlp_no_one_hot(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip("mlp_loss_grads", "W2's gradient scaled with pre-activations", "sums_before_tanh")
def mlp_x_for_a(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(B), y])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": (X @ W1 + b1).T @ D, "b2": D.sum(axis=0)}


@slip("mlp_loss_grads", "the loss reads the same column for all rows", "first_label_for_all")
def mlp_first_class(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    B = len(X)
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z)
    P = P / P.sum(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(logp[:, y[0]])
    D = P.copy()
    D[np.arange(B), y] -= 1
    D = D / B
    dA = D @ W2.T
    dH = dA * (1 - A**2)
    return loss, {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": A.T @ D, "b2": D.sum(axis=0)}


@slip("tied_loss_grads", "only the way through the code", "first_use_only")
def tied_encoder_only(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = (R - X) / B
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = X.T @ dZ
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip("tied_loss_grads", "only the way through the copy", "second_use_only")
def tied_decoder_only(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = (R - X) / B
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = E.T @ A
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip("tied_loss_grads", "the two ways are averaged", "uses_averaged")
def tied_mean(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = (R - X) / B
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = (X.T @ dZ + E.T @ A) / 2
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip(
    "tied_loss_grads",
    "the slope of the square keeps its 2 although the loss has 1/2",
    "the_square_brings_a_two",
)
def tied_factor_two(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = 2 * (R - X) / B
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = X.T @ dZ + E.T @ A
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip("tied_loss_grads", "the loss is a mean over all entries", "loss_over_all_entries")
def tied_mean_of_entries(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = (R - X) / B
    loss = np.sum((R - X) ** 2) / (2 * R.size)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = X.T @ dZ + E.T @ A
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip("tied_loss_grads", "the gradients are not divided by B", "copy_slopes_of_the_sum")
def tied_no_batch(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = R - X
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = X.T @ dZ + E.T @ A
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip("tied_loss_grads", "the slope of tanh is left out", "code_without_slope")
def tied_no_tanh_slope(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = (R - X) / B
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA
    dW = X.T @ dZ + E.T @ A
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip("tied_loss_grads", "c's gradient is a mean", "c_by_a_mean")
def tied_c_mean(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = (R - X) / B
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = X.T @ dZ + E.T @ A
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.mean(axis=0)}


@slip("tied_loss_grads", "target less prediction: all gradients turned round", "input_less_copy")
def tied_sign(params, X):
    W, b, c = params["W"], params["b"], params["c"]
    B = len(X)
    A = np.tanh(X @ W + b)
    R = A @ W.T + c
    E = (X - R) / B
    loss = np.sum((R - X) ** 2) / (2 * B)
    dA = E @ W
    dZ = dA * (1 - A**2)
    dW = X.T @ dZ + E.T @ A
    return loss, {"W": dW, "b": dZ.sum(axis=0), "c": E.sum(axis=0)}


@slip("residual_backward", "the skip is still missing", "slope_mended_only")
def residual_no_skip(params, X, G):
    W, b, V = params["W"], params["b"], params["V"]
    A = np.tanh(X @ W + b)
    D = (G @ V.T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return D @ W.T, grads


@slip("residual_backward", "the slope of tanh is still taken of Z", "skip_mended_only")
def residual_z(params, X, G):
    W, b, V = params["W"], params["b"], params["V"]
    A = np.tanh(X @ W + b)
    D = (G @ V.T) * (1 - (X @ W + b) ** 2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ W.T, grads


@slip("residual_backward", "X is added in place of G", "input_for_gradient")
def residual_x_added(params, X, G):
    W, b, V = params["W"], params["b"], params["V"]
    A = np.tanh(X @ W + b)
    D = (G @ V.T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return X + D @ W.T, grads


@slip("residual_backward", "a 1 is added for the skip, in place of G", "one_for_the_skip")
def residual_ones(params, X, G):
    W, b, V = params["W"], params["b"], params["V"]
    A = np.tanh(X @ W + b)
    D = (G @ V.T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return 1 + D @ W.T, grads


@slip("residual_backward", "only the skip", "skip_alone")
def residual_skip_only(params, X, G):
    W, b, V = params["W"], params["b"], params["V"]
    A = np.tanh(X @ W + b)
    D = (G @ V.T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G, grads


@slip("residual_backward", "G is added to D too, so W and b get it", "skip_around_tanh")
def residual_into_d(params, X, G):
    W, b, V = params["W"], params["b"], params["V"]
    A = np.tanh(X @ W + b)
    D = (G @ V.T) * (1 - A**2) + G @ V.T
    grads = {"W": X.T @ D, "b": D.sum(axis=0), "V": A.T @ G}
    return G + D @ W.T, grads


@slip("residual_backward", "biases by mean", "mean_in_the_bias")
def residual_mean(params, X, G):
    W, b, V = params["W"], params["b"], params["V"]
    A = np.tanh(X @ W + b)
    D = (G @ V.T) * (1 - A**2)
    grads = {"W": X.T @ D, "b": D.mean(axis=0), "V": A.T @ G}
    return G + D @ W.T, grads
