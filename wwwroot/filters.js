// A form of filters asks for what was filled in, and for nothing else: the address stays short enough to be read and sent.
document.addEventListener('formdata', e => {
  if (!e.target.matches('form.filters')) return;
  for (const [name, value] of [...e.formData]) if (value === '') e.formData.delete(name);
});
