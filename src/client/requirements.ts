/**
 * What each operation of an application asks for, by operation name: written by `graphql-recent-auth/codegen`.
 * A comfort for the user. The server decides.
 */
export type OperationRequirements = Readonly<Record<string, OperationRequirement>>;

export interface OperationRequirement {
  readonly type: 'query' | 'mutation' | 'subscription';
  /** Seconds: the strictest over the fields that are certainly selected. Absent where each depends on a variable or a type. */
  readonly maxAge?: number;
  /** Values any one of which satisfies those fields. */
  readonly acrValues?: readonly string[];
  /** Every guarded field that the operation may select, by schema coordinate. */
  readonly fields: Readonly<Record<string, FieldRequirement>>;
}

export interface FieldRequirement {
  readonly maxAge: number;
  readonly acrValues?: readonly string[];
  readonly allowIfCannotReauthenticate?: true;
  /** Selected under `@skip` or `@include`. */
  readonly conditional?: true;
  /** Reached through an interface or a union: selected for some objects only. */
  readonly possible?: true;
}
