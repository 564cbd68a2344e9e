"""Layers of a .nn.json file as PyTorch modules: batch first, one tensor in and one out, parameters under their names."""
import torch
from torch import nn


class Join(nn.Module):
    def __init__(self, kind, dim=1):
        super().__init__()
        self.kind, self.dim = kind, dim

    def forward(self, *inputs):
        if self.kind == "Concat":
            return torch.cat(inputs, dim=self.dim)
        total = inputs[0]
        for other in inputs[1:]:
            total = total + other if self.kind == "Add" else total * other
        return total


class Applied(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class Lookup(nn.Embedding):
    def forward(self, x):
        return super().forward(x.long())


class Positions(nn.Embedding):
    def forward(self, x):
        return x + self.weight[: x.shape[1]]


class RNN(nn.RNN):
    def forward(self, x):
        return super().forward(x)[0]


class LSTM(nn.LSTM):
    def forward(self, x):
        return super().forward(x)[0]


class GRU(nn.GRU):
    def forward(self, x):
        return super().forward(x)[0]


class SelfAttention(nn.MultiheadAttention):
    def __init__(self, width, causal=False, **options):
        super().__init__(width, batch_first=True, **options)
        self.causal = causal

    def forward(self, x):
        length = x.shape[1]
        mask = torch.ones(length, length, dtype=torch.bool).triu(1) if self.causal else None
        return super().forward(x, x, x, attn_mask=mask, need_weights=False)[0]


RECURRENT = {"RNN": RNN, "LSTM": LSTM, "GRU": GRU}


def module_of(kind, options, shapes):
    """shapes: of a sample of each input."""
    shape = shapes[0]
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
    if kind == "Linear":
        return nn.Linear(shape[-1], **options)
    if kind in ("Conv1d", "Conv2d", "BatchNorm1d", "BatchNorm2d"):
        return getattr(nn, kind)(shape[0], **options)
    if kind == "LayerNorm":
        return nn.LayerNorm(options.pop("normalized_shape", shape[-1]), **options)
    if kind in RECURRENT:
        return RECURRENT[kind](shape[-1], batch_first=True, **options)
    if kind == "MultiheadAttention":
        return SelfAttention(shape[-1], **options)
    if kind == "Embedding":
        return Lookup(**options)
    if kind == "PositionalEmbedding":
        return Positions(options.get("num_positions", shape[0]), shape[1])
    if kind in ("Add", "Concat", "Multiply"):
        return Join(kind, **options)
    if kind == "Permute":
        return Applied(lambda x: x.permute(options["dims"]))
    if kind == "Select":
        return Applied(lambda x: x.select(options.get("dim", 1), options["index"]))
    if kind == "Unflatten":
        return nn.Unflatten(options.get("dim", 1), options["unflattened_size"])
    if kind in ("Softmax", "LogSoftmax"):
        options.setdefault("dim", -1)
    return getattr(nn, kind)(**options)
