// The panels under the graph: one line each.
import type { ComponentType } from 'preact';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { ViewStrings } from '../../src/protocol/strings.ts';
import { ComparePanel } from './comparePanel.tsx';
import { CurvesPanel } from './curves.tsx';
import { DataPanel } from './data.tsx';
import { DepthPanel } from './depth.tsx';
import { OutputPanel } from './output.tsx';
import { SurfacePanel } from './surfacePanel.tsx';

export interface Panel {
  readonly id: string;
  name(strings: ViewStrings): string;
  hint(strings: ViewStrings): string;
  /** Its part of the width beside others, and pixels below which it gives way. */
  readonly share: number;
  readonly least: number;
  readonly Body: ComponentType<{ network: NetworkDescription }>;
}

export const panels: readonly Panel[] = [
  {
    id: 'depth',
    name: (s) => s.throughDepth,
    hint: (s) => s.throughDepthHint,
    share: 2.4,
    least: 340,
    Body: DepthPanel,
  },
  { id: 'curves', name: (s) => s.curves, hint: () => '', share: 1.5, least: 300, Body: CurvesPanel },
  { id: 'data', name: (s) => s.dataPanel, hint: (s) => s.dataHint, share: 1.4, least: 300, Body: DataPanel },
  { id: 'output', name: (s) => s.output, hint: () => '', share: 1, least: 240, Body: OutputPanel },
  { id: 'surface', name: (s) => s.surface, hint: (s) => s.surfaceHint, share: 1.3, least: 320, Body: SurfacePanel },
  { id: 'compare', name: (s) => s.compare, hint: (s) => s.compareHint, share: 2.4, least: 420, Body: ComparePanel },
];
