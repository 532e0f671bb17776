export { createNotifier, type Notifier, type NotifierOptions } from './notify.ts';
