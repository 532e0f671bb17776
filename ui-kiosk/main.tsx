import { render } from 'preact';
import { App } from './app.tsx';
import { startScreenRest } from './screen-rest.tsx';
import { startSync } from './store/sync.ts';
import { startTheme } from './store/theme.ts';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
startTheme();
startScreenRest();
startSync();
render(<App />, root);
