import fc from 'fast-check';
import { buildSchema, execute, parse } from 'graphql';
import type { GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { expect, it } from 'vitest';
import { findOperation } from '../../src/directive/document.js';
import { readGuardedSchema } from '../../src/directive/guarded-schema.js';
import { createRecentAuth } from '../../src/directive/index.js';
import { planOperation, selectWithVariables } from '../../src/directive/plan.js';

const SCHEMAS = 800;
const DOCUMENTS_EACH = 5;
const TYPE_CHOICES = 4;

/** A small deterministic source of choices, so that one number is a whole document. */
function choices(seed: number) {
  let state = seed >>> 0 || 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return {
    next,
    pick: <T>(list: readonly T[]): T => list[next(list.length)] as T,
    chance: (percent: number) => next(100) < percent,
  };
}

type Choices = ReturnType<typeof choices>;

const OBJECTS = ['A', 'B', 'C', 'D'];
const INTERFACES = ['I', 'J', 'K'];

/** Objects, overlapping interfaces, unions and guards in random places. */
function randomSchema({ next, pick, chance }: Choices): GraphQLSchema {
  const composite = ['A', 'B', 'C', 'D', 'I', 'J', 'K', 'U'];
  const guard = (percent: number) =>
    chance(percent) ? ` @requiresRecentAuth(seconds: ${next(900) + 1})` : '';
  const shared = { x: 'String', y: 'Int' };
  const links = ['one', 'two', 'many'].map((name) => [name, pick(composite)] as const);
  const linkFields = links.map(
    ([name, type]) => `${name}: ${name === 'many' ? `[${type}]` : type}`,
  );
  const fields = (guarded: boolean) =>
    [...Object.entries(shared).map(([name, type]) => `${name}: ${type}`), ...linkFields]
      .map((field) => field + (guarded ? guard(20) : ''))
      .join(' ');
  const objects = OBJECTS.map((name) => {
    const implemented = INTERFACES.filter(() => chance(60));
    const clause = implemented.length > 0 ? ` implements ${implemented.join(' & ')}` : '';
    return `type ${name}${clause}${guard(8)} { ${fields(true)} own${name}: String${guard(50)} }`;
  });
  const interfaces = INTERFACES.map((name) => `interface ${name} { ${fields(false)} }`);
  return buildSchema(
    [
      createRecentAuth().typeDefs,
      ...objects,
      ...interfaces,
      'union U = A | B | C',
      `type Query${guard(5)} { ${fields(true)} }`,
      `type Mutation { ${fields(true)} }`,
    ].join('\n'),
  );
}

/** Aliases, fragments inside fragments, conditions by literals, variables and defaults. */
function randomDocument(schema: GraphQLSchema, { next, pick, chance }: Choices): string {
  const fragments = ['F', 'G', 'H'].map((name) => ({
    name,
    on: pick([...OBJECTS, ...INTERFACES, 'U']),
  }));
  const condition = () => {
    if (!chance(30)) return '';
    const name = pick(['skip', 'include']);
    return ` @${name}(if: ${pick(['true', 'false', '$a', '$b', '$c'])})`;
  };
  let alias = 0;
  const selection = (
    type: string,
    depth: number,
    allowed: readonly (typeof fragments)[number][],
  ): string => {
    const named = schema.getType(type) as GraphQLObjectType;
    const names = 'getFields' in named ? Object.keys(named.getFields()) : [];
    const parts = Array.from({ length: 1 + next(4) }, () => {
      if (depth > 0 && chance(25))
        return `... on ${pick([...OBJECTS, ...INTERFACES])}${condition()} { ${selection(pick([...OBJECTS, ...INTERFACES]), depth - 1, allowed)} }`;
      if (depth > 0 && chance(10))
        return `...${condition()} { ${selection(type, depth - 1, allowed)} }`;
      if (allowed.length > 0 && chance(25)) return `...${pick(allowed).name}${condition()}`;
      if (names.length === 0) return '__typename';
      const field = pick(names);
      const returned = (named.getFields()[field]?.type.toString() ?? '').replaceAll(/[[\]!]/g, '');
      const prefix = chance(80) ? `a${alias++}: ` : '';
      if (['String', 'Int'].includes(returned)) return `${prefix}${field}${condition()}`;
      return depth > 0
        ? `a${alias++}: ${field}${condition()} { ${selection(returned, depth - 1, allowed)} }`
        : '__typename';
    });
    return parts.join(' ');
  };
  const operation = pick(['query', 'mutation']);
  const root = operation === 'query' ? 'Query' : 'Mutation';
  const definitions = fragments.map(
    ({ name, on }, index) =>
      `fragment ${name} on ${on} { ${selection(on, 2, fragments.slice(index + 1))} }`,
  );
  return `${operation} ($a: Boolean!, $b: Boolean = true, $c: Boolean! = false) { ${selection(root, 4, fragments)} } ${definitions.join(' ')}`;
}

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
