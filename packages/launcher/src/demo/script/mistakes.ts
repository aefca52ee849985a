import type { Dice } from "./dice.ts";
import { assistantRules, chat, type Story } from "./stories.ts";

/** What goes wrong in every application: a model that nobody serves, and a setting that cannot be. */
export function makeMistake(dice: Dice): Story {
  const isUnknown = dice.chance(0.5);
  const wrong = isUnknown ? { model: "llama-3.1-70b-instruct" } : { maxTokens: 0 };
  return {
    feature: "support-chat",
    title: isUnknown ? "A model that is not served" : "A limit of no tokens",
    tags: ["web", "canary"],
    system: assistantRules,
    turns: [
      {
        pauseMs: 0,
        question: "Do you repair bikes that were bought elsewhere?",
        attachment: null,
        search: null,
        ask: chat(dice, "We do, as long as the parts are ones that we sell.", {
          ...wrong,
          leavesAfterMs: null,
        }),
      },
    ],
  };
}
