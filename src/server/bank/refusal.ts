import { GraphQLError } from 'graphql';
import type { TokenReason } from '../../protocol/index.js';

/** What the bank says no with. `NOT_FOUND` also stands for what belongs to somebody else. */
export type RefusalCode =
  | 'INSUFFICIENT_FUNDS'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'ACCOUNT_NOT_EMPTY'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN';

/** An error that the caller may read. Never put what they sent into the message: it is logged. */
export function refusal(code: RefusalCode, message: string, reason?: TokenReason): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(reason && { reason }) } });
}
