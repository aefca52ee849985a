import type { IngestEvent, ScoreEvent } from "@plumbline/contracts/events";
import type { Refusal } from "./accept-steps.ts";

/** What a project says that scores of a name look like. */
export interface ScoreConfigRule {
  id: string;
  name: string;
  dataType: "NUMERIC" | "CATEGORICAL" | "BOOLEAN" | "TEXT";
  isArchived: boolean;
  minValue: number | null;
  maxValue: number | null;
  /** Empty where the type has none. */
  categories: ReadonlyArray<{ label: string; value: number }>;
}

/** Configs of a project by id. */
export type ScoreConfigRules = ReadonlyMap<string, ScoreConfigRule>;

export interface ScoreConfigSource {
  /**
   * The project's configs, from memory when they are fresh and hold all of `ids`. Null when they cannot be
   * read and were never known: then nothing can be held against them.
   */
  read(projectId: string, ids: ReadonlySet<string>): Promise<ScoreConfigRules | null>;
}

/** Ids of the configs that the events name. */
export function namedConfigs(events: readonly IngestEvent[]): Set<string> {
  const ids = new Set<string>();
  for (const event of events) {
    if (event.type !== "score" || event.score.deleted) continue;
    if (event.score.configId !== undefined) ids.add(event.score.configId);
  }
  return ids;
}

const maxTextLength = 500;

/**
 * Why a score does not fit the config that it names, or null. A type that the client did not give is the
 * config's, and a category gets the number that the config has for it.
 */
export function holdAgainstConfig(event: ScoreEvent, rules: ScoreConfigRules): Refusal | null {
  const { score } = event;
  if (score.configId === undefined || score.deleted) return null;
  const rule = rules.get(score.configId);
  if (rule === undefined) {
    return refusal("config_unknown", "configId is not that of a score config in this project.");
  }
  if (rule.isArchived) {
    return refusal("config_archived", "The score config is archived: restore it before you score with it.");
  }
  if (rule.name !== score.name) {
    return refusal("config_name", `The score config is for "${rule.name}", not for "${clip(score.name)}".`);
  }
  if (score.dataType !== rule.dataType && !(event.typeIsGuess && adopt(score, rule.dataType))) {
    return refusal(
      "config_type",
      `The score config wants the data type ${rule.dataType}; the score is ${score.dataType}.`,
    );
  }
  return valueFault(score, rule);
}

/** Makes a score whose type nobody named one of the config's type; false when its value does not go with it. */
function adopt(score: ScoreEvent["score"], dataType: ScoreConfigRule["dataType"]): boolean {
  if (dataType === "BOOLEAN" && score.dataType === "NUMERIC" && (score.value === 0 || score.value === 1)) {
    score.dataType = dataType;
    score.stringValue = score.value === 1 ? "True" : "False";
    return true;
  }
  if (dataType === "TEXT" && score.dataType === "CATEGORICAL") {
    score.dataType = dataType;
    return true;
  }
  return false;
}

function valueFault(score: ScoreEvent["score"], rule: ScoreConfigRule): Refusal | null {
  const { value, stringValue = "" } = score;
  const { minValue, maxValue, categories } = rule;
  switch (rule.dataType) {
    case "NUMERIC":
      if (value !== undefined && maxValue !== null && value > maxValue)
        return refusal("config_range", `value: ${value} is above ${maxValue}, the score config's largest.`);
      if (value !== undefined && minValue !== null && value < minValue)
        return refusal("config_range", `value: ${value} is below ${minValue}, the score config's smallest.`);
      return null;
    case "CATEGORICAL": {
      const category = categories.find(({ label }) => label === stringValue);
      if (category === undefined) {
        const known = categories.map(({ label }) => `"${clip(label)}"`).slice(0, 20);
        return refusal(
          "config_category",
          `value: "${clip(stringValue)}" is none of the score config's categories ${known.join(", ")}.`,
        );
      }
      score.value = category.value;
      return null;
    }
    case "TEXT":
      if (stringValue.length >= 1 && stringValue.length <= maxTextLength) return null;
      return refusal("config_length", `value: a text of 1 to ${maxTextLength} characters is wanted.`);
    case "BOOLEAN":
      return null;
  }
}

function refusal(code: string, reason: string): Refusal {
  return { code: `score.${code}`, reason };
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
