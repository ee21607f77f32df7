/** What is said where a digest is made of a text in a chat. */
export interface IngestWording {
  readonly title: string;
  readonly submit: string;
  readonly company: string;
  readonly newCompany: string;
  readonly period: string;
  readonly text: string;
  /** Nobody may here, or not this person; who can allow it. */
  readonly notAllowed: string;
  readonly mayNot: string;
  readonly link: string;
  readonly nothing: string;
  /** The text that the form was opened for is not kept any more. */
  readonly lost: string;
  /** Which company, and the {name} that is none; the {period} that is none. */
  readonly noCompany: string;
  readonly badCompany: string;
  readonly badPeriod: string;
  /** There is a {digest} already; how to replace it. */
  readonly exists: string;
  readonly existsHow: string;
  /** No figure of the {company} could be read. */
  readonly noFigures: string;
  /** Titles of an answer: made, and not made. */
  readonly madeTitle: string;
  readonly notMadeTitle: string;
  /** What {count} problems forbid. */
  readonly doubtful: string;
  readonly doubtfulHow: string;
  /** {count} figures; who gets the {company}'s digest, and when. */
  readonly made: string;
  readonly sent: string;
  /** The company is new: the {file} to complete. */
  readonly newOne: string;
}
