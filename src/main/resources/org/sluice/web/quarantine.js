// What is held back and why, and what a person decides about it.
import { ask, badge, count, empty, h, many, reasonField, table, time, toast, when } from './dom.js';
import { get, may, post, postAll } from './api.js';

const PAGE = 100;
const STATES = ['waiting', 'original', 'released', 'rejected', 'all'];

/** What is shown: it outlives a visit to another view. */
const seen = { filter: { state: 'waiting' }, items: [], next: undefined, chosen: new Set(), open: '', tag: null };

const lineOf = item => (item.recipe_line ? `${item.recipe}:${item.recipe_line}` : '');
const whyOf = item => item.label || item.reason || item.kind;

async function fetchMore() {
  const answer = await get('quarantine', { ...seen.filter, limit: PAGE, cursor: seen.next });
  seen.items.push(...answer.items);
  seen.next = answer.next;
}

async function fetchAll() {
  seen.items = [];
  seen.next = undefined;
  await fetchMore();
  const there = new Set(seen.items.map(item => item.key));
  seen.chosen.forEach(key => there.has(key) || seen.chosen.delete(key));
}

/** Items by their studies, in the order of the list. */
function studies() {
  const all = new Map();
  for (const item of seen.items) {
    const study = item.study_instance_uid || 'without a valid study';
    all.set(study, [...(all.get(study) ?? []), item]);
  }
  return all;
}

/** In the order in which they are shown. */
const shown = () => [...studies().values()].flat();

/** A picture that is not there when none can be made. */
function picture(item, size, kind, says) {
  const image = h('img', { class: kind, loading: 'lazy', alt: says, src: `/api/v1/quarantine/${encodeURIComponent(item.key)}/picture.png?size=${size}`,
    onerror: () => image.replaceWith(...(says ? [h('p', { class: 'quiet' }, 'There is no picture that could be shown.')] : [])) });
  return image;
}

function pictured(item, page) {
  return may('reviewer') && h('section', { class: 'card' },
    h('div', { class: 'head' }, h('h2', {}, 'Picture'),
      !page.valued && h('div', { class: 'end' }, h('button', { class: 'tight', onclick: () => page.open(item.key, true) }, 'Show picture and patient values'))),
    page.valued ? picture(item, 1024, 'picture', 'The first frame, with the rectangles that the recipe names')
      : h('p', { class: 'quiet small' }, 'Whoever looks at it is recorded.'));
}

// ---- the list

function row(item, page) {
  const box = h('input', { type: 'checkbox', 'aria-label': `choose ${item.sop_instance_uid}`, onchange: () => {
    seen.chosen[box.checked ? 'add' : 'delete'](item.key);
    page.bulk();
  } });
  box.checked = seen.chosen.has(item.key);
  return h('li', { class: 'item', 'data-key': item.key, 'data-open': String(item.key === seen.open) },
    may('reviewer') ? box : h('span'),
    h('a', { href: `#/quarantine/${item.key}`, 'aria-current': item.key === seen.open ? 'true' : null },
      h('span', { class: 'top' }, h('span', { class: 'why' }, whyOf(item)), item.state === 'waiting' ? h('span', { class: 'quiet small' }, when(item.received_at)) : badge(item.state)),
      h('span', { class: 'quiet small' }, [item.section ?? item.kind, item.calling_ae && `from ${item.calling_ae}`, lineOf(item)].filter(Boolean).join(' · ')),
      h('span', { class: 'uid' }, item.sop_instance_uid || item.file)),
    may('reviewer') && picture(item, 96, 'thumb', ''));
}

function list(page) {
  if (seen.items.length === 0) {
    const filtered = Object.keys(seen.filter).length > 1 || seen.filter.state !== 'waiting';
    return filtered
      ? empty('quarantine', 'Nothing matches', h('p', {}, 'No instance in the quarantine is like that.'), h('button', { onclick: () => page.filter({ state: 'waiting' }) }, 'Show all that waits'))
      : empty('fine', 'Nothing waits for a decision', h('p', {}, 'What a recipe flags comes here. To see one, send something that it should catch: '), h('code', {}, 'sluice demo'));
  }
  return [
    [...studies()].map(([study, items]) => h('section', { 'aria-label': `Study ${study}` },
      h('div', { class: 'study' }, h('span', { class: 'uid' }, study), h('span', {}, count(items.length))),
      h('ul', {}, items.map(item => row(item, page))))),
    seen.next && h('div', { class: 'more' }, h('button', { onclick: page.more }, 'Show more')),
    may('reviewer') && h('div', { class: 'bulk', id: 'bulk' }),
  ];
}

function bulkBar(page) {
  const n = seen.chosen.size;
  const keys = () => ({ ids: [...seen.chosen] });
  return n === 0
    ? [h('span', { class: 'quiet small' }, 'Choose several to decide about them at once.'),
      h('button', { class: 'tight plain', onclick: page.chooseAll }, `Choose ${count(seen.items.length)}`)]
    : [h('b', {}, many(n, 'instance')),
      h('button', { class: 'tight', onclick: () => page.decide('release', keys(), n) }, 'Release'),
      h('button', { class: 'tight danger', onclick: () => page.decide('reject', keys(), n) }, 'Reject'),
      h('button', { class: 'tight', onclick: () => page.decide('reevaluate', keys(), n) }, 'Re-evaluate'),
      h('button', { class: 'tight plain', onclick: page.chooseNone }, 'None')];
}

// ---- one of them

function source(item, match) {
  if (!match.quoted?.length) {
    return h('p', { class: 'quiet small' }, `${item.recipe}:${match.recipe_line}, of which the text was not kept`);
  }
  return h('pre', { class: 'source', tabindex: '0', 'aria-label': `${item.recipe}, line ${match.recipe_line}` },
    match.quoted.map((line, i) => h('div', { class: i === 0 ? 'hit' : '' }, h('span', {}, match.recipe_line + i), h('span', {}, line))));
}

function matches(item, page) {
  if (item.matches.length === 0) {
    return h('p', {}, h('b', {}, item.kind), item.reason ? `: ${item.reason}` : '');
  }
  return item.matches.map(match => h('div', { class: 'match' },
    h('h3', {}, match.label || match.section),
    h('p', { class: 'quiet small' }, `%filter ${match.section} · `, h('code', {}, `${item.recipe}:${match.recipe_line}`)),
    match.reason && h('p', {}, match.reason),
    source(item, match),
    match.coordinates?.length > 0 && h('p', { class: 'quiet small' }, `Region${match.coordinates.length > 1 ? 's' : ''}: ${match.coordinates.join('; ')}`),
    h('p', { class: 'small' }, h('button', { class: 'tight', onclick: () => page.filter({ state: 'waiting', line: `${item.recipe}:${match.recipe_line}` }) }, 'All that this line caught'))));
}

const CHANGE = /^(\S+)\s+(\([0-9A-Fa-fx,]+\)\S*)\s?(\w*)(?:: "(.*)" -> "(.*)")?$/;

function changes(edit) {
  if (edit.problem) {
    return h('p', { class: 'problem' }, `A release would be refused: ${edit.problem}`);
  }
  if (!edit.changes?.length) {
    return h('p', { class: 'quiet' }, 'Nothing: it would go on as it came.');
  }
  const valued = edit.changes.some(line => line.includes('" -> "'));
  const rows = edit.changes.map(line => {
    const [, what = '', tag = line, keyword = '', before, after] = line.match(CHANGE) ?? [];
    const cells = [h('span', {}, keyword || tag), what, tag];
    return valued ? [...cells, h('span', { class: 'before' }, before ?? ''), h('span', { class: 'after' }, after ?? '')] : cells;
  });
  return h('div', { class: 'changes' }, table('Changes', [['Element'], ['Change'], ['Tag'], ...(valued ? [['Before'], ['After']] : [])], rows));
}

function edits(item, page) {
  return h('section', { class: 'card' },
    h('div', { class: 'head' }, h('h2', {}, 'What a release would change now'),
      may('reviewer') && !page.valued && h('div', { class: 'end' }, h('button', { class: 'tight', onclick: () => page.open(item.key, true) }, 'Show patient values'))),
    may('reviewer') && !page.valued && h('p', { class: 'quiet small' }, 'Whoever looks at patient values is recorded.'),
    item.edits.map(edit => h('div', {},
      h('p', { class: 'quiet small' }, [edit.destinations?.length && `for ${edit.destinations.join(', ')}`, edit.recipe && `by ${edit.recipe}`].filter(Boolean).join(' ')),
      changes(edit))));
}

const fact = (name, ...value) => [h('dt', {}, name), h('dd', {}, ...value)];

function acts(item, page) {
  if (!may('reviewer')) {
    return h('p', { class: 'quiet small' }, 'Reviewers release or reject it.');
  }
  const body = { key: item.key };
  if (item.state === 'waiting') {
    return h('div', { class: 'acts' },
      h('button', { class: 'primary', onclick: () => page.decide('release', body, 1) }, 'Release ', h('kbd', {}, 'r')),
      h('button', { class: 'danger', onclick: () => page.decide('reject', body, 1) }, 'Reject ', h('kbd', {}, 'x')),
      h('button', { onclick: () => page.decide('reevaluate', body, 1) }, 'Re-evaluate'),
      may('admin') && h('button', { onclick: () => page.decide('as-it-came', body, 1) }, 'Release as it came'));
  }
  return may('admin') && item.state !== 'releasing'
    ? h('div', { class: 'acts' }, h('button', { class: 'danger', onclick: () => page.decide('purge', body, 1) }, 'Purge')) : null;
}

function detail(item, page) {
  return [
    h('section', { class: 'card' },
      h('p', { class: 'only-narrow' }, h('a', { href: '#/quarantine' }, '‹ All in the quarantine')),
      h('div', { class: 'head' }, h('h2', { id: 'detail-title', tabindex: '-1' }, whyOf(item)), badge(item.state)),
      item.destinations && h('p', {}, `Kept from ${item.destinations.join(', ')} alone; the others have it.`),
      h('dl', { class: 'facts' },
        fact('Received', time(item.received_at), ` from ${item.calling_ae} for ${item.called_ae}`),
        fact('Study', h('a', { class: 'uid', href: `#/ledger/${item.study_instance_uid}` }, item.study_instance_uid)),
        fact('Instance', h('span', { class: 'uid' }, item.sop_instance_uid)),
        fact('SOP class', h('span', { class: 'uid' }, item.sop_class_uid)),
        fact('Transfer syntax', h('span', { class: 'uid' }, item.transfer_syntax_uid))),
      acts(item, page)),
    h('section', { class: 'card' }, h('h2', {}, 'Why it is here'), matches(item, page)),
    pictured(item, page),
    edits(item, page),
    h('section', { class: 'card' }, h('h2', {}, 'What was done with it'),
      item.done.length === 0 ? h('p', { class: 'quiet' }, 'Nothing yet.')
        : h('ul', { class: 'history' }, item.done.map(done => h('li', {}, time(done.at),
          h('span', {}, h('b', {}, done.decision), ` by ${done.by}`, done.destinations && ` to ${done.destinations}`, done.reason && `: ${done.reason}`))))),
  ];
}

// ---- what is decided

const SAYS = {
  release: ['Release', 'released', 'They go on to their destinations with the edits of the recipe as it is now.'],
  reject: ['Reject', 'rejected', 'They must not go on. They are kept for a while, and then deleted.'],
  reevaluate: ['Re-evaluate', 'looked at anew', 'Says what would become of them if they came now, by the recipe as it is now.'],
  purge: ['Purge', 'purged', 'Deleted for good.'],
  'as-it-came': ['Release as it came', 'released as it came', 'It leaves with every patient value, whatever the recipes say.'],
};

function message(word, answer) {
  if (word === 'reevaluate') {
    const lines = (answer.lines ?? []).slice(0, 3).map(line => line.replace(/^\S+: /, ''));
    toast(lines.join(' · ') || `${SAYS[word][1]}: ${count(answer.done)}`);
    return;
  }
  toast(`${many(answer.done, 'instance')} ${SAYS[word][1]}` + (answer.failed ? `; not ${count(answer.failed)}: ${answer.refused?.[0] ?? ''}` : ''),
    answer.failed ? 'bad' : '');
}

async function preview(body, n) {
  if (body.key || body.ids) {
    return h('p', { class: 'quiet' }, many(n, 'instance'));
  }
  const { all, ...filter } = body;
  const counted = await get('quarantine/count', filter);
  return h('div', {},
    h('p', {}, h('b', {}, many(counted.found, 'instance')), counted.caughtByOthers > 0 && `, of which other lines of the recipe flag ${count(counted.caughtByOthers)}, too`),
    h('ul', { class: 'uid' }, counted.items.map(item => h('li', {}, item.sop_instance_uid || item.file)),
      counted.found > counted.items.length && h('li', {}, `and ${count(counted.found - counted.items.length)} more`)));
}

export class Quarantine {
  constructor(root) {
    this.root = root;
    this.valued = false;
    this.listed = h('section', { class: 'card list', 'aria-label': 'Instances' });
    this.shown = h('div', { class: 'detail' });
    this.panes = h('div', { class: 'panes', 'data-open': 'false' }, this.listed, this.shown);
    this.chips = h('div', { class: 'head' });
    this.more = async () => {
      await fetchMore();
      this.draw();
    };
    this.chooseAll = () => this.choose(seen.items.map(item => item.key));
    this.chooseNone = () => this.choose([]);
  }

  choose(keys) {
    seen.chosen = new Set(keys);
    this.draw();
  }

  async load(words) {
    this.root.replaceChildren(
      h('div', { class: 'head' }, h('h1', {}, 'Quarantine'), h('span', { class: 'quiet only-wide small' },
        h('kbd', {}, 'j'), ' ', h('kbd', {}, 'k'), ' next and previous · ', h('kbd', {}, 'r'), ' release · ', h('kbd', {}, 'x'), ' reject · ', h('kbd', {}, '/'), ' search')),
      this.chips, this.panes);
    await fetchAll();
    this.draw();
    await this.open(words[0] ?? '');
  }

  draw() {
    const fields = Object.entries(seen.filter).filter(([name]) => name !== 'state');
    const state = h('select', { 'aria-label': 'State', onchange: () => this.filter({ ...seen.filter, state: state.value }) },
      STATES.map(word => h('option', { value: word, selected: word === seen.filter.state }, word)));
    const field = h('input', { id: 'search', placeholder: 'study UID, label, AE title or ct.deid:88', 'aria-label': 'Filter by study UID, label, AE title or line of a recipe', spellcheck: 'false', size: 34 });
    const form = h('form', { role: 'search', onsubmit: event => {
      event.preventDefault();
      this.search(field.value.trim());
    } }, field);
    const wanted = { ...seen.filter, all: true };
    this.chips.replaceChildren(state, form,
      ...fields.map(([name, value]) => h('span', { class: 'chip' }, `${name.replace('_', ' ')} ${value}`,
        h('button', { 'aria-label': `without ${name} ${value}`, onclick: () => {
          const { [name]: gone, ...rest } = seen.filter;
          this.filter(rest);
        } }, '×'))),
      h('div', { class: 'end' }, fields.length > 0 && may('reviewer') && seen.filter.state === 'waiting' && seen.items.length > 0 && [
        h('button', { class: 'tight', onclick: () => this.decide('release', wanted) }, 'Release all of these'),
        h('button', { class: 'tight danger', onclick: () => this.decide('reject', wanted) }, 'Reject all of these')]));
    this.listed.replaceChildren(...[list(this)].flat(9).filter(Boolean));
    this.bulk();
    if (!seen.open && seen.items.length > 0) {
      this.shown.replaceChildren(h('div', { class: 'card' }, empty('quarantine', 'Choose one', h('p', {}, 'It says why it is here, by which line of which recipe, and what a release would change.'))));
    } else if (!seen.open) {
      this.shown.replaceChildren();
    }
  }

  bulk() {
    document.getElementById('bulk')?.replaceChildren(...bulkBar(this));
  }

  search(text) {
    const kind = /^[0-9.]+$/.test(text) && text.includes('.') ? 'study' : /^(.*:)?\d+$/.test(text) ? 'line' : seen.items.some(item => item.calling_ae === text) ? 'calling_ae' : 'label';
    this.filter(text ? { ...seen.filter, [kind]: text } : { state: seen.filter.state });
  }

  async filter(filter) {
    seen.filter = filter;
    seen.chosen.clear();
    await fetchAll();
    this.draw();
  }

  async open(key, values = false) {
    seen.open = key;
    this.valued = values;
    this.panes.dataset.open = String(key !== '');
    for (const item of this.listed.querySelectorAll('.item')) {
      item.dataset.open = String(item.dataset.key === key);
      item.querySelector('a').toggleAttribute('aria-current', item.dataset.key === key);
    }
    if (!key) {
      this.draw();
      return;
    }
    try {
      const answer = await get(`quarantine/${encodeURIComponent(key)}`, values ? { values: true } : {});
      if (seen.open === key) {
        seen.tag = answer.etag;
        this.shown.replaceChildren(...[detail(answer.items[0], this)].flat(9).filter(Boolean));
        this.listed.querySelector('[data-open="true"]')?.scrollIntoView({ block: 'nearest' });
      }
    } catch (failure) {
      this.shown.replaceChildren(h('div', { class: 'card' }, empty('quarantine', 'It is not here any more', h('p', {}, failure.message))));
    }
  }

  async decide(word, body, n) {
    const act = word === 'as-it-came' ? 'release' : word;
    const unedited = word === 'as-it-came' ? { as_it_came: true } : {};
    const { key, ...several } = body;
    const looks = word === 'reevaluate';
    const answer = await ask({
      title: key ? `${SAYS[word][0]} this instance?` : `${SAYS[word][0]} several?`,
      text: [h('p', { class: 'quiet' }, SAYS[word][2]), await preview(body, n)],
      fields: looks ? [] : [reasonField()],
      word: SAYS[word][0],
      danger: !looks && word !== 'release',
      act: form => {
        const said = looks ? {} : { reason: form.reason.value };
        return key ? post(`quarantine/${encodeURIComponent(key)}/${act}`, { ...said, ...unedited }, seen.tag)
          : postAll(`quarantine/${act}`, { ...several, ...said });
      },
    });
    if (!answer) {
      return;
    }
    message(word, answer);
    if (!looks) {
      const next = this.neighbour(1);
      seen.chosen.clear();
      await fetchAll();
      const there = shown().some(item => item.key === next);
      location.hash = key && there && next !== key ? `#/quarantine/${next}` : key ? '#/quarantine' : location.hash;
      this.draw();
    }
  }

  /** The key of the one so many places behind the one that is open. */
  neighbour(step) {
    const keys = shown().map(item => item.key);
    const at = keys.indexOf(seen.open);
    return keys[at < 0 ? (step > 0 ? 0 : keys.length - 1) : Math.min(keys.length - 1, Math.max(0, at + step))];
  }

  /** Whether a key was for this view. */
  pressed(key) {
    const item = shown().find(one => one.key === seen.open);
    if (key === 'j' || key === 'k') {
      const next = this.neighbour(key === 'j' ? 1 : -1);
      if (next) {
        location.hash = `#/quarantine/${next}`;
      }
    } else if ((key === 'r' || key === 'x') && item?.state === 'waiting' && may('reviewer')) {
      this.decide(key === 'r' ? 'release' : 'reject', { key: item.key }, 1);
    } else if (key === '/') {
      document.getElementById('search')?.focus();
    } else {
      return false;
    }
    return true;
  }
}
