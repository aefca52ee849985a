/** What the gateway's keys of the demo stand for: one key, one feature. */
export const features = ["support-chat", "order-status", "ticket-summary", "contract-check"] as const;
export type Feature = (typeof features)[number];

/** What a customer and the assistant say to each other, written down beforehand. Times are milliseconds. */
export interface Conversation {
  place: number;
  /** After the conversation before it began. */
  gapMs: number;
  feature: Feature;
  title: string;
  user: string;
  tags: readonly string[];
  system: string;
  turns: readonly Turn[];
}

export interface Turn {
  /** The customer reads and types. */
  pauseMs: number;
  question: string;
  /** A document that came with the question. */
  attachment: string | null;
  search: Search | null;
  ask: Ask;
}

/** A look into the help pages: one embedding, and what lies nearest to it. */
export interface Search {
  takesMs: number;
  found: ReadonlyArray<{ title: string; text: string }>;
}

export interface Ask {
  model: string;
  dialect: "openai" | "anthropic";
  isStreamed: boolean;
  priority: "interactive" | "standard" | "batch";
  maxTokens: number;
  tool: ToolUse | null;
  /** The answer is JSON of this shape. */
  schema: object | null;
  answer: string;
  /** The customer closes the page this long after asking. */
  leavesAfterMs: number | null;
}

export interface ToolUse {
  name: string;
  description: string;
  parameters: object;
  arguments: Readonly<Record<string, string>>;
  result: Readonly<Record<string, string>>;
  takesMs: number;
  /** What went wrong when the tool was run. */
  failure: string | null;
}

/** Calls through the gateway that a turn makes when nothing goes wrong. */
export function callsOf({ search, ask }: Turn): number {
  return (search === null ? 0 : 1) + (ask.tool === null ? 1 : 2);
}
