"""Two gloo processes under torchrun end with the weights of one process on the same batches."""

import json
import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import torch

ROOT = Path(__file__).parents[1]
RUN = """
    import sys
    import torch
    from gdcourse import data, distributed, models
    from gdcourse.callbacks import EarlyStopping
    from gdcourse.optim import Adam, clip_by_global_norm
    from gdcourse.train import fit
    torch.set_num_threads(1)

    def run():
        # 45 examples left over at the end of an epoch, and batches of 3: shares differ, one may be empty
        train = data.digits().take(range(1000))
        model = models.mlp(64, 8, 10).fresh(distributed.rank() if sys.argv[2] == "own" else 0)
        history = fit(model, train, Adam(lr=0.01), epochs=2, batch_size=int(sys.argv[3]), accumulate=2,
                      transforms=[clip_by_global_norm(1.0)], precision="float64", callbacks=[EarlyStopping()],
                      checkpoint=sys.argv[1] + ".ckpt")
        record = {"loss": history.loss, "accuracy": history.accuracy, "grad_norm": history.grad_norm,
                  "validation": history.validation_loss}
        if distributed.rank() == 0:
            torch.save({"weights": model.state_dict(), **{k: torch.from_numpy(v) for k, v in record.items()}},
                       sys.argv[1])

    if distributed.started_by_torchrun():
        with distributed.group():
            run()
    else:
        run()
"""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def launch(arguments, cwd, processes=None):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    torchrun = ["-m", "torch.distributed.run", f"--nproc-per-node={processes}",
                "--master-addr=127.0.0.1", f"--master-port={free_port()}"]  # fmt: skip
    command = [sys.executable, *(torchrun if processes else []), *arguments]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done


@pytest.mark.parametrize("batch_size", [100, pytest.param(3, marks=pytest.mark.slow)])
def test_two_processes_end_where_one_does(batch_size, tmp_path):
    script = tmp_path / "share.py"
    script.write_text(textwrap.dedent(RUN))
    launch([str(script), "one.pt", "same", str(batch_size)], tmp_path)
    launch([str(script), "two.pt", "same", str(batch_size)], tmp_path, processes=2)
    one, two = (torch.load(tmp_path / name, weights_only=True) for name in ("one.pt", "two.pt"))
    for name, value in one.pop("weights").items():
        torch.testing.assert_close(two["weights"][name], value, rtol=0, atol=1e-10)
    for name, value in one.items():
        np.testing.assert_allclose(two[name], value, rtol=1e-9)


@pytest.mark.slow
def test_every_process_starts_from_the_first_ones_weights(tmp_path):
    script = tmp_path / "share.py"
    script.write_text(textwrap.dedent(RUN))
    launch([str(script), "one.pt", "same", "100"], tmp_path)
    launch([str(script), "own.pt", "own", "100"], tmp_path, processes=2)
    one, own = (torch.load(tmp_path / name, weights_only=True) for name in ("one.pt", "own.pt"))
    torch.testing.assert_close(own["weights"], one["weights"], rtol=0, atol=1e-10)


@pytest.mark.slow
def test_the_command_line_under_torchrun(tmp_path):
    options = ["-m", "gdcourse.train", "--epochs", "2", "--hidden", "8", "--json"]
    alone = json.loads(launch(options, tmp_path).stdout)
    shared = json.loads(launch(["-m", *options[1:]], tmp_path, processes=2).stdout)  # one process speaks
    assert shared[0]["validation_loss"] == pytest.approx(alone[0]["validation_loss"], rel=1e-4)
