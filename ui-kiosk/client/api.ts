import type { Static } from 'typebox';
import type {
  Applied,
  Approval,
  ApprovalRequest,
  BackofficeJoin,
  BackofficeSync,
  BackofficeView,
  BackupTargetDraft,
  BackupView,
  BillDraft,
  BillPatch,
  BillView,
  CashRequest,
  CatalogueView,
  CategoryDraft,
  CategoryPatch,
  CategoryView,
  CloseShift,
  DevicePatch,
  DeviceView,
  DoctorReport,
  DrawerOpening,
  EetCertificateImport,
  EetCertificateView,
  EetSaleList,
  EetSalesQuery,
  EetSaleView,
  EetTestResult,
  EetView,
  GuestPapers,
  Health,
  ImportResult,
  ItemDraft,
  ItemPatch,
  ItemView,
  JobDecision,
  JoinRequest,
  LastDoctorReport,
  LineDraft,
  LinePatch,
  OpenShift,
  PairingView,
  PaperView,
  PaymentTypeView,
  PayRequest,
  PrintedReport,
  PrintJobView,
  PutOnStick,
  ReceiptList,
  ReceiptQuery,
  ReceiptView,
  RegisterName,
  ReportView,
  ResetRequest,
  ResetView,
  ReverseRequest,
  ScheduledChangeDraft,
  ScheduledChangeView,
  Session,
  Settings,
  SettingsPatch,
  SettleRequest,
  SetupState,
  ShiftSummary,
  ShiftView,
  SiblingsView,
  SignIn,
  SplitRequest,
  SplitResult,
  StaffDraft,
  StaffPatch,
  StaffView,
  StockDeed,
  StockDetail,
  StockView,
  TableDraft,
  TablePatch,
  TableView,
  TestRequest,
  TroubleView,
  UpdatesView,
  VatRateView,
  VoidRequest,
  Weight,
} from '../../daemon/http/contract.ts';
import { pendingDeed } from '../store/signals.ts';
import { createDeeds } from './deeds.ts';
import type { Answer } from './fault.ts';
import { type Method, send } from './request.ts';

let hope: () => void = () => {};
/** The register has just answered: a deed that waits for it need not wait on. */
export function retryPendingDeed(): void {
  hope();
}

export const deeds = createDeeds({
  drawer: sessionStorage,
  send,
  newKey: () => crypto.randomUUID(),
  pause: (delay_ms) =>
    new Promise((resolve) => {
      hope = resolve;
      setTimeout(resolve, delay_ms);
    }),
  pending: (deed) => {
    pendingDeed.value = deed;
  },
});

const id = encodeURIComponent;
const get = <T>(path: string): Promise<Answer<T>> => send<T>({ method: 'GET', path: `/api${path}` });
const write = <T>(method: Method, path: string, body?: unknown): Promise<Answer<T>> =>
  send<T>({ method, path: `/api${path}`, ...(body === undefined ? {} : { body }) });
/** The register asks the backoffice before it answers. */
const FAR_TIMEOUT_MS = 60_000;
const far = <T>(path: string, body: unknown = {}): Promise<Answer<T>> =>
  send<T>({ method: 'POST', path: `/api${path}`, body, timeout_ms: FAR_TIMEOUT_MS });
/** A slow stick. */
const STICK_TIMEOUT_MS = 45 * 60_000;
const slow = <T>(path: string, body: unknown = {}): Promise<Answer<T>> =>
  send<T>({ method: 'POST', path: `/api${path}`, body, timeout_ms: STICK_TIMEOUT_MS });
const deed = <T>(path: string, body: unknown): Promise<Answer<T>> => deeds.run<T>(`/api${path}`, body);

function query(values: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`;
}

/** The daemon's API, route by route. Nothing here remembers anything: the store does. */
export const api = {
  staff: () => get<StaffView[]>('/staff'),
  signIn: (body: Static<typeof SignIn>) => write<Session>('POST', '/session', body),
  session: () => get<Session>('/session'),
  signOut: () => write<unknown>('DELETE', '/session'),
  approve: (body: Static<typeof ApprovalRequest>) => write<Approval>('POST', '/approval', body),
  health: () => send<Health>({ method: 'GET', path: '/health' }),
  setupState: () => get<SetupState>('/setup/state'),

  /** What the last look at the register and its box has found. */
  lastCheck: () => get<LastDoctorReport>('/doctor'),
  check: () => far<DoctorReport>('/doctor'),

  backup: () => get<BackupView>('/backup'),
  backUpNow: () => slow<BackupView>('/backup/now'),
  addBackupTarget: (draft: BackupTargetDraft) => far<BackupView>('/backup/targets', draft),
  removeBackupTarget: (targetId: string) => write<BackupView>('DELETE', `/backup/targets/${id(targetId)}`),
  bundleToStick: (stick: string) => slow<PutOnStick>('/support-bundle', { stick }),
  exportToStick: (stick: string) => slow<PutOnStick>('/export', { stick }),
  resetView: () => get<ResetView>('/reset'),
  reset: (request: ResetRequest) => slow<object>('/reset', request),

  updates: () => get<UpdatesView>('/updates'),
  /** Reads whole packages from a slow stick before it answers. */
  lookForUpdates: () => far<UpdatesView>('/updates/look'),
  installUpdate: (evenWithOpenShift: boolean) =>
    write<UpdatesView>('POST', '/updates/install', { evenWithOpenShift }),
  stopUpdate: () => write<UpdatesView>('POST', '/updates/stop'),
  dropUpdate: () => write<UpdatesView>('DELETE', '/updates/package'),

  catalogue: () => get<CatalogueView>('/catalogue'),
  addItem: (body: ItemDraft) => write<ItemView>('POST', '/items', body),
  changeItem: (itemId: string, body: ItemPatch) => write<ItemView>('PATCH', `/items/${id(itemId)}`, body),
  removeItem: (itemId: string) => write<unknown>('DELETE', `/items/${id(itemId)}`),
  /** Lets in what other registers have changed and what waits here. */
  applyChanges: () => write<Applied>('POST', '/catalogue/apply', {}),
  schedule: (body: ScheduledChangeDraft) => write<ScheduledChangeView>('POST', '/scheduled-changes', body),
  unschedule: (changeId: string) => write<unknown>('DELETE', `/scheduled-changes/${id(changeId)}`),
  exportItems: () => get<string>('/items.csv'),
  /** `file` as it is: the daemon recognises its encoding. */
  importItems: (file: Blob, apply: boolean) =>
    send<ImportResult>({
      method: 'POST',
      path: `/api/items/import?apply=${apply}`,
      body: file,
      type: 'text/csv',
    }),
  addCategory: (body: Static<typeof CategoryDraft>) => write<CategoryView>('POST', '/categories', body),
  changeCategory: (categoryId: string, body: Static<typeof CategoryPatch>) =>
    write<CategoryView>('PATCH', `/categories/${id(categoryId)}`, body),
  removeCategory: (categoryId: string) => write<unknown>('DELETE', `/categories/${id(categoryId)}`),
  addTable: (body: Static<typeof TableDraft>) => write<TableView>('POST', '/tables', body),
  changeTable: (tableId: string, body: Static<typeof TablePatch>) =>
    write<TableView>('PATCH', `/tables/${id(tableId)}`, body),
  removeTable: (tableId: string) => write<unknown>('DELETE', `/tables/${id(tableId)}`),
  setVatRates: (body: readonly VatRateView[]) => write<VatRateView[]>('PUT', '/vat-rates', body),
  setPaymentTypes: (body: readonly PaymentTypeView[]) =>
    write<PaymentTypeView[]>('PUT', '/payment-types', body),
  changeSettings: (body: SettingsPatch) => write<Settings>('PATCH', '/settings', body),

  stock: () => get<StockView[]>('/stock'),
  stockOf: (itemId: string) => get<StockDetail>(`/stock/${id(itemId)}`),
  moveStock: (body: StockDeed) => deed<StockView[]>('/stock/movements', body),

  allStaff: () => get<StaffView[]>('/staff/all'),
  addStaff: (body: Static<typeof StaffDraft>) => write<StaffView>('POST', '/staff', body),
  changeStaff: (staffId: string, body: Static<typeof StaffPatch>) =>
    write<StaffView>('PATCH', `/staff/${id(staffId)}`, body),

  bills: () => get<BillView[]>('/bills'),
  openBill: (body: Static<typeof BillDraft>) => write<BillView>('POST', '/bills', body),
  bill: (billId: string) => get<BillView>(`/bills/${id(billId)}`),
  changeBill: (billId: string, body: Static<typeof BillPatch>) =>
    write<BillView>('PATCH', `/bills/${id(billId)}`, body),
  discardBill: (billId: string) => write<unknown>('DELETE', `/bills/${id(billId)}`),
  addLine: (billId: string, body: LineDraft) => write<BillView>('POST', `/bills/${id(billId)}/lines`, body),
  changeLine: (billId: string, lineId: string, body: LinePatch) =>
    write<BillView>('PATCH', `/bills/${id(billId)}/lines/${id(lineId)}`, body),
  voidLine: (billId: string, lineId: string, body: Static<typeof VoidRequest>) =>
    write<BillView>('POST', `/bills/${id(billId)}/lines/${id(lineId)}/void`, body),
  order: (billId: string) => write<BillView>('POST', `/bills/${id(billId)}/order`),
  printBill: (billId: string) => write<PrintJobView>('POST', `/bills/${id(billId)}/print`),
  split: (billId: string, body: Static<typeof SplitRequest>) =>
    write<SplitResult>('POST', `/bills/${id(billId)}/split`, body),
  /** The money is being taken here; refused with `bill-claimed` while it is taken elsewhere. */
  claim: (billId: string, takesOver: boolean) =>
    write<BillView>('POST', `/bills/${id(billId)}/claim`, { takesOver }),
  release: (billId: string) => write<BillView>('DELETE', `/bills/${id(billId)}/claim`),
  takeUpLate: (billId: string) => write<BillView>('POST', `/bills/${id(billId)}/take-up-late`),
  troubles: () => get<TroubleView[]>('/troubles'),
  settleTrouble: (body: SettleRequest) => write<TroubleView[]>('POST', '/troubles/settle', body),
  registers: () => get<RegisterName[]>('/registers'),
  pay: (billId: string, body: PayRequest) => deed<ReceiptView>(`/bills/${id(billId)}/pay`, body),

  receipts: (filter: Static<typeof ReceiptQuery>) => get<ReceiptList>(`/receipts${query(filter)}`),
  receipt: (receiptId: string) => get<ReceiptView>(`/receipts/${id(receiptId)}`),
  /** The very paper: read from the bytes that were printed, or would be. */
  receiptPaper: (receiptId: string) => get<PaperView>(`/receipts/${id(receiptId)}/paper`),
  reprint: (receiptId: string) => write<PrintJobView>('POST', `/receipts/${id(receiptId)}/reprint`),
  reverse: (receiptId: string, body: Static<typeof ReverseRequest>) =>
    deed<ReceiptView>(`/receipts/${id(receiptId)}/reverse`, body),

  shift: () => get<ShiftView>('/shift'),
  openShift: (body: Static<typeof OpenShift>) => write<ShiftView>('POST', '/shift/open', body),
  moveCash: (body: Static<typeof CashRequest>) => deed<ShiftView>('/shift/cash', body),
  shiftReport: () => get<ReportView>('/shift/report'),
  printShiftReport: () => write<PrintedReport>('POST', '/shift/report/print'),
  closeShift: (body: Static<typeof CloseShift>) => deed<ReportView>('/shift/close', body),
  shifts: () => get<ShiftSummary[]>('/shifts'),
  pastReport: (shiftId: string) => get<ReportView>(`/shifts/${id(shiftId)}/report`),
  printPastReport: (shiftId: string) => write<PrintJobView>('POST', `/shifts/${id(shiftId)}/print`),

  devices: () => get<DeviceView[]>('/devices'),
  changeDevice: (deviceId: string, body: Static<typeof DevicePatch>) =>
    write<DeviceView>('PATCH', `/devices/${id(deviceId)}`, body),
  testDevice: (deviceId: string, body: Static<typeof TestRequest>) =>
    write<unknown>('POST', `/devices/${id(deviceId)}/test`, body),
  openDrawer: (reason: string) => write<DrawerOpening>('POST', '/drawer/open', { reason }),
  drawerLog: () => get<DrawerOpening[]>('/drawer/log'),
  weigh: () => write<Static<typeof Weight>>('POST', '/scale/read'),
  siblings: () => get<SiblingsView>('/siblings'),
  showPairingCode: () => write<PairingView>('POST', '/siblings/code'),
  hidePairingCode: () => write<unknown>('DELETE', '/siblings/code'),
  joinShop: (body: JoinRequest) => write<unknown>('POST', '/siblings/join', body),
  addSiblingAddress: (address: string) => write<unknown>('POST', '/siblings/addresses', { address }),
  goAlone: () => write<unknown>('POST', '/siblings/go-alone'),
  revokeSibling: (registerId: string) => write<unknown>('POST', `/siblings/${id(registerId)}/revoke`),
  addGuest: (name: string) => write<GuestPapers>('POST', '/guests', { name }),
  revokeGuest: (name: string) => write<unknown>('POST', `/guests/${id(name)}/revoke`),

  backoffice: () => get<BackofficeView>('/backoffice'),
  joinBackoffice: (body: BackofficeJoin) => far<BackofficeView>('/backoffice/join', body),
  leaveBackoffice: () => write<unknown>('DELETE', '/backoffice'),
  /** Answered when the attempt is over, whichever way it ended. */
  syncBackoffice: () => far<BackofficeSync>('/backoffice/sync'),

  eet: () => get<EetView>('/eet'),
  eetSales: (filter: EetSalesQuery) => get<EetSaleList>(`/eet/sales${query(filter)}`),
  eetSale: (receiptId: string) => get<EetSaleView>(`/receipts/${id(receiptId)}/eet`),
  eetResend: (receiptId: string) => write<EetSaleView>('POST', `/receipts/${id(receiptId)}/eet/resend`),
  eetTest: () => write<EetTestResult>('POST', '/eet/test'),
  eetTakeOver: (registerId: string) => write<EetView>('POST', '/eet/take-over', { registerId }),
  importEetCertificate: (body: EetCertificateImport) =>
    write<EetCertificateView>('POST', '/eet/certificate', body),

  jobs: () => get<PrintJobView[]>('/print-jobs'),
  decideJob: (jobId: string, decision: Static<typeof JobDecision>['decision']) =>
    write<PrintJobView>('POST', `/print-jobs/${id(jobId)}/decide`, { decision }),
};
