export interface QueryProblem {
  /** Positions in the text, half-open, in UTF-16 code units. */
  from: number;
  to: number;
  /** A sentence for the one who typed it. */
  message: string;
  /** What may have been meant, to stand instead of that part of the text. */
  replacement?: string;
  /** Right as far as it goes: somebody who is still typing may yet end it. */
  unfinished?: true;
}
