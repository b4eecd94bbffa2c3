// Makes elements, and says numbers and times in words. Whatever comes from the node becomes text, never markup.
const SVG = 'http://www.w3.org/2000/svg';

function made(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat(9).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/** An element: h('p', { class: 'quiet' }, 'text'). */
export const h = (name, properties, ...children) => made(document.createElement(name), properties, children);

/** The same of SVG. */
export const s = (name, properties, ...children) => made(document.createElementNS(SVG, name), properties, children);

const PATHS = {
  now: 'M3 12h4l3 8 4-16 3 8h4',
  quarantine: 'M12 3 4 6v6c0 4.5 3.200 7.700 8 9 4.800-1.300 8-4.500 8-9V6zM12 8v5M12 16.200v.1',
  destinations: 'M4 6h16v5H4zM4 14h16v5H4zM7.500 8.500h.1M7.500 16.500h.1',
  shadow: 'M9 5h11v11H9zM4 9v11h11v-4',
  ledger: 'M6 3h10l3 3v15H6zM9 9h7M9 13h7M9 17h4',
  audit: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c1-3.500 4-5 7.500-5s6.500 1.500 7.500 5',
  fine: 'M4 12.500 9.500 18 20 6.500',
  warn: 'M12 3 2 20h20zM12 9.500v5M12 17.200v.1',
};

export const icon = name => s('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, s('path', { d: PATHS[name] }));

const number = new Intl.NumberFormat();
export const count = value => number.format(value ?? 0);
export const many = (value, noun) => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
export const time = text => (text ? h('time', { datetime: text, title: text }, clock.format(new Date(text))) : '–');

const hour = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** The same where there is little room: of today the time, else the day. */
export function when(text) {
  const at = new Date(text);
  const today = at.toDateString() === new Date().toDateString();
  return h('time', { datetime: text, title: clock.format(at) }, (today ? hour : day).format(at));
}

export function age(seconds) {
  if (seconds === undefined || seconds === null) {
    return '–';
  }
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const first = parts.findIndex(([size]) => seconds >= size);
  if (first < 0) {
    return '0 s';
  }
  const [size, unit] = parts[first];
  const rest = Math.floor((seconds % size) / (parts[first + 1]?.[0] ?? 1));
  const next = parts[first + 1];
  return `${Math.floor(seconds / size)} ${unit}` + (next && rest ? ` ${rest} ${next[1]}` : '');
}

export const since = text => age(Math.max(0, Math.floor((Date.now() - new Date(text)) / 1000)));

export const badge = word => h('span', { class: `badge ${word}` }, word);

/** What is shown where there is nothing: what that means, and what to do next. */
export const empty = (name, title, ...words) => h('div', { class: 'empty' }, icon(name), h('h2', {}, title), words);

export function table(caption, columns, rows) {
  return h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption },
    h('table', {},
      h('caption', { class: 'hide' }, caption),
      h('thead', {}, h('tr', {}, columns.map(([name, kind]) => h('th', { scope: 'col', class: kind }, name)))),
      h('tbody', {}, rows.map(cells => h('tr', {}, cells.map((cell, i) =>
        i === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: columns[i][1] }, cell)))))));
}

/** A message that goes by itself. */
export function toast(text, kind = '') {
  const shown = h('div', { class: `toast ${kind}` }, text);
  document.getElementById('toasts').append(shown);
  setTimeout(() => shown.remove(), kind === 'bad' ? 12000 : 6000);
}

/**
 * Asks a person something in a dialog: fields of a form, and what is done with them. The dialog stays while that fails.
 */
export function ask({ title, text, fields = [], act, word, danger = false }) {
  return new Promise(done => {
    const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    const go = h('button', { class: danger ? 'primary danger' : 'primary', type: 'submit' }, word);
    const form = h('form', { method: 'dialog' },
      h('h2', { id: 'dialog-title' }, title), text, fields, problem,
      h('div', { class: 'acts' }, h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), go));
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, form);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      go.disabled = true;
      problem.hidden = true;
      try {
        const answer = await act(form.elements);
        dialog.close();
        done(answer);
      } catch (failure) {
        problem.textContent = failure.message;
        problem.hidden = false;
        go.disabled = false;
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      done(undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
    (form.querySelector('textarea, input, select') ?? go).focus();
  });
}

export const reasonField = () => h('label', {}, 'Reason, which is kept',
  h('textarea', { name: 'reason', required: true, maxlength: 1000, rows: 3 }));
