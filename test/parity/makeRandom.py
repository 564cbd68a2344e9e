"""Draws of PyTorch's CPU generator, for test/core/random.test.ts. Each case is one seed and a row of calls on it."""
import random
import sys

import torch

from fixture import bits, write

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 60


def call(choose):
    kind = choose.choice(['uniform', 'normal', 'normal', 'randperm'])
    if kind == 'uniform':
        size = choose.choice([1, 3, 7, 16, 33, 100])
        low = choose.choice([0.0, -1.0, choose.uniform(-2, 2), -choose.uniform(0, 1)])
        high = -low if low < 0 and choose.random() < 0.5 else low + choose.uniform(0, 3)
        return {'call': kind, 'size': size, 'from': low, 'to': high, 'bits': bits(torch.empty(size).uniform_(low, high))}
    if kind == 'normal':
        size = choose.choice([1, 2, 3, 5, 15, 16, 17, 31, 32, 47, 100])
        mean = choose.choice([0.0, 0.0, choose.uniform(-3, 3)])
        std = choose.choice([1.0, 0.01, choose.uniform(0.001, 2)])
        return {'call': kind, 'size': size, 'mean': mean, 'std': std, 'bits': bits(torch.empty(size).normal_(mean, std))}
    size = choose.choice([1, 2, 5, 32, 150])
    return {'call': kind, 'size': size, 'bits': bits(torch.randperm(size))}


def case(number):
    choose = random.Random(number)
    seed = choose.choice([number, choose.randrange(2**31), choose.randrange(2**53), -choose.randrange(1, 2**31)])
    torch.manual_seed(seed)
    return {'seed': seed, 'calls': [call(choose) for _ in range(choose.randrange(2, 6))]}


write('random.json', [case(number) for number in range(CASES)])
