// The stops of the speed slider: steps a second on a log scale; the last, 0 in the protocol, is as fast as it goes.

export const speedStops: readonly number[] = [1, 2, 3, 5, 8, 12, 20, 30, 60, 120, 250, 500, 1000, 0];

/** The stop nearest to a speed. */
export function stopOfSpeed(stepsPerSecond: number): number {
  if (stepsPerSecond === 0) return speedStops.length - 1;
  let nearest = 0;
  speedStops.forEach((speed, i) => {
    if (
      speed > 0 &&
      Math.abs(Math.log(speed / stepsPerSecond)) < Math.abs(Math.log(speedStops[nearest] / stepsPerSecond))
    )
      nearest = i;
  });
  return nearest;
}
