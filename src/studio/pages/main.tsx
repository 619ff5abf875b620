import { render } from 'preact';
import { App } from './app.tsx';
import { live } from './core/live.ts';
import './style/base.css';
import './style/layout.css';
import './style/parts.css';

live.connect();
render(<App />, document.getElementById('studio')!);
