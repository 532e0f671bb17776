import { route } from '../../router.ts';
import { catalogue } from '../../store/signals.ts';
import { Busy } from '../../widgets/load.tsx';
import { StockPage } from '../stock/stock-page.tsx';
import { Categories } from './categories.tsx';
import { Items } from './items.tsx';
import '../office.css';
import './price-list.css';

/** `#/price-list`: items; `#/price-list/categories`; `#/price-list/stock`. */
export default function PriceListScreen() {
  const view = catalogue.value;
  if (!view) return <Busy />;
  switch (route.value[1]) {
    case 'categories':
      return <Categories view={view} />;
    case 'stock':
      return <StockPage view={view} />;
    default:
      return <Items view={view} />;
  }
}
