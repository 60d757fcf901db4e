// Says that the server is out of reach, and brings the page back when it answers again.
(() => {
  const dialog = document.getElementById('components-reconnect-modal');
  const retryDelay = 1500;
  let waiting = false;

  const answers = async () => {
    try {
      return (await fetch('health', { cache: 'no-store' })).ok;
    } catch {
      return false;
    }
  };
  // The server was started anew, or was away for long: it knows this page no longer, and a fresh one shows the same.
  const reloadWhenBack = async () => {
    if (waiting) return;
    waiting = true;
    while (!(await answers())) await new Promise(done => setTimeout(done, retryDelay));
    location.reload();
  };

  dialog.addEventListener('components-reconnect-state-changed', e => {
    switch (e.detail.state) {
      case 'show':
        if (!dialog.open) dialog.showModal();
        break;
      case 'hide':
        dialog.close();
        break;
      case 'failed':
      case 'rejected':
      case 'resume-failed':
        reloadWhenBack();
        break;
    }
  });
  dialog.addEventListener('cancel', e => e.preventDefault());
  dialog.querySelector('[data-reload]').addEventListener('click', () => location.reload());
})();
