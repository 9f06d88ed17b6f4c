import type { ApolloLink } from '@apollo/client';
import { print } from '@apollo/client/utilities';
import { recentAuthRequirements } from './__generated__/recent-auth.js';

/** Characters; whoever asks for a hundred accounts gets a list that can still be scrolled. */
const LONGEST = 6000;
const LEFT_OUT = '(left out here)';

/** JSON to look at, without what nobody should read over somebody's shoulder. */
export function formatWireBody(body: unknown): string {
  return cut(formatJson(body));
}

/** The document as GraphQL, then the variables as such JSON. */
export function formatWireOperation({ query, variables }: SentOperation): string {
  const hasVariables = Object.keys(variables).length > 0;
  return cut([print(query), ...(hasVariables ? [formatJson(variables)] : [])].join('\n\n'));
}

type SentOperation = Pick<ApolloLink.Operation, 'query' | 'variables'>;

function formatJson(value: unknown): string {
  return JSON.stringify(value ?? null, leaveOut, 2);
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… (cut here)` : text;
}

/** `null` stays: it is how a field is refused. */
function leaveOut(name: string, value: unknown): unknown {
  return SECRET.has(name) && value !== null ? LEFT_OUT : value;
}

/** Fields that the bank shows only after a recent sign-in, and the proof that it asked for one. */
const SECRET: ReadonlySet<string> = new Set([
  'ticket',
  ...Object.values(recentAuthRequirements)
    .filter(({ type }) => type === 'query')
    .flatMap(({ fields }) => Object.keys(fields))
    .map((coordinate) => coordinate.replace(/^.*\./, '')),
]);
