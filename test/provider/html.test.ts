import { describe, expect, it } from 'vitest';
import { html, renderHtml } from '../../src/provider/html.js';

describe('html', () => {
  it.each([
    { value: `<b>&"'`, markup: '&lt;b&gt;&amp;&quot;&#39;' },
    { value: '&lt;', markup: '&amp;lt;' },
    { value: 5, markup: '5' },
    { value: '', markup: '' },
    { value: undefined, markup: '' },
    { value: false as const, markup: '' },
    { value: html`<b>${'<'}</b>`, markup: '<b>&lt;</b>' },
    { value: [html`<i></i>`, '<', [1, undefined]], markup: '<i></i>&lt;1' },
  ])('puts $value in as $markup', ({ value, markup }) => {
    expect(renderHtml(html`<p title="${value}">${value}</p>`)).toBe(
      `<p title="${markup}">${markup}</p>`,
    );
  });
});
