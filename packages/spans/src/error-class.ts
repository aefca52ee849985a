export type ErrorClass =
  | "rate_limit"
  | "timeout"
  | "connection"
  | "auth"
  | "content_filter"
  | "invalid_request"
  | "api_error"
  | "unknown";

/** In order: a text that fits several ("429 invalid request") belongs to the first. */
const patterns: readonly [ErrorClass, RegExp][] = [
  ["rate_limit", /rate.?limit|\b429\b|too.?many.?requests|quota|resource.?exhausted|throttl/],
  ["timeout", /time.?d?.?out|deadline|\b408\b|\b504\b/],
  [
    "connection",
    /connection|connect.?error|econn|enotfound|eai_again|epipe|socket|network|\bdns\b|fetch failed|unreachable/,
  ],
  ["auth", /authenti|authori[sz]|\b401\b|\b403\b|api.?key|permission|forbidden|credential/],
  ["content_filter", /content.?filter|content.?policy|content.?management|safety|moderation|guardrail/],
  [
    "invalid_request",
    /invalid|bad.?request|\b40[0456]\b|\b413\b|\b422\b|not.?found|validation|context.?length|unprocessable|unsupported/,
  ],
  ["api_error", /\b5\d\d\b|server.?error|internal|unavailable|overloaded|bad.?gateway/],
];

/** Says that a call of an API failed, and nothing about why: anything else that is known goes before it. */
const vague = /api.?(?:call.?)?error/;

/** Sorts a failure by the first text that says something: an error type before a message. */
export function classifyError(...texts: (string | undefined)[]): ErrorClass {
  let isVague = false;
  for (const text of texts) {
    if (!text) continue;
    const plain = text.slice(0, 2000).toLowerCase();
    for (const [name, pattern] of patterns) if (pattern.test(plain)) return name;
    isVague ||= vague.test(plain);
  }
  return isVague ? "api_error" : "unknown";
}
