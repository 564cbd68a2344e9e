"""Writes fixtures/modules.json and fixtures/moduleInits.json: what PyTorch computes for the modules that hold windows,
norms, sequences and attention, and how it draws them when they are constructed.

Run by hand with Debian's PyTorch (python3-torch): python3 test/parity/makeModules.py
Everything is float32, on one thread.
"""
import torch
from torch import nn

from fixture import bits, write

torch.set_num_threads(1)


def packed(tensor):
    return {'shape': list(tensor.shape), 'bits': bits(tensor.detach())}


class First(nn.Module):
    """A recurrent module's outputs, without its last state."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x)[0]


class SelfAttention(nn.Module):
    def __init__(self, module, causal):
        super().__init__()
        self.module, self.causal = module, causal

    def forward(self, x):
        length = x.shape[1]
        mask = torch.full((length, length), float('-inf')).triu(1) if self.causal else None
        return self.module(x, x, x, attn_mask=mask, need_weights=False)[0]


class Lookup(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x.long())


class Positions(nn.Module):
    def __init__(self, count, width):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(count, width))

    def forward(self, x):
        return x + self.weight[: x.shape[1]]


class Applied(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def tuples(options):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}


def make(layer, options, shape):
    """shape: of a sample."""
    options = tuples(options)
    if layer in ('Conv1d', 'Conv2d'):
        return getattr(nn, layer)(shape[0], **options)
    if layer.startswith('BatchNorm'):
        return getattr(nn, layer)(shape[0], **options)
    if layer == 'LayerNorm':
        return nn.LayerNorm(options.pop('normalized_shape', shape[-1]), **options)
    if layer in ('RNN', 'LSTM', 'GRU'):
        return First(getattr(nn, layer)(shape[-1], batch_first=True, **options))
    if layer == 'MultiheadAttention':
        causal = options.pop('causal', False)
        return SelfAttention(nn.MultiheadAttention(shape[-1], batch_first=True, **options), causal)
    if layer == 'Embedding':
        return Lookup(nn.Embedding(**options))
    if layer == 'PositionalEmbedding':
        return Positions(options.get('num_positions', shape[0]), shape[1])
    if layer == 'Permute':
        return Applied(lambda x: x.permute(options['dims']))
    if layer == 'Select':
        return Applied(lambda x: x.select(options.get('dim', 1), options['index']))
    if layer == 'Unflatten':
        return nn.Unflatten(options.get('dim', 1), options['unflattened_size'])
    return getattr(nn, layer)(**options)


def named(module, kind):
    return {name.removeprefix('module.'): value for name, value in getattr(module, kind)()}


CASES = [
    ('Conv2d', {'out_channels': 3, 'kernel_size': 3}, (2, 2, 5, 6)),
    ('Conv2d', {'out_channels': 3, 'kernel_size': 3, 'padding': 1}, (2, 2, 5, 5)),
    ('Conv2d', {'out_channels': 8, 'kernel_size': 3, 'padding': 1}, (3, 4, 9, 13)),
    ('Conv2d', {'out_channels': 4, 'kernel_size': [3, 2], 'stride': [2, 1], 'padding': [2, 1], 'bias': False}, (2, 3, 7, 6)),
    ('Conv2d', {'out_channels': 6, 'kernel_size': 3, 'groups': 3, 'dilation': 2, 'padding': 2}, (2, 3, 6, 7)),
    ('Conv2d', {'out_channels': 4, 'kernel_size': [2, 3], 'groups': 2, 'stride': 3, 'dilation': [3, 1], 'padding': [1, 4]}, (2, 4, 8, 5)),
    ('Conv2d', {'out_channels': 5, 'kernel_size': 1}, (2, 3, 4, 5)),
    ('Conv2d', {'out_channels': 2, 'kernel_size': 1, 'stride': 2, 'groups': 2}, (1, 2, 5, 5)),
    ('Conv2d', {'out_channels': 2, 'kernel_size': [4, 3], 'padding': 'same'}, (2, 2, 5, 6)),
    ('Conv2d', {'out_channels': 2, 'kernel_size': [4, 2], 'padding': 'same', 'dilation': [1, 3]}, (2, 2, 5, 6)),
    ('Conv2d', {'out_channels': 2, 'kernel_size': 5, 'padding': 'valid'}, (1, 1, 5, 5)),
    ('Conv2d', {'out_channels': 4, 'kernel_size': 3, 'padding': 4, 'groups': 4}, (2, 4, 2, 3)),
    ('Conv1d', {'out_channels': 3, 'kernel_size': 3}, (2, 2, 7)),
    ('Conv1d', {'out_channels': 4, 'kernel_size': 4, 'padding': 'same', 'groups': 2}, (2, 2, 7)),
    ('Conv1d', {'out_channels': 4, 'kernel_size': 2, 'stride': 3, 'padding': 3, 'dilation': 2, 'bias': False}, (3, 1, 9)),
    ('MaxPool2d', {'kernel_size': 2}, (2, 3, 6, 8)),
    ('MaxPool2d', {'kernel_size': 3, 'stride': 2, 'padding': 1}, (2, 2, 7, 6)),
    ('MaxPool2d', {'kernel_size': [3, 2], 'stride': [1, 3], 'padding': [1, 0], 'dilation': [2, 1]}, (2, 2, 7, 8)),
    ('MaxPool2d', {'kernel_size': 3, 'stride': 2, 'ceil_mode': True}, (2, 2, 6, 8)),
    ('MaxPool2d', {'kernel_size': 2, 'stride': 3, 'padding': 1, 'ceil_mode': True}, (1, 2, 5, 7)),
    ('AvgPool2d', {'kernel_size': 2}, (2, 3, 6, 8)),
    ('AvgPool2d', {'kernel_size': 3, 'stride': 2, 'padding': 1}, (2, 2, 7, 6)),
    ('AvgPool2d', {'kernel_size': 3, 'stride': 2, 'padding': 1, 'count_include_pad': False}, (2, 2, 7, 6)),
    ('AvgPool2d', {'kernel_size': [3, 2], 'stride': 2, 'padding': [1, 1], 'ceil_mode': True}, (2, 2, 6, 8)),
    ('AvgPool2d', {'kernel_size': 3, 'stride': [1, 2], 'divisor_override': 5}, (2, 2, 5, 6)),
    ('AdaptiveAvgPool2d', {'output_size': 1}, (2, 3, 5, 7)),
    ('AdaptiveAvgPool2d', {'output_size': [3, 4]}, (2, 2, 7, 6)),
    ('AdaptiveAvgPool2d', {'output_size': [4, 7]}, (1, 2, 2, 3)),
    ('BatchNorm1d', {}, (5, 3)),
    ('BatchNorm1d', {'eps': 0.1, 'momentum': 0.3}, (33, 7)),
    ('BatchNorm1d', {'momentum': None}, (3, 4, 5)),
    ('BatchNorm1d', {'affine': False}, (4, 3)),
    ('BatchNorm1d', {'track_running_stats': False}, (4, 3)),
    ('BatchNorm2d', {}, (3, 2, 4, 5)),
    ('BatchNorm2d', {'affine': False, 'momentum': 0.9}, (2, 3, 3, 1)),
    ('LayerNorm', {}, (5, 7)),
    ('LayerNorm', {'eps': 0.1}, (2, 3, 4)),
    ('LayerNorm', {'normalized_shape': [3, 4]}, (2, 3, 4)),
    ('LayerNorm', {'normalized_shape': 4, 'elementwise_affine': False}, (2, 3, 4)),
    ('Embedding', {'num_embeddings': 7, 'embedding_dim': 3}, (5,)),
    ('Embedding', {'num_embeddings': 4, 'embedding_dim': 5}, (3, 6)),
    ('PReLU', {}, (3, 5)),
    ('PReLU', {'num_parameters': 4}, (3, 4)),
    ('PReLU', {'num_parameters': 3}, (2, 3, 2, 3)),
    ('Unflatten', {'unflattened_size': [2, 3]}, (4, 6)),
    ('Unflatten', {'dim': -1, 'unflattened_size': [2, -1]}, (2, 3, 8)),
    ('Permute', {'dims': [0, 2, 1]}, (2, 3, 4)),
    ('Permute', {'dims': [0, 3, -3, 2]}, (2, 3, 4, 5)),
    ('Permute', {'dims': [0, 2, 4, 1, 3]}, (2, 3, 2, 4, 5)),
    ('Select', {'index': -1}, (2, 3, 4)),
    ('Select', {'dim': -1, 'index': 2}, (2, 3, 4)),
    ('Select', {'dim': 2, 'index': 1}, (2, 3, 4, 2)),
    ('PositionalEmbedding', {}, (3, 4, 5)),
    ('PositionalEmbedding', {'num_positions': 6}, (2, 4, 3)),
    ('RNN', {'hidden_size': 5}, (2, 4, 3)),
    ('RNN', {'hidden_size': 4, 'nonlinearity': 'relu', 'bias': False, 'num_layers': 2}, (3, 3, 2)),
    ('RNN', {'hidden_size': 3, 'bidirectional': True, 'num_layers': 2}, (2, 5, 2)),
    ('RNN', {'hidden_size': 1}, (1, 1, 1)),
    ('LSTM', {'hidden_size': 5}, (3, 4, 3)),
    ('LSTM', {'hidden_size': 4, 'num_layers': 3, 'bias': False}, (2, 5, 2)),
    ('LSTM', {'hidden_size': 3, 'bidirectional': True, 'num_layers': 2}, (2, 4, 2)),
    ('LSTM', {'hidden_size': 9, 'bidirectional': True}, (1, 1, 2)),
    ('GRU', {'hidden_size': 5}, (3, 4, 3)),
    ('GRU', {'hidden_size': 4, 'num_layers': 2, 'bias': False}, (2, 5, 2)),
    ('GRU', {'hidden_size': 3, 'bidirectional': True, 'num_layers': 2}, (2, 4, 2)),
    ('MultiheadAttention', {'num_heads': 1}, (2, 3, 4)),
    ('MultiheadAttention', {'num_heads': 3}, (2, 5, 6)),
    ('MultiheadAttention', {'num_heads': 2, 'causal': True}, (3, 4, 10)),
    ('MultiheadAttention', {'num_heads': 2, 'bias': False, 'causal': True}, (1, 1, 2)),
    ('MaxPool2d', {'kernel_size': [3, 2], 'stride': 2, 'ceil_mode': True}, (2, 2, 2, 1)),
    ('MaxPool1d', {'kernel_size': 2}, (2, 3, 7)),
    ('MaxPool1d', {'kernel_size': 3, 'stride': 2, 'padding': 1, 'dilation': 2, 'ceil_mode': True}, (2, 2, 8)),
    ('AvgPool2d', {'kernel_size': 3, 'stride': 3, 'padding': [1, 0], 'ceil_mode': True}, (2, 2, 2, 8)),
    ('AvgPool2d', {'kernel_size': [3, 2], 'ceil_mode': True}, (1, 2, 2, 1)),
    ('Embedding', {'num_embeddings': 4, 'embedding_dim': 5, 'padding_idx': 2}, (3, 6)),
    ('Embedding', {'num_embeddings': 3, 'embedding_dim': 2, 'padding_idx': -1}, (4, 5)),
    ('Conv2d', {'out_channels': 3, 'kernel_size': 3, 'padding': 2, 'padding_mode': 'reflect'}, (2, 2, 4, 5)),
    ('Conv2d', {'out_channels': 4, 'kernel_size': [2, 4], 'padding': [3, 1], 'stride': [2, 1], 'groups': 2, 'padding_mode': 'replicate'}, (2, 4, 2, 6)),
    ('Conv2d', {'out_channels': 2, 'kernel_size': [4, 2], 'padding': 'same', 'dilation': [1, 3], 'padding_mode': 'circular'}, (2, 2, 5, 6)),
    ('Conv2d', {'out_channels': 2, 'kernel_size': 3, 'padding': [0, 5], 'padding_mode': 'circular', 'bias': False}, (1, 1, 4, 5)),
    ('Conv2d', {'out_channels': 2, 'kernel_size': 3, 'padding': 'valid', 'padding_mode': 'reflect'}, (1, 2, 4, 4)),
    ('Conv1d', {'out_channels': 3, 'kernel_size': 4, 'padding': 'same', 'padding_mode': 'reflect'}, (2, 2, 7)),
    ('Conv1d', {'out_channels': 4, 'kernel_size': 2, 'padding': 4, 'dilation': 2, 'groups': 2, 'padding_mode': 'replicate'}, (3, 2, 3)),
    ('Conv1d', {'out_channels': 2, 'kernel_size': 5, 'padding': 4, 'stride': 3, 'padding_mode': 'circular'}, (2, 1, 4)),
    ('Softmax', {'dim': 1}, (3, 4, 5)),
    ('Softmax', {'dim': -3}, (2, 3, 2, 3)),
    ('LogSoftmax', {'dim': 2}, (2, 3, 4, 2)),
]


def value_of(layer, options, shape):
    if layer == 'Embedding':
        return torch.randint(0, options['num_embeddings'], shape).float()
    return torch.randn(shape)


def module_case(layer, options, shape):
    module = make(layer, options, shape[1:])
    with torch.no_grad():
        for parameter in module.parameters():  # where PyTorch has ones and zeros, any numbers will do
            parameter.add_(torch.randn(parameter.shape) * 0.3)
    steps = []
    for _ in range(3 if layer.startswith('BatchNorm') else 1):
        value = value_of(layer, options, shape).requires_grad_()
        module.zero_grad(set_to_none=True)
        output = module(value)
        output_grad = torch.randn(output.shape)
        output.backward(output_grad)
        steps.append({
            'input': packed(value),
            'output': packed(output),
            'outputGrad': packed(output_grad),
            'inputGrad': None if value.grad is None else packed(value.grad),
            'parameterGrads': {name: packed(p.grad) for name, p in named(module, 'named_parameters').items()},
            'buffers': {name: packed(b) for name, b in named(module, 'named_buffers').items()},
        })
    module.eval()
    value = value_of(layer, options, shape)
    return {
        'type': layer,
        'options': options,
        'parameters': {name: packed(p) for name, p in named(module, 'named_parameters').items()},
        'steps': steps,
        'evaluation': {'input': packed(value), 'output': packed(module(value))},
    }


def init_case(layer, options, shape):
    torch.manual_seed(7)
    module = make(layer, options, shape[1:])
    return {
        'type': layer,
        'options': options,
        'input': list(shape[1:]),
        'seed': 7,
        'parameters': {name: packed(p) for name, p in named(module, 'named_parameters').items()},
        'next': bits(torch.empty(2).uniform_()),
    }


INITS = [case for case in CASES if case[0] not in ('PositionalEmbedding',)] + [
    ('Conv2d', {'out_channels': 16, 'kernel_size': 3, 'groups': 2}, (1, 4, 9, 9)),
    ('Embedding', {'num_embeddings': 3, 'embedding_dim': 5}, (1, 2)),
    ('LSTM', {'hidden_size': 20, 'num_layers': 2}, (1, 3, 8)),
    ('MultiheadAttention', {'num_heads': 4}, (1, 3, 16)),
]

torch.manual_seed(1)
write('modules.json', [module_case(*case) for case in CASES])
write('moduleInits.json', [one for one in (init_case(*case) for case in INITS) if one['parameters']])
