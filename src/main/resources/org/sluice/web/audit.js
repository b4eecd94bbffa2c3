// What people have done with the node and with single instances of the quarantine, and who came to the door.
import { badge, empty, h, table, time } from './dom.js';
import { get, may } from './api.js';

const uidOf = file => file.replace(/^.*\//, '').replace(/\.dcm$/, '');

const decision = one => [time(one.at), one.by, badge(one.decision),
  one.key ? h('a', { class: 'uid', href: `#/quarantine/${one.key}` }, uidOf(one.file)) : one.file, one.reason || '–', one.destinations || '–'];

const said = value => Array.isArray(value) ? value.join(' ') : String(value);

// what somebody has asked for, or what came of it
function words(one) {
  const about = Object.entries(one.about ?? {}).map(([key, value]) => `${key} ${said(value)}`);
  const rest = ['why', 'role', 'done', 'failed', 'unlisted', 'version'].filter(key => key in one).map(key => `${key} ${one[key]}`);
  return [...rest, ...about].join(', ') || '–';
}

const event = one => [time(one.at), one.by || '–', one.event, badge(one.outcome), words(one), one.from || '–'];

// One of the two records, with a button for what is older.
async function record(path, title, columns, row, nothing) {
  let answer = await get(path, { limit: 100 });
  if (answer.items.length === 0) {
    return [h('div', { class: 'card' }, nothing)];
  }
  const card = h('section', { class: 'card' }, table(title, columns, answer.items.map(row)));
  const more = h('button', { onclick: async () => {
    answer = await get(path, { limit: 100, cursor: answer.next });
    card.querySelector('tbody').append(...table('', columns, answer.items.map(row)).querySelectorAll('tbody tr'));
    more.hidden = !answer.next;
  } }, 'Show older');
  more.hidden = !answer.next;
  return [card, h('div', { class: 'more' }, more)];
}

export async function load() {
  const head = h('div', { class: 'head' }, h('h1', {}, 'Audit'), h('span', { class: 'quiet' }, 'who did what, when and why'));
  if (!may('reviewer')) {
    return [head, h('div', { class: 'card' }, empty('audit', 'For reviewers', h('p', {}, 'Sign in as a reviewer or an admin to see who decided what.')))];
  }
  const decisions = await record('audit', 'What people have decided',
    [['When'], ['Who'], ['What'], ['Instance'], ['Reason'], ['To']], decision,
    empty('audit', 'Nobody has decided about anything yet',
      h('p', {}, 'What is released, rejected or opened in the quarantine is recorded here, with the reason.')));
  const events = await record('audit/events', 'Acts, sign-ins, start and stop',
    [['When'], ['Who'], ['What'], ['Outcome'], ['About'], ['From']], event,
    empty('audit', 'Nothing has happened yet', h('p', {}, 'Acts, sign-ins, reloads, start and stop are recorded here.')));
  return [head, ...decisions, ...events];
}
