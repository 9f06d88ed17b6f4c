/**
 * What each operation of an application asks for, by operation name: written by `graphql-recent-auth/codegen`.
 * A comfort for the user. The server decides.
 */
export type OperationRequirements = Readonly<Record<string, OperationRequirement>>;

export interface OperationRequirement {
  readonly type: 'query' | 'mutation' | 'subscription';
  /** Seconds: the strictest over what the server certainly asks for. Absent where that depends, or where no one sign-in can bring it. */
  readonly maxAge?: number;
  /** Values any one of which satisfies all of that. */
  readonly acrValues?: readonly string[];
  /** Every guarded field that the operation may select, by schema coordinate. */
  readonly fields: Readonly<Record<string, FieldRequirement>>;
}

export interface FieldRequirement {
  readonly maxAge: number;
  readonly acrValues?: readonly string[];
  readonly allowIfCannotReauthenticate?: true;
  /** Selected only where variables of `@skip` or `@include` say so. */
  readonly conditional?: true;
  /** Reached through an interface or a union: a query is asked for it only where it finds such an object. */
  readonly possible?: true;
}
