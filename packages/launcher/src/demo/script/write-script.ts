import type { Conversation } from "./conversation.ts";
import { Dice } from "./dice.ts";
import { makeMistake } from "./mistakes.ts";
import { checkContract, type Story, talkAboutHelp, talkAboutOrder, writeSummary } from "./stories.ts";

/** How often each story is told, and by whom it begins. */
const stories: ReadonlyArray<{ weight: number; tell: (dice: Dice) => Story }> = [
  { weight: 18, tell: talkAboutHelp },
  { weight: 12, tell: talkAboutOrder },
  { weight: 6, tell: writeSummary },
  { weight: 2, tell: makeMistake },
  { weight: 1, tell: checkContract },
];
const totalWeight = stories.reduce((total, { weight }) => total + weight, 0);
/** Each conversation makes some 2.8 calls, which gives about 1.5 calls a second. */
const gapMs = { shortest: 900, longest: 2_900 };

const users = [
  "ada.brandt@example.com",
  "bilal.haddad@example.com",
  "chiara.ricci@example.com",
  "dmitri.orlov@example.com",
  "eun-ji.park@example.com",
  "fatou.diallo@example.com",
  "george.miller@example.com",
  "hana.novak@example.com",
  "ines.costa@example.com",
  "jonas.weber@example.com",
  "keiko.tanaka@example.com",
  "liam.obrien@example.com",
] as const;

/** Conversations without end, always the same for a seed. */
export function* writeScript(seed: number): Generator<Conversation, never> {
  const dice = new Dice(seed);
  for (let place = 0; ; place += 1) {
    const wait = dice.between(gapMs.shortest, gapMs.longest);
    const user = dice.pick(users);
    yield { place, gapMs: wait, user, ...pickStory(dice)(dice) };
  }
}

function pickStory(dice: Dice): (dice: Dice) => Story {
  let rest = dice.next() * totalWeight;
  for (const { weight, tell } of stories) {
    rest -= weight;
    if (rest < 0) return tell;
  }
  return talkAboutHelp;
}
