const MARKUP = Symbol('markup');

/** Markup that may be sent as it is. Only the `html` tag makes it. */
export interface Html {
  readonly [MARKUP]: string;
}

/** What may stand in a template: text is escaped, `undefined` and `false` are nothing. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/** Escapes everything put into it, for text and for quoted attribute values. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = strings.map((text, i) => text + toMarkup(values[i])).join('');
  return { [MARKUP]: markup };
}

export function renderHtml(fragment: Html): string {
  return fragment[MARKUP];
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if (isList(value)) return value.map(toMarkup).join('');
  return value[MARKUP];
}

function isList(value: HtmlValue): value is readonly HtmlValue[] {
  return Array.isArray(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
