// Light or dark, decided before the page is painted, and told to the server by cookies, so that it renders the same.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  let layout = null;

  const choice = () => {
    const kept = localStorage.getItem('theme');
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  };
  const shown = () => (choice() === 'system' ? (system.matches ? 'dark' : 'light') : choice());
  // The dashboard may lie below a path, beside somebody else's pages.
  const path = new URL(document.baseURI).pathname;
  const keep = (name, value) => { document.cookie = `${name}=${encodeURIComponent(value)}; path=${path}; max-age=31536000; samesite=lax`; };
  const mark = () => document.querySelectorAll('[data-theme-choice]').forEach(b => b.setAttribute('aria-pressed', String(b.dataset.themeChoice === choice())));

  const apply = () => {
    root.dataset.theme = shown();
    keep('theme', shown());
    mark();
    // While the server is out of reach, the colours of the house alone change; it learns the rest from the cookie.
    layout?.invokeMethodAsync('ShowDark', shown() === 'dark').catch(() => {});
  };

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'Etc/UTC';
  const first = !document.cookie.includes('zone=');
  const differs = root.dataset.theme !== shown() || root.dataset.zone !== zone;
  keep('zone', zone);
  apply();
  // Only a first visit finds a server that does not know the browser yet.
  if (first && differs && document.cookie.includes('zone=')) location.reload();

  window.cutoverTheme = {
    follow(page) {
      layout = page;
      // From here on the page answers to clicks.
      root.dataset.live = 'yes';
      mark();
      if (root.dataset.theme !== shown()) apply();
    },
    leave() { layout = null; },
  };

  system.addEventListener('change', apply);
  addEventListener('storage', e => { if (e.key === 'theme') apply(); });
  document.addEventListener('DOMContentLoaded', mark);
  document.addEventListener('click', e => {
    const button = e.target.closest?.('[data-theme-choice]');
    if (button) {
      localStorage.setItem('theme', button.dataset.themeChoice);
      apply();
    }
    const skip = e.target.closest?.('[data-skip]');
    if (skip) {
      e.preventDefault();
      document.getElementById('main')?.focus();
    }
    // A menu closes when one goes elsewhere.
    document.querySelectorAll('details[data-menu][open]').forEach(menu => { if (!menu.contains(e.target) || e.target.closest('a')) menu.open = false; });
  });
  document.addEventListener('toggle', mark, true);
  document.addEventListener('keydown', e => {
    if (e.key !== 'Escape') return;
    document.querySelectorAll('details[data-menu][open]').forEach(menu => {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  });
})();
