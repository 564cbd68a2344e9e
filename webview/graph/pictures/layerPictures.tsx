// What of a layer is seen best as images, of the chosen sample: filters, feature maps, attention of each head, gates over
// time, and where each maximum was taken. Which they are, its record says.
import type { PictureDescription } from '../../../src/protocol/description.ts';
import { readStatistics, readWindow } from '../../../src/protocol/frame.ts';
import type { ChosenSample } from '../../chosenSample.ts';
import { useStore, useStrings } from '../../context.ts';
import { heatMap, type Matrix } from '../../draw/heatMap.ts';
import { inset, type Surface } from '../../draw/surface.ts';
import { format, niceAbove, short } from '../../format.ts';
import { Picture } from '../../picture.tsx';
import { useWatch } from '../../watches.ts';
import { imageGrid, imagesOf, type LayerImage } from './pictureImages.ts';

interface LayerPicturesProps {
  readonly pictures: readonly PictureDescription[];
  readonly width: number;
  /** Of each picture. */
  readonly height: number;
  /** The side of an image, at the most. */
  readonly largest: number;
  /** With their names over them. */
  readonly captions?: boolean;
}

export function LayerPictures({ pictures, width, height, largest, captions = false }: LayerPicturesProps) {
  return (
    <div class="layer-pictures">
      {pictures.map((picture) => (
        <Images
          key={picture.label.template}
          picture={picture}
          width={width}
          height={height}
          largest={largest}
          captions={captions}
        />
      ))}
    </div>
  );
}

type ImagesProps = Omit<LayerPicturesProps, 'pictures'> & { readonly picture: PictureDescription };

function Images({ picture, width, height, largest, captions }: ImagesProps) {
  const store = useStore();
  const strings = useStrings();
  const { sample } = store;
  const answer = useWatch({ kind: 'statistics', tensor: shownTensor(picture, picture.tensor, sample) });
  const figures = answer && readStatistics(answer);
  const limit = figures ? niceAbove(Math.max(Math.abs(figures.min), Math.abs(figures.max))) : 0;
  const images = imagesOf(picture, sample.place);
  const { shape, rows, columns, parts } = picture;
  const aspect = Math.max(0.3, Math.min(4, shape[columns] / (shape[rows] / Math.max(1, parts.length))));
  const grid = imageGrid(images.length, aspect, width, height, largest);
  const shown = images.slice(0, grid.shown);
  const label = format(picture.label.template, ...picture.label.args);
  return (
    <figure class="images" title={label}>
      {captions ? (
        <figcaption>
          <b>{label}</b>
          <span>
            {shown.length < images.length ? format(strings.someOf, shown.length, images.length) : ''} ±{short(limit)}
          </span>
        </figcaption>
      ) : null}
      <div style={{ gridTemplateColumns: `repeat(${grid.perLine}, ${grid.imageWidth}px)` }}>
        {shown.map((image, i) => (
          <Image
            key={i}
            picture={picture}
            image={image}
            limit={limit}
            width={grid.imageWidth}
            height={grid.imageHeight}
          />
        ))}
      </div>
    </figure>
  );
}

interface ImageProps {
  readonly picture: PictureDescription;
  readonly image: LayerImage;
  readonly limit: number;
  readonly width: number;
  readonly height: number;
}

/** Filters are nobody's; all else is of the chosen sample. */
function shownTensor(picture: PictureDescription, tensor: string, sample: ChosenSample): string {
  return picture.sample === null ? tensor : sample.tensor(tensor);
}

function Image({ picture, image, limit, width, height }: ImageProps) {
  const { sample } = useStore();
  const strings = useStrings();
  const { rows, columns, axes, lead } = image;
  const { marks, shape } = picture;
  const window = { axes, lead, rows, columns };
  const tensor = shownTensor(picture, picture.tensor, sample);
  const answer = useWatch({ kind: 'window', tensor, ...window, height: 2 * height, width: 2 * width });
  const [down, across] = marks ? [marks.shape[picture.rows], marks.shape[picture.columns]] : [0, 0];
  const places = useWatch(
    marks
      ? {
          ...{ kind: 'window', tensor: shownTensor(picture, marks.tensor, sample), axes, lead },
          ...{ rows: [0, down], columns: [0, across], height: down, width: across },
        }
      : null,
  );
  const matrix = answer && readWindow(answer);
  const name = typeof image.name === 'string' ? image.name : format(image.name.template, ...image.name.args);
  const label = [format(picture.label.template, ...picture.label.args), name].filter(Boolean).join(' · ');
  const draw = (surface: Surface): void => {
    if (matrix) heatMap(surface, inset(surface, 0), matrix, limit || 1);
    if (matrix && places)
      drawMarks(surface, matrix, readWindow(places).cells, shape[picture.columns], shape[picture.rows]);
  };
  const isNamed = picture.parts.length > 0 && width >= 40;
  return (
    <span class="image" title={format(strings.imageSummary, label, short(limit))}>
      <Picture draw={draw} width={width} height={height} label={label} />
      {isNamed ? <small>{name}</small> : null}
    </span>
  );
}

/** A frame around each place that a window's maximum came from. */
function drawMarks(
  { context, palette, width, height }: Surface,
  { height: rows, width: columns }: Matrix,
  places: ArrayLike<number>,
  across: number,
  down: number,
): void {
  // An image that was reduced has no cells to mark.
  if (rows < down || columns < across) return;
  const [w, h] = [width / across, height / down];
  context.strokeStyle = palette.foreground;
  context.lineWidth = Math.max(0.5, Math.min(1.5, w / 5));
  for (let i = 0; i < places.length; i++) {
    const [row, column] = [Math.floor(places[i] / across), places[i] % across];
    context.strokeRect(column * w + 0.5, row * h + 0.5, w - 1, h - 1);
  }
}
