// The desk: which view is shown, what the node says meanwhile, and what keys do.
import { empty, h, icon, toast } from './dom.js';
import { begin, send, session } from './api.js';
import * as now from './now.js';
import * as destinations from './destinations.js';
import * as shadow from './shadow.js';
import * as ledger from './ledger.js';
import * as audit from './audit.js';
import { Quarantine } from './quarantine.js';

const main = document.getElementById('view');
const VIEWS = { now: 'Now', quarantine: 'Quarantine', destinations: 'Destinations', shadow: 'Shadow', ledger: 'Ledger', audit: 'Audit' };
const PLAIN = { now, destinations, shadow, ledger, audit };
const counts = {};
let view = '';
let quarantine = null;
let turn = 0;

const route = () => location.hash.replace(/^#\//, '').split('/').filter(Boolean);

function drawNav() {
  document.getElementById('nav').replaceChildren(...Object.entries(VIEWS).map(([name, title]) => h('li', {},
    h('a', { href: `#/${name}`, 'aria-current': name === view ? 'page' : null }, icon(name), h('span', {}, title),
      counts[name] > 0 && h('span', { class: 'count' }, counts[name], h('span', { class: 'hide' }, name === 'quarantine' ? ' wait' : ' held'))))));
}

function show(...parts) {
  main.replaceChildren(...parts.flat(9).filter(Boolean));
}

async function open() {
  const [name = 'now', ...words] = route();
  const mine = ++turn;
  const changed = name !== view;
  view = VIEWS[name] ? name : 'now';
  document.title = `${VIEWS[view]} – Sluice`;
  drawNav();
  try {
    if (view !== 'quarantine') {
      quarantine = null;
      const parts = await PLAIN[view].load(open, words);
      if (mine === turn) {
        show(parts);
      }
    } else if (quarantine && !changed) {
      await quarantine.open(words[0] ?? '');
    } else {
      quarantine = new Quarantine(main);
      await quarantine.load(words);
    }
  } catch (failure) {
    if (mine === turn) {
      show(h('div', { class: 'card' }, empty('warn', 'That did not work', h('p', {}, failure.message), h('button', { onclick: open }, 'Try again'))));
    }
  }
  if (changed && mine === turn) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function listen() {
  const events = new EventSource('/api/v1/events');
  events.addEventListener('status', event => {
    const status = JSON.parse(event.data);
    counts.quarantine = status.quarantine?.instances ?? 0;
    counts.destinations = status.destinations.reduce((sum, one) => sum + one.held, 0);
    drawNav();
    if (view === 'now') {
      show(now.render(status));
    }
  });
}

function drawWho() {
  const theme = h('button', { class: 'tight plain', 'aria-label': 'Light or dark', title: 'Light or dark', onclick: () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === 'dark';
    localStorage.setItem('theme', dark ? 'light' : 'dark');
    document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  } }, '◐');
  document.getElementById('who').replaceChildren(
    h('span', {}, h('b', {}, session.signedIn ? session.name : 'this host'), h('span', { class: 'quiet' }, ` ${session.role}`)),
    h('span', {}, theme, session.signedIn && h('button', { class: 'tight', onclick: async () => {
      await send('DELETE', 'session');
      location.href = '/';
    } }, 'Sign out')));
}

const JUMPS = { n: 'now', q: 'quarantine', d: 'destinations', s: 'shadow', l: 'ledger', a: 'audit' };
let jumping = false;

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog')) {
    return;
  }
  if (jumping && JUMPS[event.key]) {
    location.hash = `#/${JUMPS[event.key]}`;
  } else if (event.key === '?') {
    toast('g then n q d s l a: views · j k: next and previous · r: release · x: reject · /: search');
  } else if (!quarantine?.pressed(event.key)) {
    jumping = event.key === 'g';
    return;
  }
  jumping = false;
  event.preventDefault();
});

const chosen = localStorage.getItem('theme');
if (chosen) {
  document.documentElement.dataset.theme = chosen;
}
addEventListener('hashchange', open);
await begin();
drawWho();
await open();
listen();
