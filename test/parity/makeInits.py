"""Tensors filled by torch.nn.init, for test/core/inits.test.ts. Options in a case are those of the file format."""
import math
import random
import sys

import torch
from torch import nn

from fixture import bits, write

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 150

GAINS = ['linear', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu', 'conv2d']
SHAPES = [(1, 1), (2, 3), (3, 5), (5, 3), (3, 3), (16, 2), (1, 16), (7, 9), (8, 8), (20, 6), (4, 3, 3), (2, 3, 3, 3)]


def fan_in_uniform_(tensor):
    bound = 1 / math.sqrt(nn.init._calculate_fan_in_and_fan_out(tensor)[0])
    nn.init.uniform_(tensor, -bound, bound)


def options_for(kind, choose):
    some = lambda values: {name: value() for name, value in values.items() if choose.random() < 0.6}
    if kind == 'uniform':
        low = choose.uniform(-2, 0.5)
        return {'a': low, 'b': low + choose.uniform(0.5, 3)} if choose.random() < 0.7 else {}
    if kind == 'normal':
        return some({'mean': lambda: choose.uniform(-1, 1), 'std': lambda: choose.uniform(0, 2)})
    if kind == 'constant':
        return {'value': choose.uniform(-3, 3)}
    if kind.startswith('kaiming'):
        return some({
            'a': lambda: choose.choice([0.01, math.sqrt(5), choose.uniform(0, 2)]),
            'mode': lambda: choose.choice(['fan_in', 'fan_out']),
            'nonlinearity': lambda: choose.choice(GAINS),
        })
    if kind.startswith('xavier') or kind == 'orthogonal':
        return some({'gain': lambda: choose.choice([choose.choice(GAINS), choose.uniform(0.1, 3)])})
    if kind == 'trunc_normal':
        return choose.choice([
            {},
            {'std': 0.02},
            {'std': choose.uniform(0.3, 3)},
            {'mean': choose.uniform(-1, 1), 'std': choose.uniform(0.1, 2), 'a': choose.uniform(-3, -0.5), 'b': choose.uniform(0, 3)},
        ])
    if kind == 'sparse':
        return {'sparsity': choose.choice([0.1, 0.5, 0.9, choose.random()]), **some({'std': lambda: choose.uniform(0, 2)})}
    if kind == 'dirac' and choose.random() < 0.5:
        return {'groups': choose.choice([1, 2])}
    return {}


def fill(kind, tensor, options):
    if kind == 'fan_in_uniform':
        return fan_in_uniform_(tensor)
    options = dict(options)
    if isinstance(options.get('gain'), str):
        options['gain'] = nn.init.calculate_gain(options['gain'])
    if kind == 'constant':
        options = {'val': options['value']}
    getattr(nn.init, kind + '_')(tensor, **options)


KINDS = ['uniform', 'normal', 'zeros', 'ones', 'constant', 'kaiming_uniform', 'kaiming_normal', 'xavier_uniform',
         'xavier_normal', 'fan_in_uniform', 'trunc_normal', 'orthogonal']
LATER = {'sparse': 14, 'eye': 6, 'dirac': 10}  # cases of inits that came later, so that the first ones' stay
ONCE = 3  # inits that draw nothing need few cases


def case(number):
    choose = random.Random(number)
    kind = KINDS[number % len(KINDS)]
    shape = choose.choice(SHAPES) if number < 1000 or choose.random() < 0.95 else (60, choose.choice([40, 60, 90]))
    seed = choose.randrange(2**31)
    options = options_for(kind, choose)
    tensor = torch.empty(shape)
    torch.manual_seed(seed)
    fill(kind, tensor, options)
    return {'init': kind, 'options': options, 'shape': shape, 'seed': seed, 'bits': bits(tensor),
            'next': bits(torch.empty(2).uniform_())}


cases = [case(number) for number in range(CASES)]
drawn = [one for one in cases if one['init'] not in ('zeros', 'ones', 'constant')]
still = [one for one in cases if one['init'] in ('zeros', 'ones', 'constant')]


def later(kind, number):
    choose = random.Random(number)
    shape = choose.choice([(4, 3, 3), (6, 2, 2, 3), (2, 4, 5), (2, 2, 1, 4)] if kind == 'dirac' else [one for one in SHAPES if len(one) == 2])
    options = options_for(kind, choose)
    seed = choose.randrange(2**31)
    tensor = torch.empty(shape)
    torch.manual_seed(seed)
    fill(kind, tensor, options)
    return {'init': kind, 'options': options, 'shape': shape, 'seed': seed, 'bits': bits(tensor),
            'next': bits(torch.empty(2).uniform_())}


more = [later(kind, number) for kind, count in LATER.items() for number in range(count)]
write('inits.json', drawn + still[: 3 * ONCE] + more)
