"""Runs exported scripts one after the other in one process; prints {path: losses} as JSON.

    /usr/bin/python3 test/parity/runScripts.py a.py b.py
"""
import contextlib
import io
import json
import runpy
import sys
import warnings

import torch

warnings.simplefilter("ignore")
torch.set_num_threads(1)
runs = {}
for path in sys.argv[1:]:
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            names = runpy.run_path(path, run_name="__main__")
    except Exception as error:
        runs[path] = {"error": f"{type(error).__name__}: {error}"}
        continue
    lines = [line.split() for line in output.getvalue().splitlines()]
    assert [int(number) for number, _ in lines] == list(range(1, len(lines) + 1)), path
    runs[path] = {
        "losses": [loss for _, loss in lines],
        "state": {name: list(value.shape) for name, value in names["model"].state_dict().items()},
    }
print(json.dumps(runs))
