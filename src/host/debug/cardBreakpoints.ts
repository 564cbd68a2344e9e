// The breakpoints of a file as its graph's cards show and set them: VS Code's own, those of the text's gutter.
import { debug, Location, Position, SourceBreakpoint, type TextDocument } from 'vscode';
import { SourceText } from '../../debug/places.ts';
import type { NetworkDescription } from '../../protocol/description.ts';
import type { ShownBreakpoint } from '../../protocol/view.ts';

interface Placed extends ShownBreakpoint {
  readonly breakpoint: SourceBreakpoint;
}

function placed(document: TextDocument, network: NetworkDescription): readonly Placed[] {
  const source = new SourceText(document.getText());
  const places = source.stopPlaces(network);
  const key = document.uri.toString();
  return debug.breakpoints.flatMap((breakpoint): Placed[] => {
    if (!(breakpoint instanceof SourceBreakpoint) || breakpoint.location.uri.toString() !== key) return [];
    const { line, character } = breakpoint.location.range.start;
    const column = character > 0 ? character : null;
    const place = source.placeAt(places, { line, column });
    const node = place ? places.indexOf(place) : -1;
    // After the layers comes the loss; the optimizer has no card.
    if (!place || node > network.layers.length) return [];
    const instructions = source.instructionsAt(place, line, column);
    const stops = (at: number | null) => at !== null && instructions.includes(at);
    const { enabled } = breakpoint;
    return [{ breakpoint, node, forward: stops(place.forward), backward: stops(place.backward), enabled }];
  });
}

export function shownBreakpoints(document: TextDocument, network: NetworkDescription | null): ShownBreakpoint[] {
  if (!network) return [];
  return placed(document, network).map(({ node, forward, backward, enabled }) => ({
    node,
    forward,
    backward,
    enabled,
  }));
}

/** Removes those that stand on a layer or the loss, or sets one on the line of its type. */
export function toggleBreakpoint(document: TextDocument, network: NetworkDescription, node: number): void {
  const there = placed(document, network).filter((one) => one.node === node);
  if (there.length > 0) return debug.removeBreakpoints(there.map(({ breakpoint }) => breakpoint));
  const source = new SourceText(document.getText());
  const place = source.stopPlaces(network).at(node);
  if (!place) return;
  const { line } = source.position((place.typeKey ?? place.span).start);
  debug.addBreakpoints([new SourceBreakpoint(new Location(document.uri, new Position(line, 0)))]);
}
