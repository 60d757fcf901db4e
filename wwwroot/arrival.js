// What a page needs and did not get, it asks for again. A browser drops what is under way when the machine joins or leaves a network, as it
// does on the night of a cutover; a page would then stay without its looks, or never answer.
(() => {
  const most = 5;
  const wait = tries => 500 * 2 ** tries;

  const sheet = link => {
    const tries = Number(link.dataset.tries ?? 0);
    if (tries === most) return;
    const copy = link.cloneNode();
    copy.dataset.tries = tries + 1;
    setTimeout(() => link.replaceWith(copy), wait(tries));
  };

  // Scripts build on each other, so they begin again together; nothing has been typed in a page that does not answer yet.
  let leaving = false;
  const again = () => {
    const tries = Number(sessionStorage.getItem('arrival') ?? 0);
    if (leaving || tries === most) return;
    leaving = true;
    sessionStorage.setItem('arrival', tries + 1);
    setTimeout(() => location.reload(), wait(tries));
  };

  // Such errors do not bubble, but they can be caught on their way down.
  addEventListener('error', e => {
    if (e.target instanceof HTMLLinkElement && e.target.rel === 'stylesheet') sheet(e.target);
    if (e.target instanceof HTMLScriptElement && e.target.src) again();
  }, true);
  const root = document.documentElement;
  const isLive = () => root.dataset.live === 'yes';
  new MutationObserver(() => { if (isLive()) sessionStorage.removeItem('arrival'); }).observe(root, { attributeFilter: ['data-live'] });
  // Blazor's own questions, before it begins: what to begin with, and how to connect.
  addEventListener('unhandledrejection', () => { if (!isLive()) again(); });
  // Blazor shows this notice when it is at its wits' end; before the page answers, that is when it got no connection.
  addEventListener('DOMContentLoaded', () => {
    const notice = document.getElementById('blazor-error-ui');
    if (notice) new MutationObserver(() => { if (!isLive()) again(); }).observe(notice, { attributeFilter: ['style'] });
  });
})();
