import type { GraphQLSchema } from 'graphql';
import { judgeFreshness } from '../protocol/index.js';
import type { SelectedOperation } from './document.js';
import { selectWithVariables } from './plan.js';
import type { Plan } from './plan.js';
import type { Settings } from './settings.js';
import { identify, isProgrammingError, judge, meetsAcr } from './verdict.js';
import type { Caller, Fault } from './verdict.js';
import type { SelectedField } from './walk.js';

export interface RefusedField extends SelectedField {
  readonly coordinate: string;
  readonly fault: Fault;
}

/** What was found of one operation of one caller. */
export interface Evaluation {
  /** Every guarded field that will run. */
  readonly fields: ReadonlyMap<string, SelectedField>;
  readonly refused: readonly RefusedField[];
  /** Would be refused, but is on trial. */
  readonly reported: readonly RefusedField[];
  readonly withoutProof: boolean;
}

/**
 * Two tiers: one comparison with the strictest requirement of the operation's cached plan; only where
 * that fails, or a decision must name exactly what runs, a walk with the variables of this request.
 */
export function evaluate<TContext>(
  schema: GraphQLSchema,
  plan: Plan,
  { operation, fragments }: SelectedOperation,
  variableValues: Readonly<Record<string, unknown>>,
  caller: Caller,
  settings: Settings<TContext>,
): Evaluation {
  const passes = plan.fields.size === 0 || meetsAll(plan, caller, settings);
  const isExact = !plan.conditional || (passes && !settings.onDecision);
  const fields = isExact
    ? plan.fields
    : selectWithVariables(schema, operation, fragments, variableValues);
  if (passes) return { fields, refused: NONE, reported: NONE, withoutProof: false };

  const refused: RefusedField[] = [];
  let withoutProof = false;
  for (const [coordinate, { requirement, node }] of fields) {
    const verdict = judge(requirement, caller, settings);
    if (typeof verdict === 'object')
      refused.push({ coordinate, requirement, node, fault: verdict });
    withoutProof ||= verdict === 'ALLOWED_WITHOUT_PROOF';
  }
  // A programming error is on trial nowhere: there is nobody to be let pass.
  const isOnTrial = ({ coordinate }: RefusedField): boolean =>
    !isProgrammingError(caller) && settings.report.has(coordinate);
  return {
    fields,
    refused: refused.filter((field) => !isOnTrial(field)),
    reported: refused.filter(isOnTrial),
    withoutProof,
  };
}

const NONE: readonly RefusedField[] = [];

function meetsAll<TContext>(plan: Plan, caller: Caller, settings: Settings<TContext>): boolean {
  if (isProgrammingError(caller)) return false;
  const authentication = identify(caller);
  if ('code' in authentication) return false;
  const freshness = judgeFreshness(authentication.authTime, {
    now: caller.checkedAt,
    maxAge: plan.seconds,
    clockTolerance: settings.clockTolerance,
    issuedAt: authentication.issuedAt,
  });
  return (
    freshness === 'fresh' && plan.acrDemands.every((demand) => meetsAcr(demand, authentication.acr))
  );
}
