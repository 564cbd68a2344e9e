"""Runs a .nn.json network (already parsed, data inline) in PyTorch: the reference that the parity tests compare with.

run(spec, iterations) follows the order of draws that the file format promises: torch.manual_seed(seed); modules
constructed in layer order; explicit inits in layer order; torch.randperm(n) at the start of each shuffled epoch.
"""
import copy
import math

import torch
from torch import nn

from layers import module_of

LOSSES = {
    "MSELoss", "L1Loss", "BCELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "NLLLoss", "HuberLoss", "SmoothL1Loss",
    "KLDivLoss",
}
CLASS_LOSSES = {"CrossEntropyLoss", "NLLLoss"}
GAINS = {"relu", "tanh", "sigmoid", "selu", "leaky_relu", "linear"}


def typed(value):
    """A name or an object with a type -> (type, options)."""
    if isinstance(value, str):
        return value, {}
    value = dict(value)
    return value.pop("type"), value


def apply_init(tensor, spec, weight):
    kind, options = typed(spec)
    if kind == "fan_in_uniform":
        fan_in, _ = nn.init._calculate_fan_in_and_fan_out(weight)
        bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
        nn.init.uniform_(tensor, -bound, bound)
        return
    if isinstance(options.get("gain"), str):
        options["gain"] = nn.init.calculate_gain(options["gain"])
    if kind == "constant":
        options = {"val": options["value"]}
    getattr(nn.init, kind + "_")(tensor, **options)


class Network(nn.Module):
    def __init__(self, spec, sample_shape):
        super().__init__()
        self.plan = []
        counts, shapes, previous = {}, {"input": sample_shape}, "input"
        for layer in spec["layers"]:
            layer = dict(layer)
            kind = layer.pop("type")
            counts[kind] = counts.get(kind, 0) + 1
            name = layer.pop("name", None) or f"{kind.lower()}{counts[kind]}"
            inputs = layer.pop("inputs", [previous])
            init, frozen = layer.pop("init", None), layer.pop("frozen", False)
            layer.pop("optimizer", None)
            module = module_of(kind, layer, [shapes[i] for i in inputs])
            self.add_module(name, module)
            self.plan.append((name, inputs, init, frozen))
            with torch.no_grad():
                samples = [torch.zeros(2, *shapes[i]) for i in inputs]
                shapes[name] = list(module(*samples).shape[1:])
            if hasattr(module, "reset_running_stats"):
                module.reset_running_stats()
            previous = name
        default = spec.get("init")
        for name, _, init, frozen in self.plan:
            module = getattr(self, name)
            for pname, parameter in module.named_parameters():
                chosen = init.get(pname) if isinstance(init, dict) and "type" not in init else None
                bare = init if init is not None and (isinstance(init, str) or "type" in init) else default
                if chosen is None and bare is not None and parameter.dim() >= 2:
                    chosen = bare
                if chosen is not None:
                    apply_init(parameter.data, chosen, getattr(module, "weight", parameter))
                if frozen:
                    parameter.requires_grad_(False)

    def forward(self, x):
        values = self.values = {"input": x}
        for name, inputs, _, _ in self.plan:
            values[name] = getattr(self, name)(*[values[i] for i in inputs])
        return values[self.plan[-1][0]]


def prepare_data(spec):
    """Inline data, split and normalised as the format says -> train x, y, test x, y."""
    data = spec["data"]
    x = torch.tensor(data["x"], dtype=torch.float32)
    loss, _ = typed(spec["loss"])
    y = torch.tensor(data["y"], dtype=torch.int64 if loss in CLASS_LOSSES else torch.float32)
    if loss not in CLASS_LOSSES and y.dim() == 1:
        y = y[:, None]
    n, test = x.shape[0], data.get("test", 0)
    if test:
        generator = torch.Generator().manual_seed(data.get("seed", spec.get("seed", 0)))
        order = torch.randperm(n, generator=generator)
        held = round(test * n)
        train, held_out = order[: n - held], order[n - held :]
    else:
        train, held_out = torch.arange(n), torch.arange(0)
    mode = data.get("normalize", "none")
    xt = x[train].double()
    if mode == "standard":
        mean, std = xt.mean(0), xt.std(0, unbiased=False)
        std[std == 0] = 1
        x = ((x.double() - mean) / std).float()
    elif mode == "minmax":
        low, high = xt.min(0)[0], xt.max(0)[0]
        width = high - low
        x = torch.where(width > 0, (x.double() - low) / torch.where(width > 0, width, torch.ones_like(width)), torch.zeros_like(x.double())).float()
    return x[train], y[train], x[held_out], y[held_out]


def make_criterion(spec, double):
    kind, options = typed(spec["loss"])
    for name in ("weight", "pos_weight"):
        if name in options:
            values = options[name] if isinstance(options[name], list) else [options[name]]
            options[name] = torch.tensor(values, dtype=torch.float64 if double else torch.float32)
    return getattr(nn, kind)(**options)


def make_optimizer(model, spec):
    """The file's options, and a parameter group for each layer that has its own."""
    kind, options = typed(spec["optimizer"])
    groups, rest = [], []
    for (name, *_), layer in zip(model.plan, spec["layers"]):
        parameters = [p for p in getattr(model, name).parameters() if p.requires_grad]
        if "optimizer" in layer and parameters:
            groups.append({"params": parameters, **layer["optimizer"]})
        else:
            rest += parameters
    return getattr(torch.optim, kind)([{"params": rest}, *groups], **options)


def make_scheduler(optimizer, spec, per_epoch):
    """The scheduler, its warm-up and the warm-up's iterations."""
    if "scheduler" not in spec:
        return None, None, 0
    kind, options = typed(spec["scheduler"])
    warmup = options.pop("warmup", None)
    if kind == "OneCycleLR" and "total_steps" not in options and "epochs" not in options:
        iterations = spec["training"]["epochs"] * per_epoch
        options["total_steps"] = iterations - (warmup["total_iters"] if warmup else 0)
    elif kind == "OneCycleLR" and "total_steps" not in options:
        options.setdefault("steps_per_epoch", per_epoch)
    scheduler = getattr(torch.optim.lr_scheduler, kind)(optimizer, **options)
    if not warmup:
        return scheduler, None, 0
    return scheduler, torch.optim.lr_scheduler.LinearLR(optimizer, **warmup), warmup["total_iters"]


EACH_ITERATION = (torch.optim.lr_scheduler.OneCycleLR, torch.optim.lr_scheduler.LinearLR)


def train(model, spec, x, y, batches, per_epoch, double):
    criterion = make_criterion(spec, double)
    optimizer = make_optimizer(model, spec)
    scheduler, warmup, warmup_iterations = make_scheduler(optimizer, spec, per_epoch)
    l1, l2 = (spec.get("penalties", {}).get(name, 0) for name in ("l1", "l2"))
    clip = spec.get("clip", {})
    sum_reduced = typed(spec["loss"])[1].get("reduction") == "sum"
    losses, rates, first, epoch_loss, epoch_rows = [], [], {}, 0, 0
    for done, rows in enumerate(batches, 1):
        optimizer.zero_grad()
        target = y[rows]
        if double:
            target = target.double() if target.is_floating_point() else target
        output = model(x[rows].double() if double else x[rows])
        if output.dim() > 2 and not target.is_floating_point():
            # PyTorch wants the classes in dimension 1: positions are taken as rows.
            output, target = output.flatten(0, -2), target.flatten()
        loss = criterion(output, target)
        loss.backward()
        for parameter in model.parameters():
            if parameter.grad is not None:
                with torch.no_grad():
                    if l1:
                        parameter.grad += l1 * parameter.sign()
                    if l2:
                        parameter.grad += 2 * l2 * parameter
        if "norm" in clip:
            nn.utils.clip_grad_norm_(model.parameters(), clip["norm"])
        if "value" in clip:
            nn.utils.clip_grad_value_(model.parameters(), clip["value"])
        if done == 1:
            first = {f"{name}.output": value.detach().clone() for name, value in model.values.items() if name != "input"}
            gradients = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
            first.update({f"{name}.grad": gradient.clone() for name, gradient in gradients.items()})
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        losses.append(loss.item())
        epoch_loss += loss.item() * (1 if sum_reduced else len(rows))
        epoch_rows += len(rows)
        if warmup and done <= warmup_iterations:
            warmup.step()
        ends_epoch = done % per_epoch == 0
        if scheduler and done > warmup_iterations:
            if isinstance(scheduler, EACH_ITERATION):
                if not isinstance(scheduler, torch.optim.lr_scheduler.OneCycleLR) or scheduler.last_epoch + 1 < scheduler.total_steps:
                    scheduler.step()
            elif ends_epoch and isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):
                scheduler.step(epoch_loss / epoch_rows)
            elif ends_epoch:
                scheduler.step()
        if ends_epoch:
            epoch_loss, epoch_rows = 0, 0
    return losses, rates, first


def state(model):
    """Parameters and running statistics."""
    buffers = {name: value for name, value in model.named_buffers() if value.is_floating_point()}
    return {**{name: p.detach() for name, p in model.named_parameters()}, **buffers}


def run(spec, iterations):
    torch.set_num_threads(1)
    x, y, xtest, ytest = prepare_data(spec)
    torch.manual_seed(spec.get("seed", 0))
    model = Network(spec, list(x.shape[1:]))
    initial = {name: p.detach().clone() for name, p in model.named_parameters()}
    training = spec.get("training", {})
    n = x.shape[0]
    size = min(training.get("batch_size", 32), n)
    batches, per_epoch = [], None
    while len(batches) < iterations:
        order = torch.randperm(n) if training.get("shuffle", True) else torch.arange(n)
        for start in range(0, n, size):
            rows = order[start : start + size]
            if len(rows) == size or not training.get("drop_last", False):
                batches.append(rows)
        per_epoch = per_epoch or len(batches)
    batches = batches[:iterations]
    double = copy.deepcopy(model).double()
    losses, rates, first = train(model, spec, x, y, batches, per_epoch, False)
    losses64, rates64, first64 = train(double, spec, x, y, batches, per_epoch, True)
    final, final64 = state(model), state(double)
    departures = lambda ours, exact: {name: relative(value.double(), exact[name]) for name, value in ours.items()}
    return {
        "losses": losses,
        "rates": rates,
        # The plateau of a loss that float32 and float64 see differently may lie elsewhere.
        "sameRates": rates == rates64,
        "lossDeparture": relative(torch.tensor(losses).double(), torch.tensor(losses64).double()),
        "initial": {name: p.flatten().tolist() for name, p in initial.items()},
        "final": {name: value.flatten().tolist() for name, value in final.items()},
        "departure": departures(final, final64),
        # Outputs and gradients of the first iteration.
        "first": {name: value.flatten().tolist() for name, value in first.items()},
        "firstDeparture": departures(first, first64),
    }


def relative(a, b):
    """max|a - b| / max|b|."""
    largest = b.abs().max().item() if b.numel() else 0
    difference = (a - b).abs().max().item() if b.numel() else 0
    return difference / largest if largest else difference
