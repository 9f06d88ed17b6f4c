import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { lookUpVariables } from './conditions.js';
import { readGuardedSchema } from './guarded-schema.js';
import { commonAcr } from './requirement.js';
import { selectGuardedFields } from './walk.js';
import type { Fragments, Selected, SelectedField } from './walk.js';

/** What one operation asks for, conditions aside: enough to let it run without a second look. */
export interface Plan extends Selected {
  /** The smallest age of them all, in seconds. */
  readonly seconds: number;
  /** Every demand for `acr`; each must be met. */
  readonly acrDemands: readonly (readonly string[])[];
}

const plans = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, Plan>>();

/** The plan of an operation, made once. Keyed by schema first: servers share documents. */
export function planOperation(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): Plan {
  let ofSchema = plans.get(schema);
  if (!ofSchema) plans.set(schema, (ofSchema = new WeakMap()));
  const cached = ofSchema.get(operation);
  if (cached && usesSameFragments(cached, fragments)) return cached;
  const plan = compile(schema, operation, fragments);
  ofSchema.set(operation, plan);
  return plan;
}

/** The guarded fields that will run with these variables: the exact walk, made only when it matters. */
export function selectWithVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variableValues: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, SelectedField> {
  const { requirements } = readGuardedSchema(schema);
  const lookUp = lookUpVariables(operation, variableValues);
  return selectGuardedFields(schema, requirements, operation, fragments, lookUp).fields;
}

/** The one list of values that meets every demand; `undefined` if there is none, empty if none can. */
export function commonDemand(
  demands: readonly (readonly string[] | undefined)[],
): readonly string[] | undefined {
  return demands.reduce(commonAcr, undefined);
}

function compile(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): Plan {
  const { requirements } = readGuardedSchema(schema);
  const selected = selectGuardedFields(schema, requirements, operation, fragments);
  const demands = [...selected.fields.values()].map(({ requirement }) => requirement);
  return {
    ...selected,
    seconds: Math.min(...demands.map(({ seconds }) => seconds)),
    acrDemands: demands.flatMap(({ acr }) => (acr ? [acr] : [])),
  };
}

/** A document may be rewritten around an operation that stays the same object. */
function usesSameFragments(plan: Plan, fragments: Fragments): boolean {
  if (plan.fragments.size === 0) return true;
  for (const [name, fragment] of plan.fragments) {
    if (fragments[name] !== fragment) return false;
  }
  return true;
}
