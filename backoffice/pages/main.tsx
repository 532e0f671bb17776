import { render } from 'preact';
import { App } from './app.tsx';
import { startLanguage } from './store/language.ts';
import { startLive } from './store/live.ts';
import { startNotify } from './store/notify.ts';
import { startSession } from './store/session.ts';
import { startTheme } from './store/theme.ts';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
startTheme();
startLanguage();
startSession();
startLive();
startNotify();
render(<App />, root);
