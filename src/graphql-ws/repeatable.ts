import type { SubscribePayload } from 'graphql-ws';

const TOKEN = /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*|[{}()]|\w+/g;

/**
 * Whether the operation may be sent again: its document has no mutation. A name at the top level counts as one, too,
 * and where there is no document (a persisted operation) it may be one.
 */
export function hasNoMutation({ query }: SubscribePayload): boolean {
  if (!query) return false;
  let depth = 0;
  for (const [token] of query.matchAll(TOKEN)) {
    if (token === '{' || token === '(') depth += 1;
    else if (token === '}' || token === ')') depth -= 1;
    else if (depth === 0 && token === 'mutation') return false;
  }
  return true;
}
