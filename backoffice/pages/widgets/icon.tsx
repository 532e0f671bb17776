import {
  ArrowLeft,
  BarChart3,
  Bell,
  BellOff,
  Boxes,
  Calculator,
  Check,
  ChevronDown,
  ChevronRight,
  CircleAlert,
  CircleUserRound,
  Clock,
  Copy,
  Download,
  EllipsisVertical,
  FileDown,
  History,
  Info,
  Landmark,
  LayoutDashboard,
  Link,
  LogOut,
  Menu,
  MonitorSmartphone,
  NotebookText,
  Pencil,
  Plus,
  Printer,
  Receipt,
  RefreshCw,
  Search,
  Settings,
  Tag,
  Trash2,
  TriangleAlert,
  Undo2,
  Unlink,
  Upload,
  Users,
  X,
} from 'lucide';
import { type Attributes, h } from 'preact';

/** The icons in use, by what they stand for. Data of lucide, taken one by one. */
const ICONS = {
  portal: LayoutDashboard,
  receipts: History,
  receipt: Receipt,
  shifts: Calculator,
  'price-list': NotebookText,
  stock: Boxes,
  authority: Landmark,
  registers: MonitorSmartphone,
  staff: Users,
  exports: FileDown,
  account: CircleUserRound,
  more: Menu,
  menu: EllipsisVertical,
  search: Search,
  close: X,
  check: Check,
  plus: Plus,
  delete: Trash2,
  edit: Pencil,
  info: Info,
  warning: TriangleAlert,
  fault: CircleAlert,
  back: ArrowLeft,
  next: ChevronRight,
  down: ChevronDown,
  refresh: RefreshCw,
  clock: Clock,
  copy: Copy,
  download: Download,
  upload: Upload,
  printer: Printer,
  label: Tag,
  bell: Bell,
  'bell-off': BellOff,
  chart: BarChart3,
  reversal: Undo2,
  link: Link,
  unlink: Unlink,
  settings: Settings,
  'sign-out': LogOut,
} as const;
export type IconName = keyof typeof ICONS;

/** Decoration beside words; alone in a button, the button carries the label. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
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
