import type { Company } from '../digest/digest.ts';
import { languageOf, type LanguageCode } from '../language/index.ts';
import type { Problem, ProblemArg } from '../language/problem.ts';
import { fillBlanks } from '../language/wording.ts';
import type { MetricId } from '../metrics.ts';
import { isLoss, resultText } from './amount.ts';
import { labelText, periodText } from './naming.ts';

/**
 * A problem as a sentence in a language. Amounts are put as results of the problem's subject, or of
 * `metric` where it names none (a negative operating income reads as a loss).
 */
export function problemText(
  problem: Problem,
  company: Company,
  lang: LanguageCode,
  metric: MetricId | null = null,
): string {
  const subject = Object.values(problem.args).find((arg) => 'metric' in arg);
  const of = subject?.metric ?? metric;
  const blanks = Object.entries({ ...(subject && { subject }), ...problem.args }).map(
    ([name, arg]) => {
      const text =
        'metric' in arg
          ? subjectText(arg, problem, company, lang)
          : argText(arg, company, lang, of);
      return [name, text];
    },
  );
  return fillBlanks(languageOf(lang).problems[problem.code], Object.fromEntries(blanks));
}

/** True where a problem's sentence names what it is about. */
export function namesSubject(problem: Problem, lang: LanguageCode): boolean {
  return languageOf(lang).problems[problem.code].includes('{subject}');
}

type Subject = Extract<ProblemArg, { metric: MetricId }>;

/** What a problem is about; called a loss where one of its amounts is one. */
function subjectText(
  subject: Subject,
  problem: Problem,
  company: Company,
  lang: LanguageCode,
): string {
  const loss = Object.values(problem.args).some(
    (arg) => 'amount' in arg && isLoss(arg.amount, lang, subject.metric),
  );
  const named = { ...subject, accounting: null, company: null, period: null };
  return labelText(named, company, lang, loss, null);
}

function argText(
  arg: Exclude<ProblemArg, Subject>,
  company: Company,
  lang: LanguageCode,
  metric: MetricId | null,
): string {
  if ('text' in arg) return arg.text;
  if ('period' in arg) return periodText(arg.period, lang, company);
  return resultText(arg.amount, lang, metric);
}
