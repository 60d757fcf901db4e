using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Looks at a page as a deceived reader would, and says what deceives.</summary>
internal static class Deception
{
    private const string Inspect = """
        () => {
          const bad = [];
          const name = e => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}${e.className ? '.' + String(e.className).replaceAll(' ', '.') : ''} “${e.textContent.trim().slice(0, 30)}”`;
          // Nothing of the author's has the page's names, place or look, or takes keys.
          for (const e of document.querySelectorAll('.prose *')) {
            if (!/^(A|B|BLOCKQUOTE|BR|CODE|DD|DEL|DETAILS|DIV|DL|DT|EM|H[1-6]|HR|I|INS|KBD|LI|MARK|OL|P|PRE|S|SECTION|SPAN|STRONG|SUB|SUMMARY|SUP|TABLE|TBODY|TD|TFOOT|TH|THEAD|TR|UL)$/.test(e.tagName)) bad.push(`element: ${name(e)}`);
            const boxed = e.matches('.cp[data-cp], .cp[data-cp] *');
            if (!boxed) for (const c of e.classList) if (!c.startsWith('md-')) bad.push(`class ${c}: ${name(e)}`);
            if (e.id && !e.id.startsWith('doc-')) bad.push(`id: ${name(e)}`);
            const s = getComputedStyle(e);
            if (s.position !== 'static' || s.zIndex !== 'auto' || s.float !== 'none' || s.transform !== 'none') bad.push(`placed: ${name(e)}`);
            if (s.visibility !== 'visible' || s.display === 'none' || s.opacity !== '1') bad.push(`hidden: ${name(e)}`);
            if (!boxed && (s.backgroundColor !== 'rgba(0, 0, 0, 0)' || s.backgroundImage !== 'none' || s.boxShadow !== 'none' || (parseFloat(s.borderTopLeftRadius) > 0 && e.tagName !== 'KBD'))) bad.push(`looks like a part of the page: ${name(e)}`);
            if (e.hasAttribute('style') || e.hasAttribute('accesskey') || e.hasAttribute('contenteditable') || e.hasAttribute('popover')) bad.push(`attribute: ${name(e)}`);
            if (e.tabIndex >= 0 && !e.matches('a[href], pre, summary, .md-table')) bad.push(`takes the focus: ${name(e)}`);
            if (/^(dialog|button|alert|alertdialog|status|navigation|region)$/.test(e.getAttribute('role') ?? '')) bad.push(`role: ${name(e)}`);
          }
          for (const e of document.querySelectorAll('.prose')) if (!/paint|content|strict/.test(getComputedStyle(e).contain)) bad.push(`not contained: ${name(e)} (“${getComputedStyle(e).contain}”, style sheets: ${[...document.styleSheets].map(s => s.href?.split("/").pop())})`);
          for (const e of document.querySelectorAll('.prose.author pre')) if (!/not run/.test(getComputedStyle(e, '::before').content)) bad.push(`a listing that could be a command: ${name(e)}`);
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) bad.push(`id twice: ${id}`);
          // What the product says is on top, where it is.
          for (const e of document.querySelectorAll('.gate-bar header, .gate-bar li, .step-card header, .command-box, .next-bar, .app-bar, .run-head')) {
            e.scrollIntoView({ block: 'center' });
            const r = e.getBoundingClientRect();
            for (const x of [.02, .3, .5, .8, .98]) for (const y of [.1, .5, .9]) {
              const there = document.elementFromPoint(r.left + r.width * x, r.top + r.height * y);
              if (there?.closest('.prose, .doc-heading')) bad.push(`covered by the author's ${name(there)}: ${name(e)}`);
            }
          }
          return [...new Set(bad)];
        }
        """;

    // Everything that Unicode has to hide behind, but for what is at home in ordinary text.
    private const string Hidden = """
        () => {
          const bad = [];
          const odd = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uE000-\uF8FF\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFC\u0335\u0336]|[\u{E0000}-\u{E0FFF}]|[A-Za-z][\u0430-\u045F\u03BF](?!⟨)|[\u0430-\u045F\u03BF][A-Za-z]|[\u{1D400}-\u{1D7FF}](?!⟨)/u;
          const code = t => [...t].map(c => c.codePointAt(0) > 126 || c < ' ' ? `\\u{${c.codePointAt(0).toString(16)}}` : c).join('').slice(0, 60);
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const node = walk.currentNode, parent = node.parentElement;
            if (parent.closest('script, style') || parent.parentElement?.matches('.cp[data-cp]')) continue;
            if (odd.test(node.data)) bad.push(`not shown in ${parent.tagName}.${parent.className}: ${code(node.data)}`);
          }
          for (const e of document.querySelectorAll('body *'))
            for (const a of e.attributes) {
              // A form sends what its fields hold; an address names what it leads to, and an id the place that it leads to.
              if (['value', 'href', 'action', 'id'].includes(a.name)) continue;
              if (odd.test(a.value)) bad.push(`not shown in ${e.tagName} ${a.name}: ${code(a.value)}`);
            }
          if (odd.test(document.title)) bad.push(`not shown in the title: ${code(document.title)}`);
          for (const e of document.querySelectorAll('.cp')) {
            const box = getComputedStyle(e, e.matches('.is-lookalike') ? '::after' : '::before');
            if (!box.content.includes(e.dataset.cp)) bad.push(`no code point: ${e.outerHTML}`);
            if (e.checkVisibility() && e.getClientRects().length && e.getBoundingClientRect().width < 20) bad.push(`too narrow: ${e.outerHTML}`);
          }
          for (const e of document.querySelectorAll('.cmd-gap')) if (e.checkVisibility() && (e.getBoundingClientRect().height < 10 || e.getBoundingClientRect().height > 60)) bad.push(`gap of ${e.getBoundingClientRect().height}: ${e.dataset.gap}`);
          for (const e of document.querySelectorAll('.approval-inputs .value, .pinned-fold .path, .phrase b')) {
            if (getComputedStyle(e).whiteSpace !== 'break-spaces') bad.push(`folds spaces: ${e.outerHTML}`);
          }
          return [...new Set(bad)];
        }
        """;

    /// <summary>What prose does that only the page may do.</summary>
    public static Task<string[]> ByProseAsync(IPage page) => page.EvaluateAsync<string[]>(Inspect);

    /// <summary>Characters that a reader would not see, or would take for others.</summary>
    public static Task<string[]> ByCharactersAsync(IPage page) => page.EvaluateAsync<string[]>(Hidden);
}
