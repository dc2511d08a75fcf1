"""The styles of the rules, and that importing the figures changes nothing."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from plots_setup import linear, luminance

from gdcourse import optim, plots


def test_importing_changes_nothing():
    code = (
        "import sys, gdcourse.plots\n"
        "assert not {'matplotlib', 'torch'} & set(sys.modules)\n"
        "import matplotlib\n"
        "before = dict(matplotlib.rcParams)\n"
        "gdcourse.plots.curves({'Adam': [2.0, 1.0]})\n"
        "assert {k: v for k, v in before.items() if k != 'backend'}"
        " == {k: v for k, v in matplotlib.rcParams.items() if k != 'backend'}"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"MPLBACKEND": "agg"})


def test_every_rule_has_a_style():
    rules = {name for name in optim.__all__ if isinstance(getattr(optim, name), type)}
    rules = {name for name in rules if issubclass(getattr(optim, name), optim.Rule)} - {"Rule"}
    assert set(plots.STYLES) == rules


def strokes(rule):
    """Sorted lengths of the dashes and of the gaps of one period; none for a solid line."""
    dashes = plots.STYLES[rule][1]
    return ([], []) if dashes == "-" else (sorted(dashes[1][::2]), sorted(dashes[1][1::2]))


PAIRS = [pair for pair in itertools.combinations(plots.STYLES, 2) if pair != ("SGD", "Adam")]  # both solid


def test_dashes_differ_clearly_so_that_rules_can_be_told_apart_in_grey():
    for one, other in PAIRS:
        (dashes, gaps), (others, other_gaps) = strokes(one), strokes(other)
        if len(dashes) == len(others):
            ratios = [max(a / b, b / a) for a, b in zip(dashes + gaps, others + other_gaps, strict=True)]
            assert max(ratios) >= 1.3, (one, other)


# how the three kinds of dichromats see linear RGB: Machado, Oliveira and Fernandes (2009), severity 1
VISIONS = {
    "trichromat": np.eye(3),
    "protanope": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranope": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanope": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
# Ottosson's Oklab, in which distances are about as large as they look
TO_CONES = [
    [0.4122215, 0.5363325, 0.051446],
    [0.2119035, 0.6806995, 0.107397],
    [0.0883025, 0.2817188, 0.62998],
]
TO_LAB = [
    [0.2104543, 0.7936178, -0.004072],
    [1.9779985, -2.4285922, 0.450594],
    [0.025904, 0.7827718, -0.808676],
]


def as_seen(rule, vision):
    seen = np.clip(np.array(VISIONS[vision]) @ linear(plots.STYLES[rule][0]), 0, 1)
    return np.array(TO_LAB) @ np.cbrt(np.array(TO_CONES) @ seen)


@pytest.mark.parametrize("vision", VISIONS)
def test_rules_with_the_same_number_of_strokes_differ_in_colour_to_every_eye(vision):
    for one, other in [*PAIRS, ("SGD", "Adam")]:
        if len(strokes(one)[0]) == len(strokes(other)[0]):
            assert np.linalg.norm(as_seen(one, vision) - as_seen(other, vision)) > 0.06, (one, other)


@pytest.mark.parametrize("rule", plots.STYLES)
def test_every_colour_stands_out_from_white(rule):
    assert 1.05 / (luminance(plots.STYLES[rule][0]) + 0.05) >= 3  # WCAG 2.2, 1.4.11


def test_the_longest_name_decides():
    assert plots.style("AdamW, lr 0.1")["color"] == plots.STYLES["AdamW"][0]
    assert plots.style("Adam, lr 0.1")["color"] == plots.STYLES["Adam"][0]


def test_a_repeated_rule_keeps_its_colour_and_changes_its_dashes():
    looks = plots.styles(["Adam 1", "Adam 2", "Adam 3", "SGD"])
    assert len({look["color"] for look in looks[:3]}) == 1
    assert len({str(look["linestyle"]) for look in looks[:3]}) == 3
