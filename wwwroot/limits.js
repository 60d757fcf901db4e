// Says aloud what a field does not take, and takes nothing away: a paste that is too long stays out as a whole, and what was there stays.
(() => {
  const count = n => n.toLocaleString('en');
  const say = (field, words) => {
    field.setCustomValidity(words);
    if (words) field.reportValidity();
  };

  // A field with maxlength would take the beginning of it, and drop the rest in silence.
  addEventListener('paste', e => {
    const field = e.target;
    if (!(field.maxLength > 0)) return;
    const text = e.clipboardData.getData('text');
    const length = field.value.length - (field.selectionEnd - field.selectionStart) + text.length;
    if (length <= field.maxLength) return;
    e.preventDefault();
    say(field, `Not pasted: it has ${count(text.length)} characters, and this field takes ${count(field.maxLength)}.`);
  }, true);

  // Forms that the browser sends by itself: counted while one types, and not sent while it is too much.
  addEventListener('input', e => {
    const field = e.target;
    const limit = Number(field.dataset?.limit ?? 0);
    if (limit > 0 && field.value.length > limit) say(field, `${count(field.value.length)} of ${count(limit)} characters: make it shorter.`);
    else if (field.validity?.customError) say(field, '');
  }, true);
})();
