// The table of inits: a new one is its file and a line here.
import { constant } from './constant.ts';
import { dirac } from './dirac.ts';
import { eye } from './eye.ts';
import { fanInUniform } from './fanInUniform.ts';
import type { InitType } from './init.ts';
import { kaimingNormal } from './kaimingNormal.ts';
import { kaimingUniform } from './kaimingUniform.ts';
import { normal } from './normal.ts';
import { ones } from './ones.ts';
import { orthogonal } from './orthogonal.ts';
import { sparse } from './sparse.ts';
import { truncNormal } from './truncNormal.ts';
import { uniform } from './uniform.ts';
import { xavierNormal } from './xavierNormal.ts';
import { xavierUniform } from './xavierUniform.ts';
import { zeros } from './zeros.ts';

/** By the name that the file uses, PyTorch's without the underscore. */
export const inits = {
  uniform,
  normal,
  zeros,
  ones,
  constant,
  kaiming_uniform: kaimingUniform,
  kaiming_normal: kaimingNormal,
  xavier_uniform: xavierUniform,
  xavier_normal: xavierNormal,
  fan_in_uniform: fanInUniform,
  trunc_normal: truncNormal,
  orthogonal,
  sparse,
  eye,
  dirac,
} satisfies Record<string, InitType>;

/** The init of this name; see `layerType` for what is hidden here. */
export function initType(type: string): InitType | undefined {
  return Object.hasOwn(inits, type) ? inits[type as keyof typeof inits] : undefined;
}
