// How the node is: what passes, what waits, what is wrong.
import { age, count, empty, h, icon, many, s, since, table, time } from './dom.js';
import { get } from './api.js';

const narrow = matchMedia('(max-width: 800px)');
narrow.addEventListener('change', () => dispatchEvent(new Event('hashchange')));

/** A band between two places, as thick as what goes along it. */
function band(kind, [x1, y1], [x2, y2], thick) {
  const path = narrow.matches
    ? `M${x1} ${y1}C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`
    : `M${x1} ${y1}C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2} ${y2}`;
  return s('path', { class: thick ? kind : 'none', 'stroke-width': thick ? Math.max(3, thick) : 1.5, d: path });
}

function box({ x, y, width, height = 88, title, value, sub, kind = '' }) {
  return s('g', {},
    s('rect', { class: `node ${kind}`, x, y, width, height, rx: 10 }),
    s('text', { x: x + 14, y: y + 27 }, title),
    s('text', { class: 'num', x: x + 14, y: y + 53 }, value),
    s('text', { class: 'sub', x: x + 14, y: y + 73 }, sub));
}

/** Where the boxes stand: from left to right, or from top to bottom where there is no room. */
function layout(outcomes, destinations) {
  const right = Math.max(1, destinations);
  if (narrow.matches) {
    const width = (400 - 10 * (outcomes - 1)) / outcomes;
    const last = 276;
    return {
      width: 400, height: last + right * 98,
      received: { x: 0, y: 0, width: 400 },
      outcome: i => ({ x: i * (width + 10), y: 138, width }),
      destination: i => ({ x: 0, y: last + i * 98, width: 400 }),
      out: at => [at.x + at.width / 2, at.y + 88],
      into: at => [at.x + at.width / 2, at.y],
    };
  }
  const height = Math.max(outcomes, right) * 104;
  const y = (i, n) => (height / n) * (i + 0.5) - 44;
  return {
    width: 1000, height,
    received: { x: 0, y: height / 2 - 44, width: 220 },
    outcome: i => ({ x: 390, y: y(i, outcomes), width: 220 }),
    destination: i => ({ x: 730, y: y(i, right), width: 270 }),
    out: at => [at.x + at.width, at.y + 44],
    into: at => [at.x, at.y + 44],
  };
}

/** Received, to what became of it, to each destination. */
function flow(status) {
  const today = status.today;
  const to = status.destinations;
  const outcomes = [
    ['clean', 'Clean', today.clean, 'goes on'],
    ['flagged', 'Flagged', today.flagged, 'kept back'],
    ['refused', 'Refused', today.refused, 'not taken'],
    ...(today.undecided ? [['undecided', 'Undecided', today.undecided, 'kept back']] : []),
  ];
  const at = layout(outcomes.length, to.length);
  const scale = 44 / Math.max(1, today.received);
  const bands = outcomes.map(([kind, , value], i) => band(kind, at.out(at.received), at.into(at.outcome(i)), value * scale));
  to.forEach((one, i) => bands.push(band('clean', at.out(at.outcome(0)), at.into(at.destination(i)), one.today.delivered * scale)));
  const boxes = [box({ ...at.received, title: 'Received today', value: count(today.received), sub: `${count(status.lastHour.received)} in the last hour` })];
  outcomes.forEach(([kind, title, value, sub], i) =>
    boxes.push(box({ ...at.outcome(i), title, value: count(value), sub, kind: kind !== 'clean' && kind !== 'refused' && value ? 'warn' : '' })));
  to.forEach((one, i) => boxes.push(box({
    ...at.destination(i),
    title: one.name.length > 26 ? `${one.name.slice(0, 25)}…` : one.name,
    value: `${count(one.today.delivered)} delivered`,
    sub: [one.waiting ? `${count(one.waiting)} waiting` : 'nothing waits', one.held && `${count(one.held)} held`].filter(Boolean).join(', '),
    kind: one.held ? 'bad' : one.waiting && one.oldestSeconds > 900 ? 'warn' : '',
  })));
  const says = `${many(today.received, 'instance')} received today: ${count(today.clean)} clean, ${count(today.flagged)} flagged, ${count(today.refused)} refused.`;
  return s('svg', { class: 'flow', viewBox: `0 0 ${at.width} ${at.height}`, role: 'img', 'aria-label': says }, bands, boxes);
}

function verdict(status) {
  const wrong = status.wrong ?? [];
  const kind = wrong.length === 0 ? 'fine' : status.ready ? 'warn' : 'bad';
  const words = wrong.length === 0 ? 'Instances are accepted, and nothing is wrong.'
    : status.ready ? 'Instances are accepted, but look at this:' : 'Instances are not accepted:';
  return h('div', { class: `verdict ${kind}` }, icon(kind === 'fine' ? 'fine' : 'warn'),
    h('div', {}, words, wrong.length > 0 && h('ul', {}, wrong.map(line => h('li', {}, line)))));
}

const tile = (title, value, sub, kind = '', to) => h(to ? 'a' : 'div', { class: `tile ${kind}`, href: to },
  h('span', { class: 'quiet' }, title), h('b', {}, value), h('span', { class: 'quiet small' }, sub));

function tiles(status) {
  const waiting = status.destinations.reduce((sum, one) => sum + one.waiting, 0);
  const held = status.destinations.reduce((sum, one) => sum + one.held, 0);
  const oldest = Math.max(-1, ...status.destinations.map(one => one.oldestSeconds ?? -1));
  const quarantine = status.quarantine;
  return h('div', { class: 'tiles' },
    tile('In the quarantine', quarantine ? count(quarantine.instances) : '–',
      quarantine?.instances && quarantine.oldest ? `the oldest for ${since(quarantine.oldest)}` : 'nothing is kept back', quarantine?.instances ? 'warn' : '', '#/quarantine'),
    tile('Waiting to be delivered', count(waiting), oldest < 0 ? 'nothing waits' : `the oldest for ${age(oldest)}`, '', '#/destinations'),
    tile('Held', count(held), held ? 'destinations refuse them' : 'no destination refuses anything', held ? 'warn' : '', '#/destinations'),
    tile('Up', since(status.startedAt), h('span', {}, 'since ', time(status.startedAt))));
}

export function render(status) {
  const rows = status.destinations.map(one => [
    one.name, count(one.today.delivered), count(one.lastHour.delivered), count(one.waiting), age(one.oldestSeconds), count(one.held),
    one.opensAt ? h('span', {}, 'closed until ', time(one.opensAt)) : time(one.lastSuccess)]);
  return [
    h('div', { class: 'head' }, h('h1', {}, 'Now'), h('span', { class: 'quiet end' }, 'seen ', time(status.at))),
    verdict(status),
    tiles(status),
    h('section', { class: 'card' }, h('h2', {}, 'What passed today'),
      status.today.received || rows.length ? flow(status) : empty('now', 'Nothing has come yet', h('p', {}, 'Point a modality at this node.')),
      status.today.received === 0 && h('p', { class: 'quiet small' }, 'Nothing has come today. “sluice demo” shows how it looks when something does.')),
    h('section', { class: 'card' }, h('h2', {}, 'Destinations'),
      table('Destinations', [['Destination'], ['Delivered today', 'n'], ['Last hour', 'n'], ['Waiting', 'n'], ['Oldest', 'n'], ['Held', 'n'], ['Last success']], rows)),
  ];
}

export const load = async () => render(await get('status'));
