"""Mistakes that people make in these functions, and correct answers that look different.

Every variant is a whole answer to one exercise of a01. `tests/exercises/test_banks.py` holds the
probes to it: each mistake must lose points, each correct answer must not.
"""

import math

import numpy as np

from gdcourse.checking.bank import right, wrong

# ==== golden_section: mistakes ==========================================================================


@wrong(
    "golden_section",
    hint="The place is right and too many evaluations were spent: two in each round. One of the two points "
    "was an inner point of the interval before, and its value is known. Chapter 1, Along a line.",
    seen="likely: both points are worked out afresh at the top of the loop",
)
def golden_section_nothing_reused(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b = d
        else:
            a = c
        c, d = b - r * (b - a), a + r * (b - a)
        fc, fd = f(c), f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The place is right and too many evaluations were spent: at the top of every round f is called at "
    "both points. One of the two values is known from the round before. Chapter 1, Along a line.",
    seen="common: the textbook's loop without its bookkeeping",
)
def golden_section_two_a_round(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    while b - a > tol:
        c, d = b - r * (b - a), a + r * (b - a)
        if f(c) < f(d):
            b = d
        else:
            a = c
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The interval closes in on a point where f is large: the part that holds the minimum is the one "
    "that gets dropped. Ask which end lies beyond the worse of the two points. Chapter 1, Along a line.",
    seen="the comparison turned round; it finds maxima",
)
def golden_section_for_a_maximum(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc > fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="What comes back is the left end of the last interval. The interval holds the minimum anywhere "
    "inside; look at what the text asks to return. Chapter 1, Along a line.",
    seen="likely: an end stands for the interval",
)
def golden_section_left_end(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return a


@wrong(
    "golden_section",
    hint="What comes back is the right end of the last interval. The interval holds the minimum anywhere "
    "inside; look at what the text asks to return. Chapter 1, Along a line.",
    seen="likely: an end stands for the interval",
)
def golden_section_right_end(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return b


@wrong(
    "golden_section",
    hint="What comes back is the better of the two inner points, with the evaluations as they should be. It "
    "is a sensible answer to another question: the text asks for the middle. Chapter 1, Along a line.",
    seen="the library returns the best point that it has evaluated",
)
def golden_section_best_point(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return c if fc < fd else d


@wrong(
    "golden_section",
    hint="What comes back is a value of f. The question was where the minimum lies, not how low it is; "
    "golden section answers in units of x. Chapter 1, Along a line.",
    seen="likely: minimum and minimiser are one word in many languages",
)
def golden_section_value_returned(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return min(fc, fd)


@wrong(
    "golden_section",
    hint="With few rounds all is well, and then the minimum slips out of the interval: the points keep their"
    " place and their values get mixed up. Look at which value belongs to the point that is carried "
    "over on the left side. Chapter 1, Along a line.",
    seen="one of the two values is not moved along with its point",
)
def golden_section_stale_value(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d = d, c
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c = c, d
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The ends move and the two inner points stay where the first interval put them, so nothing new is "
    "learned after the first round. Look at what has to be worked out again in each. Chapter 1, Along a"
    " line.",
    seen="likely: c and d set once, before the loop",
)
def golden_section_points_stay(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    rounds = math.ceil(math.log(tol / (b - a)) / math.log(r)) if tol < b - a else 0
    for _ in range(rounds):
        if fc < fd:
            b = b - (1 - r) * (b - a)
            fc = f(c)
        else:
            a = a + (1 - r) * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="It stops too late: the rounds go on until half of the interval is below tol. Read again what tol "
    "is compared with. Chapter 1, Along a line.",
    seen="whoever returns the middle knows that the error is half of the length",
)
def golden_section_half_the_length(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while (b - a) / 2 > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="It stops when two values of f differ by less than tol, or seems to: the number of rounds depends "
    "on how steep f is. tol is a length on the axis of x. Chapter 1, Along a line.",
    seen="a small decrease taken for a small interval",
)
def golden_section_tol_on_values(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while abs(fc - fd) > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The interval shrinks by a third in each round, so the points are set at one and two thirds, and "
    "none of them is a point of the next interval. There is one ratio that lets a point serve twice. "
    "Chapter 1, Along a line.",
    seen="ternary search, which many know from programming contests",
)
def golden_section_thirds(f, a, b, tol):
    while b - a > tol:
        c, d = a + (b - a) / 3, b - (b - a) / 3
        if f(c) < f(d):
            b = d
        else:
            a = c
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The inner points lie at 0.38 and 0.62 only if the ratio is the right one: here it looks like the "
    "square root of 5 has lost its 1 or its half. Work out r with a pencil; it is about 0.618. Chapter "
    "1, Along a line.",
    seen="likely: the golden ratio is remembered as 0.6",
)
def golden_section_ratio_rounded(f, a, b, tol):
    r = 0.62
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="On a level floor, where both values are equal, the other part should be kept. Everywhere else all "
    "is right. Read again what happens if f(c) is not below f(d). Chapter 1, Along a line.",
    seen="likely: a comparison that lets equality through",
)
def golden_section_ties_left(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc <= fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="There is one round too many: the loop goes on at a length of exactly tol, or works out a round "
    "before it looks. An interval that is short enough at the start needs no round. Chapter 1, Along a "
    "line.",
    seen="a loop that looks at its condition after the round",
)
def golden_section_one_round_more(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while True:
        length = b - a
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
        if length <= tol:
            return (a + b) / 2


@wrong(
    "golden_section",
    hint="The place is right, and the value at it costs one evaluation that nobody asked for. Each "
    "evaluation may be an hour of simulation; count those that the text allows. Chapter 1, Along a "
    "line.",
    seen="likely: a last look at the result",
)
def golden_section_a_last_look(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    f((a + b) / 2)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="On an interval that is short enough already f is not called at all. The statement asks for "
    "two calls before the first round, whatever tol is, so that the number of calls follows from "
    "the number of rounds. Chapter 1, Along a line.",
    seen="an early return",
)
def golden_section_early_return(f, a, b, tol):
    if b - a <= tol:
        return (a + b) / 2
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="Close, but not close enough: r seems to be rounded to three or four digits. A point that is "
    "handed on is then a little beside its place, and in every round a little more. Let the "
    "computer work r out. Chapter 1, A published result: the golden section.",
    seen="r = 0.618",
)
def golden_section_rounded(f, a, b, tol):
    r = 0.618
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="As long as the right part is kept all is well; when the left part is, the point that is "
    "carried over becomes the right one, and its value stays behind. Whose value is compared in "
    "the next round? Chapter 1, Along a line.",
    seen="a value not moved along, in the first branch",
)
def golden_section_left_value_stays(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d = d, c
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="As long as the left part is kept all is well; when the right part is, the point that is "
    "carried over becomes the left one, and its value stays behind. Whose value is compared in "
    "the next round? Chapter 1, Along a line.",
    seen="a value not moved along, in the second branch",
)
def golden_section_right_value_stays(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c = c, d
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="It stops too early, by some three rounds: tol is compared with the distance of the two inner "
    "points, which is about a quarter of the interval. Chapter 1, Along a line.",
    seen="d - c for b - a",
)
def golden_section_inner_distance(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while d - c > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="An interval of exactly the length tol is cut once more; everything else is right. Read again "
    "when a round is due. Chapter 1, Along a line.",
    seen="at least, for greater than",
)
def golden_section_at_least(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a >= tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The minimum can slip out: the interval ends at the better of the two points where it should "
    "end at the worse one. The minimum may lie on either side of the better point. Chapter 1, "
    "Along a line.",
    seen="[a, c] kept for [a, d]",
)
def golden_section_cut_too_far(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b = c
        else:
            a = d
        c, d = b - r * (b - a), a + r * (b - a)
        fc, fd = f(c), f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The calls are as they should be; what comes back is the left one of the two inner points, "
    "wherever the better value was. The middle of the interval was asked for. Chapter 1, Along a "
    "line.",
    seen="c, as the point that was moved last",
)
def golden_section_left_point(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return c


@wrong(
    "golden_section",
    hint="The calls are as they should be; what comes back is the right one of the two inner points, "
    "wherever the better value was. The middle of the interval was asked for. Chapter 1, Along a "
    "line.",
    seen="d, as the point that was moved last",
)
def golden_section_right_point(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return d


@wrong(
    "golden_section",
    hint="What comes back is an end or an inner point of the last interval, the one that looked best. "
    "It is the middle that was asked for, whatever f is there. Chapter 1, Along a line.",
    seen="half of the interval, cut after the last look",
)
def golden_section_better_of_all(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + d) / 2 if fc < fd else (c + b) / 2


@wrong(
    "golden_section",
    hint="On an interval of length 1 all is right; on others the number of rounds does not depend on "
    "the length at all: tol is taken as a share of the first interval. Chapter 1, Along a line.",
    seen="a relative tolerance, by habit",
)
def golden_section_relative_tol(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    first = b - a
    while b - a > tol * first:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="Far from zero it stops too early, near zero too late: tol grows with the size of x, as a "
    "relative tolerance would. Here it is a length as it stands. Chapter 1, Along a line.",
    seen="the stopping rule of library routines",
)
def golden_section_tol_of_x(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol * max(1.0, abs(a) + abs(b)):
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The last round is missing: the number of rounds is worked out beforehand and its fraction "
    "cut off, so that the last interval is still longer than tol. Chapter 1, Along a line.",
    seen="int() of a logarithm",
)
def golden_section_rounds_rounded_down(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    for _ in range(max(0, int(math.log(tol / (b - a)) / math.log(r)))):
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="There is one round too many wherever there is any: the number of rounds is worked out "
    "beforehand, rounded up, and one added for safety. Chapter 1, Along a line.",
    seen="ceil(...) + 1",
)
def golden_section_one_round_extra_counted(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    for _ in range(math.ceil(math.log(tol / (b - a)) / math.log(r)) + 1 if b - a > tol else 0):
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="The two points lie the other way round than their names say, c on the right: r is the "
    "smaller part of the golden section, where the larger is meant. Work r out with a pencil. "
    "Chapter 1, A published result: the golden section.",
    seen="0.382 for 0.618",
)
def golden_section_smaller_ratio(f, a, b, tol):
    r = (3 - math.sqrt(5)) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


@wrong(
    "golden_section",
    hint="Both ends of the last interval come back. One number was asked for, which follows from them. "
    "Chapter 1, Along a line.",
    seen="return a, b, as many texts do",
)
def golden_section_both_ends(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return a, b


@wrong(
    "golden_section",
    hint="The place is right and two evaluations too many were spent, one at each end. What f is at "
    "the ends decides nothing. Chapter 1, Along a line.",
    seen="f(a) and f(b), as for bisection",
)
def golden_section_ends_too(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2
    c, d = b - r * (b - a), a + r * (b - a)
    f(a), f(b)
    fc, fd = f(c), f(d)
    while b - a > tol:
        if fc < fd:
            b, d, fd = d, c, fc
            c = b - r * (b - a)
            fc = f(c)
        else:
            a, c, fc = c, d, fd
            d = a + r * (b - a)
            fd = f(d)
    return (a + b) / 2


# ==== golden_section: correct, in other words ===========================================================


@right("golden_section", note="with the larger golden ratio, and lengths instead of ends")
def golden_section_by_length(f, a, b, tol):
    phi = (1 + np.sqrt(5)) / 2
    left, length = a, b - a
    c, d = left + length - length / phi, left + length / phi
    fc, fd = f(c), f(d)
    while length > tol:
        length = length / phi
        if fc < fd:
            d, fd = c, fc
            c = left + length - length / phi
            fc = f(c)
        else:
            left = c
            c, fc = d, fd
            d = left + length / phi
            fd = f(d)
    return left + length / 2


@right("golden_section", note="values kept in a dict")
def golden_section_with_a_dict(f, a, b, tol):
    r = (5**0.5 - 1) / 2
    known = {}

    def value(x):
        if x not in known:
            known[x] = f(x)
        return known[x]

    c, d = b - r * (b - a), a + r * (b - a)
    while value(c) is not None and value(d) is not None and b - a > tol:
        if value(c) < value(d):
            b, d = d, c
            c = b - r * (b - a)
        else:
            a, c = c, d
            d = a + r * (b - a)
    return 0.5 * (a + b)


@right("golden_section", note="recursive")
def golden_section_recursive(f, a, b, tol):
    r = (math.sqrt(5) - 1) / 2

    def shrink(a, c, d, b, fc, fd):
        if b - a <= tol:
            return a + (b - a) / 2
        if fc < fd:
            new = d - r * (d - a)
            return shrink(a, new, c, d, f(new), fc)
        new = c + r * (b - c)
        return shrink(c, d, new, b, fd, f(new))

    c, d = b - r * (b - a), a + r * (b - a)
    return shrink(a, c, d, b, f(c), f(d))


# ==== backtracking: mistakes ============================================================================


@wrong(
    "backtracking",
    hint="Any decrease is accepted, however small. The condition asks for a fraction of what the slope "
    "promises: look at what has to be added to f(x) on the right side. Chapter 1, Along a line.",
    seen="common: simple decrease, which may converge to no minimum at all",
)
def backtracking_any_decrease(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    g(x)
    alpha = alpha0
    while f(x + alpha * d) > fx:
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The same decrease is asked of a long step and of a short one. What the slope promises grows with "
    "the length of the step; look for alpha on the right side. Chapter 1, Along a line.",
    seen="one factor of three forgotten",
)
def backtracking_without_alpha(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    for _ in range(60):
        if f(x + alpha * d) <= fx + c * slope:
            return alpha
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The full decrease that the slope promises is asked for, and a curve that bends up never gives "
    "that. One of the arguments says which part of it is enough. Chapter 1, Along a line.",
    seen="likely: c has no influence",
)
def backtracking_without_c(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    for _ in range(60):
        if f(x + alpha * d) <= fx + alpha * slope:
            return alpha
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="A step that leads up is accepted: the line that the value is compared with rises instead of "
    "falling. The slope along d is negative as it stands. Chapter 1, Along a line.",
    seen="a minus put in by hand where the slope already has one",
)
def backtracking_line_rises(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx - c * alpha * slope:
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="Along the negative gradient all is right; in another direction the slope comes out as if d were "
    "that one. The slope along d is the inner product of the gradient with d. Chapter 1, Along a line.",
    seen="many texts state the condition for steepest descent alone",
)
def backtracking_squared_norm(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), -(g(x) @ g(x))
    alpha = alpha0
    for _ in range(60):
        if f(x + alpha * d) <= fx + c * alpha * slope:
            return alpha
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The first step that is tried is shorter than alpha0. Where alpha0 itself is good enough, it should"
    " come back. Look at the order of shortening and trying. Chapter 1, Along a line.",
    seen="a loop that shortens before it looks",
)
def backtracking_first_step_skipped(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = rho * alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The step that comes back is one shorter than the one that was good enough: it is shortened once "
    "more after it has been accepted. Chapter 1, Along a line.",
    seen="likely: the shortening stands before the return",
)
def backtracking_shortened_once_more(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha *= rho
    return rho * alpha


@wrong(
    "backtracking",
    hint="The step that comes back is the last one that was too long. It should be the first that is good "
    "enough. Chapter 1, Along a line.",
    seen="likely: the previous step is remembered, and returned",
)
def backtracking_last_refused(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    before = alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        before, alpha = alpha, rho * alpha
    return before


@wrong(
    "backtracking",
    hint="The point comes back, and the length of the step was asked for. Whoever calls this wants to take "
    "the step himself. Chapter 1, Along a line.",
    seen="likely: the step is taken at once",
)
def backtracking_point_returned(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha *= rho
    return x + alpha * d


@wrong(
    "backtracking",
    hint="The step is right, and f is called at x again for every trial. The value there does not change: "
    "keep it. Chapter 1, Along a line.",
    seen="the condition typed as it stands in the formula",
)
def backtracking_value_again(f, g, x, d, alpha0, c, rho):
    slope = g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > f(x) + c * alpha * slope:
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The step is right, and the gradient at x is worked out again for every trial. A gradient costs "
    "several evaluations; keep the slope. Chapter 1, Along a line.",
    seen="the condition typed as it stands in the formula",
)
def backtracking_gradient_again(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * (g(x) @ d):
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The step is right, and both the value and the gradient at x are worked out again for every trial. "
    "Neither changes while alpha does. Chapter 1, Along a line.",
    seen="the whole condition typed into the loop",
)
def backtracking_all_again(f, g, x, d, alpha0, c, rho):
    alpha = alpha0
    while f(x + alpha * d) > f(x) + c * alpha * (g(x) @ d):
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The trials pile up: each starts from where the one before it ended, so the point wanders off. All "
    "trials start from x. Chapter 1, Along a line.",
    seen="x overwritten in the loop",
)
def backtracking_trials_pile_up(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha, y = alpha0, x + alpha0 * d
    for _ in range(60):
        if f(y) <= fx + c * alpha * slope:
            return alpha
        alpha *= rho
        y = y + alpha * d
    return alpha


@wrong(
    "backtracking",
    hint="The steps shrink by the square or higher powers of rho: 1, rho, rho^3, ... Each should be rho "
    "times the one before. Chapter 1, Along a line.",
    seen="a running power multiplied into a running product",
)
def backtracking_powers_pile_up(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha, k = alpha0, 0
    while f(x + alpha * d) > fx + c * alpha * slope:
        k += 1
        alpha = alpha * rho**k
    return alpha


@wrong(
    "backtracking",
    hint="The first trial is a step of 1, whatever alpha0 is. Look at whether that argument is used. Chapter"
    " 1, Along a line.",
    seen="1 is the usual first step, and easily typed",
)
def backtracking_from_one(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = 1.0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="Steps are halved, whatever rho is. Look at whether that argument is used. Chapter 1, Along a line.",
    seen="a half is the usual factor, and easily typed",
)
def backtracking_halves(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha /= 2
    return alpha


@wrong(
    "backtracking",
    hint="The fraction is the usual ten-thousandth, whatever c is: steps are accepted that bring less than "
    "was asked for. Chapter 1, Along a line.",
    seen="a usual value typed in place of the argument",
)
def backtracking_usual_c(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + 1e-4 * alpha * slope:
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="A step that brings exactly what was asked for is refused. The condition says at most, not less "
    "than. Chapter 1, Along a line.",
    seen="likely: equality on the wrong side of a comparison",
)
def backtracking_strict(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) >= fx + c * alpha * slope:
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="The slope is worked out from lengths: the gradient's norm times that of d. Unless d is the "
    "negative gradient, the angle between the two counts as well. Chapter 1, Along a line.",
    seen="likely: the inner product is remembered as a product of lengths",
)
def backtracking_product_of_lengths(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), -np.linalg.norm(g(x)) * np.linalg.norm(d)
    alpha = alpha0
    for _ in range(60):
        if f(x + alpha * d) <= fx + c * alpha * slope:
            return alpha
        alpha *= rho
    return alpha


@wrong(
    "backtracking",
    hint="After some trials the search gives up and returns a step that has not passed. For a "
    "direction that leads down there is always one that does; go on until it is found. Chapter 1, "
    "Along a line.",
    seen="for _ in range(10), out of fear of a loop",
)
def backtracking_gives_up(f, g, x, d, alpha0, c, rho):
    fx, slope, alpha = f(x), g(x) @ d, alpha0
    for _ in range(10):
        if f(x + alpha * d) <= fx + c * alpha * slope:
            return alpha
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="g is never called, and c has no influence: any decrease is accepted. The condition has a "
    "term that knows how steep it is along d. Chapter 1, Along a line.",
    seen="simple decrease, with the gradient left out altogether",
)
def backtracking_without_gradient(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    alpha = alpha0
    while f(x + alpha * d) > fx:
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="Steps as small as rounding come back: the same decrease is asked of every step, which no "
    "short one can bring, and only a limit of two hundred trials ends the search. How does what "
    "is promised depend on the length? Chapter 1, Along a line.",
    seen="alpha left out, and a limit against the endless loop",
)
def backtracking_without_alpha_two_hundred(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    for _ in range(200):
        if f(x + alpha * d) <= fx + c * slope:
            break
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="g has no influence, and a step that leads up is accepted: what is added to f(x) is c times "
    "alpha, a rise that is the same for every function. Chapter 1, Along a line.",
    seen="one factor of three forgotten, the slope",
)
def backtracking_without_slope(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    g(x)
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha:
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="Along the negative gradient all is right; in another direction the decrease that is asked "
    "for is that of a gradient equal to d. Two arrays go into the slope along d. Chapter 1, Along "
    "a line.",
    seen="d @ d, from steepest descent",
)
def backtracking_from_d_alone(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), -(d @ d)
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="Where c is small nearly the full promise is asked for, and where it is large next to "
    "nothing: the part that is enough and the rest have changed places. Chapter 1, Along a line.",
    seen="1 - c, as in some statements of the condition",
)
def backtracking_one_less_c(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + (1 - c) * alpha * slope:
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="The steps get shorter by another factor than rho: what is taken off and what is left have "
    "changed places. Chapter 1, Along a line.",
    seen="alpha (1 - rho)",
)
def backtracking_by_the_rest(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha = (1 - rho) * alpha
    return alpha


@wrong(
    "backtracking",
    hint="The step is right, and f is called once more at the point that was accepted. Its value was "
    "known when it was accepted. Chapter 1, Along a line.",
    seen="likely: the new value worked out for a look at it",
)
def backtracking_value_of_the_step(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha = rho * alpha
    f(x + alpha * d)
    return alpha


@wrong(
    "backtracking",
    hint="A value of f comes back, that of the point that was accepted, and the length of the step was "
    "asked for. Chapter 1, Along a line.",
    seen="likely: f at the new point feels like the result",
)
def backtracking_value_returned(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha = rho * alpha
    return f(x + alpha * d)


@wrong(
    "backtracking",
    hint="An array comes back, the whole step, and its length in units of d was asked for. Chapter 1, "
    "Along a line.",
    seen="alpha times d, ready to be added",
)
def backtracking_vector_returned(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha = rho * alpha
    return alpha * d


@wrong(
    "backtracking",
    hint="g is called at every trial: the slope that the condition uses is the one where the step "
    "ends. The promise is made by the slope at x. Chapter 1, Along a line.",
    seen="the second of Wolfe's conditions, mixed in",
)
def backtracking_gradient_at_the_trial(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * (g(x + alpha * d) @ d):
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="x is not the same afterwards: each trial moves the array that was given, and the next one "
    "starts from there. Whoever called still needs x, and so do the other trials. Chapter 1, "
    "Along a line.",
    seen="x += alpha d in the loop",
)
def backtracking_x_moved(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    for _ in range(60):
        x += alpha * d
        if f(x) <= fx + c * alpha * slope:
            break
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="The trials go the other way, against d, and only a step too small for rounding is accepted. "
    "d leads down already, and is not a gradient. Chapter 1, Along a line.",
    seen="x - alpha d, from gradient descent",
)
def backtracking_against_d(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x - alpha * d) > fx + c * alpha * slope:
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="In one dimension all is right; in several the slope is too small by their number: the "
    "products of the entries are averaged, where an inner product adds them. Chapter 1, Along a "
    "line.",
    seen="np.mean for np.sum",
)
def backtracking_mean_slope(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), np.mean(g(x) * d)
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * slope:
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="What is asked for shrinks twice as a step is shortened, so that too little is enough for "
    "short steps: alpha comes in with its square. Chapter 1, Along a line.",
    seen="alpha d in the slope, and alpha once more",
)
def backtracking_c_of_the_first(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    while f(x + alpha * d) > fx + c * alpha * alpha * slope:
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="Tiny steps come back, after a hundred trials: the same decrease is asked of every step, and "
    "no short one can bring it. How does what is promised depend on the length? Chapter 1, Along "
    "a line.",
    seen="alpha left out, and a limit of a hundred trials",
)
def backtracking_without_alpha_hundred(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), g(x) @ d
    alpha = alpha0
    for _ in range(100):
        if f(x + alpha * d) <= fx + c * slope:
            break
        alpha = rho * alpha
    return alpha


@wrong(
    "backtracking",
    hint="The decrease that is asked for is worked out from the gradient alone, as if d were its "
    "negative: what the slope promises in the direction d is an inner product with d. Chapter 1, "
    "Along a line.",
    seen="-|g|^2 as the slope",
)
def backtracking_assumes_minus_g(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    gx = g(x)
    alpha = alpha0
    for _ in range(300):
        if f(x + alpha * d) <= fx - c * alpha * np.sum(gx**2):
            break
        alpha = rho * alpha
    return alpha


# ==== backtracking: correct, in other words =============================================================


@right("backtracking", note="powers of rho in a for loop")
def backtracking_powers(f, g, x, d, alpha0, c, rho):
    fx = f(x)
    promised = float(np.dot(g(x), d))
    for k in range(10_000):
        alpha = alpha0 * rho**k
        if f(x + alpha * d) - fx <= c * promised * alpha:
            return alpha


@right("backtracking", note="the decrease against the part that is asked for")
def backtracking_by_decrease(f, g, x, d, alpha0, c, rho):
    start, down = f(x), -sum(gi * di for gi, di in zip(g(x), d))
    alpha = alpha0
    while True:
        if start - f(x + alpha * d) >= c * alpha * down:
            return alpha
        alpha *= rho


@right("backtracking", note="recursive")
def backtracking_recursive(f, g, x, d, alpha0, c, rho):
    fx, slope = f(x), np.sum(g(x) * d)

    def attempt(alpha):
        enough = f(x + alpha * d) <= fx + c * alpha * slope
        return alpha if enough else attempt(alpha * rho)

    return attempt(alpha0)


# ==== newton_step: mistakes =============================================================================


@wrong(
    "newton_step",
    hint="damping has no influence: this is Newton's step as it stands. It should be added to every "
    "curvature before the system is solved. Chapter 1, First order and second order.",
    seen="likely: the plain step is in every book",
)
def newton_step_undamped(g, H, x, damping):
    return x - np.linalg.solve(H, g)


@wrong(
    "newton_step",
    hint="damping is added to every entry of the Hessian, also to those off the diagonal. In the formula it "
    "stands before an identity matrix. Chapter 1, First order and second order.",
    seen="broadcasting: a matrix plus a number",
)
def newton_step_damping_everywhere(g, H, x, damping):
    return x - np.linalg.solve(H + damping, g)


@wrong(
    "newton_step",
    hint="The step goes up: with a positive definite Hessian the point moves away from the minimum of the "
    "parabola. Look at the sign between x and the step. Chapter 1, First order and second order.",
    seen="a sign, the oldest mistake there is",
)
def newton_step_uphill(g, H, x, damping):
    return x + np.linalg.solve(H + damping * np.eye(len(x)), g)


@wrong(
    "newton_step",
    hint="The step comes back, and the point after it was asked for. Chapter 1, First order and second "
    "order.",
    seen="likely: solve gives the step, and that feels like the result",
)
def newton_step_only_the_step(g, H, x, damping):
    return np.linalg.solve(H + damping * np.eye(len(x)), g)


@wrong(
    "newton_step",
    hint="The negative step comes back, and the point after it was asked for: x is missing. Chapter 1, First"
    " order and second order.",
    seen="a direction, as line searches want it",
)
def newton_step_direction(g, H, x, damping):
    return -np.linalg.solve(H + damping * np.eye(len(x)), g)


@wrong(
    "newton_step",
    hint="Where curvatures are large the step is long, and it should be short: the gradient is multiplied by"
    " the matrix instead of being divided by it. Chapter 1, First order and second order.",
    seen="the exponent -1 overlooked",
)
def newton_step_multiplied(g, H, x, damping):
    return x - (H + damping * np.eye(len(x))) @ g


@wrong(
    "newton_step",
    hint="With a diagonal Hessian all is right; otherwise the entries off the diagonal are ignored. Each "
    "coordinate is divided by its own curvature, as if the axes did not mix. Chapter 1, First order and"
    " second order.",
    seen="one dimension carried over to several",
)
def newton_step_diagonal(g, H, x, damping):
    return x - g / (np.diag(H) + damping)


@wrong(
    "newton_step",
    hint="damping makes the step longer, because it is taken away from the curvatures. It should be added. "
    "Chapter 1, First order and second order.",
    seen="a sign in the bracket",
)
def newton_step_damping_subtracted(g, H, x, damping):
    return x - np.linalg.solve(H - damping * np.eye(len(x)), g)


@wrong(
    "newton_step",
    hint="damping multiplies the whole step, so that without damping there is no step at all. It belongs "
    "inside the bracket, beside the curvatures. Chapter 1, First order and second order.",
    seen="damped Newton also means a step cut to a part of its length",
)
def newton_step_as_a_rate(g, H, x, damping):
    return x - damping * np.linalg.solve(H, g)


@wrong(
    "newton_step",
    hint="The step is divided by 1 + damping, or nearly: all curvatures are stretched by one factor instead "
    "of being raised by one amount. Chapter 1, First order and second order.",
    seen="Marquardt's form scales the diagonal by 1 + damping",
)
def newton_step_stretched(g, H, x, damping):
    return x - np.linalg.solve((1 + damping) * H, g)


@wrong(
    "newton_step",
    hint="Only the diagonal is stretched, by the factor 1 + damping. Here damping is an amount that is added"
    " to it, the same for every curvature. Chapter 1, First order and second order.",
    seen="Marquardt's form, which is right in another algorithm",
)
def newton_step_marquardt(g, H, x, damping):
    return x - np.linalg.solve(H + damping * np.diag(np.diag(H)), g)


@wrong(
    "newton_step",
    hint="Each entry of the Hessian is turned over by itself. The exponent -1 means the inverse of the "
    "matrix, which is found by solving a linear system. Chapter 1, First order and second order.",
    seen="** -1 acts on each entry in NumPy",
)
def newton_step_entrywise_inverse(g, H, x, damping):
    return x - (1.0 / (H + damping * np.eye(len(x)))) @ g


@wrong(
    "newton_step",
    hint="The point is right, and it was written over the one that came in: x is not the same "
    "afterwards. The text asks for a new array. Chapter 1, First order and second order.",
    seen="x -= on an argument",
)
def newton_step_in_place(g, H, x, damping):
    x -= np.linalg.solve(H + damping * np.eye(len(x)), g)
    return x


@wrong(
    "newton_step",
    hint="The point is right, and the Hessian is not the same afterwards: the damping was added to the "
    "array that came in. A second call would add it twice. Chapter 1, First order and second "
    "order.",
    seen="H += on an argument",
)
def newton_step_hessian_changed(g, H, x, damping):
    H += damping * np.eye(len(x))
    return x - np.linalg.solve(H, g)


@wrong(
    "newton_step",
    hint="damping makes the step longer: it is added to the inverse, and it belongs to what is "
    "inverted. Which bracket does the exponent stand at? Chapter 1, First order and second order.",
    seen="a bracket around H alone",
)
def newton_step_damping_after(g, H, x, damping):
    return x - np.linalg.solve(H, g) - damping * g


@wrong(
    "newton_step",
    hint="Large values of damping have little effect and small ones a large one, and at 0 the step "
    "breaks: it is divided by, where it should be added. Chapter 1, First order and second order.",
    seen="one over the trust, as in a penalty",
)
def newton_step_damping_turned_over(g, H, x, damping):
    return x - np.linalg.solve(H + np.eye(len(x)) / damping, g)


@wrong(
    "newton_step",
    hint="At 0 and at 1 all is right; smaller dampings have too little effect and larger ones too "
    "much: damping comes in with its square. Chapter 1, First order and second order.",
    seen="lambda squared, from ridge regression's notes",
)
def newton_step_damping_squared(g, H, x, damping):
    return x - np.linalg.solve(H + damping**2 * np.eye(len(x)), g)


@wrong(
    "newton_step",
    hint="In one dimension all is right; in several a matrix comes back: the gradient is divided by "
    "each entry of the Hessian, where a linear system should be solved. Chapter 1, First order "
    "and second order.",
    seen="g / (H + damping I)",
)
def newton_step_by_entries(g, H, x, damping):
    return x - g / (H + damping * np.eye(len(x)))


@wrong(
    "newton_step",
    hint="The gradient is multiplied by the Hessian, and damping has no influence: neither the "
    "exponent -1 nor what is added in the bracket is there. Chapter 1, First order and second "
    "order.",
    seen="H g, by mistake for its inverse",
)
def newton_step_multiplied_undamped(g, H, x, damping):
    return x - H @ g


@wrong(
    "newton_step",
    hint="With positive curvatures all is right; a negative one is taken with its size before damping "
    "is added. That is another method, which is told about where the law ends. Chapter 1, First "
    "order and second order.",
    seen="saddle-free Newton",
)
def newton_step_sizes_of_curvature(g, H, x, damping):
    w, U = np.linalg.eigh(H)
    return x - U @ (U.T @ g / (np.abs(w) + damping))


@wrong(
    "newton_step",
    hint="damping works as a floor here: curvatures above it stay as they are and those below are "
    "raised to it. It is to be added to every one. Chapter 1, First order and second order.",
    seen="clipped curvatures, another safeguard",
)
def newton_step_damping_as_floor(g, H, x, damping):
    w, U = np.linalg.eigh(H)
    return x - U @ (U.T @ g / np.maximum(w, damping))


@wrong(
    "newton_step",
    hint="With positive curvatures damping has no influence: it is added where one is negative, and "
    "only there. The text adds it always. Chapter 1, First order and second order.",
    seen="damping as a remedy for saddles",
)
def newton_step_damped_when_needed(g, H, x, damping):
    if np.linalg.eigvalsh(H)[0] > 0:
        return x - np.linalg.solve(H, g)
    return x - np.linalg.solve(H + damping * np.eye(len(x)), g)


@wrong(
    "newton_step",
    hint="damping pulls the point towards the origin as well: it has come into the gradient, as a "
    "penalty on x would. Here it changes curvatures alone. Chapter 1, First order and second "
    "order.",
    seen="ridge regression, mixed in",
)
def newton_step_pulled_to_zero(g, H, x, damping):
    return x - np.linalg.solve(H + damping * np.eye(len(x)), g + damping * x)


@wrong(
    "newton_step",
    hint="Newton's own step is taken and then divided by one more than damping, or by damping itself: "
    "the direction stays the same, where it should turn towards the gradient's. Chapter 1, First "
    "order and second order.",
    seen="damping as a divisor of the step",
)
def newton_step_divided_by_damping(g, H, x, damping):
    return x - np.linalg.solve(H, g) / max(damping, 1.0)


@wrong(
    "newton_step",
    hint="Of the Hessian only its mean curvature counts: every direction is divided by the same "
    "number. One system for all curvatures is to be solved. Chapter 1, First order and second "
    "order.",
    seen="the trace in place of the matrix",
)
def newton_step_gradient_step(g, H, x, damping):
    return x - g / (np.trace(H) / len(x) + damping)


@wrong(
    "newton_step",
    hint="The step goes up, and damping has no influence. Two things are to be looked at: the sign "
    "between x and the step, and what is added to the curvatures. Chapter 1, First order and "
    "second order.",
    seen="two slips in one line",
)
def newton_step_uphill_undamped(g, H, x, damping):
    return x + np.linalg.solve(H, g)


@wrong(
    "newton_step",
    hint="damping reaches the first curvature alone. An identity matrix has a one in each row. Chapter "
    "1, First order and second order.",
    seen="H[0, 0], where the diagonal was meant",
)
def newton_step_first_curvature(g, H, x, damping):
    raised = H.copy()
    raised[0, 0] += damping
    return x - np.linalg.solve(raised, g)


@wrong(
    "newton_step",
    hint="A whole matrix comes back: the inverse is multiplied with the gradient entry by entry, where "
    "a matrix is to be applied to a vector. Chapter 1, First order and second order.",
    seen="* for @",
)
def newton_step_entrywise(g, H, x, damping):
    inverse = np.linalg.inv(H + damping * np.eye(H.shape[0]))
    return x - inverse * g


# ==== newton_step: correct, in other words ==============================================================


@right("newton_step", note="by the inverse")
def newton_step_by_inverse(g, H, x, damping):
    return x - np.linalg.inv(H + damping * np.identity(g.size)) @ g


@right("newton_step", note="along the axes of curvature")
def newton_step_by_axes(g, H, x, damping):
    curvatures, axes = np.linalg.eigh(H)
    return x - axes @ ((axes.T @ g) / (curvatures + damping))


@right("newton_step", note="the diagonal raised in a copy, then least squares")
def newton_step_by_copy(g, H, x, damping):
    raised = np.array(H, dtype=float)
    for i in range(len(x)):
        raised[i, i] += damping
    return x + np.linalg.lstsq(raised, -g, rcond=None)[0]


# ==== projected_gd: mistakes ============================================================================


@wrong(
    "projected_gd",
    hint="The points are those of plain gradient descent: nothing is ever projected, and they leave the set."
    " Chapter 1, Constraints and projection.",
    seen="likely: an argument that nothing seems to need",
)
def projected_gd_unprojected(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        points.append(points[-1] - lr * grad(points[-1]))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The first points are those of plain gradient descent, and only the last one is in the set. "
    "Projecting at the end leads elsewhere than projecting in each step. Chapter 1, Constraints and "
    "projection.",
    seen="common: clip the result and be done",
)
def projected_gd_at_the_end(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        points.append(points[-1] - lr * grad(points[-1]))
    if steps:
        points[-1] = project(points[-1])
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The walk is that of plain gradient descent, and what is recorded is its projection: the next step "
    "starts from the point that was not projected. Chapter 1, Constraints and projection.",
    seen="projection kept for the record",
)
def projected_gd_record_only(grad, project, x0, lr, steps):
    x, points = np.array(x0), [np.array(x0)]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(project(x))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The points lie outside of the set: projecting comes before the step, so that the step can lead out"
    " again. Look at the order of the two. Chapter 1, Constraints and projection.",
    seen="likely: project, then step",
)
def projected_gd_projects_first(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        x = project(points[-1])
        points.append(x - lr * grad(x))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="It is the gradient that is projected, not the point. A gradient is no point of the set; where the "
    "step leads is. Chapter 1, Constraints and projection.",
    seen="likely: projected gradient descent read word by word",
)
def projected_gd_projects_gradient(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        points.append(points[-1] - lr * project(grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The step, not the place it leads to, is projected: what goes into the projection is lr times the "
    "gradient alone. Chapter 1, Constraints and projection.",
    seen="a bracket that closes too early",
)
def projected_gd_projects_step(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        points.append(points[-1] - project(lr * grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The start has been moved into the set. It is taken as it is, and the first gradient is taken "
    "there. Chapter 1, Constraints and projection.",
    seen="a sensible precaution, which the text rules out",
)
def projected_gd_start_projected(grad, project, x0, lr, steps):
    points = [project(np.array(x0))]
    for _ in range(steps):
        points.append(project(points[-1] - lr * grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The points climb: each step follows the gradient, which leads up. Chapter 1, Constraints and "
    "projection.",
    seen="a sign, the oldest mistake there is",
)
def projected_gd_uphill(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        points.append(project(points[-1] + lr * grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="Only the last point comes back. All of them were asked for, one in each row, the start in the "
    "first. Chapter 1, Constraints and projection.",
    seen="likely: the result is what one usually wants",
)
def projected_gd_last_point(grad, project, x0, lr, steps):
    x = np.array(x0)
    for _ in range(steps):
        x = project(x - lr * grad(x))
    return x


@wrong(
    "projected_gd",
    hint="A row is missing: the start is a point of the walk as well, its first. Chapter 1, Constraints and "
    "projection.",
    seen="points are collected after each step only",
)
def projected_gd_without_start(grad, project, x0, lr, steps):
    x, points = np.array(x0), []
    for _ in range(steps):
        x = project(x - lr * grad(x))
        points.append(x)
    return np.array(points).reshape(steps, len(x0))


@wrong(
    "projected_gd",
    hint="The last step is missing: so many steps make one point more than that. Count the rows for one "
    "step. Chapter 1, Constraints and projection.",
    seen="a range that begins at 1",
)
def projected_gd_one_step_short(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(1, steps):
        points.append(project(points[-1] - lr * grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="All rows hold the same point, the last one: it is one array that was changed in place and entered "
    "again and again. Make a new array at each step. Chapter 1, Constraints and projection.",
    seen="x -= and x[:] = change the array that is in the list already",
)
def projected_gd_one_array(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x[:] = project(x - lr * grad(x))
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="Every step uses the gradient of the start. It should be taken anew where the walk has arrived. "
    "Chapter 1, Constraints and projection.",
    seen="the gradient worked out once, before the loop",
)
def projected_gd_first_gradient(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    g = grad(np.array(x0))
    for _ in range(steps):
        points.append(project(points[-1] - lr * g))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The learning rate has no influence: each step is as long as the gradient. Chapter 1, Constraints "
    "and projection.",
    seen="one factor forgotten",
)
def projected_gd_without_rate(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        points.append(project(points[-1] - grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The points are right, and the gradient is asked for twice at each of them. It is the expensive "
    "part; keep it, or use it where it is asked for. Chapter 1, Constraints and projection.",
    seen="a gradient worked out for a look at it",
)
def projected_gd_gradient_twice(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for _ in range(steps):
        grad(points[-1])
        points.append(project(points[-1] - lr * grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The steps get shorter and shorter: the learning rate is divided by the number of the step. Here it"
    " stays as it is. Chapter 1, Constraints and projection.",
    seen="rates that decay, from the theory of subgradients",
)
def projected_gd_rate_decays(grad, project, x0, lr, steps):
    points = [np.array(x0)]
    for t in range(steps):
        points.append(project(points[-1] - lr / (t + 1) * grad(points[-1])))
    return np.array(points)


@wrong(
    "projected_gd",
    hint="Each recorded point but the last is where the next step led before it was projected: the "
    "step is taken in place, on the array that is in the list already. Chapter 1, Constraints and "
    "projection.",
    seen="x -= on a point that was recorded",
)
def projected_gd_record_moves(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        x = project(x)
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The array of the start is not the same afterwards: the walk goes on in it. Whoever called "
    "may want to start there again. Chapter 1, Constraints and projection.",
    seen="x = x0 and then x -=",
)
def projected_gd_start_moved(grad, project, x0, lr, steps):
    x = x0
    points = [x.copy()]
    for _ in range(steps):
        x -= lr * grad(x)
        x[:] = project(x)
        points.append(x.copy())
    return np.array(points)


@wrong(
    "projected_gd",
    hint="Steps add up outside of the set: the gradient is taken at the projected point, but the next "
    "step begins where the last one led before it was projected. Chapter 1, Constraints and "
    "projection.",
    seen="dual averaging, or one name for two points",
)
def projected_gd_lazy(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points, y = [x], x
    for _ in range(steps):
        y = y - lr * grad(x)
        x = project(y)
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="There is a row too many: the start is the first of steps + 1 points, so the loop runs steps "
    "times. Chapter 1, Constraints and projection.",
    seen="range(steps + 1)",
)
def projected_gd_one_step_more(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps + 1):
        x = project(x - lr * grad(x))
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The points are right, and the gradient is worked out once more, at the last of them, where "
    "no step follows. Chapter 1, Constraints and projection.",
    seen="the gradient at the end of the loop, for the next round",
)
def projected_gd_a_last_gradient(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    slope = grad(x)
    for _ in range(steps):
        x = project(x - lr * slope)
        points.append(x)
        slope = grad(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="Each step goes only part of the way, lr of it, to the projection of a full gradient's step. "
    "lr belongs to the gradient, before the projection. Chapter 1, Constraints and projection.",
    seen="a step towards the projected point",
)
def projected_gd_relaxed(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x + lr * (project(x - grad(x)) - x)
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="Every step is lr long, whatever the slope: the gradient is brought to length one first. "
    "Chapter 1, Constraints and projection.",
    seen="a normalised gradient",
)
def projected_gd_steps_of_one_length(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        slope = grad(x)
        x = project(x - lr * slope / max(np.linalg.norm(slope), 1e-300))
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The numbers are right and stand in columns, one for each point. A row each was asked for. "
    "Chapter 1, Constraints and projection.",
    seen="points side by side",
)
def projected_gd_columns(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = project(x - lr * grad(x))
        points.append(x)
    return np.array(points).T


@wrong(
    "projected_gd",
    hint="The walk is right, and the first row holds zeros: the array was made for all points, and the "
    "start never put into it. Chapter 1, Constraints and projection.",
    seen="np.zeros((steps + 1, n)), filled from row 1",
)
def projected_gd_start_not_entered(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = project(x - lr * grad(x))
        points.append(x)
    return np.array([np.zeros(x.shape), *points[1:]])


@wrong(
    "projected_gd",
    hint="What is projected is how far the step led from the start, not the place it leads to: the set "
    "is around the origin of the coordinates, not around x. Chapter 1, Constraints and "
    "projection.",
    seen="x + project(step)",
)
def projected_gd_projects_difference(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x + project(-lr * grad(x))
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="Each point is projected, and the step after it begins half-way between the projected point "
    "and where it came from: two points are mixed. The rule knows the projected one alone. "
    "Chapter 1, Constraints and projection.",
    seen="an average, for stability",
)
def projected_gd_last_only_once_more(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = (x + project(x - lr * grad(x))) / 2
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The steps get shorter by the factor lr each time: it is multiplied in once more at every "
    "step. Here it stays as it is. Chapter 1, Constraints and projection.",
    seen="lr ** t",
)
def projected_gd_rate_by_its_powers(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for t in range(steps):
        x = project(x - lr ** (t + 1) * grad(x))
        points.append(x)
    return np.array(points)


@wrong(
    "projected_gd",
    hint="The walk is right, and what is recorded are the points before they are brought back: the "
    "rows lie outside of the set. Look at what goes into the list, and when. Chapter 1, "
    "Constraints and projection.",
    seen="append before project",
)
def projected_gd_recorded_too_early(grad, project, x0, lr, steps):
    x = np.array(x0, dtype=float)
    points = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        points.append(x)
        x = project(x)
    return np.array(points)


# ==== projected_gd: correct, in other words =============================================================


@right("projected_gd", note="rows filled in")
def projected_gd_rows(grad, project, x0, lr, steps):
    points = np.empty((steps + 1, len(x0)))
    points[0] = x0
    for t in range(1, steps + 1):
        points[t] = project(points[t - 1] - lr * grad(points[t - 1]))
    return points


@right("projected_gd", note="a running point, stacked at the end")
def projected_gd_stacked(grad, project, x0, lr, steps):
    x = np.asarray(x0, dtype=float)
    walk = [x.copy()]
    while len(walk) <= steps:
        step = -lr * np.asarray(grad(x))
        x = np.asarray(project(x + step))
        walk.append(x.copy())
    return np.stack(walk)


@right("projected_gd", note="recursive, from the last step back")
def projected_gd_recursive(grad, project, x0, lr, steps):
    def walk(left):
        if left == 0:
            return np.array([x0], dtype=float)
        before = walk(left - 1)
        return np.vstack([before, project(before[-1] - lr * grad(before[-1]))])

    return walk(steps)


# ==== one_plus_one_es: mistakes =========================================================================


@wrong(
    "one_plus_one_es",
    hint="A child with the same value as its parent is thrown away and counted as a failure. On level ground"
    " that is where nothing moves any more. Read again what makes a success. Chapter 1, Evolution: a "
    "population of candidates.",
    seen="likely: strictly better, by habit",
)
def one_plus_one_es_strict(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy < fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma comes back as it went in. The parents are those of a walk whose steps never change their "
    "size; they should grow with success and shrink with failure. Chapter 1, Evolution: a population of"
    " candidates.",
    seen="the adaptation left for later",
)
def one_plus_one_es_fixed_sigma(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        if fy <= fx:
            x, fx = y, fy
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="Success makes the steps shorter and failure makes them longer: the rule is turned round. Chapter "
    "1, Evolution: a population of candidates.",
    seen="a sign in the exponent",
)
def one_plus_one_es_turned_round(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((0.2 - s) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma grows with success and never shrinks: a failure leaves it as it is. What is subtracted from "
    "s in the exponent sees to that. Chapter 1, Evolution: a population of candidates.",
    seen="likely: the fifth is forgotten",
)
def one_plus_one_es_no_fifth(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp(s / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma stays where half of the children succeed, so the steps become far too short. The rule asks "
    "for a fifth. Chapter 1, Evolution: a population of candidates.",
    seen="a half, as the number that comes to mind",
)
def one_plus_one_es_half(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.5) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma changes too fast: the exponent is not divided by anything that depends on the dimension. "
    "Chapter 1, Evolution: a population of candidates.",
    seen="the denominator dropped",
)
def one_plus_one_es_no_dimension(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp(s - 0.2)
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma changes too slowly: the exponent is divided by n + 1 itself, where its root was asked for. "
    "Chapter 1, Evolution: a population of candidates.",
    seen="the root lost between formula and code",
)
def one_plus_one_es_no_root(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / (len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma changes a little too fast, most of all in few dimensions: the root is taken of n, where n + "
    "1 was asked for. Chapter 1, Evolution: a population of candidates.",
    seen="other texts have the root of n, or n itself",
)
def one_plus_one_es_root_of_n(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x)))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma moves only after a success: in a round that fails it should shrink. Look at what belongs "
    "inside the condition. Chapter 1, Evolution: a population of candidates.",
    seen="likely: one line indented too far",
)
def one_plus_one_es_only_on_success(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        if fy <= fx:
            x, fx = y, fy
            sigma = sigma * math.exp(0.8 / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="The children are right for one round and then too many are accepted: they are compared with the "
    "first parent's value, which is kept for ever. Chapter 1, Evolution: a population of candidates.",
    seen="the value is not moved along with the point",
)
def one_plus_one_es_first_value(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x = y
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="Every child survives, the worse ones too: this is a random walk. Only a success replaces the "
    "parent. Chapter 1, Evolution: a population of candidates.",
    seen="selection left out",
)
def one_plus_one_es_no_selection(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="The worse of the two survives, so the values rise. Look at which way the comparison goes. Chapter "
    "1, Evolution: a population of candidates.",
    seen="fitness in this field is often maximised",
)
def one_plus_one_es_maximises(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy >= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="Parents and sigma are right, and the parent is evaluated again in every round. Its value is known."
    " Chapter 1, Evolution: a population of candidates.",
    seen="the comparison typed as it stands in the formula",
)
def one_plus_one_es_parent_again(f, x0, sigma, rng, iters):
    x = np.array(x0)
    f(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        s = f(y) <= f(x)
        if s:
            x = y
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="All coordinates of a child depart by the same amount: a single number is drawn where one for each "
    "coordinate was asked for. Chapter 1, Evolution: a population of candidates.",
    seen="standard_normal() without a size",
)
def one_plus_one_es_one_number(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal()
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="The children depart by numbers between 0 and 1, never down: they are drawn from another "
    "distribution than the normal one. Chapter 1, Evolution: a population of candidates.",
    seen="rng.random is the draw that one knows",
)
def one_plus_one_es_uniform(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma * rng.random(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="The departures go with the square of sigma: sigma is their standard deviation, not their variance."
    " Chapter 1, Evolution: a population of candidates.",
    seen="N(0, sigma^2) is how the law is written",
)
def one_plus_one_es_variance(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x + sigma**2 * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="Children depart from the first parent, not from the one that has survived: the walk never gets "
    "away from its start. Chapter 1, Evolution: a population of candidates.",
    seen="x0 used inside the loop",
)
def one_plus_one_es_from_the_start(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    for _ in range(iters):
        y = x0 + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="The last child comes back, whether it survived or not. The last parent was asked for. Chapter 1, "
    "Evolution: a population of candidates.",
    seen="likely: y is the newest name at hand",
)
def one_plus_one_es_child_returned(f, x0, sigma, rng, iters):
    x, fx = np.array(x0), f(x0)
    y = x
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
    return y, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma is updated before the child is made, by the success of the round before. The child of a "
    "round uses the sigma that the round began with. Chapter 1, Evolution: a population of candidates.",
    seen="the update at the top of the loop",
)
def one_plus_one_es_sigma_first(f, x0, sigma, rng, iters):
    x, fx, s = np.array(x0), f(x0), 0
    for _ in range(iters):
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(len(x) + 1))
        y = x + sigma * rng.standard_normal(len(x))
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="x and sigma are right, and f is called twice a round: the parent is evaluated again each "
    "time. Its value is known from the round in which it was the child. Chapter 1, Evolution: a "
    "population of candidates.",
    seen="f(y) <= f(x), written out",
)
def one_plus_one_es_two_a_round(f, x0, sigma, rng, iters):
    x, n = x0.copy(), len(x0)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        s = float(f(y) <= f(x))
        x = y if s else x
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma grows far too fast after a success: only the fifth is divided by the root, not the "
    "whole difference. Python divides before it subtracts. Chapter 1, Evolution: a population of "
    "candidates.",
    seen="brackets left out of the exponent",
)
def one_plus_one_es_root_of_the_fifth_alone(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp(s - 0.2 / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma changes too slowly: the one is added to the root, not to what stands under it. Chapter "
    "1, Evolution: a population of candidates.",
    seen="a bracket closed too early",
)
def one_plus_one_es_root_then_one(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / (math.sqrt(n) + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="In many dimensions sigma jumps about: the exponent is multiplied by the root that it should "
    "be divided by. Chapter 1, Evolution: a population of candidates.",
    seen="an operator mixed up",
)
def one_plus_one_es_root_multiplied(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) * math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma changes in the right direction and too slowly: the exponent is right, and its base is "
    "2. Chapter 1, Evolution: a population of candidates.",
    seen="a doubling rule, as a power of two",
)
def one_plus_one_es_powers_of_two(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * 2 ** ((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma changes in the right direction, and a little too little: a factor close to 1 stands "
    "where the exponential does in the rule. Chapter 1, Evolution: a population of candidates.",
    seen="exp(z) taken for 1 + z",
)
def one_plus_one_es_linear(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * (1 + (s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="sigma moves only after a failure: after a success it should grow. Look at what belongs "
    "inside the condition. Chapter 1, Evolution: a population of candidates.",
    seen="the update in an else",
)
def one_plus_one_es_only_on_failure(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        if not s:
            sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="In the first round all is right; in later ones every child departs in the same direction: z "
    "is drawn once and kept. Chapter 1, Evolution: a population of candidates.",
    seen="the draw before the loop",
)
def one_plus_one_es_one_draw_for_all(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    z = rng.standard_normal(n)
    for _ in range(iters):
        y = x + sigma * z
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="In the first round all is right; from the second on the numbers are others than the text "
    "asks for: something more is drawn in every round. Chapter 1, Evolution: a population of "
    "candidates.",
    seen="a random number from simulated annealing",
)
def one_plus_one_es_a_draw_too_many(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        rng.random()
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="On level ground sigma shrinks although the parent moves on: a child of the same value "
    "replaces its parent, as it should, and is counted as a failure. Chapter 1, Evolution: a "
    "population of candidates.",
    seen="two comparisons, one of them strict",
)
def one_plus_one_es_tie_moves_and_shrinks(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy < fx
        if fy <= fx:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="On level ground nothing moves although sigma grows: a child of the same value counts as a "
    "success and does not replace its parent. Chapter 1, Evolution: a population of candidates.",
    seen="two comparisons, the other one strict",
)
def one_plus_one_es_tie_stays_and_grows(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if fy < fx:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="After a failure the next child is compared with the one that failed: the value moves on in "
    "every round, and the parent only after a success. Chapter 1, Evolution: a population of "
    "candidates.",
    seen="fx = fy, indented too little",
)
def one_plus_one_es_value_of_the_child(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x = y
        fx = fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="The parent is right; beside it stands its value, where the last sigma was asked for. Chapter "
    "1, Evolution: a population of candidates.",
    seen="x and f(x) are the usual pair",
)
def one_plus_one_es_value_returned(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, fx


@wrong(
    "one_plus_one_es",
    hint="There is one round too many: count the calls of f for iters = 0. Chapter 1, Evolution: a "
    "population of candidates.",
    seen="range(iters + 1)",
)
def one_plus_one_es_one_round_more(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters + 1):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="The last round is missing: f is called at the start, and then once in each of iters rounds. "
    "Chapter 1, Evolution: a population of candidates.",
    seen="range(1, iters)",
)
def one_plus_one_es_one_round_less(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(1, iters):
        y = x + sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="Every child survives, since parent and child are one array: it is changed in place, so there "
    "is nothing left to go back to. Chapter 1, Evolution: a population of candidates.",
    seen="y = x and y +=",
)
def one_plus_one_es_parent_moves_along(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n = f(x), len(x)
    for _ in range(iters):
        y = x
        y += sigma * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = sigma * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


@wrong(
    "one_plus_one_es",
    hint="x is right, and sigma is that of the start times one change: each round begins with the "
    "first sigma again. Chapter 1, Evolution: a population of candidates.",
    seen="a new name for the new sigma, never used",
)
def one_plus_one_es_new_sigma_returned_first(f, x0, sigma, rng, iters):
    x = np.array(x0, dtype=float)
    fx, n, first = f(x), len(x), sigma
    for _ in range(iters):
        y = x + first * rng.standard_normal(n)
        fy = f(y)
        s = fy <= fx
        if s:
            x, fx = y, fy
        sigma = first * math.exp((s - 0.2) / math.sqrt(n + 1))
    return x, sigma


# ==== one_plus_one_es: correct, in other words ==========================================================


@right("one_plus_one_es", note="two factors, worked out once")
def one_plus_one_es_two_factors(f, x0, sigma, rng, iters):
    parent = np.array(x0, dtype=float)
    n, value = parent.size, f(parent)
    longer, shorter = math.exp(0.8 / math.sqrt(n + 1)), math.exp(-0.2 / math.sqrt(n + 1))
    for _ in range(iters):
        child = parent + sigma * rng.standard_normal(n)
        judged = f(child)
        if judged <= value:
            parent, value, sigma = child, judged, sigma * longer
        else:
            sigma = sigma * shorter
    return parent, sigma


@right("one_plus_one_es", note="the logarithm of sigma is kept")
def one_plus_one_es_log_sigma(f, x0, sigma, rng, iters):
    x = list(x0)
    fx = f(np.array(x))
    log_sigma = np.log(sigma)
    for _ in range(iters):
        z = rng.standard_normal(len(x))
        y = [xi + np.exp(log_sigma) * zi for xi, zi in zip(x, z)]
        fy = f(np.array(y))
        success = 1 if not fy > fx else 0
        if success:
            x, fx = y, fy
        log_sigma = log_sigma + (success - 1 / 5) / np.sqrt(len(x) + 1)
    return np.array(x), float(np.exp(log_sigma))


@right("one_plus_one_es", note="min of two pairs, and rng.normal")
def one_plus_one_es_normal(f, x0, sigma, rng, iters):
    x = x0.copy()
    fx = f(x)
    power = 1 / np.sqrt(x.shape[0] + 1)
    for _ in range(iters):
        y = x + rng.normal(size=x.shape) * sigma
        fy = f(y)
        better = int(fy <= fx)
        x, fx = [(x, fx), (y, fy)][better]
        sigma *= np.exp(better - 0.2) ** power
    return x, sigma


# ==== stop_reason: mistakes =============================================================================


@wrong(
    "stop_reason",
    hint="The gradient is compared with rtol itself, so that another unit of the loss would change the "
    "verdict. It should be small compared with the first one. Chapter 1, One loop, and when to leave "
    "it.",
    seen="absolute tolerances are what most programs offer",
)
def stop_reason_absolute(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="A gradient of exactly rtol times the first one is not taken for small, nor one of zero at a "
    "stationary start. At most includes equal. Chapter 1, One loop, and when to leave it.",
    seen="likely: a strict comparison, by habit",
)
def stop_reason_strict_gradient(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] < rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="An equal loss counts as progress: a walk that stands still is never found to stall. Only a loss "
    "below the least before it is progress. Chapter 1, One loop, and when to leave it.",
    seen="likely: the comparison that lets equality through the other way",
)
def stop_reason_equal_is_progress(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) > min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="The walk is given one step of patience too few: the first loss of the last `patience` ones is not "
    "looked at. Count them in the example. Chapter 1, One loop, and when to leave it.",
    seen="a window that is one too short, or a counter that starts at 1",
)
def stop_reason_impatient(loss, grad_norm, rtol, patience):
    best, waited = math.inf, 0
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if loss[t] < best:
            best, waited = loss[t], 1
        else:
            waited += 1
        if t and waited >= patience:
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="The walk is given one step of patience too many. It ends as soon as the last `patience` losses "
    "brought no new least, not one later. Chapter 1, One loop, and when to leave it.",
    seen="common: patience is exceeded rather than used up",
)
def stop_reason_too_patient(loss, grad_norm, rtol, patience):
    best, waited = math.inf, 0
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if loss[t] < best:
            best, waited = loss[t], 0
        else:
            waited += 1
        if waited > patience:
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Each loss is compared with the one before it, not with the least of all before: a walk that "
    "swings, and gets lower all the same, or climbs down a hill for the second time, is misjudged. "
    "Chapter 1, One loop, and when to leave it.",
    seen="likely: progress taken from one step to the next",
)
def stop_reason_step_to_step(loss, grad_norm, rtol, patience):
    waited = 0
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        waited = 0 if t == 0 or loss[t] < loss[t - 1] else waited + 1
        if waited >= patience:
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Failed steps are counted over the whole walk: the count is not set back when a new least loss is "
    "found. Chapter 1, One loop, and when to leave it.",
    seen="a counter that nothing resets",
)
def stop_reason_never_set_back(loss, grad_norm, rtol, patience):
    best, waited = math.inf, 0
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if loss[t] < best:
            best = loss[t]
        else:
            waited += 1
        if waited >= patience:
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="An infinite loss goes unnoticed: only what is not a number is looked for. Infinity is a number "
    "that no walk comes back from. Chapter 1, One loop, and when to leave it.",
    seen="isnan instead of its wider relative",
)
def stop_reason_only_nan(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if np.isnan(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="A loss that is not a number goes unnoticed: only infinity is looked for. Chapter 1, One loop, and "
    "when to leave it.",
    seen="nan compares with nothing, and slips through",
)
def stop_reason_only_inf(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if np.isinf(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Where several reasons hold at once, another one is named than the first of the list: the gradient "
    "is looked at before the loss. Chapter 1, One loop, and when to leave it.",
    seen="the order of the list taken for a matter of taste",
)
def stop_reason_gradient_first(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Where the gradient is small and the loss has stalled at one and the same step, the gradient is the"
    " reason, as the list has it. Chapter 1, One loop, and when to leave it.",
    seen="the order of the list taken for a matter of taste",
)
def stop_reason_stalled_first(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Each reason is looked for along the whole walk before the next one is: a late divergence hides an "
    "earlier stop. The walk ends at the first step where any of them holds. Chapter 1, One loop, and "
    "when to leave it.",
    seen="three loops, or three calls of argmax, one after the other",
)
def stop_reason_one_after_the_other(loss, grad_norm, rtol, patience):
    steps = range(len(loss))
    for t in steps:
        if not np.isfinite(loss[t]):
            return t, "diverged"
    for t in steps:
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
    for t in steps:
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="The budget ends at an entry that does not exist: T + 1 entries are numbered from 0 to T. Chapter "
    "1, One loop, and when to leave it.",
    seen="the length taken for the last number",
)
def stop_reason_past_the_end(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss), "budget"


@wrong(
    "stop_reason",
    hint="The start is never looked at: the search begins after the first step. A walk may be over where it "
    "begins. Chapter 1, One loop, and when to leave it.",
    seen="steps are counted from 1, and so are the looks",
)
def stop_reason_start_skipped(loss, grad_norm, rtol, patience):
    for t in range(1, len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Each gradient is compared with the one before it. What is asked for is the comparison with the "
    "first. Chapter 1, One loop, and when to leave it.",
    seen="relative taken for relative to the last",
)
def stop_reason_against_the_last(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[max(t - 1, 0)]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="The step comes back as the one where the stalling began, `patience` steps before it could be "
    "known. The walk ends where it is found out. Chapter 1, One loop, and when to leave it.",
    seen="the best step is what early stopping returns",
)
def stop_reason_where_it_began(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t - patience, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Two losses are compared, `patience` steps apart: a walk that swings can be higher than it "
    "was then, and have been lower in between. All of the last `patience` losses count. Chapter "
    "1, One loop, and when to leave it.",
    seen="progress as the difference of two entries",
)
def stop_reason_end_to_end(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and loss[t] >= loss[t - patience]:
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Every walk that gets so far stalls at t = patience: the last losses are among those that "
    "they are compared with, and no least can be below itself. Chapter 1, One loop, and when to "
    "leave it.",
    seen="min(loss[: t + 1]) on the right side",
)
def stop_reason_window_in_both(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="The losses before are one too few: the entry just ahead of the last `patience` ones belongs "
    "to neither side. Chapter 1, One loop, and when to leave it.",
    seen="an end of the other slice",
)
def stop_reason_window_overlaps(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience], default=np.inf):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="Means are compared, of the last losses and of those before, so that a single new least can "
    "go unnoticed, and an old high loss counts as progress. Chapter 1, One loop, and when to "
    "leave it.",
    seen="a moving average, for swinging losses",
)
def stop_reason_means_compared(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and np.mean(loss[t - patience + 1 : t + 1]) >= np.mean(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="A walk stalls although one of the last losses is a new least: it is asked that all of them "
    "be lower than before, where one is enough. Chapter 1, One loop, and when to leave it.",
    seen="the negation of none, turned into not all",
)
def stop_reason_all_have_to_be_below(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and max(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="A loss above the first counts as diverged here. It may rise and come back; only what is "
    "infinite or not a number has no way back. Chapter 1, One loop, and when to leave it.",
    seen="diverged in its everyday sense",
)
def stop_reason_rise_is_divergence(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]) or loss[t] > loss[0]:
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="A start that is stationary is not noticed: the ratio of two zeros is not a number, and "
    "compares with nothing. How can the same be asked without dividing? Chapter 1, One loop, and "
    "when to leave it.",
    seen="norm over first norm",
)
def stop_reason_ratio(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if np.divide(grad_norm[t], grad_norm[0]) <= rtol:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="The reasons are right, and each t is one too high. Entry 0 belongs to the start. Chapter 1, "
    "One loop, and when to leave it.",
    seen="counting from 1",
)
def stop_reason_from_one(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t + 1, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t + 1, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t + 1, "stalled"
    return len(loss), "budget"


@wrong(
    "stop_reason",
    hint="Both answers are there in the other order: the number comes first and the text second. "
    "Chapter 1, One loop, and when to leave it.",
    seen="the pair turned round",
)
def stop_reason_text_first(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return "diverged", t
        if grad_norm[t] <= rtol * grad_norm[0]:
            return "gradient", t
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return "stalled", t
    return "budget", len(loss) - 1


@wrong(
    "stop_reason",
    hint="The last t where something holds comes back, and the first was asked for: the walk goes on "
    "after it should have ended. Chapter 1, One loop, and when to leave it.",
    seen="a result that is overwritten, with no way out of the loop",
)
def stop_reason_last_place(loss, grad_norm, rtol, patience):
    end = len(loss) - 1, "budget"
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            end = t, "diverged"
        elif grad_norm[t] <= rtol * grad_norm[0]:
            end = t, "gradient"
        elif t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            end = t, "stalled"
    return end


@wrong(
    "stop_reason",
    hint="The gradient's reason comes from the losses: it is their size that is compared with the "
    "first. The second array holds the norms. Chapter 1, One loop, and when to leave it.",
    seen="two arrays of the same length, mixed up",
)
def stop_reason_loss_for_gradient(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if loss[t] <= rtol * loss[0]:
            return t, "gradient"
        if t >= patience and min(loss[t - patience + 1 : t + 1]) >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="A walk is stopped although one of its last losses was a new least: of those only the newest "
    "is compared with the ones before. All of the last `patience` count. Chapter 1, One loop, and "
    "when to leave it.",
    seen="loss[t] for the least of the last losses",
)
def stop_reason_only_the_newest(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and loss[t] >= min(loss[: t - patience + 1]):
            return t, "stalled"
    return len(loss) - 1, "budget"


@wrong(
    "stop_reason",
    hint="A walk is stopped as soon as a loss is no new least, whatever patience is: it is compared "
    "with all before it, of which some may have been found within the last `patience` steps. "
    "Chapter 1, One loop, and when to leave it.",
    seen="min of all before t",
)
def stop_reason_no_new_least(loss, grad_norm, rtol, patience):
    for t in range(len(loss)):
        if not np.isfinite(loss[t]):
            return t, "diverged"
        if grad_norm[t] <= rtol * grad_norm[0]:
            return t, "gradient"
        if t >= patience and loss[t] >= min(loss[:t]):
            return t, "stalled"
    return len(loss) - 1, "budget"


# ==== stop_reason: correct, in other words ==============================================================


@right("stop_reason", note="with a running best and a counter")
def stop_reason_counting(loss, grad_norm, rtol, patience):
    best, waited = math.inf, 0
    for t, (value, size) in enumerate(zip(loss, grad_norm)):
        if math.isnan(value) or math.isinf(value):
            return t, "diverged"
        if size <= rtol * grad_norm[0]:
            return t, "gradient"
        if value < best:
            best, waited = value, 0
        else:
            waited += 1
        if waited == patience:
            return t, "stalled"
    return t, "budget"


@right("stop_reason", note="the step of the best loss is remembered")
def stop_reason_best_step(loss, grad_norm, rtol, patience):
    loss, grad_norm = np.asarray(loss), np.asarray(grad_norm)
    best = 0
    for t in range(loss.size):
        if not (-math.inf < loss[t] < math.inf):
            return t, "diverged"
        if grad_norm[t] <= grad_norm[0] * rtol:
            return t, "gradient"
        if loss[t] < loss[best]:
            best = t
        if t - best >= patience:
            return t, "stalled"
    return loss.size - 1, "budget"


@right("stop_reason", note="conditions as arrays, the first that holds")
def stop_reason_with_arrays(loss, grad_norm, rtol, patience):
    T = len(loss) - 1
    found = [(T, 3, "budget")]
    bad = np.flatnonzero(~np.isfinite(loss))
    if bad.size:
        found.append((bad[0], 0, "diverged"))
    small = np.flatnonzero(np.array(grad_norm) <= rtol * grad_norm[0])
    if small.size:
        found.append((small[0], 1, "gradient"))
    last = bad[0] if bad.size else T + 1
    for t in range(patience, last):
        if np.min(loss[t + 1 - patience : t + 1]) >= np.min(loss[: t + 1 - patience]):
            found.append((t, 2, "stalled"))
            break
    t, _, reason = min(found)
    return int(t), reason


# ==== project_shell: mistakes ===========================================================================


@wrong(
    "project_shell",
    hint="At the origin nan comes back: 0 is divided by 0 there. The text says where that point should go. "
    "Chapter 1, Constraints and projection.",
    seen="likely: the one point that nobody tries",
)
def project_shell_nan_at_the_origin(theta, inner, outer):
    length = np.linalg.norm(theta)
    return theta * (np.clip(length, inner, outer) / length)


@wrong(
    "project_shell",
    hint="The origin stays where it is, although it is not in the shell. All points at distance inner are "
    "equally near to it; the text says which one to take. Chapter 1, Constraints and projection.",
    seen="a division made safe, and nothing else",
)
def project_shell_origin_stays(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.zeros(len(theta))
    return theta * (np.clip(length, inner, outer) / length)


@wrong(
    "project_shell",
    hint="A point too near the origin stays there: only the outer edge of the shell is kept. Chapter 1, "
    "Constraints and projection.",
    seen="the ball of the chapter, with an argument to spare",
)
def project_shell_ball(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * (min(length, outer) / length)


@wrong(
    "project_shell",
    hint="A point too far out stays there: only the inner edge of the shell is kept. Chapter 1, Constraints "
    "and projection.",
    seen="one of two cases",
)
def project_shell_only_inner(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * (max(length, inner) / length)


@wrong(
    "project_shell",
    hint="A point inside the shell is moved, outwards to the outer edge. What is in the set is its own "
    "nearest point. Chapter 1, Constraints and projection.",
    seen="normalising instead of projecting",
)
def project_shell_all_to_outer(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * ((inner if length < inner else outer) / length)


@wrong(
    "project_shell",
    hint="A point inside the shell is moved, inwards to the inner edge. What is in the set is its own "
    "nearest point. Chapter 1, Constraints and projection.",
    seen="normalising instead of projecting",
)
def project_shell_all_to_inner(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * ((outer if length > outer else inner) / length)


@wrong(
    "project_shell",
    hint="A point from outside lands on the inner edge, and one from inside on the outer: both go through "
    "the whole shell. The nearest point is on the side one comes from. Chapter 1, Constraints and "
    "projection.",
    seen="the two edges swapped",
)
def project_shell_edges_swapped(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    if length < inner:
        return theta * (outer / length)
    if length > outer:
        return theta * (inner / length)
    return np.array(theta)


@wrong(
    "project_shell",
    hint="Each coordinate is clipped by itself, as for a box. The shell is about the distance from the "
    "origin, which is one number for all coordinates. Chapter 1, Constraints and projection.",
    seen="np.clip on the point",
)
def project_shell_as_a_box(theta, inner, outer):
    return np.clip(theta, inner, outer)


@wrong(
    "project_shell",
    hint="The signs are right and each coordinate's size is clipped by itself. The shell is about the "
    "distance from the origin, which is one number for all coordinates. Chapter 1, Constraints and "
    "projection.",
    seen="np.clip on the sizes of the coordinates",
)
def project_shell_sizes_clipped(theta, inner, outer):
    if not np.any(theta):
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return np.sign(theta) * np.clip(np.abs(theta), inner, outer)


@wrong(
    "project_shell",
    hint="The square of the distance is compared with the two radii. The shell is about the distance itself,"
    " with its root. Chapter 1, Constraints and projection.",
    seen="theta @ theta without the root",
)
def project_shell_squared(theta, inner, outer):
    length = theta @ theta
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * (np.clip(length, inner, outer) / length)


@wrong(
    "project_shell",
    hint="The distance is the sum of the coordinates' sizes here. The one that makes a shell round is the "
    "root of the sum of squares. Chapter 1, Constraints and projection.",
    seen="another norm",
)
def project_shell_sum_of_sizes(theta, inner, outer):
    length = np.abs(theta).sum()
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * (np.clip(length, inner, outer) / length)


@wrong(
    "project_shell",
    hint="The distance is the largest coordinate's size here. The one that makes a shell round is the root "
    "of the sum of squares. Chapter 1, Constraints and projection.",
    seen="another norm",
)
def project_shell_largest_size(theta, inner, outer):
    length = np.abs(theta).max()
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    return theta * (np.clip(length, inner, outer) / length)


@wrong(
    "project_shell",
    hint="The point is multiplied by the distance it should have, without being divided by the one it has. "
    "Work out the example with a pencil. Chapter 1, Constraints and projection.",
    seen="a division forgotten",
)
def project_shell_not_divided(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.array([inner] + [0.0] * (len(theta) - 1))
    if inner <= length <= outer:
        return np.array(theta)
    return theta * np.clip(length, inner, outer)


@wrong(
    "project_shell",
    hint="The origin goes to a point at distance inner, and to another one than the text names: all "
    "coordinates of it are equal. Chapter 1, Constraints and projection.",
    seen="the diagonal seems the fairest choice",
)
def project_shell_origin_to_the_diagonal(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.full(len(theta), inner / math.sqrt(len(theta)))
    return theta * (np.clip(length, inner, outer) / length)


@wrong(
    "project_shell",
    hint="At the origin every coordinate comes out as inner, not the first alone: in several dimensions that"
    " point is farther away than inner. Chapter 1, Constraints and projection.",
    seen="np.full where one entry was meant",
)
def project_shell_origin_full(theta, inner, outer):
    length = np.linalg.norm(theta)
    if length == 0:
        return np.full(len(theta), float(inner))
    return theta * (np.clip(length, inner, outer) / length)


@wrong(
    "project_shell",
    hint="The distance comes back, and the point was asked for. Chapter 1, Constraints and projection.",
    seen="likely: the distance is where the thought ends",
)
def project_shell_distance(theta, inner, outer):
    return np.clip(np.linalg.norm(theta), inner, outer)


@wrong(
    "project_shell",
    hint="Points outside the shell are moved into a box: each coordinate is clipped for itself. It is "
    "the distance from the origin that has limits, and the direction stays. Chapter 1, "
    "Constraints and projection.",
    seen="np.clip, which projects onto a box",
)
def project_shell_clips_coordinates(theta, inner, outer):
    r = np.linalg.norm(theta)
    if r == 0:
        return np.concatenate([[inner], np.zeros(len(theta) - 1)])
    if inner <= r <= outer:
        return theta.copy()
    return np.sign(theta) * np.clip(np.abs(theta), inner, outer)


@wrong(
    "project_shell",
    hint="Points too far out are right; what is too near the origin, the origin included, stays where "
    "it is: inner has no influence. Chapter 1, Constraints and projection.",
    seen="the ball of the chapter, as it stands there",
)
def project_shell_outer_edge_alone(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    return theta * outer / r if r > outer else theta


@wrong(
    "project_shell",
    hint="Points too far out are right; what is too near the origin stays, and at the origin itself "
    "nan comes back. There is an edge on either side of a shell. Chapter 1, Constraints and "
    "projection.",
    seen="the ball, with its division by the distance",
)
def project_shell_ball_with_nan(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    return theta * (min(r, outer) / r)


@wrong(
    "project_shell",
    hint="Points too near are right, but the origin stays; what is too far out stays as well: outer "
    "has no influence. Chapter 1, Constraints and projection.",
    seen="one of two cases, and a guard",
)
def project_shell_inner_edge_alone(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    return theta * inner / r if 0 < r < inner else theta


@wrong(
    "project_shell",
    hint="Each coordinate's size is clipped by itself, inside the shell as well, and the origin stays "
    "where it is: its signs are zero. The distance from the origin is one number. Chapter 1, "
    "Constraints and projection.",
    seen="sign times clipped size, in one line",
)
def project_shell_sizes_and_origin(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    return np.sign(theta) * np.clip(np.abs(theta), inner, outer)


@wrong(
    "project_shell",
    hint="Points outside get farther away and points near the origin get nearer: each is scaled the "
    "other way round, by the distance it has over the one it should have. Chapter 1, Constraints "
    "and projection.",
    seen="r / outer for outer / r",
)
def project_shell_upside_down(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    if r == 0:
        theta[0] = inner
        return theta
    return theta * (r / min(max(r, inner), outer))


@wrong(
    "project_shell",
    hint="Points are scaled the other way round, by the distance they have over the one they should "
    "have; and the origin is no special case here, so it stays. Chapter 1, Constraints and "
    "projection.",
    seen="r / outer, with no word about the origin",
)
def project_shell_upside_down_and_origin(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    if r > outer:
        return theta * r / outer
    return theta * r / inner if r < inner else theta


@wrong(
    "project_shell",
    hint="The point is right, and theta itself was moved: it is not the same afterwards. Make a new "
    "array. Chapter 1, Constraints and projection.",
    seen="theta *= on an argument",
)
def project_shell_in_place(theta, inner, outer):
    r = np.linalg.norm(theta)
    if r == 0:
        theta[0] = inner
        return theta
    theta *= min(max(r, inner), outer) / r
    return theta


@wrong(
    "project_shell",
    hint="All points are right, and at the origin theta itself is changed: its first entry is written "
    "into the array that came in. Chapter 1, Constraints and projection.",
    seen="theta[0] = inner, on an argument",
)
def project_shell_origin_in_place(theta, inner, outer):
    r = np.linalg.norm(theta)
    if r == 0:
        theta[0] = inner
        return theta
    return theta * (min(max(r, inner), outer) / r)


@wrong(
    "project_shell",
    hint="At the origin the last coordinate gets the distance, and the text names the first. All else "
    "is right. Chapter 1, Constraints and projection.",
    seen="the other end of the array",
)
def project_shell_origin_last(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    if r == 0:
        theta[-1] = inner
        return theta
    return theta * (min(max(r, inner), outer) / r)


@wrong(
    "project_shell",
    hint="The origin goes to the outer edge, which is farther than it needs to be: the nearest points "
    "of the shell are those at distance inner. Chapter 1, Constraints and projection.",
    seen="outer for inner in the special case",
)
def project_shell_origin_far(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    if r == 0:
        theta[0] = outer
        return theta
    return theta * (min(max(r, inner), outer) / r)


@wrong(
    "project_shell",
    hint="Points close to the origin end up short of the shell, and the origin stays: something small "
    "is added to the distance, so that nothing is divided by zero, and here it is not small. "
    "Chapter 1, Constraints and projection.",
    seen="eps in the denominator",
)
def project_shell_softened(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    return theta * (min(max(r, inner), outer) / (r + 1e-8))


@wrong(
    "project_shell",
    hint="Points outside of the shell end up at distance 1: they are divided by the distance they "
    "have, and not multiplied by the one they should have. Chapter 1, Constraints and projection.",
    seen="a unit vector, and the rest forgotten",
)
def project_shell_as_unit(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    if r == 0:
        theta[0] = inner
        return theta
    return theta if inner <= r <= outer else theta / r


@wrong(
    "project_shell",
    hint="What comes back is how far the point has to move, and in which direction. The place where it "
    "arrives was asked for. Chapter 1, Constraints and projection.",
    seen="the difference in place of the point",
)
def project_shell_the_move_alone(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    if r == 0:
        theta[0] = inner
        return theta
    return theta * (min(max(r, inner), outer) / r - 1)


@wrong(
    "project_shell",
    hint="Every point goes to the outer edge, those of the shell and those within it too, and the "
    "origin turns into nan: a direction times a radius. Chapter 1, Constraints and projection.",
    seen="theta / r times outer",
)
def project_shell_all_outer_and_nan(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    return theta * (outer / r)


@wrong(
    "project_shell",
    hint="Every point goes to the inner edge, those of the shell and those beyond it too, and the "
    "origin turns into nan: a direction times a radius. Chapter 1, Constraints and projection.",
    seen="theta / r times inner",
)
def project_shell_all_inner_and_nan(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    return theta * (inner / r)


@wrong(
    "project_shell",
    hint="In one coordinate all is right; in several the distance is too small by the root of their "
    "number: squares are averaged where they should be added. Chapter 1, Constraints and "
    "projection.",
    seen="np.mean under the root",
)
def project_shell_root_mean_square(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.sqrt(np.mean(theta**2))
    if r == 0:
        theta[0] = inner
        return theta
    return theta * (min(max(r, inner), outer) / r)


@wrong(
    "project_shell",
    hint="Along one axis all is right; elsewhere the excess of the distance is taken off every "
    "coordinate, so that the point moves diagonally. Straight towards the origin is another "
    "direction. Chapter 1, Constraints and projection.",
    seen="theta - (r - outer)",
)
def project_shell_taken_off_each(theta, inner, outer):
    theta = np.array(theta, dtype=float)
    r = np.linalg.norm(theta)
    if r == 0:
        theta[0] = inner
        return theta
    return theta - np.sign(theta) * (r - min(max(r, inner), outer))


@wrong(
    "project_shell",
    hint="A point very close to the origin is taken for the origin and sent along the first axis. It "
    "has a direction of its own. Chapter 1, Constraints and projection.",
    seen="a tolerance in the comparison with zero",
)
def project_shell_near_is_at(theta, inner, outer):
    r = np.linalg.norm(theta)
    if r < 1e-4:
        return inner * np.eye(len(theta))[0]
    return theta * (min(max(r, inner), outer) / r)


@wrong(
    "project_shell",
    hint="The origin comes back as something that is no number: it has no direction to be stretched "
    "along, and needs a line of its own. Chapter 1, Constraints and projection.",
    seen="0 / 0",
)
def project_shell_origin_nan(theta, inner, outer):
    length = np.linalg.norm(theta)
    with np.errstate(all="ignore"):
        if length > outer:
            return theta * (outer / length)
        if length < inner:
            return theta * (inner / length)
    return theta.copy()


@wrong(
    "project_shell",
    hint="Lengths are compared by their squares, and the limits are not squared: points of the set are "
    "moved, and points outside of it stay. Chapter 1, Constraints and projection.",
    seen="theta @ theta for the length",
)
def project_shell_squared_length(theta, inner, outer):
    square = np.sum(theta**2)
    if square == 0:
        e = np.zeros(len(theta))
        e[0] = inner
        return e
    if square > outer:
        return theta * outer / np.sqrt(square)
    if square < inner:
        return theta * inner / np.sqrt(square)
    return np.array(theta)


# ==== project_shell: correct, in other words ============================================================


@right("project_shell", note="three cases")
def project_shell_by_cases(theta, inner, outer):
    distance = math.sqrt(sum(t * t for t in theta))
    if distance == 0.0 and inner > 0:
        return np.array([inner, *([0.0] * (len(theta) - 1))])
    if distance < inner:
        return np.array(theta) / distance * inner
    if distance > outer:
        return np.array(theta) / distance * outer
    return np.array(theta)


@right("project_shell", note="a direction of length one, and a length")
def project_shell_by_direction(theta, inner, outer):
    length = np.sqrt(np.sum(np.square(theta)))
    direction = np.eye(len(theta))[0] if length == 0 else theta / length
    return np.clip(length, inner, outer) * direction


@right("project_shell", note="moved by the missing distance")
def project_shell_moved(theta, inner, outer):
    length = np.linalg.norm(theta)
    if not theta.any():
        first = np.zeros_like(theta)
        first[0] = inner
        return first
    missing = max(inner - length, 0.0) - max(length - outer, 0.0)
    return theta + missing / length * theta


# ==== anneal: mistakes ==================================================================================


@wrong(
    "anneal",
    hint="One of the mistakes is mended, and one is left: the temperature falls only in rounds in which the "
    "walk moves. After every round means after every round. Chapter 1, Heuristics: rules of thumb, and "
    "chance.",
    seen="the code that was handed out, half mended",
)
def anneal_cools_when_moving(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="One of the mistakes is mended, and one is left: a rise is measured from the best value so far. The"
    " walk stands somewhere else by then, and it is from there that it climbs. Chapter 1, Heuristics: "
    "rules of thumb, and chance.",
    seen="the code that was handed out, half mended",
)
def anneal_rise_from_the_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="Both of the mistakes that were handed out are still there. Follow the first example with a pencil "
    "for what T does, and a walk that goes up twice for where the rise is measured from. Chapter 1, "
    "Heuristics: rules of thumb, and chance.",
    seen="the code as it was handed out, in other words",
)
def anneal_as_handed_out(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature never falls: T comes back as T0. It should be multiplied by cooling after every "
    "round. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the line taken out and not put back",
)
def anneal_never_cools(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls once, when the walk is over, and not after each round. Look at how far that "
    "line is indented. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the line moved out of the condition, and out of the loop with it",
)
def anneal_cools_at_the_end(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, cooling * T


@wrong(
    "anneal",
    hint="The temperature falls before the candidate is judged, so that the first round is judged at cooling"
    " times T0 already. Look at the order in the text. Chapter 1, Heuristics: rules of thumb, and "
    "chance.",
    seen="the line moved to the top of the loop",
)
def anneal_cools_first(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        T = cooling * T
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls only in rounds in which the walk stays: the condition that it should be free"
    " of has been turned round. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="an else where nothing should stand",
)
def anneal_cools_when_staying(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        else:
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The walk ends where it ends, and that comes back, not the best point that it has met: the best is "
    "replaced in every round, by worse ones too. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the comparison with the lowest left out",
)
def anneal_last_point(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    T = T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        T = cooling * T
    return x, fx, T


@wrong(
    "anneal",
    hint="The walk goes down and never up: every rise is refused, at any temperature. Then it is no "
    "annealing. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the second half of the condition taken for the mistake",
)
def anneal_only_down(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z = rng.standard_normal(x.size)
        rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx:
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="Rises that should be likely are refused and unlikely ones accepted: the comparison of u with the "
    "probability is turned round. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="a comparison suspected and changed",
)
def anneal_u_turned_round(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u > math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="Every rise is accepted, because the probability comes out above 1: the sign in the exponent has "
    "been turned round. A rise makes the exponent negative. Chapter 1, Heuristics: rules of thumb, and "
    "chance.",
    seen="fy - fx written where its negative belongs",
)
def anneal_sign_of_the_exponent(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < np.exp(min((fy - fx) / T, 700.0)):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The colder it gets, the more rises are accepted: the rise is multiplied by the temperature instead"
    " of being divided by it. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="an operator suspected and changed",
)
def anneal_times_temperature(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) * T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="u is drawn only where the candidate is worse, so that from the first better one on the numbers are"
    " others than the text asks for: both are drawn in every round. Chapter 1, Heuristics: rules of "
    "thumb, and chance.",
    seen="the library saves the draw; here the text fixes it",
)
def anneal_u_only_when_needed(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        y = x + sigma * rng.standard_normal(x.size)
        fy = f(y)
        if fy <= fx or rng.random() < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="u is drawn before z, so that all numbers are others than the text asks for. A generator hands out "
    "its numbers in order. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="two draws on one line, swapped",
)
def anneal_draws_swapped(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        u, z = rng.random(), rng.standard_normal(x.size)
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="Of points with equal values the last one is kept as the best. A later one takes its place only if "
    "its value is lower. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="a comparison suspected and changed",
)
def anneal_equal_is_better(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx <= lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="Each candidate departs from the best point so far. The walk goes on from where it stands, also "
    "when that is worse. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the walk and its best point mixed up",
)
def anneal_from_the_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = best + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="Rises are accepted too often when it is cold: it is the exponential that is divided by the "
    "temperature, not the exponent. Look at where the bracket closes. Chapter 1, Heuristics: "
    "rules of thumb, and chance.",
    seen="exp(...) / T",
)
def anneal_exponential_divided(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp(fx - fy) / T:
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls and has no influence: a rise is as likely at the end as at the start. "
    "What is it divided by? Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="T left out of the exponent",
)
def anneal_without_temperature(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp(fx - fy):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls and has no influence: rises are divided by the first one for as long "
    "as the walk lasts. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="T0 for T",
)
def anneal_first_temperature(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T0):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="T is cooling times T0 after every round, and goes no further: each round begins with the "
    "first temperature again. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="T = cooling * T0",
)
def anneal_cools_once(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T0
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls faster and faster: in each round it is multiplied by a higher power of "
    "cooling. One factor a round is meant. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="a running power multiplied into a running product",
)
def anneal_cools_by_powers(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for k in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling ** (k + 1) * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature is that of the round before: the first two rounds are equally warm, and the "
    "last factor is missing from T. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="a power of cooling counted from 0",
)
def anneal_cools_one_round_late(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for k in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling**k * T0
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls only in rounds that find a new lowest point. It falls after every "
    "round, whatever came of it. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the line moved into the other condition",
)
def anneal_cools_at_a_new_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
            T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The best point is replaced whenever the walk goes down, also when it has been lower long "
    "before. It should be compared with the lowest value, not with the last. Chapter 1, "
    "Heuristics: rules of thumb, and chance.",
    seen="fy < fx for the comparison with the lowest",
)
def anneal_better_than_before(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            if fy < fx:
                best, lowest = y, fy
            x, fx = y, fy
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The best point is replaced by every point that is lower than the start: its value is never "
    "renewed, so later ones are compared with the first. Chapter 1, Heuristics: rules of thumb, "
    "and chance.",
    seen="one of two names updated",
)
def anneal_lowest_not_renewed(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best = x
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="x moves on and its value stays that of the start, so that every child is compared with the "
    "first point. The two belong together. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="one of two names updated, in the walk",
)
def anneal_value_not_renewed(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x = y
        if fy < lowest:
            best, lowest = x, fy
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The lowest value is right, and the best point is the last one: it is the same array as x, "
    "which is changed in place. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="x[:] = y, and no copy",
)
def anneal_best_moves_along(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x[:], fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="A rise is measured from the value of the start. The walk stands somewhere else by then: how "
    "far up is it from there? Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the first value in the exponent",
)
def anneal_rise_from_the_start(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T, first = x, fx, T0, fx
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((first - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The walk is right, and f is called at its place again in every round. The value there is "
    "known. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="f(x) in the condition",
)
def anneal_parent_again(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy, fx = f(y), f(x)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="One of the mistakes is mended by half: the temperature falls in every round now, but before "
    "the candidate is judged. The other one, from where a rise is measured, is still there. "
    "Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the line moved to the top, the exponent as it was",
)
def anneal_first_cooled_rise_from_the_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        T = cooling * T
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls once, when the walk is over, and a rise is measured from the best "
    "value so far: one of the mistakes has been moved out of the loop, the other is still there. "
    "Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the line moved out of the loop, the exponent as it was",
)
def anneal_end_cooled_rise_from_the_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
    T = cooling * T
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature never falls, and a rise is measured from the best value so far: the one line "
    "was taken out, and the other mistake is still there. Chapter 1, Heuristics: rules of thumb, "
    "and chance.",
    seen="the line taken out, the exponent as it was",
)
def anneal_never_cooled_rise_from_the_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The temperature falls only where the walk stays, and a rise is measured from the best value "
    "so far: the one mistake is turned round, the other is still there. Chapter 1, Heuristics: "
    "rules of thumb, and chance.",
    seen="an else for the line, the exponent as it was",
)
def anneal_stay_cooled_rise_from_the_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
        else:
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The walk never goes up, and it cools only where it moves: the second half of the condition "
    "was taken for the mistake. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="half of the condition taken out, the other line as it was",
)
def anneal_moving_cooled_only_down(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, _ = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx:
            x, fx = y, fy
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The candidates depart from the best point, and it cools only where the walk moves: the "
    "exponent now fits the best point, and so does the step. The walk goes on from where it "
    "stands. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="the walk put back to its best",
)
def anneal_moving_cooled_from_the_best(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = best + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((lowest - fy) / T):
            x, fx = y, fy
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="A rise is measured from the right value and divided by nothing, and it cools only where the "
    "walk moves. Both have to do with the temperature. Chapter 1, Heuristics: rules of thumb, and "
    "chance.",
    seen="the exponent rewritten without T",
)
def anneal_moving_cooled_without_t(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp(fx - fy):
            x, fx = y, fy
            T = cooling * T
        if fx < lowest:
            best, lowest = x, fx
    return best, lowest, T


@wrong(
    "anneal",
    hint="The best point is right, and beside it stands the value where the walk ended. The value at "
    "the best point was asked for. Chapter 1, Heuristics: rules of thumb, and chance.",
    seen="fx for lowest in the last line",
)
def anneal_last_value(f, x0, sigma, T0, cooling, rng, iters):
    x = np.array(x0, dtype=float)
    fx = f(x)
    best, lowest, T = x, fx, T0
    for _ in range(iters):
        z, u = rng.standard_normal(x.size), rng.random()
        y = x + sigma * z
        fy = f(y)
        if fy <= fx or u < math.exp((fx - fy) / T):
            x, fx = y, fy
        if fx < lowest:
            best, lowest = x, fx
        T = cooling * T
    return best, fx, T


# ==== anneal: correct, in other words ===================================================================


@right("anneal", note="by probabilities, with the powers of cooling")
def anneal_by_probability(f, x0, sigma, T0, cooling, rng, iters):
    here = np.array(x0, dtype=float)
    value = f(here)
    best, lowest = here.copy(), value
    for k in range(iters):
        z = rng.standard_normal(here.shape)
        u = rng.random()
        there = here + z * sigma
        new = f(there)
        probability = np.exp(min(0.0, -(new - value) / (T0 * cooling**k)))
        if new <= value or u < probability:
            here, value = there, new
            if value < lowest:
                best, lowest = here.copy(), value
    return best, lowest, T0 * cooling**iters


@right("anneal", note="all points are kept, the best is chosen at the end")
def anneal_with_a_record(f, x0, sigma, T0, cooling, rng, iters):
    x = [float(v) for v in x0]
    fx = f(np.array(x))
    record, T = [(fx, x)], T0
    for _ in range(iters):
        z, u = rng.standard_normal(len(x)), rng.random()
        y = [xi + sigma * zi for xi, zi in zip(x, z)]
        fy = f(np.array(y))
        up = fy > fx
        if not up or u < math.exp(-(fy - fx) / T):
            x, fx = y, fy
        record.append((fx, x))
        T *= cooling
    lowest, best = min(record, key=lambda entry: entry[0])
    return np.array(best), lowest, T


@right("anneal", note="by the logarithm of u")
def anneal_by_logarithm(f, x0, sigma, T0, cooling, rng, iters):
    x, T = np.asarray(x0, dtype=float), T0
    fx = f(x)
    best, lowest = x, fx
    while iters > 0:
        iters -= 1
        y = x + sigma * rng.standard_normal(len(x))
        threshold = -T * np.log(rng.random())
        fy = f(y)
        if fy <= fx or fy - fx < threshold:
            x, fx = y, fy
        best, lowest = (x, fx) if fx < lowest else (best, lowest)
        T = T * cooling
    return best, lowest, T
