import type { GraphQLFormattedError } from 'graphql';
import type { Forwarded } from './realm.js';

export interface GraphQLAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** Asks another server in the caller's name. */
export async function callGraphQL(
  url: string,
  body: { readonly query: string; readonly variables?: object | undefined },
  { authorization }: Forwarded,
): Promise<GraphQLAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify(body),
  });
  return (await response.json()) as GraphQLAnswer;
}
