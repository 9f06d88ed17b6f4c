import { expect, it } from 'vitest';
import { formatMoney, parseMoney } from '../../src/web/money.js';

it.each([
  { text: '25', amount: 2500 },
  { text: '25.00', amount: 2500 },
  { text: '25,5', amount: 2550 },
  { text: ' € 0.01 ', amount: 1 },
  { text: '999999999.99', amount: 99_999_999_999 },
  { text: '1234567890', amount: undefined },
  { text: '0', amount: undefined },
  { text: '0.00', amount: undefined },
  { text: '-5', amount: undefined },
  { text: '1.234', amount: undefined },
  { text: '1e3', amount: undefined },
  { text: '٣', amount: undefined },
  { text: '', amount: undefined },
])('the text "$text" is an amount of $amount', ({ text, amount }) => {
  expect(parseMoney(text)).toBe(amount);
});

it.each([
  { amount: 0, text: '€0.00' },
  { amount: 1, text: '€0.01' },
  { amount: 250_000, text: '€2,500.00' },
  { amount: -1050, text: '-€10.50' },
])('an amount of $amount reads $text', ({ amount, text }) => {
  expect(formatMoney(amount)).toBe(text);
});
