import { words } from '../../../ui/language.ts';

export const signIn = words(
  {
    who: 'Kdo obsluhuje?',
    newBox: 'Nová pokladna',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Klepněte na své jméno, pak zadejte PIN.',
    nobody:
      'Na této pokladně zatím není žádná obsluha. V průvodci ji připojíte k obchodu, který už běží, nebo přidáte prvního vedoucího.',
    wizard: 'Průvodce instalací',
    unfinished:
      'Nastavení pokladny není dokončené. Přihlásí-li se vedoucí nebo technik, bude pokračovat, kde se skončilo.',
    drawing: 'Pokladna přebírá data obchodu. Obsluha se ukáže za chvíli.',
  },
  {
    who: 'Who is serving?',
    newBox: 'A new register',
    pin: (name: string) => `PIN: ${name}`,
    tapName: 'Tap your name, then enter your PIN.',
    nobody:
      'There is no staff on this register yet. In the installation guide you join it to a shop that is running already, or add the first manager.',
    wizard: 'Installation guide',
    unfinished:
      'The register is not wholly set up. When a manager or a technician signs in, it goes on from where it ended.',
    drawing: 'The register is taking over the data of the shop. Its people will be here in a moment.',
  },
);
