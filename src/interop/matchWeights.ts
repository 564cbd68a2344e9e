// A safetensors file against a network's parameters and buffers, strictly, as `load_state_dict` does it: each must be
// there in its shape, and nothing else.
import { type Shape, sameShape, shapeText } from '../core/shape.ts';
import { type Text, text } from '../core/text.ts';
import { suggest } from '../model/suggest.ts';
import { decodeSafetensors, floatsOf, integersOf } from './safetensors.ts';
import type { StateEntry, StateValues } from './stateDict.ts';

/** The values by full name (`linear1.weight`), or all that doesn't fit, each beginning with the tensor's name. */
export function matchWeights(
  entries: readonly StateEntry[],
  file: Uint8Array,
): { readonly weights: StateValues } | { readonly problems: readonly Text[] } {
  const decoded = decodeSafetensors(file);
  if ('problem' in decoded) return { problems: [decoded.problem] };
  const found = new Map(decoded.tensors.map((tensor) => [tensor.name, tensor]));
  const expected = new Set(entries.map(({ fullName }) => fullName));
  const extra = [...found.keys()].filter((name) => !expected.has(name));
  const weights = new Map<string, Float32Array | Int32Array>();
  const problems: Text[] = [];
  for (const { fullName, shape, dtype } of entries) {
    const tensor = found.get(fullName);
    if (!tensor) {
      problems.push(missing(fullName, shape, suggest(fullName, extra)));
      continue;
    }
    const whole = dtype === 'int32';
    const values = whole ? integersOf(tensor) : floatsOf(tensor);
    if (!values && whole)
      problems.push(text('{0} has elements of type {1}, which are no integers', fullName, tensor.dtype));
    else if (!values) problems.push(text('{0} has elements of type {1}, which are no floats', fullName, tensor.dtype));
    else if (!sameShape(tensor.shape, shape))
      problems.push(
        text('{0} is {1} in the weights and {2} in the network', fullName, shapeText(tensor.shape), shapeText(shape)),
      );
    else weights.set(fullName, values);
  }
  for (const name of extra) {
    problems.push(
      text('{0} {1} is in the weights and not in the network', name, shapeText(found.get(name)?.shape ?? [])),
    );
  }
  return problems.length > 0 ? { problems } : { weights };
}

function missing(name: string, shape: Shape, near: string | null): Text {
  if (near === null) return text('{0} {1} is missing in the weights', name, shapeText(shape));
  return text('{0} {1} is missing in the weights, which have {2}', name, shapeText(shape), near);
}
