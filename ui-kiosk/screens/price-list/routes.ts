import { api } from '../../client/api.ts';
import { catalogue } from '../../store/signals.ts';
import { useLoad } from '../../widgets/load.tsx';

/** Not for orders: where receipts and reports go. */
const NOT_ORDERS = ['receipt', 'report'];

/** Places where orders can be printed: those of the printers and those that the price list already names. */
export function useRoutes(): readonly string[] {
  const devices = useLoad(api.devices, []);
  const view = catalogue.value;
  const routes = [
    ...(devices.value.value ?? []).flatMap((device) => device.routes),
    ...(view?.categories ?? []).map((category) => category.route),
    ...(view?.items ?? []).map((item) => item.route),
  ];
  const known = routes.filter((route): route is string => route !== null && !NOT_ORDERS.includes(route));
  return [...new Set(known)].sort();
}
