import { valueFromASTUntyped } from 'graphql';
import type { ASTNode, ConstDirectiveNode } from 'graphql';
import type { FreshnessRequirement } from './recent-auth.js';
import { faultOfAcr, faultOfSeconds } from './requirement.js';
import { DIRECTIVE_NAME } from './sdl.js';

/** Anything of a schema that may carry directives. */
export interface Annotated {
  readonly astNode?: ASTNode | null | undefined;
  readonly extensionASTNodes?: readonly ASTNode[] | null | undefined;
  readonly extensions?: Readonly<Record<string | symbol, unknown>> | null | undefined;
}

/** One applied directive, from SDL or from code, its arguments not yet looked at. */
export interface AppliedDirective {
  readonly name: string;
  readonly args: unknown;
}

/** Every directive of a schema element: SDL, extensions of SDL, and all forms of `extensions.directives`. */
export function appliedDirectives(element: Annotated): readonly AppliedDirective[] {
  const inCode = element.extensions?.['directives'];
  const isBare = inCode === undefined && !element.extensionASTNodes?.length;
  if (isBare && directivesOf(element.astNode).length === 0) return NONE;
  const nodes = [element.astNode, ...(element.extensionASTNodes ?? [])];
  return [
    ...nodes.flatMap((node) => directivesOf(node).map(fromNode)),
    ...(readDirectivesOfCode(inCode) ?? NONE),
  ];
}

/**
 * `{ name: args }`, `{ name: [args, args] }` and `[{ name, args }]`: three libraries, three forms.
 * `undefined` for any other, which may hold an annotation that nobody can see.
 */
export function readDirectivesOfCode(directives: unknown): readonly AppliedDirective[] | undefined {
  if (directives === undefined || directives === null) return NONE;
  if (Array.isArray(directives)) {
    return directives.every(isNamed)
      ? directives.map(({ name, args = {} }) => ({ name, args }))
      : undefined;
  }
  if (!isRecord(directives)) return undefined;
  return Object.entries(directives).flatMap(([name, value]: [string, unknown]) => {
    // An empty list is left in, for its name: it says no `seconds`.
    const list: readonly unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
    return list.map((args) => ({ name, args }));
  });
}

/** What this element itself asks for, one entry an annotation; faults are told, and asked for nothing. */
export function ownRequirements(
  element: Annotated,
  onFault: (fault: string) => void,
): readonly FreshnessRequirement[] {
  const applied = appliedDirectives(element);
  if (applied.length === 0) return [];
  return applied
    .filter(({ name }) => name === DIRECTIVE_NAME)
    .flatMap(({ args }) => readArguments(args, onFault) ?? []);
}

/** Most elements of a large schema: nothing is made for them. */
const NONE: readonly AppliedDirective[] = [];

function directivesOf(node: ASTNode | null | undefined): readonly ConstDirectiveNode[] {
  return node && 'directives' in node ? ((node.directives ?? []) as ConstDirectiveNode[]) : [];
}

function fromNode(node: ConstDirectiveNode): AppliedDirective {
  const args = (node.arguments ?? []).map(({ name, value }) => [
    name.value,
    valueFromASTUntyped(value),
  ]);
  return { name: node.name.value, args: Object.fromEntries(args) as unknown };
}

function isNamed(entry: unknown): entry is { readonly name: string; readonly args?: unknown } {
  return isRecord(entry) && typeof entry['name'] === 'string';
}

/** Not a `Map` or a `Set`: their entries are no members. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(Symbol.iterator in value);
}

const ARGUMENTS: readonly string[] = ['seconds', 'acr', 'allowIfCannotReauthenticate'];

function readArguments(
  args: unknown,
  onFault: (fault: string) => void,
): FreshnessRequirement | undefined {
  if (typeof args !== 'object' || args === null) {
    onFault('must say "seconds"');
    return undefined;
  }
  const { seconds, acr, allowIfCannotReauthenticate = false } = args as Record<string, unknown>;
  const unknown = Object.keys(args).find((name) => !ARGUMENTS.includes(name));
  const faults = [
    unknown === undefined
      ? undefined
      : `has no argument "${unknown}"; it has ${ARGUMENTS.join(', ')}`,
    faultOfSeconds(seconds),
    faultOfAcr(acr),
    typeof allowIfCannotReauthenticate === 'boolean'
      ? undefined
      : '"allowIfCannotReauthenticate" must be true or false',
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) {
    faults.forEach(onFault);
    return undefined;
  }
  return {
    seconds: seconds as number,
    acr: (acr as readonly string[] | null | undefined) ?? undefined,
    allowIfCannotReauthenticate: allowIfCannotReauthenticate as boolean,
  };
}
