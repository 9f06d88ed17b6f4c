import type { FieldRequirement, OperationRequirement } from '../client/index.js';
import type { Options } from './options.js';
import type { PluginOutput } from './code-generator.js';

/** A module that exports one constant, with its literals in its type. */
export function printModule(
  requirements: ReadonlyMap<string, OperationRequirement>,
  { constName, typesFrom, language }: Options,
): PluginOutput {
  const table = printMembers(
    [...requirements].map(([name, requirement]) => [keyOf(name), printOperation(requirement)]),
    0,
  );
  const from = quote(typesFrom);
  if (language === 'javascript') {
    const type = `/** ${ABOUT} @satisfies {import(${from}).OperationRequirements} */`;
    const content = `${type}\nexport const ${constName} = /** @type {const} */ (${table});\n`;
    return { prepend: [], content };
  }
  const content = `\n/** ${ABOUT} */\nexport const ${constName} = ${table} as const satisfies OperationRequirements;\n`;
  return { prepend: [`import type { OperationRequirements } from ${from};`], content };
}

const ABOUT = 'What each operation asks for, for comfort: the server decides.';

function printOperation({ type, maxAge, acrValues, fields }: OperationRequirement): string {
  const members = Object.entries(fields).map(
    ([coordinate, field]) => [quote(coordinate), printField(field)] as const,
  );
  return printMembers(
    [
      ['type', quote(type)],
      ...(maxAge === undefined ? [] : [['maxAge', `${maxAge}`] as const]),
      ...(acrValues ? [['acrValues', printList(acrValues)] as const] : []),
      ['fields', printMembers(members, 2)],
    ],
    1,
  );
}

function printField({ maxAge, acrValues, ...marks }: FieldRequirement): string {
  const members = [
    `maxAge: ${maxAge}`,
    ...(acrValues ? [`acrValues: ${printList(acrValues)}`] : []),
    ...Object.keys(marks).map((mark) => `${mark}: true`),
  ];
  return `{ ${members.join(', ')} }`;
}

function printMembers(members: readonly (readonly [string, string])[], depth: number): string {
  if (members.length === 0) return '{}';
  const indent = '  '.repeat(depth);
  return `{\n${members.map(([key, value]) => `${indent}  ${key}: ${value},\n`).join('')}${indent}}`;
}

function printList(values: readonly string[]): string {
  return `[${values.map(quote).join(', ')}]`;
}

/** Every GraphQL name is an identifier; one of them would set the prototype instead. */
function keyOf(name: string): string {
  return name === '__proto__' ? `['__proto__']` : name;
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
