// Who is signed in, and what they may do. The key itself is never kept: the server exchanges it for a cookie that no
// script can read.

import * as api from '../api.js';
import {setCsrfToken} from './http.js';

/** Remembers over a reload that somebody had signed in, to say that the session ended. */
const HAD_SESSION = 'had-session';
const scopes = ['read', 'write', 'admin'];
let current = {keyRequired: false, scope: null, galleries: null, csrfToken: null, expires: null};

/** What was seen last. */
let seen = null;

function become(session) {
  const isOther = session.scope !== current.scope;
  current = session;
  if (session.scope) seen = JSON.stringify([session.scope, session.galleries]);
  setCsrfToken(session.csrfToken);
  // Style sheets hide with it what the key does not allow (app/base.css).
  document.documentElement.dataset.scope = session.scope ?? 'none';
  if (session.csrfToken) sessionStorage.setItem(HAD_SESSION, 'true');
  if (isOther) window.dispatchEvent(new CustomEvent('scope-changed'));
  return session;
}

/** Asks the server who this is. */
export const loadSession = async () => become(await api.getSession());

/** Exchanges a key for a session. */
export const signIn = async (key) => become(await api.createSession({key}));

export async function signOut() {
  await api.deleteSession();
  sessionStorage.removeItem(HAD_SESSION);
  forgetSession();
}

/** Notes that the server does not know the session any more. */
export const forgetSession = () => become({...current, scope: null, csrfToken: null, expires: null});

/** Whether somebody has to sign in before a page can be shown. */
export const mustSignIn = () => current.keyRequired && current.scope === null;

/** Whether somebody had signed in, and did not sign out here. */
export const hadSession = () => sessionStorage.getItem(HAD_SESSION) !== null;

/** What the caller may see, or could see before the session ended; to compare with another time. */
export const rights = () => seen;

/** Whether there is a session that can be ended. */
export const isSignedIn = () => current.csrfToken !== null;

/** Whether the caller has this scope or a wider one: `read`, `write` or `admin`. */
export const hasScope = (scope) => scopes.indexOf(current.scope) >= scopes.indexOf(scope);

/** Whether the caller may change people and photos. */
export const canEdit = () => hasScope('write');
