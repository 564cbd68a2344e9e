"""Writes fixtures/{layers,losses,optimizers}.json: what PyTorch computes for single layers, losses and optimizers.

Run by hand with Debian's PyTorch (python3-torch): python3 test/parity/makeNetworks.py [layers] [losses] [optimizers]
Everything is float32, on one thread.
"""
import itertools
import sys

import torch
from torch import nn

from fixture import bits, write

torch.set_num_threads(1)


def packed(tensor):
    return {'shape': list(tensor.shape), 'bits': bits(tensor.detach())}


# --- layers ---------------------------------------------------------------------------------------------------------

# Ordinary values, both kinks of every activation here (0, ±1, ±0.5, 2, 6) and the far ends.
POINTS = [0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 6.0, -6.0, 0.1, -0.1, 3.3, -3.3, 15.0, -15.0, 25.0, -25.0, 80.0, -80.0]


def points():
    return torch.tensor(POINTS + [1e-4, -1e-4]).reshape(3, 7)


ACTIVATIONS = [
    ('Sigmoid', {}),
    ('Tanh', {}),
    ('ReLU', {}),
    ('LeakyReLU', {}),
    ('LeakyReLU', {'negative_slope': 0.2}),
    ('LeakyReLU', {'negative_slope': 0}),
    ('ELU', {}),
    ('ELU', {'alpha': 0.3}),
    ('SiLU', {}),
    ('Softplus', {}),
    ('Softplus', {'beta': 2, 'threshold': 3}),
    ('Softplus', {'beta': 0.5, 'threshold': 1}),
    ('Softsign', {}),
    ('Hardtanh', {}),
    ('Hardtanh', {'min_val': -0.5, 'max_val': 2}),
    ('GELU', {}),
    ('GELU', {'approximate': 'tanh'}),
    ('Identity', {}),
]

SHAPES = [(1, 1), (5, 3), (2, 3, 4)]


def layer_case(layer, options, make, inputs):
    inputs = [value.clone().requires_grad_() for value in inputs]
    module = make([value.shape for value in inputs])
    output = module(*inputs)
    output_grad = torch.randn(output.shape)
    output.backward(output_grad)
    parameters = dict(module.named_parameters()) if isinstance(module, nn.Module) else {}
    return {
        'type': layer,
        'options': options,
        'inputs': [packed(value) for value in inputs],
        'parameters': {name: packed(value) for name, value in parameters.items()},
        'output': packed(output),
        'outputGrad': packed(output_grad),
        'inputGrads': [packed(value.grad) for value in inputs],
        'parameterGrads': {name: packed(value.grad) for name, value in parameters.items()},
    }


def layers():
    for layer, options in ACTIVATIONS:
        for inputs in [points(), torch.randn(5, 3) * 2]:
            yield layer_case(layer, options, lambda _: getattr(nn, layer)(**options), [inputs])
    for shape, out_features, bias in itertools.product([(1, 1), (5, 3), (33, 17), (2, 3, 4)], [1, 4, 9], [True, False]):
        options = {'out_features': out_features, **({} if bias else {'bias': False})}
        make = lambda shapes: nn.Linear(shapes[0][-1], out_features, bias=bias)
        yield layer_case('Linear', options, make, [torch.randn(shape)])
    for layer, shape in itertools.product(['Softmax', 'LogSoftmax'], SHAPES):
        for dim in [-1, len(shape) - 1]:
            make = lambda _: getattr(nn, layer)(dim=dim)
            yield layer_case(layer, {} if dim == -1 else {'dim': dim}, make, [torch.randn(shape) * 3])
        yield layer_case(layer, {}, lambda _: getattr(nn, layer)(dim=-1), [torch.randn(shape) * 60])
    for options in [{}, {'start_dim': 2}, {'end_dim': 2}, {'start_dim': -2, 'end_dim': 3}, {'start_dim': 1, 'end_dim': 1}]:
        yield layer_case('Flatten', options, lambda _: nn.Flatten(**options), [torch.randn(2, 3, 4, 2)])
    for shape in SHAPES:
        pair, triple = [torch.randn(shape) for _ in range(2)], [torch.randn(shape) for _ in range(3)]
        for inputs in [pair, triple]:
            yield layer_case('Add', {}, lambda _: lambda *values: sum(values), inputs)
            yield layer_case('Multiply', {}, lambda _: lambda *values: torch.stack(values).prod(0), inputs)
    yield layer_case('Multiply', {}, lambda _: lambda a, b, c: a * b * c, [torch.zeros(2, 2), torch.randn(2, 2), torch.randn(2, 2)])
    for dim, shapes in [
        (-1, [(5, 3), (5, 2)]),
        (1, [(5, 3), (5, 2), (5, 1)]),
        (-1, [(2, 3, 4), (2, 3, 1)]),
        (1, [(2, 3, 4), (2, 2, 4)]),
        (-2, [(2, 1, 4, 2), (2, 1, 3, 2)]),
    ]:
        make = lambda _: lambda *values: torch.cat(values, dim=dim)
        yield layer_case('Concat', {} if dim == -1 else {'dim': dim}, make, [torch.randn(shape) for shape in shapes])


# --- losses ---------------------------------------------------------------------------------------------------------


def loss_case(loss, options, value, target):
    value = value.clone().requires_grad_()
    tensor = lambda v: torch.tensor(v, dtype=torch.float32) if isinstance(v, list) else torch.tensor([float(v)])
    arguments = {k: tensor(v) if k in ('pos_weight', 'weight') else v for k, v in options.items()}
    module = getattr(nn, loss)(**arguments)
    # PyTorch wants the classes second; here they stand in the last dimension.
    classes = loss in ('CrossEntropyLoss', 'NLLLoss')
    result = module(value.movedim(-1, 1) if classes else value, target)
    result.backward()
    return {
        'type': loss,
        'options': options,
        'input': packed(value),
        'target': packed(target),
        'loss': packed(result),
        'inputGrad': packed(value.grad),
    }


def losses():
    regression = [
        ('MSELoss', {}),
        ('L1Loss', {}),
        ('HuberLoss', {}),
        ('HuberLoss', {'delta': 0.3}),
        ('SmoothL1Loss', {}),
        ('SmoothL1Loss', {'beta': 0.25}),
        ('SmoothL1Loss', {'beta': 0}),
    ]
    for reduction in ['mean', 'sum']:
        extra = {} if reduction == 'mean' else {'reduction': 'sum'}
        for loss, options in regression:
            for shape in [(1, 1), (5, 3), (2, 3, 4)]:
                yield loss_case(loss, {**options, **extra}, torch.randn(shape) * 2, torch.randn(shape))
            kinks = torch.tensor([[0.0, 1.0, -1.0, 0.25, -0.25, 0.3, -0.3]])
            yield loss_case(loss, {**options, **extra}, kinks, torch.zeros_like(kinks))
        for shape in [(1, 1), (5, 3), (2, 3, 4)]:
            hard, soft = torch.randint(0, 2, shape).float(), torch.rand(shape)
            for target in [hard, soft]:
                yield loss_case('BCELoss', extra, torch.rand(shape), target)
                for options in [{}, {'pos_weight': 3}, {'pos_weight': 0.5}]:
                    yield loss_case('BCEWithLogitsLoss', {**options, **extra}, torch.randn(shape) * 3, target)
        ends = torch.tensor([[0.0, 0.0, 1.0, 1.0, 1e-30, 1 - 2**-24]])
        yield loss_case('BCELoss', extra, ends, torch.tensor([[0.0, 1.0, 0.0, 1.0, 0.5, 0.5]]))
        ends = torch.tensor([[0.0, 90.0, -90.0, 90.0, -90.0, 20.0]])
        for options in [{}, {'pos_weight': 3}]:
            yield loss_case('BCEWithLogitsLoss', {**options, **extra}, ends, torch.tensor([[0.5, 0.0, 0.0, 1.0, 1.0, 0.3]]))
        for shape, scale in [((1, 1), 1), ((1, 2), 1), ((5, 3), 1), ((5, 3), 60), ((17, 10), 3), ((2, 3, 4), 1)]:
            target = torch.randint(0, shape[-1], shape[:-1])
            yield loss_case('CrossEntropyLoss', extra, torch.randn(shape) * scale, target)
            yield loss_case('NLLLoss', extra, torch.log_softmax(torch.randn(shape) * scale, -1), target)
        for shape in [(1, 2), (6, 3), (2, 3, 4)]:
            classes = shape[-1]
            target = torch.randint(0, classes, shape[:-1])
            holes = torch.where(torch.rand(shape[:-1]) < 0.4, torch.full_like(target, -100), target)
            holes[0] = target[0]
            weight = {'weight': torch.rand(classes).mul(10).round().div(4).add(0.25).tolist()}
            for options, given in [
                (weight, target),
                ({}, holes),
                ({**weight, 'ignore_index': int(target.flatten()[-1])}, target),
                (weight, holes),
            ]:
                if bool((given == options.get('ignore_index', -100)).all()):
                    continue
                yield loss_case('NLLLoss', {**options, **extra}, torch.log_softmax(torch.randn(shape), -1), given)
                for smoothing in [{}, {'label_smoothing': 0.1}]:
                    yield loss_case('CrossEntropyLoss', {**options, **smoothing, **extra}, torch.randn(shape), given)
            yield loss_case('CrossEntropyLoss', {'label_smoothing': 0.3, **extra}, torch.randn(shape) * 3, target)
            hard, outputs = torch.randint(0, 2, shape).float(), torch.rand(classes).mul(8).round().div(2).add(0.5).tolist()
            for options in [{'pos_weight': outputs}, {'weight': outputs}, {'weight': 0.5, 'pos_weight': outputs}]:
                yield loss_case('BCEWithLogitsLoss', {**options, **extra}, torch.randn(shape), hard)
    for reduction in ['mean', 'sum', 'batchmean']:
        for shape in [(1, 2), (5, 3), (2, 3, 4)]:
            logs = torch.log_softmax(torch.randn(shape), -1)
            target = torch.softmax(torch.randn(shape), -1)
            target[0, 0] = 0
            extra = {} if reduction == 'mean' else {'reduction': reduction}
            yield loss_case('KLDivLoss', extra, logs, target)
            yield loss_case('KLDivLoss', {'log_target': True, **extra}, logs, torch.log_softmax(torch.randn(shape), -1))


# --- optimizers -----------------------------------------------------------------------------------------------------

OPTIMIZERS = [
    ('SGD', {'lr': 0.1}),
    ('SGD', {'lr': 0.1, 'weight_decay': 0.05}),
    ('SGD', {'lr': 0.1, 'momentum': 0.9}),
    ('SGD', {'lr': 0.1, 'momentum': 0.9, 'dampening': 0.3}),
    ('SGD', {'lr': 0.1, 'momentum': 0.9, 'nesterov': True}),
    ('SGD', {'lr': 0.1, 'momentum': 0.8, 'nesterov': True, 'weight_decay': 0.05}),
    ('SGD', {'lr': 0.1, 'momentum': 0.8, 'dampening': 0.5, 'weight_decay': 0.05, 'maximize': True}),
    ('SGD', {'lr': 0.1, 'dampening': 0.5}),
    ('Adam', {}),
    ('Adam', {'lr': 0.1, 'betas': [0.8, 0.99]}),
    ('Adam', {'lr': 0.1, 'betas': [0.0, 0.5], 'eps': 0.001, 'weight_decay': 0.05}),
    ('Adam', {'lr': 0.1, 'betas': [0.5, 0.6], 'amsgrad': True}),
    ('Adam', {'lr': 0.1, 'maximize': True, 'weight_decay': 0.1}),
    ('AdamW', {}),
    ('AdamW', {'lr': 0.1, 'betas': [0.8, 0.9], 'weight_decay': 0.2}),
    ('AdamW', {'lr': 0.1, 'betas': [0.5, 0.6], 'amsgrad': True, 'eps': 0.001, 'maximize': True}),
    ('RMSprop', {}),
    ('RMSprop', {'lr': 0.05, 'alpha': 0.9, 'weight_decay': 0.05}),
    ('RMSprop', {'lr': 0.05, 'alpha': 0.9, 'momentum': 0.9}),
    ('RMSprop', {'lr': 0.05, 'alpha': 0.8, 'centered': True, 'eps': 0.01}),
    ('RMSprop', {'lr': 0.05, 'alpha': 0.8, 'centered': True, 'momentum': 0.5, 'weight_decay': 0.05, 'maximize': True}),
    ('NAdam', {}),
    ('NAdam', {'lr': 0.1, 'betas': [0.8, 0.99], 'momentum_decay': 0.1}),
    ('NAdam', {'lr': 0.1, 'betas': [0.0, 0.5], 'eps': 0.001, 'weight_decay': 0.05}),
    ('Adadelta', {}),
    ('Adadelta', {'lr': 3, 'rho': 0.5, 'eps': 0.01, 'weight_decay': 0.05}),
    ('Adadelta', {'lr': 0.5, 'rho': 0.8, 'maximize': True, 'weight_decay': 0.1}),
    ('Adagrad', {}),
    ('Adagrad', {'lr': 0.1, 'lr_decay': 0.1, 'weight_decay': 0.05}),
    ('Adagrad', {'lr': 0.1, 'initial_accumulator_value': 0.5, 'eps': 0.001, 'maximize': True}),
]


def optimizers():
    """Ten updates under given gradients, the learning rate halved after the fifth (as a scheduler would)."""
    for optimizer, options in OPTIMIZERS:
        parameter = nn.Parameter(torch.randn(7))
        start = packed(parameter)
        updater = getattr(torch.optim, optimizer)([parameter], **options)
        steps = []
        for step in range(1, 11):
            if step == 6:
                updater.param_groups[0]['lr'] /= 2
            parameter.grad = torch.randn(7)
            updater.step()
            steps.append({'lr': updater.param_groups[0]['lr'], 'grad': packed(parameter.grad), 'parameter': packed(parameter)})
        yield {'type': optimizer, 'options': options, 'parameter': start, 'steps': steps}


for name, cases in [('layers', layers), ('losses', losses), ('optimizers', optimizers)]:
    if name in (sys.argv[1:] or [name]):
        torch.manual_seed(1)
        write(f'{name}.json', list(cases()))
