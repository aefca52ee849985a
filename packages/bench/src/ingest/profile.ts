import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { request, WebSocket } from "undici";
import { z } from "zod";

/** What V8's sampling profiler says of one thread, as far as it is read here. */
const profileShape = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
export type Profile = z.infer<typeof profileShape>;

export interface RunningProfile {
  /** By thread: "main" and the names of its workers' files. */
  stop(): Promise<Map<string, Profile>>;
}

const inspectorUrl = "http://127.0.0.1:9229";
const answer = z.object({ id: z.number(), result: z.unknown().optional(), error: z.unknown().optional() });
const attached = z.object({
  method: z.literal("NodeWorker.attachedToWorker"),
  params: z.object({ sessionId: z.string(), workerInfo: z.object({ url: z.string() }) }),
});
const received = z.object({
  method: z.literal("NodeWorker.receivedMessageFromWorker"),
  params: z.object({ sessionId: z.string(), message: z.string() }),
});

/** Node opens its inspector on SIGUSR1, so the product runs as it always does until somebody looks. */
async function openInspector(pid: number): Promise<WebSocket> {
  process.kill(pid, "SIGUSR1");
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { body } = await request(`${inspectorUrl}/json/list`);
      const [target] = z.array(z.object({ webSocketDebuggerUrl: z.string() })).parse(await body.json());
      if (target === undefined) throw new Error("Nothing can be inspected.");
      const socket = new WebSocket(target.webSocketDebuggerUrl);
      await new Promise((resolve, reject) => {
        socket.addEventListener("open", resolve, { once: true });
        socket.addEventListener("error", reject, { once: true });
      });
      return socket;
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}

/** One conversation of the inspector's protocol: with the process, or through it with one of its threads. */
class Session {
  readonly #send: (text: string) => void;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #lastId = 0;

  constructor(send: (text: string) => void) {
    this.#send = send;
  }

  call(method: string, params: object = {}): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send(JSON.stringify({ id, method, params }));
    });
  }

  receive(message: unknown): void {
    const { data } = answer.safeParse(message);
    if (data === undefined) return;
    this.#waiting.get(data.id)?.(data.result);
    this.#waiting.delete(data.id);
  }
}

/** Samples every thread of a Node process, a thousand times a second of its own work. */
export async function startProfile(pid: number): Promise<RunningProfile> {
  const socket = await openInspector(pid);
  const main = new Session((text) => socket.send(text));
  const threads = new Map<string, Session>([["main", main]]);
  const byId = new Map<string, Session>();
  socket.addEventListener("message", ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    main.receive(message);
    const worker = attached.safeParse(message).data?.params;
    if (worker !== undefined) {
      const { sessionId } = worker;
      const session = new Session(
        (text) => void main.call("NodeWorker.sendMessageToWorker", { sessionId, message: text }),
      );
      byId.set(sessionId, session);
      threads.set(worker.workerInfo.url.split("/").at(-1) ?? sessionId, session);
    }
    const from = received.safeParse(message).data?.params;
    if (from !== undefined) byId.get(from.sessionId)?.receive(JSON.parse(from.message));
  });
  await main.call("NodeWorker.enable", { waitForDebuggerOnStart: false });
  await sleep(500);
  const each = <T>(work: (session: Session) => Promise<T>): Promise<T[]> =>
    Promise.all([...threads.values()].map(work));
  await each(async (session) => {
    await session.call("Profiler.enable");
    await session.call("Profiler.setSamplingInterval", { interval: 1000 });
    await session.call("Profiler.start");
  });
  return {
    async stop() {
      const names = [...threads.keys()];
      const stopped = await each((session) => session.call("Profiler.stop"));
      const profiles = stopped.map((result) => z.object({ profile: profileShape }).parse(result).profile);
      socket.close();
      return new Map(profiles.map((profile, index) => [names[index] ?? "", profile]));
    },
  };
}

export interface FunctionTime {
  name: string;
  seconds: number;
}

/** What V8 calls time in which the thread waited. */
const waiting = new Set(["(idle)", "(program)"]);

/** Own time of every function, the largest first; calls into native code count for the function that V8 names. */
export function functionTimes(profile: Profile): FunctionTime[] {
  const names = new Map(
    profile.nodes.map(({ id, callFrame }) => {
      const { functionName, url, lineNumber } = callFrame;
      const file = url.split("/").at(-1) ?? "";
      const place = file === "" ? "" : ` (${file}:${lineNumber + 1})`;
      return [id, `${functionName === "" ? "anonymous" : functionName}${place}`] as const;
    }),
  );
  const seconds = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const name = names.get(id) ?? "";
    if (waiting.has(name)) continue;
    seconds.set(name, (seconds.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1e6);
  }
  return [...seconds].map(([name, sum]) => ({ name, seconds: sum })).sort((a, b) => b.seconds - a.seconds);
}

/** In the form that browsers' developer tools open. */
export function writeProfiles(directory: string, profiles: ReadonlyMap<string, Profile>): string[] {
  return [...profiles].map(([thread, profile]) => {
    const path = join(directory, `${thread}.cpuprofile`);
    writeFileSync(path, JSON.stringify({ startTime: 0, endTime: 0, ...profile }));
    return path;
  });
}
