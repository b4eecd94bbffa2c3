// Asks the node. Each failure is an Error with the words of the node.
export const session = { name: '', role: 'viewer', signedIn: false, csrf: '' };

const ROLES = ['viewer', 'reviewer', 'admin'];
export const may = role => ROLES.indexOf(session.role) >= ROLES.indexOf(role);

async function answered(request) {
  let answer;
  try {
    answer = await request;
  } catch {
    throw new Error('The node does not answer.');
  }
  if (answer.status === 401) {
    location.reload(); // the session has ended: the page to sign in comes
    throw new Error('Signed out.');
  }
  if (answer.status === 204) {
    return {};
  }
  const json = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(json.detail ?? 'The node refuses.'), { status: answer.status });
  }
  return Object.assign(json, { etag: answer.headers.get('ETag') });
}

const query = said => {
  const words = new URLSearchParams(Object.entries(said).filter(([, value]) => value !== '' && value !== undefined));
  return words.size ? `?${words}` : '';
};

export const get = (path, said = {}) => answered(fetch(`/api/v1/${path}${query(said)}`));

export const send = (method, path, body, etag) => answered(fetch(`/api/v1/${path}`, {
  method,
  headers: Object.assign({ 'X-CSRF-Token': session.csrf, 'Content-Type': 'application/json' }, etag ? { 'If-Match': etag } : {}),
  body: body === undefined ? undefined : JSON.stringify(body),
}));

export const post = (path, body = {}, etag = null) => send('POST', path, body, etag);

export async function begin() {
  Object.assign(session, await get('session'));
}

/** An act on all that a filter means goes on until the node says that it is through; tells what came of all of it. */
export async function postAll(path, body, progress) {
  const all = { done: 0, failed: 0, refused: [], lines: [] };
  let cursor;
  do {
    const answer = await post(path, cursor ? { ...body, cursor } : body);
    all.done += answer.done;
    all.failed += answer.failed;
    all.refused.push(...(answer.refused ?? []));
    all.lines.push(...(answer.lines ?? []));
    cursor = answer.next;
    progress?.(all);
  } while (cursor);
  return all;
}
