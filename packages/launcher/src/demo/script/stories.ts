import { contractText } from "./contract-text.ts";
import type { Ask, Conversation, ToolUse, Turn } from "./conversation.ts";
import type { Dice } from "./dice.ts";
import { helpPages } from "./help-pages.ts";
import { models } from "./models.ts";

/** A conversation before it is known who has it, and when. */
export type Story = Omit<Conversation, "place" | "gapMs" | "user">;

export const assistantRules =
  "You are the support assistant of Spoke & Chain, a shop for bicycles. Answer in the customer's language, " +
  "in at most four sentences, and only from what you were given. Never promise a date that no tool told you.";

const channels = ["web", "app", "email"] as const;
/** Of the answers that somebody waits for. */
const impatientShare = 0.05;

/** An answer that somebody waits for, in the own pool unless said otherwise. */
export function chat(dice: Dice, answer: string, rest: Partial<Ask> = {}): Ask {
  return {
    model: models.own,
    dialect: "openai",
    isStreamed: true,
    priority: "interactive",
    maxTokens: 400,
    tool: null,
    schema: null,
    answer,
    leavesAfterMs: dice.chance(impatientShare) ? dice.between(150, 900) : null,
    ...rest,
  };
}

/** Questions that the help pages answer: one search and one answer a turn. */
export function talkAboutHelp(dice: Dice): Story {
  const page = dice.pick(helpPages);
  const isPremium = dice.chance(0.15);
  const by: Partial<Ask> = isPremium ? { model: models.careful, dialect: "anthropic" } : {};
  const others = helpPages.filter((other) => other !== page);
  const second = others[dice.between(0, others.length - 1)] ?? page;
  const found = [page, second].map(({ title, text }) => ({ title, text }));
  const said = [{ question: dice.pick(page.questions), answer: page.answer }];
  for (const followUp of page.followUps) if (dice.chance(0.7)) said.push(followUp);
  return {
    feature: "support-chat",
    title: page.title,
    tags: isPremium ? [dice.pick(channels), "premium"] : [dice.pick(channels)],
    system: assistantRules,
    turns: said.map(
      ({ question, answer }, index): Turn => ({
        pauseMs: index === 0 ? 0 : dice.between(4_000, 12_000),
        question,
        attachment: null,
        search: { takesMs: dice.between(5, 40), found },
        ask: chat(dice, answer, by),
      }),
    ),
  };
}

const goods = [
  "Trail 29 mountain bike",
  "Kestrel road helmet",
  "hub dynamo set",
  "Metro 7 city bike",
  "pannier bags, pair",
  "carbon seat post",
] as const;

const orderStates = [
  {
    status: "shipped",
    detail: "arrives on Thursday",
    say: "has left our warehouse and arrives on Thursday. The carrier sends you a message on that morning.",
  },
  {
    status: "delayed",
    detail: "waiting for a part, about 4 days",
    say: "is waiting for one part and will leave us about 4 days later than planned. I am sorry about that; you can cancel it free of charge until then.",
  },
  {
    status: "delivered",
    detail: "handed to a neighbour",
    say: "was handed to a neighbour yesterday. The card in your letter box says whose door it was.",
  },
  { status: "packed", detail: "leaves today", say: "is packed and leaves us today." },
] as const;

/** An order is looked up with a tool, which fails now and then. */
export function talkAboutOrder(dice: Dice): Story {
  const order = `SC-${dice.between(10_000, 99_999)}`;
  const item = dice.pick(goods);
  const state = dice.pick(orderStates);
  const model = dice.chance(0.25) ? models.hosted : models.own;
  const failure = dice.chance(0.08) ? "The order system did not answer within 3 s." : null;
  const tool: ToolUse = {
    name: "look_up_order",
    description: "Status of one order.",
    parameters: {
      type: "object",
      properties: { order_number: { type: "string", description: "Like SC-12345." } },
      required: ["order_number"],
    },
    arguments: { order_number: order },
    result:
      failure === null
        ? { order_number: order, item, status: state.status, detail: state.detail }
        : { order_number: order, error: failure },
    takesMs: dice.between(30, 220),
    failure,
  };
  const answer =
    failure === null
      ? `Your order ${order} (${item}) ${state.say}`
      : `I cannot reach the order system right now, so I do not know where ${order} is. Please ask again in a few minutes.`;
  const first: Turn = {
    pauseMs: 0,
    question: dice.pick([
      `Where is my order ${order}?`,
      `Hi, I ordered a ${item} (${order}) and have heard nothing since. What is going on?`,
      `Status of ${order} please.`,
    ]),
    attachment: null,
    search: null,
    ask: chat(dice, answer, { tool, model }),
  };
  const thanks: Turn = {
    pauseMs: dice.between(3_000, 9_000),
    question: `Thank you. Can I still change the address of ${order}?`,
    attachment: null,
    search: null,
    ask: chat(
      dice,
      "Until the parcel leaves us you can change the address in your account under “Orders”. After that only the carrier can, on the page that their message links to.",
      { model },
    ),
  };
  return {
    feature: "order-status",
    title: "Where is my order",
    tags: [dice.pick(channels)],
    system: assistantRules,
    turns: dice.chance(0.5) ? [first, thanks] : [first],
  };
}

const summarySchema = {
  type: "object",
  properties: {
    summary: { type: "string" },
    mood: { type: "string", enum: ["calm", "annoyed", "angry"] },
    next_step: { type: "string" },
  },
  required: ["summary", "mood", "next_step"],
};

/** What runs behind the scenes: a closed ticket becomes three lines of JSON at a hosted model. */
export function writeSummary(dice: Dice): Story {
  const ticket = dice.between(1_000, 9_999);
  const page = dice.pick(helpPages);
  const mood = dice.pick(["calm", "annoyed", "angry"]);
  const talk = [`Customer: ${dice.pick(page.questions)}`, `Agent: ${page.answer}`];
  for (const { question, answer } of page.followUps) talk.push(`Customer: ${question}`, `Agent: ${answer}`);
  const answer = JSON.stringify({
    summary: `The customer asked about “${page.title}” and was told what the help page says.`,
    mood,
    next_step: mood === "angry" ? "A person calls back within a day." : "None.",
  });
  return {
    feature: "ticket-summary",
    title: "Ticket summary",
    tags: ["background"],
    system: "Summarise support tickets for the people who take over. Answer with JSON.",
    turns: [
      {
        pauseMs: 0,
        question: `Ticket ${ticket}\n\n${talk.join("\n")}`,
        attachment: null,
        search: null,
        ask: chat(dice, answer, {
          model: models.hosted,
          isStreamed: false,
          priority: "batch",
          schema: summarySchema,
          leavesAfterMs: null,
        }),
      },
    ],
  };
}

/** A long document, read twice: the second time most of it comes from the provider's cache. */
export function checkContract(dice: Dice): Story {
  const contract = contractText(dice);
  const ask = (answer: string): Ask =>
    chat(dice, answer, {
      model: models.careful,
      dialect: "anthropic",
      maxTokens: 1_000,
      leavesAfterMs: null,
    });
  return {
    feature: "contract-check",
    title: "Supplier contract",
    tags: ["web", "long-context"],
    system: "You help the purchasing team to read contracts. Name the clause for everything you say.",
    turns: [
      {
        pauseMs: 0,
        question: "Which clauses let the supplier raise prices, and with how much notice?",
        attachment: contract,
        search: null,
        ask: ask(
          "Two clauses do. Clause 12 lets the supplier pass on the price of aluminium with 60 days' notice, at most once a year. Clause 87 allows an adjustment to the consumer price index every January without any notice, which is unusual; I would ask for the same 60 days there.",
        ),
      },
      {
        pauseMs: dice.between(8_000, 15_000),
        question: "And how do we get out of it early?",
        attachment: null,
        search: null,
        ask: ask(
          "Clause 141 gives both sides 90 days' notice to the end of a quarter. Clause 143 shortens this to 14 days after three late deliveries within half a year. The minimum quantity of clause 31 stays due until the end in either case.",
        ),
      },
    ],
  };
}
