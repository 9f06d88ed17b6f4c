import fc from 'fast-check';
import { execute, parse } from 'graphql';
import type { DocumentNode, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { expect, it } from 'vitest';
import type { OperationRequirement } from '../../src/client/index.js';
import { recentAuthMeta } from '../../src/codegen/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import { NOW, signedIn } from '../support/graph.js';
import type { Context } from '../support/graph.js';
import { choices, randomDocument, randomSchema } from '../support/random-graph.js';
import type { Choices } from '../support/random-graph.js';

const SCHEMAS = 300;
const DOCUMENTS_EACH = 5;
const REQUESTS_EACH = 4;

it('names what the server refuses and what runs, and is sure only of what is always refused', () => {
  const totals = { guarded: 0, requests: 0, refused: 0, executed: 0, certain: 0 };
  const property = fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (number) => {
    const choose = choices(number);
    const schema = randomSchema(choose);
    if (createRecentAuth().requirements(schema).size === 0) return;
    const metaOf = recentAuthMeta(schema);
    for (let index = 0; index < DOCUMENTS_EACH; index++) {
      const document = parse(randomDocument(schema, choose));
      const requirement = metaOf(document)?.recentAuth;
      const { named, certain, everywhere } = coordinatesOf(requirement);
      totals.guarded += Number(named.length > 0);
      totals.certain += certain.length;
      for (let request = 0; request < REQUESTS_EACH; request++) {
        const variables = randomVariables(choose);
        const { refused, maxAge } = refusalOf(schema, document, variables);
        const executed = executedFields(schema, document, variables, choose);
        expect(named).toEqual(expect.arrayContaining([...refused, ...executed]));
        expect(refused).toEqual(expect.arrayContaining(certain));
        expect(executed).toEqual(expect.arrayContaining(everywhere));
        if (requirement?.maxAge !== undefined) {
          expect(requirement.maxAge).toBeGreaterThanOrEqual(maxAge);
        }
        totals.requests++;
        totals.refused += refused.length;
        totals.executed += executed.length;
      }
    }
  });
  const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`codegen: FUZZ_SEED=${seed}\n`);
  fc.assert(property, { numRuns: SCHEMAS, seed });
  process.stdout.write(`codegen: ${JSON.stringify(totals)}\n`);
  expect(totals.guarded).toBeGreaterThan(SCHEMAS);
  expect(totals.certain).toBeGreaterThan(SCHEMAS);
});

/** `certain` of the server's check, which takes every possible object for real; `everywhere` of any execution. */
function coordinatesOf(requirement: OperationRequirement | undefined) {
  const fields = Object.entries(requirement?.fields ?? {});
  const without = (...marks: ('conditional' | 'possible')[]): string[] =>
    fields.flatMap(([name, field]) => (marks.some((mark) => field[mark]) ? [] : [name]));
  return {
    named: fields.map(([name]) => name),
    certain: without('conditional'),
    everywhere: without('conditional', 'possible'),
  };
}

function randomVariables({ chance }: Choices): Record<string, boolean> {
  const variables: Record<string, boolean> = { a: chance(50) };
  if (chance(50)) variables['b'] = chance(50);
  if (chance(50)) variables['c'] = chance(50);
  return variables;
}

/** What the server says to a user whose sign-in is too old for everything. */
function refusalOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, boolean>>,
): { readonly refused: readonly string[]; readonly maxAge: number } {
  const recentAuth = createRecentAuth<Context>({ atomicQueries: true, clock: () => NOW });
  const contextValue = signedIn(1_000_000);
  const refusal = recentAuth.check({ schema, document, variableValues, contextValue });
  if (refusal === undefined) return { refused: [], maxAge: 0 };
  if ('then' in refusal) throw new Error('nothing here waits');
  const reauth = refusal.error.extensions['reauth'] as { fields: string[]; maxAge: number };
  return { refused: reauth.fields, maxAge: reauth.maxAge };
}

/** The guarded fields whose resolvers run where no value is null, and objects are of any possible type. */
function executedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, boolean>>,
  { pick }: Choices,
): readonly string[] {
  const requirements = createRecentAuth().requirements(schema);
  const executed = new Set<string>();
  void execute({
    schema,
    document,
    variableValues,
    rootValue: {},
    typeResolver: (_value, _context, _info, type) => pick(schema.getPossibleTypes(type)).name,
    fieldResolver: (_source, _args, _context, info: GraphQLResolveInfo) => {
      const coordinate = `${info.parentType.name}.${info.fieldName}`;
      if (requirements.has(coordinate)) executed.add(coordinate);
      return info.returnType.toString().startsWith('[') ? [{}, {}] : {};
    },
  });
  return [...executed];
}
