// Draws the Mermaid diagrams in a page's prose. The library is loaded by the first of them. What it draws becomes a picture: an SVG in an
// <img> runs nothing, links nowhere and loads nothing, whatever a diagram's text says. When that fails, the text stays as it is.
const root = document.documentElement;
const SETTINGS = {
  startOnLoad: false,
  securityLevel: 'strict',
  suppressErrorRendering: true,
  htmlLabels: false,
  flowchart: { htmlLabels: false },
  class: { htmlLabels: false },
  fontFamily: 'system-ui, sans-serif',
  maxTextSize: 20000,
  maxEdges: 300,
  // What a diagram's own text may not set.
  secure: ['secure', 'securityLevel', 'startOnLoad', 'suppressErrorRendering', 'htmlLabels', 'flowchart', 'class', 'fontFamily',
    'altFontFamily', 'maxTextSize', 'maxEdges', 'theme', 'themeCSS', 'themeVariables', 'dompurifyConfig'],
};
let library = null;
let number = 0;
let queue = Promise.resolve();

const load = () => (library ??= new Promise((done, fail) => {
  const script = document.createElement('script');
  script.src = new URL('mermaid/mermaid.min.js', import.meta.url).href;
  script.onload = () => done(window.mermaid);
  script.onerror = () => {
    library = null;
    script.remove();
    fail(new Error('The diagrams cannot be drawn: mermaid.min.js did not arrive.'));
  };
  document.head.append(script);
}));

// Tags in labels are words. Mermaid takes them out of what it draws, but lays them out before; arrows, <<stereotypes>> and <br> stay.
const plain = text => text.replace(/(?<!<)<(?!br\s*\/?>)(?=[a-z/!?])/gi, '#lt;');

const picture = svg => {
  // As HTML, which forgives what XML does not: links come without the namespace of their attribute. Nothing in it runs.
  const drawn = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (!drawn) throw new Error('nothing was drawn');
  const [, , width, height] = (drawn.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (width > 0 && height > 0) {
    drawn.setAttribute('width', Math.ceil(width));
    drawn.setAttribute('height', Math.ceil(height));
  }
  const image = document.createElement('img');
  image.alt = 'Diagram; its text follows';
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(drawn))}`;
  return image;
};

const drawOne = async (code, theme) => {
  const listing = code.parentElement;
  if (!listing?.isConnected || listing.dataset.drawn === theme) return;
  listing.dataset.drawn = theme;
  const id = `diagram-${number += 1}`;
  try {
    const mermaid = await load();
    mermaid.initialize({ ...SETTINGS, theme: theme === 'dark' ? 'dark' : 'default' });
    const image = picture((await mermaid.render(id, plain(code.textContent))).svg);
    listing.querySelector('img')?.remove();
    listing.prepend(image);
    listing.classList.add('is-drawn');
    listing.setAttribute('aria-label', 'Diagram');
  } catch (e) {
    console.warn(`A diagram is shown as text: ${e.message}`);
  } finally {
    // What it measured with, when it broke off.
    document.getElementById(`d${id}`)?.remove();
  }
};

/** Draws what is not drawn yet, in the colours of the theme. */
export function draw() {
  const theme = root.dataset.theme === 'dark' ? 'dark' : 'light';
  for (const code of document.querySelectorAll('.prose.author pre > code.md-language-mermaid'))
    queue = queue.then(() => drawOne(code, theme));
  return queue;
}

new MutationObserver(draw).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
