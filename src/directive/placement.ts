import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
} from 'graphql';
import type { GraphQLDirective, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { appliedDirectives, readDirectivesOfCode } from './annotations.js';
import type { Annotated } from './annotations.js';
import { DIRECTIVE_NAME } from './sdl.js';

/** What looks guarded and is not: misspelt directives, and annotations where nothing enforces them. */
export function findMisplaced(schema: GraphQLSchema): readonly string[] {
  const faults: string[] = [];
  const inspect = (element: Annotated, place: () => string, enforced = false): void => {
    faults.push(...faultsOfExtensions({ ...element.extensions }, place));
    for (const { name } of appliedDirectives(element)) {
      if (name === DIRECTIVE_NAME && !enforced) {
        faults.push(
          `@${DIRECTIVE_NAME} on ${place()} is not enforced: put it on an object type or on a field of one`,
        );
      } else if (resembles(name)) {
        faults.push(misspelt(`@${name} on ${place()}`, name));
      }
    }
  };

  inspect(schema, () => 'the schema');
  for (const directive of schema.getDirectives()) {
    if (isSpecifiedDirective(directive)) continue;
    if (resembles(directive.name) || hasOurArguments(directive)) {
      faults.push(misspelt(`The directive @${directive.name}`, directive.name));
    }
    for (const argument of directive.args) {
      inspect(argument, () => `@${directive.name}(${argument.name}:)`);
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!type.name.startsWith('__')) inspectType(type, inspect);
  }
  return faults;
}

type Inspect = (element: Annotated, place: () => string, enforced?: boolean) => void;

function inspectType(type: GraphQLNamedType, inspect: Inspect): void {
  const isObject = isObjectType(type);
  inspect(type, () => type.name, isObject);
  if (isObject || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      inspect(field, () => `${type.name}.${field.name}`, isObject);
      for (const argument of field.args) {
        inspect(argument, () => `${type.name}.${field.name}(${argument.name}:)`);
      }
    }
  } else if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      inspect(field, () => `${type.name}.${field.name}`);
    }
  } else if (isEnumType(type)) {
    for (const value of type.getValues()) inspect(value, () => `${type.name}.${value.name}`);
  }
}

/** What was annotated in code, in a form or at a place that nothing reads. */
function faultsOfExtensions(
  extensions: Readonly<Record<string, unknown>>,
  place: () => string,
): readonly string[] {
  const elsewhere = Object.keys(extensions).filter(
    (name) => name === DIRECTIVE_NAME || resembles(name),
  );
  const unreadable = readDirectivesOfCode(extensions['directives']) === undefined;
  return [
    ...elsewhere.map(
      (name) => `extensions.${name} of ${place()} is not read: put it into extensions.directives`,
    ),
    ...(unreadable
      ? [
          `extensions.directives of ${place()} must be { name: args }, { name: [args] } or [{ name, args }]`,
        ]
      : []),
  ];
}

/** Ours under another name, as an import of a federated schema may call it. */
function hasOurArguments({ name, args }: GraphQLDirective): boolean {
  const names = args.map((argument) => argument.name);
  return (
    name !== DIRECTIVE_NAME &&
    names.includes('seconds') &&
    names.includes('allowIfCannotReauthenticate')
  );
}

function misspelt(what: string, name: string): string {
  return `${what} looks like @${DIRECTIVE_NAME} and guards nothing: rename it, or remove @${name}`;
}

/** A few letters away, or "recent auth" under another name or namespace. */
function resembles(name: string): boolean {
  if (name === DIRECTIVE_NAME) return false;
  const lowerCase = name.toLowerCase();
  return (
    /recent_?auth(?!or)/.test(lowerCase) ||
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
