// What waits and is held for each destination, and what is to become of it.
import { ask, badge, count, empty, h, many, reasonField, table, time, toast, when } from './dom.js';
import { get, may, post, postAll } from './api.js';

const told = (answer, word) => toast(`${word}: ${many(answer.done, 'instance')}` +
  (answer.failed ? `; refused ${count(answer.failed)}: ${answer.refused[0] ?? ''}` : ''), answer.failed ? 'bad' : '');

const SAYS = {
  retry: ['Try again', 'Tried now, as if it had never failed.'],
  hold: ['Hold', 'Put aside, until it is tried again, moved or dropped.'],
  skip: ['Skip', 'Put behind all others, until the next start.'],
  move: ['Move', 'Given to another destination, where it waits.'],
  drop: ['Drop', 'Removed for good. The sender has been told that it arrived.'],
};

async function act(word, path, what, names, refresh, all) {
  const fields = word === 'drop' ? [reasonField()]
    : word === 'move' ? [h('label', {}, 'To', h('select', { name: 'to' }, names.map(name => h('option', {}, name))))] : [];
  const answer = await ask({
    title: `${SAYS[word][0]} ${what}?`,
    text: h('p', {}, SAYS[word][1]),
    fields,
    word: SAYS[word][0],
    danger: word === 'drop',
    act: form => (all ? postAll : post)(`queues/${path}/${word}`,
      word === 'drop' ? { reason: form.reason.value } : word === 'move' ? { to: form.to.value } : {}),
  });
  if (answer) {
    told(answer, SAYS[word][0]);
    refresh();
  }
}

function buttons(words, path, what, names, refresh, all = false) {
  return h('div', { class: all ? 'end' : 'row' }, words
    .filter(word => may(word === 'drop' ? 'admin' : 'reviewer') && (word !== 'move' || names.length))
    .map(word => h('button', { class: word === 'drop' ? 'tight danger' : 'tight', onclick: () => act(word, path, what, names, refresh, all) }, SAYS[word][0])));
}

function instance(one, names, refresh) {
  const held = one.state !== 'waiting';
  const words = held ? ['retry', 'move', 'drop'] : ['retry', 'hold', 'skip', 'move', 'drop'];
  return [
    h('span', { class: 'uid' }, one.id),
    badge(one.state),
    h('span', {}, h('span', { class: 'uid' }, one.sopInstanceUid ?? ''), h('br'), h('span', { class: 'quiet small' }, one.callingAe ? `from ${one.callingAe}` : '')),
    when(one.since),
    one.tries ? count(one.tries) : '–',
    one.words || one.heldBecause || '–',
    buttons(words, one.id, one.id, names, refresh)];
}

function destination(queue, instances, names, refresh) {
  const others = names.filter(name => name !== queue.name);
  const rows = instances.filter(one => one.destination === queue.name);
  const kinds = Object.entries(queue.failures ?? {}).map(([kind, n]) => `${kind} ${count(n)}`).join(', ');
  return h('section', { class: 'card' },
    h('div', { class: 'head' }, h('h2', {}, queue.name),
      !queue.configured && h('span', { class: 'badge held' }, 'not configured any more'),
      queue.waiting > 0 && h('span', { class: 'badge waiting' }, `${count(queue.waiting)} waiting`),
      queue.held > 0 && h('span', { class: 'badge held' }, `${count(queue.held)} held`),
      queue.opensAt && h('span', { class: 'badge' }, 'closed until ', time(queue.opensAt)),
      queue.waiting + queue.held > 1 && buttons(['retry', 'move'], queue.name, `all ${count(queue.waiting + queue.held)} for ${queue.name}`, others, refresh, true)),
    queue.lastFailure && h('p', { class: 'quiet' }, `Last failure: ${queue.lastFailure}`),
    kinds && h('p', { class: 'quiet small' }, `Failures: ${kinds}`),
    rows.length === 0 ? h('p', { class: 'quiet' }, 'Nothing waits, nothing is held.')
      : table(`For ${queue.name}`, [['ID'], ['State'], ['Instance'], ['Since'], ['Tries', 'n'], ['Last answer'], [h('span', { class: 'hide' }, 'Acts')]], rows.map(one => instance(one, others, refresh))));
}

export async function load(refresh) {
  const { destinations, instances, found } = await get('queues', { limit: 200 });
  const names = destinations.filter(one => one.configured).map(one => one.name);
  return [
    h('div', { class: 'head' }, h('h1', {}, 'Destinations'),
      h('span', { class: 'quiet' }, found > instances.length ? `the first ${count(instances.length)} of ${count(found)}` : many(found, 'instance')),
      h('div', { class: 'end' }, h('button', { onclick: refresh }, 'Refresh'))),
    destinations.length === 0
      ? empty('destinations', 'No destinations', h('p', {}, 'Name some in the configuration, under destinations.'))
      : destinations.map(queue => destination(queue, instances, names, refresh)),
  ];
}
