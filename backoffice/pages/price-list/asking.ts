import type {
  BulkRequest,
  BulkResult,
  CategoryView,
  ChangeLog,
  ChangesQuery,
  FileImport,
  ItemCreate,
  ItemEdit,
  ItemEdited,
  ListedItem,
  PriceListView,
  ScheduledChangeDraft,
  ScheduledChangeView,
  Spread,
} from '../../http/contract/price-list.ts';
import { id, inStore, storePath } from '../client/api.ts';
import { queryOf } from '../client/request.ts';

/** Where the price list lives in the API. */
export const priceList = {
  view: () => inStore.get<PriceListView>('/price-list'),
  spread: () => inStore.get<Spread>('/price-list/spread'),
  changes: (query: ChangesQuery) => inStore.get<ChangeLog>('/price-list/changes', query),
  create: (body: ItemCreate) => inStore.write<ListedItem>('POST', '/price-list/items', body),
  edit: (itemId: string, body: ItemEdit) =>
    inStore.write<ItemEdited>('PATCH', `/price-list/items/${id(itemId)}`, body),
  archive: (itemId: string) => inStore.write<unknown>('DELETE', `/price-list/items/${id(itemId)}`),
  bulk: (body: BulkRequest) => inStore.write<BulkResult>('POST', '/price-list/bulk', body),
  /** Without the sum of a preview nothing is written. */
  file: (file: Blob, sum?: string) =>
    inStore.sendFile<FileImport>(
      'POST',
      `/price-list/file${queryOf({ sum })}`,
      file,
      'application/octet-stream',
    ),
  filePath: (format: 'csv' | 'xlsx') => storePath(`/price-list/file.${format}`),
  schedule: (body: ScheduledChangeDraft) =>
    inStore.write<ScheduledChangeView>('POST', '/price-list/scheduled', body),
  unschedule: (changeId: string) => inStore.write<unknown>('DELETE', `/price-list/scheduled/${id(changeId)}`),
  addCategory: (body: Omit<CategoryView, 'id'>) =>
    inStore.write<CategoryView>('POST', '/price-list/categories', body),
  changeCategory: (categoryId: string, body: Partial<Omit<CategoryView, 'id'>>) =>
    inStore.write<CategoryView>('PATCH', `/price-list/categories/${id(categoryId)}`, body),
  removeCategory: (categoryId: string) =>
    inStore.write<unknown>('DELETE', `/price-list/categories/${id(categoryId)}`),
};
