import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { EngineDriver } from "../engine/drive-engine.ts";
import { Engine } from "../engine/engine.ts";
import { Recorder } from "../http/recorder.ts";
import type { Profile } from "../profiles.ts";
import type { Compose } from "../text/plan-answer.ts";

export interface VllmSettings {
  models: readonly string[];
  loraAdapters: readonly string[];
  seed: number;
  profile: Profile;
  timeScale: number;
  engines: number;
  maxQueuedRequests: number;
  legacyMetrics: boolean;
  promptTokensDetails: boolean;
  priorityScheduling: boolean;
  serverLoadTracking: boolean;
  requestIdHeaders: boolean;
  keepAliveMs: number | null;
  apiKey: string | null;
  faultPaceMs: number;
  record: boolean;
  version: string;
  compose: Compose;
}

/** What the routes of one simulated server share. */
export class ServerState {
  readonly settings: VllmSettings;
  readonly drivers: readonly EngineDriver[];
  readonly recorder = new Recorder();
  readonly startedSeconds = Math.floor(Date.now() / 1_000);
  /** Answers 500 to everything and 503 to /health. */
  dead = false;
  /** Requests being served, as /load tells. */
  load = 0;
  admissionRejections = 0;
  readonly #attempts = new Map<string, number>();
  readonly #idPrefix = randomUUID().replaceAll("-", "").slice(0, 20);
  #requests = 0;

  constructor(settings: VllmSettings) {
    this.settings = settings;
    const { profile, maxQueuedRequests, timeScale, engines } = settings;
    this.drivers = Array.from(
      { length: engines },
      () => new EngineDriver(new Engine(profile, { maxQueuedRequests }), timeScale),
    );
  }

  /** The engine with the fewest requests takes the next one. */
  pickDriver(): EngineDriver {
    let best: EngineDriver | undefined;
    for (const driver of this.drivers) {
      const { engine } = driver;
      if (best === undefined || engine.running + engine.waiting < best.engine.running + best.engine.waiting)
        best = driver;
    }
    if (best === undefined) throw new Error("a server has at least one engine");
    return best;
  }

  serves(model: string): boolean {
    const { models, loraAdapters } = this.settings;
    return model === "" || models.includes(model) || loraAdapters.includes(model);
  }

  /** Unique over all simulators, whatever their seed; what X-Request-Id says goes into it. */
  nextId(kind: string, request: IncomingMessage | null): string {
    this.#requests += 1;
    const given = request?.headers["x-request-id"];
    if (typeof given === "string" && given !== "") return `${kind}-${given}`;
    return `${kind}-${this.#idPrefix}${this.#requests.toString(16).padStart(12, "0")}`;
  }

  /** How often this model was asked for, with this time. */
  countAttempt(model: string): number {
    const attempt = (this.#attempts.get(model) ?? 0) + 1;
    this.#attempts.set(model, attempt);
    return attempt;
  }
}
