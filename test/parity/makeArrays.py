"""Arrays saved by NumPy, for test/data/binary.test.ts."""
import base64
import io

import numpy as np

from fixture import write


def case(name, array):
    file = io.BytesIO()
    np.save(file, array)
    return {'name': name, 'file': base64.b64encode(file.getvalue()).decode(), 'shape': array.shape,
            'values': array.astype(np.float64).flatten().tolist()}


ramp = np.arange(6).reshape(2, 3)
write('arrays.json', [case(kind, (ramp * 40 - (0 if kind[1] == 'u' else 80)).astype(kind))
                      for kind in ['<f4', '<f8', '>f4', '<i8', '<i4', '>i2', '<u2', '<u4', '<u8', '|i1']]
      + [case('|u1', np.arange(4, dtype=np.uint8)), case('|b1', np.array([[True], [False]])),
         case('images', np.arange(8, dtype=np.float32).reshape(2, 1, 2, 2))])
