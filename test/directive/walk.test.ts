import { buildSchema, isObjectType, parse, visit } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { lookUpVariables } from '../../src/directive/conditions.js';
import { findOperation } from '../../src/directive/document.js';
import { readGuardedSchema } from '../../src/directive/guarded-schema.js';
import { createRecentAuth } from '../../src/directive/index.js';
import { selectGuardedFields } from '../../src/directive/walk.js';

function schemaOf(sdl: string): GraphQLSchema {
  return buildSchema(`${createRecentAuth().typeDefs}\n${sdl}`);
}

function walk(schema: GraphQLSchema, document: DocumentNode, variables?: Record<string, unknown>) {
  const found = findOperation(document, undefined);
  if (!found) throw new Error('no operation');
  const { operation, fragments } = found;
  const { requirements } = readGuardedSchema(schema);
  const lookUp = variables && lookUpVariables(operation, variables);
  const selected = selectGuardedFields(schema, requirements, operation, fragments, lookUp);
  return { fields: [...selected.fields.keys()], visits: selected.visits };
}

/** Selection sets of the document × object types of the schema. */
function bound(schema: GraphQLSchema, document: DocumentNode): number {
  let selectionSets = 0;
  visit(document, {
    SelectionSet: () => {
      selectionSets++;
    },
  });
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return selectionSets * types.filter(({ name }) => !name.startsWith('__')).length;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe.each([
  ['static', undefined],
  ['conditional', { yes: true }],
])('the %s walk', (_, variables) => {
  const recursive = schemaOf(
    'type Query { self: Query secret: String @requiresRecentAuth(seconds: 60) }',
  );

  it('visits fragments that double 200 times once each', () => {
    const levels = numbers(200).map(
      (level) =>
        `fragment F${level} on Query { a: self { ...F${level + 1} } b: self { ...F${level + 1} ...F${level + 1} } }`,
    );
    const document = parse(
      `query ($yes: Boolean!) { ...F0 } ${levels.join(' ')} fragment F200 on Query { secret @include(if: $yes) }`,
    );
    const { fields, visits } = walk(recursive, document, variables);
    expect(fields).toEqual(['Query.secret']);
    expect(visits).toBe(1 + 201 + 400);
    expect(visits).toBeLessThanOrEqual(bound(recursive, document));
  });

  it('visits fragments chained over 30 overlapping interfaces within the bound', () => {
    const implemented = (type: number) =>
      numbers(30)
        .filter((other) => other !== type)
        .map((other) => `I${other}`)
        .join(' & ');
    const schema = schemaOf(`
      interface Node { self: Node }
      ${numbers(30)
        .map((index) => `interface I${index} { id: ID }`)
        .join('\n')}
      ${numbers(30)
        .map(
          (index) => `type T${index} implements Node & ${implemented(index)} {
          self: Node id: ID secret: String @requiresRecentAuth(seconds: 60) }`,
        )
        .join('\n')}
      type Query { node: Node }`);
    const chain = numbers(30).map((index) => {
      const next = index === 29 ? 'End' : `F${index + 1}`;
      return `fragment F${index} on I${index} { ... on I${(index + 7) % 30} { ...${next} ... on Node { self { ...${next} } ...${next} } } ...${next} }`;
    });
    const document = parse(
      `query ($yes: Boolean!) { node { ...F0 } } ${chain.join(' ')} fragment End on Node { ... on T5 { secret @include(if: $yes) } }`,
    );
    const { fields, visits } = walk(schema, document, variables);
    expect(fields).toEqual(['T5.secret']);
    expect(visits).toBeLessThanOrEqual(bound(schema, document));
  });

  it('ends on fragments that spread themselves', () => {
    const document = parse(
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A self { ...A } secret }',
    );
    expect(walk(recursive, document, variables).fields).toEqual(['Query.secret']);
  });
});
