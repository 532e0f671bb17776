import {
  ArrowLeft,
  ArrowRightLeft,
  Banknote,
  Check,
  ChevronDown,
  ChevronRight,
  CircleAlert,
  Clock,
  CreditCard,
  Delete,
  EllipsisVertical,
  Euro,
  FileText,
  History,
  Info,
  Keyboard,
  Landmark,
  LayoutGrid,
  Lock,
  Minus,
  NotebookText,
  Pencil,
  Percent,
  Plus,
  Printer,
  QrCode,
  Receipt,
  RefreshCw,
  Scale,
  Search,
  Settings,
  Split,
  Star,
  Ticket,
  Trash2,
  TriangleAlert,
  UserRound,
  Users,
  Utensils,
  Wallet,
  X,
} from 'lucide';
import { type Attributes, h } from 'preact';

/** The icons in use, by what they stand for. Data of lucide, taken one by one. */
const ICONS = {
  sell: LayoutGrid,
  tables: Utensils,
  history: History,
  items: NotebookText,
  shift: Wallet,
  authority: Landmark,
  settings: Settings,
  lock: Lock,
  search: Search,
  erase: Delete,
  close: X,
  check: Check,
  plus: Plus,
  minus: Minus,
  delete: Trash2,
  edit: Pencil,
  more: EllipsisVertical,
  info: Info,
  warning: TriangleAlert,
  fault: CircleAlert,
  back: ArrowLeft,
  next: ChevronRight,
  down: ChevronDown,
  move: ArrowRightLeft,
  split: Split,
  guests: Users,
  person: UserRound,
  printer: Printer,
  refresh: RefreshCw,
  cash: Banknote,
  card: CreditCard,
  voucher: Ticket,
  qr: QrCode,
  transfer: FileText,
  foreign: Euro,
  receipt: Receipt,
  scale: Scale,
  discount: Percent,
  star: Star,
  clock: Clock,
  keyboard: Keyboard,
} as const;
export type IconName = keyof typeof ICONS;

/** Decoration beside words; alone in a button, the button carries the label. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {ICONS[name].map(([tag, attributes]) => h(tag, attributes as Attributes))}
    </svg>
  );
}
