import { describe, expect, it } from 'vitest';
import { ISSUER_ARGUMENTS, runExplain } from '../support/explain-command.js';
import { scriptIssuer } from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const token = issuer.token();

function explain(input: string | Uint8Array) {
  return runExplain(input, [...ISSUER_ARGUMENTS, '--json'], issuer);
}

describe('what people copy along is left out, and told', () => {
  it.each([
    { input: token, stripped: [] },
    { input: `${token}\n`, stripped: [] },
    { input: `${token}\r\n`, stripped: [] },
    { input: `  ${token}\n\n`, stripped: ['white space'] },
    { input: `Bearer ${token}`, stripped: ['"Bearer"'] },
    { input: `bearer   ${token}`, stripped: ['"Bearer"'] },
    { input: `Authorization: Bearer ${token}`, stripped: ['the header’s name', '"Bearer"'] },
    { input: `"${token}",`, stripped: ['quotes'] },
    { input: `'${token}'`, stripped: ['quotes'] },
    {
      input: `"authorization: Bearer '${token}'"`,
      stripped: ['quotes', 'the header’s name', '"Bearer"', 'quotes'],
    },
    {
      input: `-H 'Authorization: Bearer ${token}'`,
      stripped: ['curl’s -H', 'quotes', 'the header’s name', '"Bearer"'],
    },
    {
      input: `--header=authorization: Bearer ${token}`,
      stripped: ['curl’s -H', 'the header’s name', '"Bearer"'],
    },
    {
      input: `curl -s -H 'Accept: */*' -H "Authorization: Bearer ${token}" \\\n https://api.test -d '{}'`,
      stripped: ['the rest of the curl command', 'quotes', 'the header’s name', '"Bearer"'],
    },
    {
      input: `"Authorization": "Bearer ${token}",`,
      stripped: ['the header’s name', 'quotes', '"Bearer"'],
    },
    { input: `\ufeff${token}`, stripped: [] },
    { input: Buffer.from(`\ufeff${token}\r\n`, 'utf16le'), stripped: [] },
  ])('$stripped', async ({ input, stripped }) => {
    const { code, out } = await explain(input);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'accepted', stripped });
  });

  it('to the reader too', async () => {
    const { out } = await runExplain(`Bearer ${token}`, [], issuer);
    expect(out.split('\n')[0]).toBe('Left out around the token: "Bearer".');
  });
});

describe('the token itself is judged as it stands', () => {
  it.each([
    ...[`"${token}`, `Bearer: ${token}`, `Basic ${token}`, `${token} ${token}`, `${token}=`],
    ...[`"'"'"'${token}'"'"'"`, token.replace('.', '\n.')],
  ])('%s', async (input) => {
    const { code, out } = await explain(input);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ refusal: 'malformed_token' });
  });
});

it.each([
  ...[`{"id_token":"${token}"}`, `{ "error": "x" }`, `["${token}"]`, `'{"id_token":"${token}"}'`],
  ...['{', `{"headers": {"Authorization": "Bearer ${token}"}}`],
])('JSON is told as what it is: %s', async (input) => {
  expect(await explain(input)).toEqual({
    ...{ code: 2, out: '' },
    err: 'graphql-recent-auth: this is JSON: give the value of id_token or access_token alone\n',
  });
});

describe('no token', () => {
  const NOTHING = 'graphql-recent-auth: nothing came by standard input';
  const NONE = 'graphql-recent-auth: what came by standard input has no token in it';
  it.each([
    { what: 'nothing', input: '', says: NOTHING },
    { what: 'white space', input: ' \n\t\n', says: NOTHING },
    { what: 'quotes', input: '""', says: NONE },
    { what: 'a header’s name', input: 'Authorization:', says: NONE },
    { what: 'more than 64 KiB', input: 'x'.repeat(65_537), says: 'more than 64 KiB' },
    { what: 'quotes without end', input: '"'.repeat(65_537), says: 'more than 64 KiB' },
  ])('$what: exit code 2', async ({ input, says }) => {
    const { code, out, err } = await explain(input);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });

  it('is what 64 KiB are looked at for', async () => {
    const { code, out } = await explain('x'.repeat(65_536));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ refusal: 'token_too_long' });
  });
});

it('who types is told how', async () => {
  const { code, err } = await runExplain(token, [...ISSUER_ARGUMENTS], issuer, { isTyped: true });
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringMatching(/^Paste the token, press Enter, then Ctrl-D\./) as string,
  });
});
