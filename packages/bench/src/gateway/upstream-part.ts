import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ProfileName } from "@plumbline/simulator/profiles";
import { startVllm, type VllmSimulator } from "@plumbline/simulator/start-vllm";
import { servePart, sharedMs } from "./parts.ts";
import { upstreamModel } from "./payload.ts";
import { startPlainUpstream } from "./plain-upstream.ts";

/** The upstreams, in a process of their own, so that what they take is nobody else's. */
const simulators: VllmSimulator[] = [];
const seed = 1;

interface SimulatorOrder {
  profile: ProfileName;
  timeScale?: number;
  /** Keeps when each exchange ended. */
  record?: boolean;
}

/** When an exchange was over, in shared milliseconds, by the mark `call-…` in its body. */
interface Exchange {
  mark: string;
  arrivedMs: number;
  endedMs: number | null;
  closedEarly: boolean;
}

const commands = {
  async start({ profile, timeScale = 1, record = false }: SimulatorOrder): Promise<string> {
    const simulator = await startVllm({ models: [upstreamModel], seed, profile, timeScale, record });
    simulators.push(simulator);
    return simulator.url;
  },
  startPlain: (): Promise<string> => startPlainUpstream(),
  startFlood: (): Promise<string> => startFlood(),
  exchanges: (): Exchange[] =>
    simulators.flatMap((simulator) =>
      simulator.received().map(({ body, arrivedMs, endedMs, closedEarly }) => ({
        mark: /call-[\w-]+/.exec(body ?? "")?.[0] ?? "",
        arrivedMs: sharedMs(arrivedMs),
        endedMs: endedMs === null ? null : sharedMs(endedMs),
        closedEarly,
      })),
    ),
  running: (): number =>
    simulators
      .flatMap((simulator) => simulator.stats())
      .reduce((total, { running, waiting }) => total + running + waiting, 0),
};

export type UpstreamCommands = typeof commands;

/** Frames of a kilobyte without an end, as fast as they are read. */
async function startFlood(): Promise<string> {
  const chunk = (content: string): string =>
    `data: ${JSON.stringify({ id: "flood", object: "chat.completion.chunk", created: 1, model: upstreamModel, choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;
  const frame = Buffer.from(chunk("flood ".repeat(150)));
  const server = createServer((request, response) => {
    request.resume();
    if (request.method !== "POST") {
      response.end("{}");
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const pour = (): void => {
      while (!response.destroyed && response.write(frame));
    };
    response.on("drain", pour);
    request.on("end", pour);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

servePart(commands);
