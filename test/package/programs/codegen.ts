import { buildSchema, parse } from 'graphql';
import { createRecentAuth } from 'graphql-recent-auth';
import type { OperationRequirements } from 'graphql-recent-auth/client';
import { plugin, recentAuthMeta, validate } from 'graphql-recent-auth/codegen';
import { recentAuthRequirements } from './recent-auth.js';

recentAuthRequirements satisfies OperationRequirements;
const maxAge: 300 = recentAuthRequirements.Transfer.maxAge;
const field: 300 = recentAuthRequirements.Transfer.fields['Mutation.transfer'].maxAge;
type Operation = keyof typeof recentAuthRequirements;
export const operations: readonly Operation[] = ['Transfer', 'RecoveryCodes'];

const schema = buildSchema(
  `${createRecentAuth().typeDefs} type Query { a: Int @requiresRecentAuth(seconds: ${maxAge + field}) }`,
);
const document = parse('query A { a }');
const meta = recentAuthMeta(schema)(document);
export const seconds: number | undefined = meta?.recentAuth.maxAge;
export const content: string = plugin(schema, [{ document }], { constName: 'asked' }).content;
validate(schema, [{ document }], {}, 'recent-auth.ts');

// @ts-expect-error unknown operation
recentAuthRequirements.Transfre;
// @ts-expect-error selects nothing guarded
recentAuthRequirements.Balance;
// @ts-expect-error unknown field
recentAuthRequirements.Transfer.fields['Mutation.transfre'];
// @ts-expect-error what was written is what is asked for
const other: 60 = recentAuthRequirements.Transfer.maxAge;
// @ts-expect-error unknown operation
export const misspelt: Operation = 'Transfre';
// @ts-expect-error misspelt
plugin(schema, [{ document }], { constantName: 'asked' });
// @ts-expect-error a schema, or its SDL
recentAuthMeta({ __schema: {} });
// @ts-expect-error nothing may be asked for
recentAuthMeta(schema)(document).recentAuth;

export { other };
