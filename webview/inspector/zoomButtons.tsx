// Zooms a heat map in, out and back to the whole.
import { useStrings } from '../context.ts';
import { Icon } from '../icon.tsx';

interface ZoomButtonsProps {
  readonly zoom: number;
  readonly most: number;
  readonly zoomTo: (factor: number) => void;
}

export function ZoomButtons({ zoom, most, zoomTo }: ZoomButtonsProps) {
  const strings = useStrings();
  const button = (icon: string, label: string, to: number, disabled: boolean) => (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={() => zoomTo(to)}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <span class="zoom-buttons">
      {button('zoom-out', strings.mapZoomOut, zoom / 2, zoom <= 1)}
      {button('zoom-in', strings.mapZoomIn, zoom * 2, zoom >= most)}
      {button('screen-normal', strings.mapFit, 1, zoom <= 1)}
    </span>
  );
}
