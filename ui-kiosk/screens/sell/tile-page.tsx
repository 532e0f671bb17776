import { Fragment, type VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CategoryView, ItemView } from '../../../daemon/http/contract.ts';
import { moveByArrow } from '../../widgets/arrows.ts';
import { Tile } from './tile.tsx';
import { type Slice, scrolledTo, slicesInSight, TILE_GRID } from './tile-rows.ts';
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

/** How tiles are laid out and what they tell; the same for all pages. */
export interface TileLook {
  readonly columns: number;
  /** How much of a page is in sight. */
  readonly height_px: number;
  readonly categories: ReadonlyMap<string, CategoryView>;
  readonly changed: ReadonlySet<string>;
  /** A tap tells the allergens and sells nothing. */
  readonly telling: boolean;
  readonly onTell: (item: ItemView) => void;
}

export interface TilePageProps extends TileLook {
  readonly shelves: readonly Shelf[];
  /** Whether it is the one on the screen. */
  readonly here: boolean;
  /** Whether it may be drawn although it is not here; until then it stays as it was. */
  readonly ready: boolean;
  /** It starts at its top again whenever this changes. */
  readonly start?: string;
}

/**
 * The tiles of one choice of category, with a scroll of their own. Pages lie one over another and the one here is
 * on top, so that a tap on a category changes neither the style nor the place of any tile. What lies below is
 * kept from the keyboard and from readers; from fingers the page above keeps it.
 */
export function TilePage({ here, ready, start = '', ...page }: TilePageProps) {
  const box = useRef<HTMLElement>(null);
  const [top_px, setTop] = useState(0);
  const drawn = useRef<{ of: object; tiles: VNode } | null>(null);
  const toTop = () => {
    if (box.current) box.current.scrollTop = 0;
    setTop(0);
  };
  // After the paint, because nobody sees it.
  useEffect(() => {
    if (!here) toTop();
  }, [here]);
  useLayoutEffect(toTop, [start]);

  const of = { ...page, top_px };
  if ((here || ready) && (!drawn.current || differ(drawn.current.of, of))) {
    drawn.current = { of, tiles: drawTiles(page, top_px) };
  }
  // Tab comes to no tile of a page that was left. Not by `inert`, which is written into the style of every tile and has
  // them all painted anew. Tiles drawn just now are told at once, the others after the paint.
  const setReach = () => {
    for (const tile of box.current?.querySelectorAll<HTMLElement>('.tile') ?? [])
      tile.tabIndex = here ? 0 : -1;
  };
  useLayoutEffect(setReach, [drawn.current]);
  useEffect(setReach, [here]);
  return (
    <section
      class={here ? 'shelves scroll' : 'shelves scroll away'}
      ref={box}
      aria-label={sell().tiles}
      {...(here ? {} : { 'aria-hidden': true })}
      tabIndex={-1}
      style={GRID_STYLE}
      onScroll={(event) => setTop(scrolledTo(event.currentTarget.scrollTop))}
      onKeyDown={(event) => moveByArrow(event, event.currentTarget)}
    >
      {drawn.current?.tiles}
    </section>
  );
}

const differ = <T extends object>(a: T, b: T): boolean =>
  (Object.keys(b) as (keyof T)[]).some((key) => a[key] !== b[key]);

function drawTiles(
  { shelves, height_px, ...look }: TileLook & { shelves: readonly Shelf[] },
  top_px: number,
) {
  const slices = slicesInSight(
    shelves.map((shelf) => shelf.items.length),
    look.columns,
    top_px,
    height_px,
  );
  return (
    <>
      {shelves.map((shelf, i) => {
        const slice = slices[i];
        return (
          <Fragment key={shelf.id}>
            {i > 0 && <h2 class="quiet small">{shelf.name}</h2>}
            {slice && <TileRows shelf={shelf} slice={slice} {...look} />}
          </Fragment>
        );
      })}
    </>
  );
}

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
} & Omit<TileLook, 'height_px'>) {
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
