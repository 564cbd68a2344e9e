"""Random networks of all kinds of layers and what PyTorch makes of them, as JSON: images, sequences, attention, tokens,
graphs, with odd shapes, groups, dilation, margins and short last batches.

    /usr/bin/python3 test/parity/makeCompositions.py --count 20 --seed 1 > test/parity/fixtures/compositions.json
"""
import argparse
import json
import math
import random
import warnings

import torch

import reference

ACTIVATIONS = [
    {"type": "ReLU"}, {"type": "LeakyReLU", "negative_slope": 0.2}, {"type": "ELU", "alpha": 0.7}, {"type": "GELU"}, {"type": "SiLU"},
    {"type": "GELU", "approximate": "tanh"}, {"type": "Softplus", "beta": 2}, {"type": "Softsign"}, {"type": "Tanh"}, {"type": "Sigmoid"},
    {"type": "Hardtanh", "min_val": -0.8, "max_val": 1.2}, {"type": "PReLU"}, {"type": "Identity"},
]
INITS = [
    "xavier_uniform", {"type": "kaiming_uniform", "a": 0.5}, {"type": "uniform", "a": -0.4, "b": 0.3}, "fan_in_uniform", "orthogonal",
    {"type": "normal", "std": 0.3}, {"type": "trunc_normal", "std": 0.4},
]
OPTIMIZERS = [
    {"type": "SGD", "lr": 0.01}, {"type": "SGD", "lr": 0.01, "momentum": 0.9, "weight_decay": 0.01}, {"type": "Adam", "lr": 0.003, "eps": 1e-4},
    {"type": "AdamW", "lr": 0.003, "eps": 1e-4}, {"type": "RMSprop", "lr": 0.001, "eps": 1e-3},
]


class Composition:
    """Layers one after the other, and the shape of a sample so far."""

    def __init__(self, rng, shape):
        self.rng, self.shape, self.layers = rng, list(shape), []

    def add(self, kind, shape, **options):
        self.layers.append({"type": kind, **options})
        self.shape = list(shape)

    def chance(self, probability):
        return self.rng.random() < probability

    def activation(self):
        self.layers.append(dict(self.rng.choice(ACTIVATIONS)))

    def linear(self, width=None):
        width = width or self.rng.choice([1, 3, 5, 8, 11])
        self.add("Linear", [*self.shape[:-1], width], out_features=width, bias=self.chance(0.8))
        if self.chance(0.3):
            self.layers[-1]["init"] = {"weight": self.rng.choice(INITS)}

    def window(self, size, reflected):
        """Kernel, stride, padding, dilation and places along one direction."""
        while True:
            kernel, stride, dilation = self.rng.randint(1, 4), self.rng.randint(1, 3), self.rng.choice([1, 1, 2])
            padding = self.rng.randint(0, min(3, size - 1) if reflected else 3)
            places = (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
            if places > 0:
                return kernel, stride, padding, dilation, places

    def convolution(self):
        channels, *sizes = self.shape
        groups = self.rng.choice([1, 1, channels])
        out = groups * self.rng.randint(1, 4)
        mode = self.rng.choice(["zeros", "zeros", "reflect", "replicate", "circular"])
        kernel, stride, padding, dilation, places = zip(*[self.window(size, mode != "zeros") for size in sizes])
        one = (lambda values: values[0]) if len(sizes) == 1 else list
        self.add(
            f"Conv{len(sizes)}d", [out, *places], out_channels=out, kernel_size=one(kernel), stride=one(stride), padding=one(padding),
            dilation=one(dilation), groups=groups, padding_mode=mode, bias=self.chance(0.8),
        )

    def pool(self):
        channels, *sizes = self.shape
        if len(sizes) == 2 and self.chance(0.3):
            size = self.rng.choice([[1, 1], [2, 3]])
            self.add("AdaptiveAvgPool2d", [channels, *size], output_size=size)
            return
        kind = "MaxPool1d" if len(sizes) == 1 else self.rng.choice(["MaxPool2d", "AvgPool2d"])
        kernel = min(self.rng.randint(1, 3), *sizes)
        stride, padding = self.rng.randint(1, 2), self.rng.randint(0, kernel // 2)
        more = {"count_include_pad": False} if kind == "AvgPool2d" and self.chance(0.5) else {}
        places = [(size + 2 * padding - kernel) // stride + 1 for size in sizes]
        self.add(kind, [channels, *places], kernel_size=kernel, stride=stride, padding=padding, **more)

    def recurrent(self):
        size, both = self.rng.randint(1, 6), self.chance(0.3)
        self.add(
            self.rng.choice(["RNN", "LSTM", "GRU"]), [self.shape[0], size * (2 if both else 1)], hidden_size=size,
            num_layers=self.rng.choice([1, 1, 2]), bidirectional=both, bias=self.chance(0.8),
        )

    def attention(self):
        heads = self.rng.choice([k for k in range(1, self.shape[1] + 1) if self.shape[1] % k == 0])
        self.add("MultiheadAttention", self.shape, num_heads=heads, causal=self.chance(0.5), bias=self.chance(0.8))

    def branch(self, body):
        """What was there so far joined with what `body` makes of it."""
        shape = list(self.shape)
        self.layers[-1]["name"] = start = f"stem{len(self.layers)}"
        body()
        self.layers[-1]["name"] = end = f"side{len(self.layers)}"
        if shape == self.shape:
            self.add(self.rng.choice(["Add", "Multiply"]), shape, inputs=[start, end])
        else:
            self.add("Concat", [*shape[:-1], shape[-1] + self.shape[-1]], dim=-1, inputs=[start, end])


def images(net):
    for _ in range(net.rng.randint(1, 3)):
        net.convolution()
        if net.chance(0.3):
            net.add(f"BatchNorm{len(net.shape) - 1}d", net.shape, momentum=net.rng.choice([0.1, 0.3]))
        net.activation()
        if net.chance(0.5):
            net.pool()
    if len(net.shape) == 3 and net.chance(0.3):
        net.add("Permute", [net.shape[1], net.shape[2], net.shape[0]], dims=[0, 2, 3, 1])
    net.add("Flatten", [math.prod(net.shape)])


def sequences(net):
    for _ in range(net.rng.randint(1, 2)):
        net.recurrent()
    if net.chance(0.7):
        net.add("Select", [net.shape[1]], index=-1)


def attending(net):
    if net.chance(0.7):
        net.add("PositionalEmbedding", net.shape)
    for _ in range(net.rng.randint(1, 2)):
        net.add("LayerNorm", net.shape)
        net.branch(net.attention)
        if net.chance(0.4):
            net.branch(net.linear)
    if net.chance(0.3):
        net.add("Softmax", net.shape, dim=net.rng.choice([1, 2]))


def graph(net):
    net.linear()
    for _ in range(net.rng.randint(1, 3)):
        net.branch(lambda: (net.linear(), net.activation()))


def random_spec(rng):
    between = rng.randint
    tokens = 0
    kind = rng.choice(["images", "signals", "sequences", "attending", "tokens", "graph"])
    if kind == "images":
        net = Composition(rng, [between(1, 4), between(3, 9), between(3, 9)])
    elif kind == "signals":
        net = Composition(rng, [between(1, 4), between(4, 14)])
    elif kind == "graph":
        net = Composition(rng, [between(1, 9)])
    elif kind == "tokens":
        net, tokens = Composition(rng, [between(2, 6)]), between(3, 9)
    else:
        net = Composition(rng, [between(1, 6), rng.choice([2, 4, 6])])
    sample = list(net.shape)
    if tokens:
        net.add("Embedding", [*net.shape, 4], num_embeddings=tokens, embedding_dim=4, **({"padding_idx": 0} if net.chance(0.3) else {}))
    {"images": images, "signals": images, "sequences": sequences, "graph": graph}.get(kind, attending)(net)
    classes = net.chance(0.4)
    outputs = between(2, 4)
    net.linear(outputs)
    for layer in rng.sample(net.layers[:-1], min(2, len(net.layers) - 1)):
        if layer["type"] in ("Linear", "Conv2d", "LSTM", "MultiheadAttention"):
            layer.update(rng.choice([{"optimizer": {"lr": 0.002}}, {"frozen": True}, {}]))
    rows = between(5, 30)
    nest = lambda shape, value: [nest(shape[1:], value) for _ in range(shape[0])] if shape else value()
    number = lambda: round(rng.uniform(-1.5, 1.5), 3)
    target = [rows, *net.shape[:-1]]
    return {
        "seed": rng.randrange(10000),
        "data": {
            "source": "inline",
            "x": nest([rows, *sample], (lambda: rng.randrange(tokens)) if tokens else number),
            "y": nest(target, lambda: rng.randrange(outputs)) if classes else nest([*target, outputs], number),
        },
        "layers": net.layers,
        "loss": {"type": "CrossEntropyLoss", "label_smoothing": 0.1} if classes else rng.choice(["MSELoss", "HuberLoss"]),
        "optimizer": rng.choice(OPTIMIZERS),
        "training": {"batch_size": rng.choice([3, 4, 7, 16]), "drop_last": rows >= 16, "shuffle": net.chance(0.8)},
        **({"clip": {"norm": 1.0}} if net.chance(0.3) else {}),
    }


def is_telling(run):
    """Not where PyTorch itself departs far when it computes in float64: a kink or chaos."""
    departures = [run["lossDeparture"], *run["departure"].values(), *run["firstDeparture"].values()]
    return all(abs(loss) < 1e6 for loss in run["losses"]) and max(departures) < 1e-3


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--iterations", type=int, default=50)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    runs = []
    while len(runs) < arguments.count:
        spec = random_spec(rng)
        if any(layer["type"].startswith("BatchNorm") for layer in spec["layers"]) and not spec["training"]["drop_last"]:
            continue  # a last batch may be of one row
        result = reference.run(spec, arguments.iterations)
        if is_telling(result):
            runs.append({"spec": spec, **result})
    print(json.dumps({"torch": torch.__version__, "runs": runs}))


main()
