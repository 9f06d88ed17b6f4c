import { describe, expect, it } from 'vitest';
import { runCommand } from '../../src/command/run-command.js';
import { runExplain } from '../support/explain-command.js';
import { encodePart } from '../support/forge.js';
import { scriptIssuer } from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const token = issuer.token();
/** Neither of which can be decoded. */
const OPAQUE = 'v2.Secret0Secret0Secret0Secret0.Secret0Secret0';
const SPACED = `${Buffer.from('{ "alg" : "none" }').toString('base64url')}.e30.`;

describe('a token in an argument is refused, and not repeated', () => {
  it.each([
    { args: [token] },
    { args: ['--issuer', token] },
    { args: [`--audience=${token}`] },
    { args: ['--jwks-uri', `https://issuer.test/jwks?token=${token}`] },
    { args: ['--issuer', `Bearer ${token}`] },
    { args: [`--${token}`] },
    { args: ['-t', `${encodePart({ alg: 'dir' })}..iv.text.tag`] },
    { args: ['--audience', token.slice(0, 40)] },
    { args: ['--audience', OPAQUE] },
    { args: [SPACED] },
    { args: ['--help', token] },
  ])('$args', async ({ args }) => {
    const { code, out, err } = await runExplain('', args, issuer);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/a token in an argument is not looked at: .* shell’s history/);
    for (const part of args
      .join('.')
      .split(/[.=\s]/)
      .filter((part) => part.length > 20)) {
      expect(err).not.toContain(part);
    }
  });

  it('whatever it looks like, where no argument belongs', async () => {
    const { code, err } = await runExplain('', ['s3cr3t'], issuer);
    expect(code).toBe(2);
    expect(err).toContain('If that was a token: it is in the shell’s history now');
    expect(err).not.toContain('s3cr3t');
  });
});

describe('what is no token is none', () => {
  it.each([
    ['--issuer', 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example01'],
    ['--issuer', 'https://login.microsoftonline.com/2a3b4c5d-0000-4000-8000-0123456789ab/v2.0'],
    ['--audience', '104863572915-8k2m5n7p9q1r3s5t7v9w2x4z6a8b0c1d.apps.googleusercontent.com'],
    ['--audience', 'com.example.company.MyGreatApplicationForPhones'],
    ['--audience', 'https://api.bank.example,q7Vn2cLzXo5RtHk0'],
    ['--jwks-uri', 'https://keycloak.example.com/realms/example/protocol/openid-connect/certs'],
  ])('%s %s', async (...args) => {
    const { code } = await runExplain('opaque', [...args, '--offline'], issuer);
    expect(code).toBe(1);
  });
});

describe('wrong arguments end with exit code 2 and one line', () => {
  it.each([
    { args: ['--issuer', 'http://issuer.test'], says: '--issuer must be an https URL' },
    { args: ['--jwks-uri', 'ftp://issuer.test'], says: '--jwks-uri must be an https URL' },
    { args: ['--audience', ''], says: '--audience must be a client id' },
    { args: ['--provider', 'x'], says: '--provider must be one of "authgear", "auth0"' },
    { args: ['--token-type', 'x'], says: '--token-type must be one of "id_token"' },
    {
      args: ['--provider', 'auth0', '--issuer', 'https://auth0.test'],
      says: '--issuer must look like https://example.eu.auth0.com/',
    },
    { args: ['--algorithms', 'HS256'], says: '--algorithms must be a list of some of RS256' },
    { args: ['--clock-tolerance', '301'], says: '--clock-tolerance must be a whole number from 0' },
    {
      args: ['--clock-tolerance', '-1'],
      says: '--clock-tolerance must be a whole number of seconds, 0 or more',
    },
    { args: ['--seconds', '0'], says: '--seconds must be a whole number of seconds, 1 or more' },
    { args: ['--seconds', '-1'], says: '--seconds must be a whole number of seconds, 1 or more' },
    { args: ['--seconds=-1'], says: '--seconds must be a whole number of seconds, 1 or more' },
    { args: ['--seconds', '1.5'], says: '--seconds must be a whole number of seconds' },
    { args: ['--seconds', '9999999999'], says: '--seconds must be a whole number of seconds' },
    { args: ['--seconds'], says: '--seconds' },
    { args: ['--isuer', 'x'], says: '--isuer is unknown, or lacks its value' },
    { args: ['-x'], says: 'an option is unknown' },
    { args: ['--offline=x'], says: '--offline' },
  ])('$args', async ({ args, says }) => {
    const { code, out, err } = await runExplain(token, args, issuer);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`graphql-recent-auth: ${says}`);
    expect(err.split('\n')).toHaveLength(2);
  });

  it.each([{ args: [] }, { args: ['explian'] }])('$args is no command', async ({ args }) => {
    const said: string[] = [];
    expect(await run(args, said)).toBe(2);
    expect(said).toEqual([
      'graphql-recent-auth: the one command is "explain"; --help lists the options',
    ]);
  });
});

it.each([
  { args: ['--help'], says: /^ {2}npx graphql-recent-auth explain \[options\] < token\.txt$/m },
  { args: ['explain', '-h'], says: /--audience <id>/ },
  { args: ['--version'], says: /^1\.2\.3$/ },
])('$args is answered', async ({ args, says }) => {
  const said: string[] = [];
  expect(await run(args, said)).toBe(0);
  expect(said.join('\n')).toMatch(says);
});

it('several audiences come with commas, or one by one', async () => {
  const args = ['--audience', 'a, b', '--audience', 'client-id', '--offline'];
  const { out } = await runExplain(token, args, issuer);
  expect(out).toContain('✓ aud is among --audience');
});

async function run(args: readonly string[], said: string[]): Promise<number> {
  return runCommand(args, {
    input: (async function* () {})(),
    ...{ isTyped: false, hasColours: false },
    print: (text) => said.push(text),
    complain: (text) => said.push(text),
    version: () => '1.2.3',
  });
}
