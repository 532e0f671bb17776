import { route } from '../../router.ts';
import { catalogue } from '../../store/signals.ts';
import { Busy } from '../../widgets/load.tsx';
import { Categories } from './categories.tsx';
import { Items } from './items.tsx';
import '../office.css';
import './price-list.css';

/** `#/price-list`: items; `#/price-list/categories`. */
export default function PriceListScreen() {
  const view = catalogue.value;
  if (!view) return <Busy />;
  return route.value[1] === 'categories' ? <Categories view={view} /> : <Items view={view} />;
}
