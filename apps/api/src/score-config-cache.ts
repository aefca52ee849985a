import type { Db } from "@plumbline/db/client";
import type {
  ScoreConfigRule,
  ScoreConfigRules,
  ScoreConfigSource,
} from "@plumbline/ingestion/accept-events";
import type { Logger } from "@plumbline/runtime/logger";
import { readScoreConfigsOfProject, type ScoreConfigItem } from "@plumbline/services/score-config";
import { storedToWire } from "./langfuse/score-config-body.ts";

export interface ScoreConfigCache extends ScoreConfigSource {
  /** What this process changed itself counts with the next score. */
  forget(projectId: string): void;
}

interface CacheOptions {
  db: Db;
  logger: Logger;
  /** How long a change made elsewhere may take to count. */
  freshMs?: number;
  maxProjects?: number;
  nowMs?: () => number;
}

interface Known {
  rules: ScoreConfigRules;
  readAtMs: number;
}

/**
 * The configs of the projects that score with them, whole, re-read every few seconds while they are used:
 * a score costs no query. A config that is not known yet is looked for at once; however many ask for it,
 * one query runs per project.
 */
export function createScoreConfigCache(options: CacheOptions): ScoreConfigCache {
  const { db, logger, freshMs = 4_000, maxProjects = 1_000, nowMs = () => performance.now() } = options;
  const known = new Map<string, Known>();
  /** `next` begins when `current` is over, and answers all who ask meanwhile. */
  const running = new Map<string, { current: Promise<Known>; next?: Promise<Known> }>();

  const load = async (projectId: string): Promise<Known> => {
    const readAtMs = nowMs();
    const configs = await readScoreConfigsOfProject(db, projectId);
    const entry = { rules: new Map(configs.map((config) => [config.id, toRule(config)])), readAtMs };
    known.delete(projectId);
    known.set(projectId, entry);
    for (const oldest of known.keys()) {
      if (known.size <= maxProjects) break;
      known.delete(oldest);
    }
    return entry;
  };

  const forgetWhenDone = async (projectId: string, current: Promise<Known>): Promise<void> => {
    await Promise.allSettled([current]);
    const busy = running.get(projectId);
    if (busy?.current === current && busy.next === undefined) running.delete(projectId);
  };

  /** A look that begins no earlier than now. */
  const look = (projectId: string): Promise<Known> => {
    const busy = running.get(projectId);
    if (busy?.next !== undefined) return busy.next;
    const begin = (): Promise<Known> => {
      const current = load(projectId);
      running.set(projectId, { current });
      void forgetWhenDone(projectId, current);
      return current;
    };
    if (busy === undefined) return begin();
    busy.next = busy.current.then(begin, begin);
    return busy.next;
  };

  return {
    async read(projectId, ids) {
      const entry = known.get(projectId);
      const isFresh = entry !== undefined && nowMs() - entry.readAtMs < freshMs;
      if (isFresh && [...ids].every((id) => entry.rules.has(id))) return entry.rules;
      try {
        return (await look(projectId)).rules;
      } catch (error) {
        logger.warn({ err: error, projectId }, "score configs could not be read");
        return entry?.rules ?? null;
      }
    },
    forget(projectId) {
      known.delete(projectId);
    },
  };
}

function toRule(config: ScoreConfigItem): ScoreConfigRule {
  const { id, name, isArchived, minValue, maxValue, categories } = config;
  return {
    id,
    name,
    isArchived,
    minValue,
    maxValue,
    dataType: storedToWire(config.dataType),
    categories: categories ?? [],
  };
}
