"""What all fixtures share: where they are kept, how tensors are written, and what made them."""
import base64
import json
import pathlib

import torch

FOLDER = pathlib.Path(__file__).parent / 'fixtures'


def bits(tensor):
    """A float32 or int64 tensor as base64 of its little-endian float32 or int32 elements, row-major."""
    kind = '<f4' if tensor.dtype == torch.float32 else '<i4'
    return base64.b64encode(tensor.contiguous().numpy().astype(kind).tobytes()).decode()


def capability():
    """The CPU kernels that this PyTorch chose (AVX2, AVX512, …), on which normals of 16 and more depend."""
    lines = [line for line in torch.__config__.show().splitlines() if 'CPU capability' in line]
    return lines[0].split(':')[1].strip()


def write(name, cases):
    made_with = {'torch': torch.__version__, 'capability': capability()}
    lines = ',\n'.join(json.dumps(case) for case in cases)
    (FOLDER / name).write_text('{"madeWith": %s, "cases": [\n%s\n]}\n' % (json.dumps(made_with), lines))
