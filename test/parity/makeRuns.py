"""Random dense networks and what PyTorch makes of them, as JSON.

    /usr/bin/python3 test/parity/makeRuns.py --count 24 --seed 1 > test/parity/fixtures/runs.json
"""
import argparse
import json
import random
import struct

import torch

import reference

ACTIVATIONS = [
    {"type": "Sigmoid"}, {"type": "Tanh"}, {"type": "ReLU"}, {"type": "LeakyReLU"}, {"type": "LeakyReLU", "negative_slope": 0.2},
    {"type": "Identity"}, {"type": "ELU"}, {"type": "SiLU"}, {"type": "Softplus"}, {"type": "GELU"}, {"type": "Softsign"}, {"type": "Hardtanh"},
]
INITS = [
    {"type": "uniform", "a": -0.3, "b": 0.6}, {"type": "normal", "std": 0.4}, {"type": "constant", "value": 0.1}, "xavier_uniform", "xavier_normal",
    {"type": "xavier_uniform", "gain": "tanh"}, {"type": "xavier_normal", "gain": 1.5}, "kaiming_uniform", {"type": "kaiming_uniform", "mode": "fan_out", "nonlinearity": "relu"},
    {"type": "kaiming_normal", "nonlinearity": "relu"}, {"type": "kaiming_normal", "a": 0.3}, "fan_in_uniform", {"type": "trunc_normal", "std": 0.5},
    "orthogonal", {"type": "orthogonal", "gain": "relu"},
]
BIASES = ["zeros", "ones", {"type": "constant", "value": 0.05}, {"type": "normal", "std": 0.1}, {"type": "uniform", "a": -0.1, "b": 0.1}, "fan_in_uniform"]
OPTIMIZERS = [
    {"type": "SGD", "lr": 0.1}, {"type": "SGD", "lr": 0.05, "momentum": 0.9}, {"type": "SGD", "lr": 0.05, "momentum": 0.8, "dampening": 0.3},
    {"type": "SGD", "lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}, {"type": "SGD", "lr": 0.1, "weight_decay": 0.1},
    "Adam", {"type": "Adam", "lr": 0.01, "betas": [0.8, 0.99], "eps": 1e-6, "weight_decay": 0.01}, {"type": "Adam", "lr": 0.02, "amsgrad": True},
    "AdamW", {"type": "AdamW", "lr": 0.02, "betas": [0.8, 0.95], "weight_decay": 0.1}, {"type": "NAdam", "lr": 0.01}, {"type": "NAdam", "lr": 0.01, "momentum_decay": 0.05, "weight_decay": 0.01},
    {"type": "RMSprop", "lr": 0.005}, {"type": "RMSprop", "lr": 0.002, "momentum": 0.8, "centered": True}, {"type": "Adagrad", "lr": 0.05, "lr_decay": 0.01},
    {"type": "Adadelta", "lr": 1.0}, {"type": "Adadelta", "rho": 0.8, "weight_decay": 0.01},
]
ONE_CYCLE = ["SGD", "Adam", "AdamW", "NAdam", "RMSprop"]


def random_scheduler(rng, optimizer):
    kind = rng.choice(["StepLR", "MultiStepLR", "ExponentialLR", "CosineAnnealingLR", "OneCycleLR", "OneCycleLR", "ReduceLROnPlateau", "LinearLR"])
    scheduler = {"type": kind}
    if kind == "StepLR":
        scheduler.update(step_size=rng.randint(1, 3), gamma=rng.choice([0.5, 0.9]))
    elif kind == "MultiStepLR":
        scheduler.update(milestones=sorted(rng.choices(range(1, 12), k=rng.randint(1, 4))), gamma=0.6)
    elif kind == "ExponentialLR":
        scheduler.update(gamma=rng.choice([0.8, 0.95, 1.02]))
    elif kind == "CosineAnnealingLR":
        scheduler.update(T_max=rng.randint(1, 6), **rng.choice([{}, {"eta_min": 0.001}]))
    elif kind == "OneCycleLR":
        scheduler.update(max_lr=rng.choice([0.01, 0.05]), **rng.choice([{}, {"three_phase": True}, {"anneal_strategy": "linear"}, {"pct_start": 0.5, "div_factor": 5, "final_div_factor": 10}]))
        scheduler.update(rng.choice([{}, {"total_steps": rng.randint(20, 60)}, {"epochs": 20}]))
        name = optimizer if isinstance(optimizer, str) else optimizer["type"]
        if name not in ONE_CYCLE or rng.random() < 0.3:
            scheduler["cycle_momentum"] = False
        elif rng.random() < 0.5:
            scheduler.update(base_momentum=0.5, max_momentum=0.9)
    elif kind == "ReduceLROnPlateau":
        scheduler.update(factor=0.5, patience=rng.randint(0, 2), threshold=rng.choice([0.01, 0.1]), cooldown=rng.randint(0, 1), **rng.choice([{}, {"threshold_mode": "abs"}, {"min_lr": 0.002}]))
    else:
        scheduler.update(start_factor=rng.choice([0.1, 0.5]), total_iters=rng.randint(3, 30))
    if kind != "LinearLR" and rng.random() < 0.35:
        scheduler["warmup"] = {"start_factor": rng.choice([0.01, 0.25]), "total_iters": rng.randint(1, 15)}
    return scheduler


def random_loss(rng, loss, outputs):
    options = {}
    if rng.random() < 0.3:
        options["reduction"] = rng.choice(["mean", "sum", "batchmean"] if loss == "KLDivLoss" else ["mean", "sum"])
    if loss in reference.CLASS_LOSSES and rng.random() < 0.3:
        options["weight"] = [rng.choice([0.5, 1.0, 2.5]) for _ in range(outputs)]
    if loss == "CrossEntropyLoss" and rng.random() < 0.3:
        options["label_smoothing"] = rng.choice([0.1, 0.3])
    if loss == "BCEWithLogitsLoss" and rng.random() < 0.3:
        options["pos_weight"] = rng.choice([3.0, [rng.choice([0.5, 2.0]) for _ in range(outputs)]])
    return {"type": loss, **options} if options else loss


def random_layers(rng, features, outputs):
    layers, width = [], features
    branch = rng.random() < 0.3
    for i in range(rng.randint(1, 4)):
        width = rng.randint(1, 9)
        layer = {"type": "Linear", "out_features": width}
        if rng.random() < 0.2:
            layer["bias"] = False
        if rng.random() < 0.6:
            layer["init"] = {"weight": rng.choice(INITS)}
            if layer.get("bias", True) and rng.random() < 0.5:
                layer["init"]["bias"] = rng.choice(BIASES)
        elif rng.random() < 0.2:
            layer["init"] = rng.choice(INITS)
        if rng.random() < 0.1:
            layer["frozen"] = True
        elif rng.random() < 0.15:
            layer["optimizer"] = rng.choice([{"lr": 0.02}, {"weight_decay": 0.02}, {"lr": 0.005, "weight_decay": 0.01}])
        layers.append(layer)
        if branch and i == 0:
            layers[-1]["name"] = "stem"
            layers.append({"type": "Tanh"})
            layers.append({"type": "Linear", "out_features": width, "name": "side", "inputs": ["stem"]})
            layers.append({"type": rng.choice(["Add", "Multiply", "Concat"]), "inputs": ["tanh1", "side"]})
        if rng.random() < 0.9:
            layers.append(dict(rng.choice(ACTIVATIONS)))
    layers.append({"type": "Linear", "out_features": outputs})
    return layers


def random_spec(rng):
    loss = rng.choice(sorted(reference.LOSSES))
    rows, features = rng.randint(5, 70), rng.randint(1, 6)
    outputs = rng.randint(2, 5) if loss in reference.CLASS_LOSSES else rng.randint(1, 3)
    layers = random_layers(rng, features, outputs)
    number = lambda: struct.unpack("f", struct.pack("f", rng.gauss(0, 1)))[0]
    x = [[number() for _ in range(features)] for _ in range(rows)]
    if loss in reference.CLASS_LOSSES:
        y = [rng.randrange(outputs) for _ in range(rows)]
        if rng.random() < 0.2:
            y = [-100 if i > 0 and rng.random() < 0.3 else label for i, label in enumerate(y)]
    elif loss == "KLDivLoss":
        y = [torch.softmax(torch.tensor([number() for _ in range(outputs)]), 0).tolist() for _ in range(rows)]
    elif loss.startswith("BCE"):
        y = [[float(rng.randrange(2)) for _ in range(outputs)] for _ in range(rows)]
    else:
        y = [[number() for _ in range(outputs)] for _ in range(rows)]
    if loss == "BCELoss":
        layers.append({"type": "Sigmoid"})
    if loss in ("NLLLoss", "KLDivLoss"):
        layers.append({"type": "LogSoftmax"})
    spec = {
        "seed": rng.randrange(10000),
        "data": {"source": "inline", "x": x, "y": y},
        "layers": layers,
        "loss": random_loss(rng, loss, outputs),
        "optimizer": rng.choice(OPTIMIZERS),
        "training": {"batch_size": rng.choice([1, 3, 8, 16, 32, 100]), "shuffle": rng.random() < 0.7, "drop_last": rng.random() < 0.3 and rows >= 32},
    }
    if spec["training"]["batch_size"] >= rows:
        spec["training"]["drop_last"] = False
    if rng.random() < 0.4:
        spec["data"]["test"] = rng.choice([0.2, 0.25, 0.5])
        spec["training"]["drop_last"] = False
    if rng.random() < 0.4:
        spec["data"]["normalize"] = rng.choice(["standard", "minmax"])
    if rng.random() < 0.2:
        spec["data"]["seed"] = rng.randrange(1000)
    if rng.random() < 0.15:
        spec["init"] = rng.choice(INITS)
    if rng.random() < 0.5:
        spec["scheduler"] = random_scheduler(rng, spec["optimizer"])
        spec["training"]["epochs"] = 60
    if rng.random() < 0.25:
        spec["penalties"] = rng.choice([{"l1": 0.01}, {"l2": 0.01}, {"l1": 0.002, "l2": 0.005}])
    if rng.random() < 0.3:
        spec["clip"] = rng.choice([{"norm": 0.1}, {"norm": 1.0}, {"norm": 100.0}, {"value": 0.05}])
    return spec


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--iterations", type=int, default=50)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    runs = []
    while len(runs) < arguments.count:
        spec = random_spec(rng)
        result = reference.run(spec, arguments.iterations)
        # Diverged runs tell nothing; nor do those with a batch all of whose targets are ignored.
        if all(abs(loss) < 1e6 for loss in result["losses"]):
            runs.append({"spec": spec, **result})
    print(json.dumps({"torch": torch.__version__, "capability": torch.backends.cpu.get_cpu_capability() if hasattr(torch.backends, "cpu") else "", "runs": runs}))


main()
