import { tellCheck } from './check-words.js';
import type { Report } from './report.js';
import { judgeSignIn } from './sign-in.js';
import type { Subject } from './subject.js';

/** For programs. What is unknown is `null`. */
export function renderJson(report: Report, subject: Subject): string {
  const { verdict, summary, answer, advice, stripped, explanation } = report;
  const { checks, refusal, judgedAt, times, proof, algorithm, type, resembles } = explanation;
  return JSON.stringify(
    {
      ...{ verdict, summary, refusal, answer },
      checks: checks.map((check) => {
        const { name, outcome, refusal, clue } = check;
        return { name, outcome, refusal, clue, text: tellCheck(check, subject) };
      }),
      ...{ judgedAt, times, algorithm, type, resembles },
      signIn: proof && {
        ...proof,
        authTimeIs: judgeSignIn(explanation),
      },
      ...{ advice, stripped },
    },
    (_, value: unknown) => (value === undefined ? null : value),
    2,
  );
}
