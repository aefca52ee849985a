/** What a prompt asks of the simulator, so that the wish survives every gateway and translation. */
export interface Directives {
  /** `[[sequence]]`: the answer's tokens are ` #0 #1 #2 …`, so that a lost one shows. */
  sequence: boolean;
  /** `[[tokens=N]]`: how long the answer is. */
  tokens: number | null;
  /** `[[utf8]]`: tokens of several bytes each. */
  utf8: boolean;
}

const none: Directives = { sequence: false, tokens: null, utf8: false };

/** Read from the end of the prompt only: long prompts are not searched. */
export function readDirectives(text: string): Directives {
  const tail = text.length > 400 ? text.slice(-400) : text;
  if (!tail.includes("[[")) return none;
  const tokens = /\[\[tokens=(\d{1,6})\]\]/.exec(tail)?.[1];
  return {
    sequence: tail.includes("[[sequence]]"),
    tokens: tokens === undefined ? null : Number(tokens),
    utf8: tail.includes("[[utf8]]"),
  };
}
