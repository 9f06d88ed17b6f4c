import { buildSchema } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { createRecentAuth } from '../../src/directive/index.js';

/** A small deterministic source of choices, so that one number is a whole document. */
export function choices(seed: number) {
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

export type Choices = ReturnType<typeof choices>;

const OBJECTS = ['A', 'B', 'C', 'D'];
const INTERFACES = ['I', 'J', 'K'];

/** Objects, overlapping interfaces, unions and guards in random places. */
export function randomSchema({ next, pick, chance }: Choices): GraphQLSchema {
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
export function randomDocument(schema: GraphQLSchema, { next, pick, chance }: Choices): string {
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
