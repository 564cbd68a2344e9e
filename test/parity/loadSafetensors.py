"""Reads a .safetensors file by hand into the model that an exported script makes, strictly, and prints its dtypes.

    /usr/bin/python3 loadSafetensors.py script.py weights.safetensors
"""
import contextlib
import io
import json
import runpy
import struct
import sys

import numpy as np
import torch

script, path = sys.argv[1:]
with contextlib.redirect_stdout(io.StringIO()):
    model = runpy.run_path(script)["model"]
content = open(path, "rb").read()
(length,) = struct.unpack("<Q", content[:8])
header = json.loads(content[8 : 8 + length])
state = {}
for name, entry in header.items():
    if name == "__metadata__":
        continue
    begin, end = entry["data_offsets"]
    values = np.frombuffer(content[8 + length + begin : 8 + length + end], {"F32": "<f4", "I64": "<i8"}[entry["dtype"]])
    state[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
departure = 0.0
for name, value in model.state_dict().items():
    assert state[name].dtype == value.dtype, name
    difference = (state[name].double() - value.double()).abs().max().item()
    departure = max(departure, difference / max(value.double().abs().max().item(), 1e-30))
model.load_state_dict(state)
print(json.dumps({"names": list(model.state_dict()), "departure": departure}))
