import { Kind, parse, visit } from 'graphql';
import type { ArgumentNode, DocumentNode } from 'graphql';

/** A minute becomes ten seconds: short enough to see a sign-in grow old. */
export const SHORT_WINDOW_DIVISOR = 6;

/** The same schema with every `@requiresRecentAuth(seconds:)` divided, rounded up: only ever stricter. */
export function shortenWindows(typeDefs: string): DocumentNode {
  return visit(parse(typeDefs), {
    Directive(directive) {
      if (directive.name.value !== 'requiresRecentAuth') return undefined;
      return { ...directive, arguments: directive.arguments?.map(shorten) };
    },
  });
}

function shorten(argument: ArgumentNode): ArgumentNode {
  const { name, value } = argument;
  if (name.value !== 'seconds' || value.kind !== Kind.INT) return argument;
  const seconds = Math.ceil(Number(value.value) / SHORT_WINDOW_DIVISOR);
  return { ...argument, value: { ...value, value: String(seconds) } };
}
