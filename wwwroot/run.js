// The little that the pages of runs and runbooks cannot do on the server: links within a document, keys, following an output to its end, the clipboard, going to a place.

const typing = 'input, textarea, select, [contenteditable], [role="textbox"]';
const stored = 'run-keys';

export function keysOn() {
  return localStorage.getItem(stored) !== 'off';
}

export function setKeys(on) {
  localStorage.setItem(stored, on ? 'on' : 'off');
}

// Scrolls to an element; with focus, so that the keyboard goes on from there.
export function show(id, focus) {
  const element = document.getElementById(id);
  if (!element) return;
  for (let fold = element.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: focus ? 'start' : 'center' });
  if (focus) element.focus({ preventScroll: true });
}

// Links inside a document name a place on this page; the base address is the site's root and would lead away from it.
export function links() {
  const onClick = e => {
    const link = e.target.closest?.('a[href^="#"]');
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    e.stopPropagation();
    const id = link.getAttribute('href').slice(1);
    if (link.closest('.prose')) history.replaceState(history.state, '', `${location.pathname}${location.search}#${id}`);
    show(decodeURIComponent(id), true);
  };
  document.addEventListener('click', onClick, true);
  return { stop: () => document.removeEventListener('click', onClick, true) };
}

// Goes to the place that the page's address names.
export function arrive() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id.startsWith('doc-')) show(id, true);
}

// Hands single keys to the page, unless someone types, holds a modifier, or has a dialog open.
export function listen(page) {
  const onKey = e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || e.defaultPrevented) return;
    const key = e.key.toLowerCase();
    if (!['n', 'r', 'a', '?'].includes(key)) return;
    if (e.target.closest?.(typing) || document.querySelector('[role="dialog"]')) return;
    if (key !== '?' && !keysOn()) return;
    e.preventDefault();
    page.invokeMethodAsync('KeyAsync', key);
  };
  const following = links();
  document.addEventListener('keydown', onKey);
  return {
    stop() {
      document.removeEventListener('keydown', onKey);
      following.stop();
    },
  };
}

// Keeps an output at its end while it grows, until one scrolls up; the button beneath takes up following again.
export function follow(scroll) {
  const button = scroll.parentElement.querySelector('[data-follow]');
  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 24;
  let following = true;
  const settle = () => {
    if (following) scroll.scrollTop = scroll.scrollHeight;
    if (button) button.hidden = following;
  };
  scroll.addEventListener('scroll', () => {
    following = atEnd();
    if (button) button.hidden = following;
  }, { passive: true });
  button?.addEventListener('click', () => {
    following = true;
    settle();
    scroll.focus();
  });
  new MutationObserver(settle).observe(scroll, { childList: true, subtree: true, characterData: true });
  settle();
}

// Copies a text that the server knows. Says whether it worked.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Copies what the pane shows. Says whether it worked: without https the browser keeps the clipboard to itself.
export async function copy(scroll) {
  const text = Array.from(scroll.querySelectorAll('.line'), line => line.textContent).join('');
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(scroll);
    return false;
  }
}
