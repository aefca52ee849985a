import type { ScoreConfigBody } from "@plumbline/contracts/langfuse-stored";
import type { ScoreConfigItem, ScoreConfigType } from "@plumbline/services/score-config";

type WireType = ScoreConfigBody["dataType"];

const wireTypes: Readonly<Record<ScoreConfigType, WireType>> = {
  numeric: "NUMERIC",
  categorical: "CATEGORICAL",
  boolean: "BOOLEAN",
  text: "TEXT",
};
const storedTypes: Readonly<Record<WireType, ScoreConfigType>> = {
  NUMERIC: "numeric",
  CATEGORICAL: "categorical",
  BOOLEAN: "boolean",
  TEXT: "text",
};

export function storedScoreType(type: WireType): ScoreConfigType {
  return storedTypes[type];
}

export function storedToWire(type: ScoreConfigType): WireType {
  return wireTypes[type];
}

/** Configs without categories have no such field: clients demand a list where there is one. */
export function scoreConfigBody({ categories, dataType, ...config }: ScoreConfigItem): ScoreConfigBody {
  return { ...config, dataType: wireTypes[dataType], ...(categories === null ? {} : { categories }) };
}
