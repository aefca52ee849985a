/** Why one span is refused while the rest of its request goes on. `code` is stable and countable. */
export class SpanProblem extends Error {
  readonly code: string;

  constructor(code: string, reason: string) {
    super(reason);
    this.name = "SpanProblem";
    this.code = code;
  }
}

/** Made once: a request full of broken spans must not pay for a stack trace each. */
export const spanTooDeep = new SpanProblem(
  "span.too_deep",
  "An attribute is nested more than 128 levels deep.",
);
export const spanNotAnObject = new SpanProblem("span.not_an_object", "The span is not an object.");
export const logNotAnObject = new SpanProblem("log.not_an_object", "The log record is not an object.");
