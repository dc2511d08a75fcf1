"""What the record is made to say in words: each story is told where it happens, and nowhere else."""

import re
from functools import partial

from torch import nn

from gdcourse import data, models
from gdcourse.callbacks import EarlyStopping
from gdcourse.initializers import he_normal, normal, xavier_uniform
from gdcourse.optim import SGD, Adam
from gdcourse.train import fit


def story(model, rule, epochs=1, dataset=None, **options):
    return fit(model, dataset or data.digits(), rule, epochs=epochs, device="cpu", **options).diagnosis


def deep(activation, init, layers=12):
    return models.mlp(64, *[32] * layers, 10, activation=activation, init=init)


def test_nothing_is_said_of_a_run_that_goes_well():
    assert story(models.mlp(64, 32, 10), Adam(lr=1e-3), epochs=5) == ""
    assert story(deep(nn.ReLU, he_normal), Adam(lr=1e-3), epochs=5) == ""


def test_vanishing_gradients():
    said = story(deep(nn.Sigmoid, partial(xavier_uniform, gain=1.0)), SGD(lr=0.01))
    assert "0.bias's gradient is " in said
    assert "vanishing. Try He initialisation with ReLU, Xavier with tanh" in said


def test_signals_that_vanish_although_all_weights_have_gradients_of_one_size():
    """Small weights with tanh: what the weights' own gradients do not show."""
    run = fit(deep(nn.Tanh, partial(normal, std=0.04)), data.digits(), SGD(lr=1e-4), epochs=1, device="cpu")
    weights = run.grad_norm[0, [i for i, name in enumerate(run.layers) if name.endswith("weight")]]
    assert weights[0] > 1e-2 * weights[-2]
    assert "vanishing" in run.diagnosis


def test_exploding_gradients():
    said = story(deep(nn.Identity, partial(normal, std=0.6)), SGD(lr=1e-12))
    assert "exploding backwards. Try a smaller gain" in said


def test_dead_units():
    model = models.mlp(64, 16, 10)
    nn.init.constant_(model[0].bias, -100.0)
    assert "0.weight has had no gradient at all since epoch 1" in story(model, SGD(lr=0.1))


def test_units_that_die_in_the_first_epochs():
    small = partial(normal, std=0.06)
    told = story(models.mlp(64, *[32] * 6, 10, init=small), SGD(lr=0.1), epochs=5)
    assert re.search(r"weight has had no gradient at all since epoch [2-5]: its units are dead", told)
    assert "learning rate a hundred times" not in told


def test_divergence_names_the_step_and_the_rate():
    d = data.digits()
    values = data.from_arrays(d.x, d.y.astype(float), regression=True)
    said = story(models.mlp(64, 64, 1, activation=nn.Identity), SGD(lr=10.0), 5, values)
    assert "stopped being a finite number at step " in said
    assert "(learning rate 10). " in said
    assert "Try a learning rate ten times smaller" in said


def test_a_loss_that_does_not_fall():
    said = story(models.mlp(64, 32, 10), Adam(lr=1e-9), epochs=4)
    assert said.startswith("The training loss did not fall in 4 epochs. A step moves the weights by")
    assert "try a learning rate a hundred times larger" in said
    noise = data.random_labels(data.digits(), seed=0)
    said = story(models.mlp(64, 32, 10), SGD(lr=0.01), epochs=4, dataset=noise)
    assert said == (
        "The training loss did not fall in 4 epochs. "
        "Try learning rates a factor of ten up and down (gdcourse sweep)."
    )


def test_overfitting_and_what_early_stopping_makes_of_it():
    few = data.random_labels(data.digits().take(range(300)), seed=0)
    options = {"epochs": 60, "dataset": few, "validation": 0.3}
    said = story(models.mlp(64, 64, 10), Adam(lr=0.01), **options)
    assert "overfitting. Try callbacks=[EarlyStopping()]" in said
    stopped = story(models.mlp(64, 64, 10), Adam(lr=0.01), callbacks=[EarlyStopping(patience=50)], **options)
    assert "overfitting" not in stopped
