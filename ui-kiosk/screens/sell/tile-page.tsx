import { Fragment, type VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { CategoryView, ItemView } from '../../../daemon/http/contract.ts';
import { moveByArrow } from '../../widgets/arrows.ts';
import { Tile } from './tile.tsx';
import { type Slice, slicesInSight, TILE_GRID } from './tile-rows.ts';
import { sell } from './words.ts';

const GRID_STYLE = {
  '--tile-height': `${TILE_GRID.height_px}px`,
  '--tile-gap': `${TILE_GRID.gap_px}px`,
  '--heading': `${TILE_GRID.heading_px}px`,
};

/** A category with what it sells; null as its hue leaves each tile the hue of its own category. */
export interface Shelf {
  readonly id: string;
  readonly name: string;
  readonly hue: number | null;
  readonly items: readonly ItemView[];
}

export interface TilePageProps {
  readonly shelves: readonly Shelf[];
  /** Whether it is the one on the screen. */
  readonly here: boolean;
  readonly columns: number;
  /** How far it is scrolled, in whole rows, and how much of it is in sight. */
  readonly top_px: number;
  readonly height_px: number;
  readonly categories: ReadonlyMap<string, CategoryView>;
  readonly changed: ReadonlySet<string>;
  /** A tap tells the allergens and sells nothing. */
  readonly telling: boolean;
  readonly onTell: (item: ItemView) => void;
}

/**
 * The tiles of one choice of category. One that has been left stays as it was, laid out and out of sight, so that
 * coming back to it draws nothing anew but the picture; what has changed meanwhile is drawn when it comes back.
 */
export function TilePage(props: TilePageProps) {
  const { here, shelves, columns, top_px, height_px, ...look } = props;
  const drawn = useRef<{ of: TilePageProps; tiles: VNode } | null>(null);
  if (here && (!drawn.current || differ(drawn.current.of, props))) {
    const slices = slicesInSight(
      shelves.map((s) => s.items.length),
      columns,
      top_px,
      height_px,
    );
    const tiles = (
      <>
        {shelves.map((shelf, i) => {
          const slice = slices[i];
          return (
            <Fragment key={shelf.id}>
              {i > 0 && <h2 class="quiet small">{shelf.name}</h2>}
              {slice && <TileRows shelf={shelf} slice={slice} columns={columns} {...look} />}
            </Fragment>
          );
        })}
      </>
    );
    drawn.current = { of: props, tiles };
  }
  return (
    <section
      class={here ? 'shelves' : 'shelves away'}
      aria-label={sell().tiles}
      {...(here ? {} : { 'aria-hidden': true })}
      style={GRID_STYLE}
      onKeyDown={(event) => moveByArrow(event, event.currentTarget)}
    >
      {drawn.current?.tiles}
    </section>
  );
}

const differ = (a: TilePageProps, b: TilePageProps): boolean =>
  (Object.keys(b) as (keyof TilePageProps)[]).some((key) => a[key] !== b[key]);

function TileRows({
  shelf: { hue, items },
  slice,
  columns,
  categories,
  changed,
  telling,
  onTell,
}: {
  shelf: Shelf;
  slice: Slice;
} & Pick<TilePageProps, 'columns' | 'categories' | 'changed' | 'telling' | 'onTell'>) {
  const count = slice.end - slice.start;
  return (
    <div
      class="tiles hue"
      style={{
        '--hue': hue ?? 0,
        '--columns': columns,
        height: `${slice.height_px}px`,
        paddingTop: `${slice.above_px}px`,
      }}
    >
      {items.slice(slice.start, slice.end).map((item, i) => (
        <Tile
          // A tile that stays in sight stays the same element; one that leaves becomes the one that comes.
          key={(slice.start + i) % count}
          item={item}
          hue={item.hue ?? (hue === null ? (categories.get(item.categoryId)?.hue ?? 0) : null)}
          changed={changed.has(item.id)}
          telling={telling}
          onTell={onTell}
        />
      ))}
    </div>
  );
}
