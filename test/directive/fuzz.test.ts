import fc from 'fast-check';
import { execute, parse } from 'graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { expect, it } from 'vitest';
import { findOperation } from '../../src/directive/document.js';
import { readGuardedSchema } from '../../src/directive/guarded-schema.js';
import { planOperation, selectWithVariables } from '../../src/directive/plan.js';
import { choices, randomDocument, randomSchema } from '../support/random-graph.js';
import type { Choices } from '../support/random-graph.js';

const SCHEMAS = 800;
const DOCUMENTS_EACH = 5;
const TYPE_CHOICES = 4;

it('RA-15: no guarded field executes that the walk did not name', () => {
  const totals = { documents: 0, executed: 0, exact: 0 };
  const property = fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (number) => {
    const choose = choices(number);
    const schema = randomSchema(choose);
    for (let index = 0; index < DOCUMENTS_EACH; index++) {
      const { named, planned, executed } = runOnce(schema, choose);
      expect([...named]).toEqual(expect.arrayContaining([...executed]));
      expect([...planned]).toEqual(expect.arrayContaining([...named]));
      totals.documents++;
      totals.executed += executed.size;
      totals.exact += Number(executed.size === named.size);
    }
  });
  const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`fuzz: FUZZ_SEED=${seed}\n`);
  fc.assert(property, { numRuns: SCHEMAS, seed });
  process.stdout.write(`fuzz: ${JSON.stringify(totals)}\n`);
  expect(totals.documents).toBe(SCHEMAS * DOCUMENTS_EACH);
  expect(totals.executed).toBeGreaterThan(SCHEMAS);
}, 120_000);

/** Executes one random document with several random choices of concrete types. */
function runOnce(schema: GraphQLSchema, choose: Choices) {
  const document = parse(randomDocument(schema, choose));
  const found = findOperation(document, undefined);
  if (!found) throw new Error('no operation');
  const variableValues: Record<string, boolean> = { a: choose.chance(50) };
  if (choose.chance(50)) variableValues['b'] = choose.chance(50);
  if (choose.chance(50)) variableValues['c'] = choose.chance(50);
  const { operation, fragments } = found;
  const { requirements } = readGuardedSchema(schema);
  const executed = new Set<string>();
  for (let choice = 0; choice < TYPE_CHOICES; choice++) {
    void execute({
      schema,
      document,
      variableValues,
      rootValue: {},
      typeResolver: (_value, _context, _info, type) =>
        choose.pick(schema.getPossibleTypes(type)).name,
      fieldResolver: (
        _source: unknown,
        _args: unknown,
        _context: unknown,
        info: GraphQLResolveInfo,
      ) => {
        const coordinate = `${info.parentType.name}.${info.fieldName}`;
        if (requirements.has(coordinate)) executed.add(coordinate);
        if (info.returnType.toString().startsWith('[')) return [{}, {}];
        return info.fieldName === 'y' ? 1 : info.fieldName === 'x' ? 'x' : {};
      },
    });
  }
  const named = selectWithVariables(schema, operation, fragments, variableValues);
  const planned = planOperation(schema, operation, fragments).fields;
  return { executed, named: new Set(named.keys()), planned: new Set(planned.keys()) };
}
