import type { ServerOptions } from './config.js';
import type { RunningServer } from './start-server.js';

/** Where `npm run token` looks by itself. */
const USUAL_PROVIDER = 'http://127.0.0.1:4001';

/** What a person who just started the server wants to know. */
export function banner({ url, issuer }: RunningServer, options: ServerOptions): string {
  const address = url.replace('//127.0.0.1:', '//localhost:');
  const development = !('issuer' in options.identity);
  const lines = [
    ...(options.demo ? [['Demo', `${address}/`]] : []),
    ['GraphQL API', `${address}/graphql`],
    ...(options.ide ? [['IDE', `${address}/ide`]] : []),
    ['Sign-in', issuer],
    ['Database', options.databaseUrl === undefined ? options.dataDir : 'PostgreSQL'],
  ];
  const where = issuer === USUAL_PROVIDER ? '' : ` --provider-url ${issuer}`;
  const access = options.identity.tokenType === 'access_token' ? ' --access' : '';
  const next = development
    ? ['', `  Next:  npm run -s token -- --user alice --age 900${access}${where}`]
    : [];
  const table = lines.map(([name = '', value = '']) => `  ${name.padEnd(12)} ${value}`);
  return ['', ...table, ...next, '', ''].join('\n');
}
