import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@plumbline/runtime/logger";
import { configureShutdown, exitWhenParentGone, onShutdown, shutdown } from "@plumbline/runtime/shutdown";
import { readyLine } from "../child-contract.ts";
import { answersOk } from "../spawn-child.ts";
import { readEnv } from "./env.ts";
import { gatewayKey } from "./gateway-key.ts";
import type { Feature } from "./script/conversation.ts";
import { writeScript } from "./script/write-script.ts";
import { playConversation } from "./traffic/play-conversation.ts";
import { runTraffic } from "./traffic/run-traffic.ts";
import { createSpanSender } from "./traffic/send-spans.ts";
import { AnswerCards } from "./world/answer-cards.ts";
import { runWeather } from "./world/run-weather.ts";
import { startWorld } from "./world/start-world.ts";
import { forecast } from "./world/weather.ts";
import { describeConfig, writeConfig } from "./world/write-config.ts";

const stopTimeoutMs = 8_000;
const pollMs = 200;
const pollTimeoutMs = 2_000;

const env = readEnv();
const logger = createLogger({ name: "demo", level: env.LOG_LEVEL });

/**
 * Simulated upstreams, the gateway's configuration for them, and the traffic of an application that uses
 * them. It is ready before the gateway is, which reads that configuration.
 */
async function start(): Promise<void> {
  configureShutdown({ logger, deadlineMs: stopTimeoutMs });
  exitWhenParentGone(env.PLUMBLINE_SUPERVISED);
  const ending = new AbortController();
  const { signal } = ending;
  const cards = new AnswerCards();
  const world = await startWorld(env.DEMO_SEED, cards);
  onShutdown("upstreams", () => world.close());
  const keyOf = (feature: Feature) => gatewayKey(env.DEMO_SECRET_KEY, feature);
  writeConfig(env.DEMO_CONFIG_FILE, describeConfig(world, keyOf));
  const sender = createSpanSender({
    apiUrl: env.DEMO_API_URL,
    publicKey: env.DEMO_PUBLIC_KEY,
    secretKey: env.DEMO_SECRET_KEY,
    logger,
  });
  onShutdown("spans", () => sender.stop());
  const stage = {
    gatewayUrl: env.DEMO_GATEWAY_URL,
    keyOf,
    cards,
    takeSpan: sender.take,
    runName: Date.now().toString(36),
    signal,
  };
  const showing = show(stage, world, signal);
  onShutdown("traffic", async () => {
    ending.abort();
    await showing;
  });
  process.stdout.write(`${readyLine}\n`);
}

async function show(
  stage: Parameters<typeof playConversation>[0],
  world: Parameters<typeof runWeather>[1],
  signal: AbortSignal,
): Promise<void> {
  for (const url of [`${env.DEMO_GATEWAY_URL}/ready`, `${env.DEMO_API_URL}/ready`]) {
    while (!signal.aborted && !(await answersOk(url, pollTimeoutMs))) await sleep(pollMs);
  }
  logger.info({ seed: env.DEMO_SEED }, "sample traffic begins");
  await Promise.all([
    runWeather(forecast(env.DEMO_SEED), world, signal),
    runTraffic({
      script: writeScript(env.DEMO_SEED),
      play: (conversation) => playConversation(stage, conversation),
      failed: (error) => logger.error({ err: error }, "a conversation failed"),
      signal,
    }),
  ]);
}

start().catch(async (error: unknown) => {
  logger.fatal({ err: error }, "the demo cannot start");
  await shutdown("start failed", 1);
});
