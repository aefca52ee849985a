import type { MatchLogic } from "@pydantic/genai-prices";

/** Length of the longest literal that made the rule match, -1 when it does not; longer is more specific. */
export type Matcher = (name: string) => number;

const missed = -1;
/** `equals` beats every prefix of the same name. */
const exactBonus = 1_000;

/** Compiles a rule of the price data once. Names come lower-cased. */
export function compileRule(rule: MatchLogic): Matcher {
  if ("or" in rule) {
    const matchers = rule.or.map(compileRule);
    return (name) => matchers.reduce((best, matcher) => Math.max(best, matcher(name)), missed);
  }
  if ("and" in rule) {
    const matchers = rule.and.map(compileRule);
    return (name) => {
      const lengths = matchers.map((matcher) => matcher(name));
      return lengths.includes(missed) ? missed : Math.max(missed, ...lengths);
    };
  }
  if ("regex" in rule) {
    const pattern = new RegExp(rule.regex);
    return (name) => pattern.exec(name)?.[0].length ?? missed;
  }
  return compileLiteral(rule);
}

type LiteralRule = Extract<
  MatchLogic,
  { equals: string } | { starts_with: string } | { ends_with: string } | { contains: string }
>;

function compileLiteral(rule: LiteralRule): Matcher {
  if ("equals" in rule) {
    const literal = rule.equals.toLowerCase();
    return (name) => (name === literal ? literal.length + exactBonus : missed);
  }
  if ("starts_with" in rule) {
    const literal = rule.starts_with.toLowerCase();
    return (name) => (name.startsWith(literal) ? literal.length : missed);
  }
  if ("ends_with" in rule) {
    const literal = rule.ends_with.toLowerCase();
    return (name) => (name.endsWith(literal) ? literal.length : missed);
  }
  const literal = rule.contains.toLowerCase();
  return (name) => (name.includes(literal) ? literal.length : missed);
}
