// What people have done with the quarantine.
import { badge, empty, h, table, time } from './dom.js';
import { get, may } from './api.js';

const uidOf = file => file.replace(/^.*\//, '').replace(/\.dcm$/, '');

const row = one => [time(one.at), one.by, badge(one.decision),
  one.key ? h('a', { class: 'uid', href: `#/quarantine/${one.key}` }, uidOf(one.file)) : one.file, one.reason || '–', one.destinations || '–'];

export async function load() {
  const head = h('div', { class: 'head' }, h('h1', {}, 'Audit'), h('span', { class: 'quiet' }, 'who did what with the quarantine, and why'));
  if (!may('reviewer')) {
    return [head, h('div', { class: 'card' }, empty('audit', 'For reviewers', h('p', {}, 'Sign in as a reviewer or an admin to see who decided what.')))];
  }
  let answer = await get('audit', { limit: 100 });
  const rows = answer.items.map(row);
  if (rows.length === 0) {
    return [head, h('div', { class: 'card' }, empty('audit', 'Nobody has decided about anything yet',
      h('p', {}, 'What is released, rejected or opened in the quarantine is recorded here, with the reason.')))];
  }
  const columns = [['When'], ['Who'], ['What'], ['Instance'], ['Reason'], ['To']];
  const card = h('section', { class: 'card' }, table('What people have done', columns, rows));
  const more = h('button', { onclick: async () => {
    answer = await get('audit', { limit: 100, cursor: answer.next });
    card.querySelector('tbody').append(...table('', columns, answer.items.map(row)).querySelectorAll('tbody tr'));
    more.hidden = !answer.next;
  } }, 'Show older');
  more.hidden = !answer.next;
  return [head, card, h('div', { class: 'more' }, more)];
}
