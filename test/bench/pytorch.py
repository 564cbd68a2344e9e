"""PyTorch as a contestant: `python3 pytorch.py THREADS`. A step works on a batch that is ready."""

import json
import math
import pathlib
import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))


def build(specs, shape):
    layers = []
    for spec in specs:
        kind, options = spec["type"], {name: value for name, value in spec.items() if name != "type"}
        if kind == "Linear":
            layers.append(nn.Linear(shape[0], **options))
        elif kind == "Conv2d":
            layers.append(nn.Conv2d(shape[0], **options))
        else:
            layers.append(getattr(nn, kind)(**options))
        shape = layers[-1](torch.zeros(1, *shape)).shape[1:]
    return nn.Sequential(*layers)


def prepare(network):
    batch, classes = network["batch"], network["classes"]
    model = build(network["layers"], network["input"])
    x = torch.rand(batch, *network["input"])
    y = torch.arange(batch) % (classes or 2)
    if not classes:
        y = y.float().unsqueeze(1)
    criterion = nn.CrossEntropyLoss() if classes else nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

    def step():
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()

    return step


def measure(step, total):
    """Least milliseconds of a step, as timing.mjs has it."""
    start, calls = time.perf_counter(), 0
    while time.perf_counter() - start < total / 2000:
        step()
        calls += 1
    repeats = math.ceil(calls / total)
    least, start = math.inf, time.perf_counter()
    while time.perf_counter() - start < total / 1000:
        before = time.perf_counter()
        for _ in range(repeats):
            step()
        least = min(least, (time.perf_counter() - before) / repeats)
    return 1000 * least


networks = json.loads(pathlib.Path(__file__).with_name("networks.json").read_text())
steps = {}
for line in sys.stdin:
    index, milliseconds = map(int, line.split())
    if index not in steps:
        steps[index] = prepare(networks[index])
    print(measure(steps[index], milliseconds), flush=True)
