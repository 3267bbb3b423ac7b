// Sends requests to the API. `api.js` has a function for each operation; all of them end here.

/** A problem (RFC 9457) that the server answered, or the failure to reach it (`code` is then `OFFLINE`). */
export class ApiError extends Error {
  constructor({status = 0, code = 'OFFLINE', detail = '', requestId = '', people = [], retryAfter = null}) {
    super(detail || code);
    Object.assign(this, {status, code, detail, requestId, people, retryAfter});
  }
}

/**
 * One part of a path, encoded. `.` and `..` would name another resource, so they never reach the server.
 *
 * @throws {ApiError} as the server throws it for what it does not have
 */
export function part(value) {
  const text = String(value);
  if (text === '' || text === '.' || text === '..') {
    throw new ApiError({status: 404, code: 'NOT_FOUND', detail: `there is nothing called "${text}"`});
  }
  return encodeURIComponent(text);
}

/** The address of a path of the API: relative to the page, so that it holds behind a proxy's prefix. */
export function url(path, query = {}) {
  const address = new URL(path, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '' && one !== false) {
        address.searchParams.append(name, one);
      }
    }
  }
  return address.href;
}

let csrfToken = null;

/** Sets what the server wants to see with every change of a session; null without a session. */
export function setCsrfToken(token) {
  csrfToken = token;
}

/** Headers of a change, for requests that do not go through `call`. */
export function csrfHeaders() {
  return csrfToken ? {'X-CSRF-Token': csrfToken} : {};
}

/** Reads the token again, after a sign-in in another tab, perhaps with another key. Returns whether there is one. */
async function renewCsrfToken() {
  const before = csrfToken;
  const response = await fetch(url('v1/session'), {headers: {Accept: 'application/json'}});
  if (response.ok) csrfToken = (await response.json()).csrfToken;
  window.dispatchEvent(new CustomEvent('session-changed'));
  return csrfToken !== null && csrfToken !== before;
}

/**
 * Sends a request and returns the JSON of the response; null if it has none.
 *
 * @param {object} options `query`: parameters; `body`: an object for JSON, `FormData`, or a `Blob` with its type; `signal`: aborts it;
 *     `headers`: further headers
 * @throws {ApiError} what the server refused, or that it could not be reached
 */
export async function call(method, path, {query, body, signal, headers = {}, isRetry = false} = {}) {
  const request = {method, signal, headers: {Accept: 'application/json', ...headers}};
  if (method !== 'GET') Object.assign(request.headers, csrfHeaders());
  if (body instanceof FormData) {
    request.body = body;
  } else if (body instanceof Blob) {
    request.body = body;
    request.headers['Content-Type'] = body.type || 'application/octet-stream';
  } else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(url(path, query), request);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new ApiError({});
  }
  const text = await response.text();
  const json = text && /json/.test(response.headers.get('Content-Type') ?? '') ? JSON.parse(text) : null;
  if (response.ok) return json;
  const error = new ApiError({
    detail: response.statusText,
    code: 'INTERNAL',
    ...json,
    status: response.status,
    retryAfter: response.headers.get('Retry-After'),
  });
  if (error.code === 'CSRF_TOKEN_INVALID' && !isRetry && await renewCsrfToken()) {
    return call(method, path, {query, body, signal, headers, isRetry: true});
  }
  if (error.status === 401) window.dispatchEvent(new CustomEvent('signed-out'));
  throw error;
}
