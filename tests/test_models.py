"""What every model promises, over a table of them; then what each alone does."""

import copy
import functools

import numpy as np
import pytest
import torch
from torch import nn
from torch.func import functional_call, stack_module_state
from torch.nn import functional

from gdcourse import data, initializers, models

NUMBERS, IMAGES, IDS = "numbers", "images", "ids"


def inputs(kind: str, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    if kind == IDS:
        return torch.randint(0, 7, (4, 5), generator=generator)
    return torch.randn(4, {NUMBERS: 6, IMAGES: 32}[kind], generator=generator, dtype=torch.float64)


# tiny ones, so that finite differences over every parameter take no time
TABLE = {
    "linear": (models.mlp(6, 3), NUMBERS),
    "mlp": (models.mlp(6, 5, 4, 3), NUMBERS),
    "tanh": (models.mlp(6, 5, 3, activation=nn.Tanh), NUMBERS),
    "sigmoid": (models.mlp(6, 5, 3, activation=nn.Sigmoid), NUMBERS),
    "batch norm": (models.mlp(6, 5, 4, 3, norm="batch"), NUMBERS),
    "layer norm": (models.mlp(6, 5, 4, 3, norm="layer"), NUMBERS),
    "dropout": (models.mlp(6, 20, 3, dropout=0.5), NUMBERS),
    "init": (models.mlp(6, 5, 3, init=initializers.he_normal), NUMBERS),
    "cnn": (models.cnn(channels=2, side=4, width=2, outputs=3), IMAGES),
    "rnn": (models.rnn(tokens=7, width=4, outputs=3, embedding=2), IDS),
    "gru": (models.rnn(tokens=7, width=4, outputs=3, cell="gru"), IDS),
    "embedding": (models.embedding(tokens=7, width=4, outputs=3), IDS),
}
every_model = pytest.mark.parametrize(("model", "kind"), TABLE.values(), ids=TABLE.keys())


def same(a: nn.Module, b: nn.Module) -> list[bool]:
    """Whether each matrix of weights agrees; biases of an `init` and norms begin alike for all seeds."""
    pairs = zip(a.named_parameters(), b.named_parameters(), strict=True)
    return [torch.equal(p, q) for (_, p), (_, q) in pairs if p.ndim > 1]


@every_model
def test_fresh_is_the_same_network_with_the_seeds_weights(model, kind):
    again, other = model.fresh(0), model.fresh(1)
    assert repr(again) == repr(other) == repr(model)
    assert all(same(model, again))
    assert not any(same(model, other))
    assert all(same(other.fresh(0), model))
    assert all(same(other, copy.deepcopy(model).fresh(1)))


@every_model
def test_fresh_is_on_the_cpu_in_the_default_type(model, kind):
    moved = copy.deepcopy(model).double().to("meta").fresh(0)
    with torch.device("meta"):
        elsewhere = model.fresh(0)
    for made in (moved, elsewhere):
        assert all(same(model, made))
        assert {(p.dtype, p.device.type) for p in made.parameters()} == {(torch.float32, "cpu")}


@every_model
def test_drawing_weights_leaves_the_callers_random_numbers_alone(model, kind):
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    model.fresh(5)
    assert torch.equal(torch.rand(4), expected)


@every_model
def test_gradients_agree_with_finite_differences(model, kind):
    model = model.fresh(2).double()
    names, parameters = zip(*model.named_parameters(), strict=True)
    x = inputs(kind)

    def output(*values):
        torch.manual_seed(0)  # the same units dropped at each call
        *values, x = values
        return functional_call(model, dict(zip(names, values, strict=True)), (x,))

    assert output(*parameters, x).shape == (4, 3)
    x.requires_grad_(kind != IDS)
    assert torch.autograd.gradcheck(output, (*parameters, x))


@pytest.mark.parametrize(
    ("model", "kind"),
    # dropout must be told how to draw for each copy, and then no copy draws as it would alone
    [pair for name, pair in TABLE.items() if name != "dropout"],
    ids=[name for name in TABLE if name != "dropout"],
)
def test_many_run_as_one(model, kind):
    """Outputs and gradients of three seeds under vmap are those of each alone."""
    alone = [model.fresh(seed).double() for seed in range(3)]
    x, y = inputs(kind), torch.tensor([0, 1, 2, 0])
    parameters, buffers = stack_module_state(alone)

    def loss(parameters, buffers):
        output = functional_call(model, (parameters, buffers), (x,))
        return functional.cross_entropy(output, y), output

    gradients, outputs = torch.vmap(torch.func.grad(loss, has_aux=True))(parameters, buffers)
    for i, each in enumerate(alone):
        torch.testing.assert_close(outputs[i], each(x), rtol=0, atol=1e-12)
        functional.cross_entropy(each(x), y).backward()
        for name, p in each.named_parameters():
            torch.testing.assert_close(gradients[name][i], p.grad, rtol=0, atol=1e-12)
    assert not torch.allclose(outputs[0], outputs[1])


# ---- each by itself -----------------------------------------------------------------------------


def learn(model, dataset, *, steps, lr=3e-3, batch_size=32):
    """Adam on nine tenths of the data; logits and labels of the rest."""
    train, held_out = data.split(dataset, 0.1, seed=0)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    rng = np.random.default_rng(0)
    x, y = torch.from_numpy(train.x), torch.from_numpy(train.y)
    while steps > 0:
        for rows in data.minibatches(len(train), batch_size, rng):
            optimizer.zero_grad()
            functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
            steps -= 1
            if steps == 0:
                break
    model.eval()
    with torch.no_grad():
        return model(torch.from_numpy(held_out.x)), torch.from_numpy(held_out.y)


@pytest.mark.parametrize(
    "model",
    [
        models.mlp(64, 64, 10),
        models.mlp(64, 64, 10, norm="batch"),
        models.mlp(64, 64, 10, norm="layer"),
        models.mlp(64, 64, 10, dropout=0.2),
        models.cnn(),
    ],
    ids=["mlp", "batch norm", "layer norm", "dropout", "cnn"],
)
def test_digits_are_learned(model):
    output, y = learn(model.fresh(0), data.digits(), steps=250)
    assert (output.argmax(1) == y).double().mean() > 0.9


@pytest.mark.parametrize("cell", ["tanh", "gru"])
def test_text_is_learned_better_than_by_counting_characters(cell):
    """After 150 batches the recurrent network beats the best that ignores what stands before."""
    text = data.help_text(length=16)
    size = len(text.tokens)
    output, y = learn(models.rnn(size, 48, size, cell=cell), text, steps=150, batch_size=64)
    frequency = torch.bincount(y, minlength=size) / len(y)
    assert functional.cross_entropy(output, y) < torch.special.entr(frequency).sum() - 0.3


def test_first_weights_are_those_pytorch_draws():
    torch.manual_seed(3)
    expected = nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 2))
    model = models.mlp(8, 6, 5, 2, seed=3)
    assert repr(list(model)) == repr(list(expected))
    for name, p in expected.state_dict().items():
        assert torch.equal(model.state_dict()[name], p)


@pytest.mark.parametrize(
    "options",
    [{"norm": "batch"}, {"norm": "layer"}, {"dropout": 0.5}, {"activation": nn.PReLU}],
    ids=str,
)
def test_options_change_no_weight(options):
    plain, other = models.mlp(8, 6, 5, 2, seed=3), models.mlp(8, 6, 5, 2, seed=3, **options)
    pairs = zip(*([m for m in model if isinstance(m, nn.Linear)] for model in (plain, other)), strict=True)
    assert all(torch.equal(a.weight, b.weight) and torch.equal(a.bias, b.bias) for a, b in pairs)


def test_order_of_layers():
    model = models.mlp(8, 6, 5, 2, activation=nn.Tanh, norm="layer", dropout=0.5)
    kinds = [nn.Linear, nn.LayerNorm, nn.Tanh, nn.Dropout]
    assert [type(layer) for layer in model] == [*kinds, *kinds, nn.Linear]
    assert [layer.normalized_shape for layer in model if isinstance(layer, nn.LayerNorm)] == [(6,), (5,)]
    assert model[3].p == 0.5


@pytest.mark.parametrize(
    ("model", "kind"), [TABLE[name] for name in ("batch norm", "cnn")], ids=["mlp", "cnn"]
)
def test_a_slice_of_layers_is_a_network_with_the_same_weights(model, kind):
    x = inputs(kind).float()
    torch.testing.assert_close(model[2:](model[:2](x)), model(x))
    assert model[:1][0] is model[0]


def test_init_draws_every_layer_from_the_seed_and_zeroes_biases():
    xavier = functools.partial(initializers.xavier_uniform, gain=1.5)
    model = models.mlp(8, 6, 2, init=xavier, norm="layer", seed=3)
    rng = np.random.default_rng(3)
    for layer, fans in ((model[0], (8, 6)), (model[3], (6, 2))):
        expected = initializers.xavier_uniform(*fans, 1.5, rng).astype(np.float32)
        np.testing.assert_array_equal(layer.weight.detach().numpy(), expected)
        assert not layer.bias.any()


@pytest.mark.parametrize("init", ["he", initializers.xavier_uniform, nn.init.xavier_uniform_])
def test_init_must_take_fans_and_a_generator(init):
    with pytest.raises(TypeError, match=r"can't be called as initializer\(fan_in, fan_out, rng=rng\)"):
        models.mlp(3, 2, init=init)


def test_cnn_reads_a_row_as_an_image_line_by_line():
    """Moved down by the four lines that two poolings join, an image's features move down by one."""
    model = models.cnn(channels=2, side=16, width=3)
    image = torch.rand(2, 16, 16)
    before, after = (model[:7](x.reshape(1, -1))[0] for x in (image, image.roll(4, dims=1)))
    # these two see neither the border nor the lines that were rolled over it
    torch.testing.assert_close(after[:, 2, 1], before[:, 1, 1])
    assert not torch.allclose(after[:, 1, 2], before[:, 1, 1])


@pytest.mark.parametrize("side", [4, 7, 28])
def test_cnn_of_any_side(side):
    assert models.cnn(channels=3, side=side, outputs=2)(torch.zeros(5, 3 * side * side)).shape == (5, 2)


def init_of_wrong_shape(fan_in, fan_out, rng):
    return np.zeros((fan_in, fan_out))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: models.mlp(64), r"sizes = \(64,\): give at least two positive whole numbers"),
        (lambda: models.mlp(64, 0, 10), r"sizes = \(64, 0, 10\)"),
        (lambda: models.mlp(64, 2.5, 10), r"sizes = \(64, 2\.5, 10\)"),
        (lambda: models.mlp(2, 2, activation="relu"), r"activation = 'relu': give a class of layers"),
        (lambda: models.mlp(2, 2, activation=nn.ReLU()), r"activation = ReLU\(\): give a class"),
        (lambda: models.mlp(2, 2, activation=torch.tanh), r"activation = <built-in method tanh"),
        (lambda: models.mlp(2, 2, activation=int), r"activation = <class 'int'>"),
        (lambda: models.mlp(2, 2, norm="group"), r"norm = 'group': there are 'batch', 'layer'"),
        (lambda: models.mlp(2, 2, dropout=1.0), r"dropout = 1\.0 is not a probability in \[0, 1\)"),
        (lambda: models.mlp(2, 2, dropout=-0.1), r"dropout = -0\.1"),
        (lambda: models.mlp(2, 2, dropout="half"), r"dropout = 'half'"),
        (lambda: models.mlp(3, 2, init=init_of_wrong_shape), r"gives shape \(3, 2\) .* = \(2, 3\)"),
        (lambda: models.mlp(2, 2, seed="a"), r"seed = 'a' is not a whole number"),
        (lambda: models.mlp(2, 2).fresh(0.5), r"seed = 0\.5 is not a whole number"),
        (lambda: models.cnn(channels=0), r"channels = 0 is not a positive whole number"),
        (lambda: models.cnn(side=3), r"side = 3 leaves nothing after two poolings"),
        (lambda: models.cnn(width=1.5), r"width = 1\.5"),
        (lambda: models.cnn(outputs=-1), r"outputs = -1"),
        (lambda: models.rnn(0, 4, 2), r"tokens = 0"),
        (lambda: models.rnn(5, 4, 2, embedding=0), r"embedding = 0"),
        (lambda: models.rnn(5, 4, 2, cell="lstm"), r"cell = 'lstm': there are 'tanh', 'gru'"),
        (lambda: models.embedding(5, 0, 2), r"width = 0"),
    ],
)
def test_refusals(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_sizes_may_be_numpys():
    assert models.mlp(np.int64(3), np.int32(2)).sizes == (3, 2)
