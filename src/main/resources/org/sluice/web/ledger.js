// What became of what was received.
import { badge, count, empty, h, table, time } from './dom.js';
import { get } from './api.js';

const FATES = ['delivered', 'quarantined', 'refused', 'waiting', 'held', 'rejected', 'dropped'];

function search(text, go) {
  const field = h('input', { name: 'q', value: text, placeholder: 'Study or SOP Instance UID, or a00042', 'aria-label': 'Study Instance UID, SOP Instance UID or association', spellcheck: 'false', size: 44 });
  return h('form', { role: 'search', class: 'head', onsubmit: event => {
    event.preventDefault();
    go(field.value.trim());
  } }, field, h('button', { class: 'primary' }, 'Where did it go?'), text && h('button', { type: 'button', onclick: () => go('') }, 'Today'));
}

function sums(rows) {
  const shown = FATES.filter(fate => rows.some(row => row[fate]));
  return table('By route, caller and destination', [['Route'], ['From'], ['To'], ['Received', 'n'], ...shown.map(fate => [fate, 'n'])],
    rows.map(row => [row.route, row.callingAe, row.destination, count(row.received), ...shown.map(fate => (row[fate] ? count(row[fate]) : '–'))]));
}

const instances = rows => table('Instances', [['SOP Instance UID'], ['Received'], ['From'], ['To'], ['What became of it'], ['Since']],
  rows.map(row => [h('span', { class: 'uid' }, row.sopInstanceUid), time(row.receivedAt), row.callingAe, row.destination, badge(row.fate), time(row.since)]));

/** Whatever somebody looks for: a study first, then an instance. */
async function found(text) {
  if (/^a\d+$/.test(text)) {
    return get('ledger', { association: text });
  }
  const study = await get('ledger', { study: text });
  return study.sums?.length ? study : get('ledger', { instance: text });
}

export async function load(refresh, words) {
  const text = decodeURIComponent(words[0] ?? '');
  const answer = text ? await found(text) : await get('ledger');
  const rows = answer.sums ?? [];
  return [
    h('div', { class: 'head' }, h('h1', {}, 'Ledger'), h('span', { class: 'quiet' }, text ? 'what became of it' : 'what became of what was received today')),
    search(text, next => { location.hash = next ? `#/ledger/${encodeURIComponent(next)}` : '#/ledger'; }),
    rows.length === 0
      ? h('div', { class: 'card' }, text
        ? empty('ledger', 'Nothing is known of it', h('p', {}, 'It has not been received, or longer ago than the ledger is kept. UIDs are those under which instances were received.'))
        : empty('ledger', 'Nothing has been received today', h('p', {}, 'Look for a study or an instance by its UID, as the modality knows it.')))
      : h('section', { class: 'card' }, h('h2', {}, 'What became of them, for each destination'), sums(rows)),
    answer.instances?.length > 0 && h('section', { class: 'card' }, h('h2', {}, 'Instances'), instances(answer.instances)),
    (answer.gaps ?? []).map(gap => h('p', { class: 'quiet' }, 'From ', time(gap.from), ' to ', time(gap.to), ' not all is known.')),
  ];
}
