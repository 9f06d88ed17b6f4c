const format = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

/** @param amount minor units */
export function formatMoney(amount: number): string {
  return format.format(amount / 100);
}

/** Minor units; `undefined` where the text is no amount of money above zero. */
export function parseMoney(text: string): number | undefined {
  const match = /^\s*€?\s*(\d{1,9})(?:[.,](\d{1,2}))?\s*$/.exec(text);
  if (!match) return undefined;
  const [, whole = '', cents = ''] = match;
  const amount = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return amount > 0 ? amount : undefined;
}
