import { render } from 'preact';
import type { View } from '../src/report/html/view.ts';
import { App } from './app.tsx';

const [place, data] = [document.getElementById('page'), document.getElementById('data')];
if (place !== null && data !== null) {
  const view = JSON.parse(data.textContent ?? '') as View;
  document.title = `${view.name} ${view.base} to ${view.target}: Evenkeel report`;
  render(<App view={view} />, place);
}

// On paper nothing can be opened.
window.addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
