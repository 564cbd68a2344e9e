"""Generated data by the formulas of src/data/*.ts, drawn with PyTorch, for test/data/generated.test.ts."""
import math

import numpy as np
import torch

from fixture import bits, write


def rows_of(samples, classes):
    """Per row: its class, its place within the class, the rows of the class."""
    for row in range(samples):
        label = row % classes
        yield label, row // classes, len(range(label, samples, classes))


def noisy(points, noise, g):
    points = torch.tensor(np.array(points, dtype=np.float64))
    if noise > 0:
        points = points + torch.empty(points.shape).normal_(0, noise, generator=g).double()
    return points.float()


def labelled(samples, classes, noise, g, point):
    x = noisy([point(*row) for row in rows_of(samples, classes)], noise, g)
    return x, torch.tensor([float(row % classes) for row in range(samples)])


def xor(g, samples=4, noise=0):
    corners = [(row // 2 % 2, row % 2) for row in range(samples)]
    return noisy(corners, noise, g), torch.tensor([float(a != b) for a, b in corners])


def moons(g, samples=200, noise=0.1):
    def point(label, place, count):
        t = math.pi * place / (count - 1) if count > 1 else 0
        return (math.cos(t), math.sin(t)) if label == 0 else (1 - math.cos(t), 0.5 - math.sin(t))
    return labelled(samples, 2, noise, g, point)


def circles(g, samples=200, noise=0.1, factor=0.5):
    def point(label, place, count):
        t = 2 * math.pi * place / count
        radius = factor if label else 1
        return radius * math.cos(t), radius * math.sin(t)
    return labelled(samples, 2, noise, g, point)


def spirals(g, samples=300, classes=2, turns=1.75, noise=0.1):
    def point(label, place, count):
        s = (place + 1) / count
        t = 2 * math.pi * (turns * s + label / classes)
        return 5 * s * math.sin(t), 5 * s * math.cos(t)
    return labelled(samples, classes, noise, g, point)


def gaussians(g, samples=200, noise=1):
    return labelled(samples, 2, noise, g, lambda label, *_: (2, 2) if label else (-2, -2))


def blobs(g, samples=300, classes=3, features=2, noise=1, box=5):
    centers = torch.empty(classes, features).uniform_(-box, box, generator=g).double().numpy()
    return labelled(samples, classes, noise, g, lambda label, *_: centers[label])


def plane(g, samples=200, noise=0):
    x = torch.empty(samples, 2).uniform_(-6, 6, generator=g)
    return x, noisy(x.double().sum(1) / 10, noise, g)


def sine(g, samples=200, noise=0.1, periods=1):
    x = torch.tensor([-math.pi + i * 2 * math.pi / max(1, samples - 1) for i in range(samples)]).float().reshape(-1, 1)
    return x, noisy([math.sin(periods * at) for at in x.flatten().tolist()], noise, g)


def randn(g, samples=5, features=3, outputs=1):
    return torch.randn(samples, features, generator=g), torch.randn(samples, outputs, generator=g)


def sequence(g, samples=500, length=12, symbols=3, task='recall', noise=0):
    s = torch.randint(symbols, (samples, length), generator=g)
    x = torch.nn.functional.one_hot(s, symbols).double()
    return noisy(x, noise, g), (s[:, 0] if task == 'recall' else s.sum(1) % symbols).float()


def case(make, seed, **options):
    g = torch.Generator().manual_seed(seed)
    x, y = make(g, **options)
    return {'source': make.__name__, 'seed': seed, 'options': options, 'x': bits(x), 'y': bits(y),
            'next': bits(torch.randperm(9, generator=g))}


write('data.json', [
    case(xor, 1),
    case(xor, 2, samples=7, noise=0.2),
    case(xor, 2, samples=30, noise=0.2),
    case(moons, 3, samples=41),
    case(moons, 3, samples=5, noise=0),
    case(moons, 4, samples=1),
    case(circles, 5, samples=33, factor=0.3),
    case(circles, 6, samples=7),
    case(spirals, 7, samples=50),
    case(spirals, 8, samples=31, classes=3, turns=0.6, noise=0),
    case(gaussians, 9, samples=25),
    case(gaussians, 9, samples=5, noise=0.5),
    case(blobs, 10, samples=24),
    case(blobs, 11, samples=6, classes=4, features=5, noise=0, box=2),
    case(plane, 12, samples=20),
    case(plane, 13, samples=21, noise=0.3),
    case(sine, 14, samples=30),
    case(sine, 15, samples=9, noise=0, periods=3),
    case(sine, 16, samples=1),
    case(randn, 42),
    case(sequence, 18, samples=5, length=4),
    case(sequence, 19, samples=7, length=3, symbols=2, task='sum', noise=0.2),
    case(randn, 17, samples=8, features=7, outputs=2),
])
