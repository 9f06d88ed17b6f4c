import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
} from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { appliedDirectives } from './annotations.js';
import type { Annotated } from './annotations.js';
import { DIRECTIVE_NAME } from './sdl.js';

/** What looks guarded and is not: misspelt directives, and annotations where nothing enforces them. */
export function* findMisplaced(schema: GraphQLSchema): Generator<string> {
  yield* faultsOf('the schema', schema, false);
  for (const directive of schema.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    if (resembles(directive.name))
      yield misspelt(`The directive @${directive.name}`, directive.name);
    for (const argument of directive.args) {
      yield* faultsOf(`@${directive.name}(${argument.name}:)`, argument, false);
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!type.name.startsWith('__')) yield* misplacedInType(type);
  }
}

function* misplacedInType(type: GraphQLNamedType): Generator<string> {
  yield* faultsOf(type.name, type, isObjectType(type));
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield* faultsOf(`${type.name}.${field.name}`, field, isObjectType(type));
      for (const argument of field.args) {
        yield* faultsOf(`${type.name}.${field.name}(${argument.name}:)`, argument, false);
      }
    }
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield* faultsOf(`${type.name}.${field.name}`, field, false);
    }
  } else if (isEnumType(type)) {
    for (const value of type.getValues())
      yield* faultsOf(`${type.name}.${value.name}`, value, false);
  }
}

function* faultsOf(place: string, element: Annotated, enforced: boolean): Generator<string> {
  for (const { name } of appliedDirectives(element)) {
    if (name === DIRECTIVE_NAME && !enforced) {
      yield `@${DIRECTIVE_NAME} on ${place} is not enforced: put it on an object type or on a field of one`;
    } else if (resembles(name)) {
      yield misspelt(`@${name} on ${place}`, name);
    }
  }
}

function misspelt(what: string, name: string): string {
  return `${what} looks like @${DIRECTIVE_NAME} and guards nothing: rename it, or remove @${name}`;
}

/** A few letters away, or "recent auth" under another name or namespace. */
function resembles(name: string): boolean {
  if (name === DIRECTIVE_NAME) return false;
  const lowerCase = name.toLowerCase();
  return (
    /recent_?auth(?:$|_|entication)/.test(lowerCase) ||
    editDistance(lowerCase, DIRECTIVE_NAME.toLowerCase()) <= 4
  );
}

/** Levenshtein's distance: letters to insert, remove or exchange. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  const above = (column: number): number => row[column] as number;
  for (let index = 0; index < a.length; index++) {
    let left = index + 1;
    row = row.map((_, column) => {
      if (column === 0) return left;
      const exchanged = above(column - 1) + Number(a[index] !== b[column - 1]);
      left = Math.min(left + 1, above(column) + 1, exchanged);
      return left;
    });
  }
  return above(b.length);
}
