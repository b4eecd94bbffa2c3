// What recipes would have done that are tried beside those in force.
import { ask, badge, count, empty, h, many, reasonField, table, time, toast } from './dom.js';
import { get, may, post } from './api.js';

const SAYS = { flagged: 'would flag', clean: 'would let go', undecided: 'cannot say' };

async function promote(one, refresh) {
  const answer = await ask({
    title: `Promote the shadow of ${one.route}?`,
    text: h('p', {}, `${one.recipe} gets the text of ${one.shadow}, and is in force for what comes from then on. The former text is kept beside it.`),
    fields: [reasonField()],
    word: 'Promote',
    act: form => post(`shadow/${encodeURIComponent(one.route)}/promote`, { reason: form.reason.value }),
  });
  if (answer) {
    toast(`In force on ${answer.promoted}; the former text is ${answer.formerText}`);
    refresh();
  }
}

const difference = (shadow, one) => [
  badge(SAYS[one.kind] ?? one.kind),
  count(one.count),
  h('span', {}, one.label, h('br'),
    h('span', { class: 'quiet small' }, `${one.section}, ${one.kind === 'clean' ? shadow.recipe : shadow.shadow}:${one.line}`)),
  h('details', {}, h('summary', {}, `the last ${count(one.samples.length)}`),
    one.samples.slice().reverse().map(sample => h('div', {}, time(sample.at), ' ', h('span', { class: 'uid' }, sample.uid))))];

function shadow(one, refresh) {
  const same = one.shadowSha256 === one.recipeSha256;
  return h('section', { class: 'card' },
    h('div', { class: 'head' }, h('h2', {}, one.route),
      h('span', { class: 'quiet' }, `${one.shadow} beside ${one.recipe}`),
      may('admin') && !same && h('div', { class: 'end' }, h('button', { onclick: () => promote(one, refresh) }, 'Promote'))),
    same ? h('p', { class: 'quiet' }, 'It has the text of the recipe in force: nothing to compare.')
      : h('p', {}, `Would have flagged ${count(one.flagged)} of ${count(one.compared)} since `, time(one.since),
        ` that went on, and let ${count(one.clean)} go on that were flagged. Flagged by both: ${count(one.bothFlagged)}. Undecided: ${count(one.undecided)}.`),
    one.failed > 0 && h('p', { class: 'bad' }, `It has failed on ${many(one.failed, 'instance')}; the log says why.`),
    one.differences.length > 0 && table(`Differences on ${one.route}`, [['What'], ['Instances', 'n'], ['Label'], ['Samples']],
      one.differences.map(each => difference(one, each))));
}

export async function load(refresh) {
  const { shadows } = await get('shadow');
  return [
    h('div', { class: 'head' }, h('h1', {}, 'Shadow'), h('span', { class: 'quiet' }, 'recipes that are tried without effect'),
      h('div', { class: 'end' }, h('button', { onclick: refresh }, 'Refresh'))),
    shadows.length === 0
      ? h('div', { class: 'card' }, empty('shadow', 'No recipe is tried',
        h('p', {}, 'Write shadow: recipes/new.deid at a route of the configuration, and have the node read it again with sluice reload. Where the new recipe differs from the one in force is counted here.')))
      : shadows.map(one => shadow(one, refresh)),
  ];
}
