/** The pages' one stylesheet, served by ourselves. Every colour pair has a contrast of 4.5 or more. */
export const STYLESHEET: { readonly path: string; readonly text: string } = {
  path: '/provider.css',
  text: `:root {
  color-scheme: light dark;
  --page: #f3f4f6; --card: #ffffff; --text: #1a1d23; --muted: #565d6b; --line: #7b8291; --soft: #dfe2e8;
  --accent: #1f4fd1; --accent-hover: #173ea8; --on-accent: #ffffff; --focus: #1f4fd1;
  --badge: #fdecc8; --on-badge: #5c3d00; --problem: #b3161f; --problem-soft: #fdf0f0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12141a; --card: #1c1f27; --text: #eceef2; --muted: #a9b0be; --line: #7d8596; --soft: #343945;
    --accent: #9db8ff; --accent-hover: #bccfff; --on-accent: #0f1730; --focus: #9db8ff;
    --badge: #46360f; --on-badge: #ffdf9a; --problem: #ff9c9c; --problem-soft: #351c20;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 1.5rem 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  display: grid; grid-template-columns: minmax(0, 25rem); justify-content: center; align-content: start; gap: 1rem;
}
p, ul, dl, dd { margin: 0; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
h2 { margin: 0; font-size: 1rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:hover { color: var(--accent-hover); }
code { font: 0.9375em ui-monospace, 'SF Mono', Consolas, monospace; overflow-wrap: anywhere; }
header p {
  display: inline-block; padding: 0.125rem 0.75rem; border-radius: 1rem;
  background: var(--badge); color: var(--on-badge); font-size: 0.875rem; font-weight: 600;
}
header { text-align: center; }
main {
  display: grid; gap: 1.25rem; padding: 1.75rem; overflow-wrap: anywhere;
  background: var(--card); border: 1px solid var(--soft); border-radius: 0.75rem;
}
footer { color: var(--muted); font-size: 0.875rem; text-align: center; text-wrap: balance; }
form, .field { display: grid; gap: 1rem; }
.field { gap: 0.375rem; }
label { font-weight: 600; }
input:not([type='checkbox']), button {
  width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--line);
  border-radius: 0.5rem; background: var(--card); color: inherit; font: inherit;
}
input[aria-invalid='true'] { border-color: var(--problem); border-width: 2px; }
button { font-weight: 600; cursor: pointer; }
button:hover { background: var(--soft); }
button.primary { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button.primary:hover { border-color: var(--accent-hover); background: var(--accent-hover); }
button.plain { border-color: transparent; background: none; color: var(--accent); }
button.plain:hover { background: var(--soft); }
:focus-visible, .problems:focus { outline: 3px solid var(--focus); outline-offset: 2px; }
.or { display: flex; align-items: center; gap: 0.75rem; color: var(--muted); line-height: 1; }
.or::before, .or::after { content: ''; flex: 1; border-top: 1px solid var(--soft); }
details { border: 1px solid var(--soft); border-radius: 0.5rem; padding: 0 0.75rem; }
details[open] { padding-bottom: 0.75rem; }
details .field, details .choice { margin-top: 0.5rem; }
summary { min-height: 2.75rem; padding: 0.625rem 0; color: var(--muted); cursor: pointer; }
.choice { display: flex; gap: 0.625rem; align-items: baseline; }
.choice label { font-weight: 400; }
.choice input { width: 1.125rem; height: 1.125rem; flex: none; translate: 0 0.1875rem; accent-color: var(--accent); }
.problems { padding: 1rem; border: 2px solid var(--problem); border-radius: 0.5rem; background: var(--problem-soft); }
.problems ul { margin-top: 0.375rem; padding-left: 1.25rem; }
.problems a, .problem { color: var(--problem); font-weight: 600; }
.accounts { display: grid; gap: 0.75rem; padding-top: 1.25rem; border-top: 1px solid var(--soft); font-size: 0.9375rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.375rem 1rem; }
dt { font-weight: 600; }
dd { color: var(--muted); }
dd code { color: var(--text); }
@media (max-width: 24rem) {
  main { padding: 1.25rem 1rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd + dt { margin-top: 0.5rem; }
}
@media (forced-colors: active) { .problems, details, main { border-color: CanvasText; } }
`,
};
