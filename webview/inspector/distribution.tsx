// A tensor's distribution: now, at init and in theory, or over time.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useStrings } from '../context.ts';
import type { Theory } from '../draw/density.ts';
import { Chooser } from './chooser.tsx';
import { ComparisonView } from './comparisonView.tsx';
import { RidgeView } from './ridgeView.tsx';

interface DistributionProps {
  readonly title: string;
  readonly tensor: string;
  readonly width: number;
  readonly height: number;
  readonly colour: 'forward' | 'backward' | 'update';
  readonly theory?: Theory;
  readonly shows?: 'both' | 'now';
  /** What is said of the init, above. */
  readonly children?: ComponentChildren;
}

export function Distribution({ title, tensor, width, height, colour, theory, shows, children }: DistributionProps) {
  const strings = useStrings();
  const [isRidge, setRidge] = useState(false);
  return (
    <>
      <h4>
        <span>{title}</span>
        <Chooser
          label={strings.distribution}
          names={[strings.now, strings.overTime]}
          chosen={isRidge ? 1 : 0}
          onChoose={(index) => setRidge(index === 1)}
        />
      </h4>
      {isRidge ? (
        <RidgeView tensor={tensor} width={width} height={height + 40} colour={colour} />
      ) : (
        <>
          {children}
          <ComparisonView
            tensor={tensor}
            width={width}
            height={height}
            colour={colour}
            {...(theory ? { theory } : {})}
            {...(shows ? { shows } : {})}
          />
        </>
      )}
    </>
  );
}
