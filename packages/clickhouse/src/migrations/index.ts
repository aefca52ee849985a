import type { Migration } from "../migrate.ts";
import { spans } from "./0001-spans.ts";
import { spanParts } from "./0002-span-parts.ts";
import { scores } from "./0003-scores.ts";
import { rejectedEvents } from "./0004-rejected-events.ts";
import { textIndex } from "./0005-text-index.ts";
import { deletedTraces } from "./0006-deleted-traces.ts";
import { claimedKeys } from "./0007-claimed-keys.ts";
import { metricPoints } from "./0008-metric-points.ts";
import { prices } from "./0010-prices.ts";
import { replays } from "./0011-replays.ts";
import { compression } from "./0012-compression.ts";
import { deadLetters } from "./0013-dead-letters.ts";
import { metricShapes } from "./0014-metric-shapes.ts";
import { attributeIndex } from "./0015-attribute-index.ts";

/** In the order of their ids; a number is never reused and an applied migration never edited. */
export const migrations: readonly Migration[] = [
  spans,
  spanParts,
  scores,
  rejectedEvents,
  textIndex,
  deletedTraces,
  claimedKeys,
  metricPoints,
  prices,
  replays,
  compression,
  deadLetters,
  metricShapes,
  attributeIndex,
];
