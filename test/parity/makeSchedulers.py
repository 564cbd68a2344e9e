"""Learning rates and momenta of torch.optim.lr_scheduler, step by step, for test/core/schedulers.test.ts."""
import random
import warnings

import torch

from fixture import write

warnings.filterwarnings('ignore')

CASES = [
    ('StepLR', {'step_size': 1}), ('StepLR', {'step_size': 4, 'gamma': 0.7}),
    ('MultiStepLR', {'milestones': [2, 5, 5, 30]}), ('MultiStepLR', {'milestones': [7, 1], 'gamma': 0.5}), ('MultiStepLR', {'milestones': [0, 2]}),
    ('ExponentialLR', {'gamma': 0.9}), ('ExponentialLR', {'gamma': 1.05}),
    ('CosineAnnealingLR', {'T_max': 1}), ('CosineAnnealingLR', {'T_max': 7}), ('CosineAnnealingLR', {'T_max': 10, 'eta_min': 0.02}), ('CosineAnnealingLR', {'T_max': 50}),
    ('LinearLR', {}), ('LinearLR', {'start_factor': 0.1, 'total_iters': 20}), ('LinearLR', {'start_factor': 0.01, 'end_factor': 0.3, 'total_iters': 8}), ('LinearLR', {'start_factor': 1, 'end_factor': 0, 'total_iters': 12}),
    ('OneCycleLR', {'max_lr': 0.3}), ('OneCycleLR', {'max_lr': 0.3, 'anneal_strategy': 'linear', 'pct_start': 0.4}),
    ('OneCycleLR', {'max_lr': 0.3, 'three_phase': True}), ('OneCycleLR', {'max_lr': 0.1, 'three_phase': True, 'anneal_strategy': 'linear', 'base_momentum': 0.5, 'max_momentum': 0.8}),
    ('OneCycleLR', {'max_lr': 2, 'div_factor': 3, 'final_div_factor': 100, 'pct_start': 0.1}), ('OneCycleLR', {'max_lr': 0.3, 'cycle_momentum': False, 'total_steps': 41}),
    ('ReduceLROnPlateau', {}), ('ReduceLROnPlateau', {'patience': 0, 'factor': 0.5}), ('ReduceLROnPlateau', {'patience': 1, 'factor': 0.5, 'cooldown': 2, 'threshold': 0.1}),
    ('ReduceLROnPlateau', {'patience': 1, 'factor': 0.3, 'threshold_mode': 'abs', 'threshold': 0.05, 'min_lr': 0.01}),
    ('ReduceLROnPlateau', {'mode': 'max', 'patience': 2, 'factor': 0.5}), ('ReduceLROnPlateau', {'mode': 'max', 'patience': 1, 'threshold_mode': 'abs', 'eps': 0.01}),
]
STEPS = 40
BASE = 0.1


def case(number, kind, options):
    choose = random.Random(number)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    given = {'total_steps': STEPS, **options} if kind == 'OneCycleLR' else options
    scheduler = getattr(torch.optim.lr_scheduler, kind)(optimizer, **given)
    plateau = kind == 'ReduceLROnPlateau'
    losses = [choose.choice([1, 1, 0.9]) * (0.93 ** min(step, 15)) + choose.uniform(0, 0.2) for step in range(STEPS)] if plateau else None
    rates, momenta = [], []
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]['lr'])
        momenta.append(optimizer.param_groups[0]['momentum'])
        optimizer.step()
        if step < STEPS - 1:
            scheduler.step(*([losses[step]] if plateau else []))
    return {'type': kind, 'options': options, 'base': BASE, 'lr': rates, 'momentum': momenta, 'losses': losses}


write('schedulers.json', [case(number, *one) for number, one in enumerate(CASES)])
