import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Functions that another process of the bench offers. Arguments and results are copied. */
type Commands = Readonly<Record<string, (...values: never[]) => unknown>>;

/** How what comes back is read: nothing proves that the other process sent what its type says. */
export type AnswersOf<C extends Commands> = {
  readonly [K in keyof C]: { parse(value: unknown): Awaited<ReturnType<C[K]>> };
};

interface Question {
  id: number;
  command: string;
  values: unknown[];
}

type Answer = { id: number; value: unknown } | { id: number; error: string };

export interface Part<C extends Commands> {
  pid: number;
  ask<K extends keyof C & string>(
    command: K,
    ...values: Parameters<C[K]>
  ): Promise<Awaited<ReturnType<C[K]>>>;
  close(): Promise<void>;
}

/** Starts a module of this directory as a process of its own, which ends with this one at the latest. */
export function startPart<C extends Commands>(module: string, answers: AnswersOf<C>): Part<C> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const waiting = new Map<number, { take(value: unknown): void; reject(error: unknown): void }>();
  let lastId = 0;
  child.on("message", (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("error" in answer) asked?.reject(new Error(answer.error));
    else asked?.take(answer.value);
  });
  const gone = exited(child);
  void gone.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${module} ended early.`));
    waiting.clear();
  });
  return {
    pid: child.pid ?? 0,
    ask(command, ...values) {
      lastId += 1;
      const question: Question = { id: lastId, command, values };
      return new Promise((resolve, reject) => {
        const take = (value: unknown): void => {
          try {
            resolve(answers[command].parse(value));
          } catch (error) {
            reject(error);
          }
        };
        waiting.set(question.id, { take, reject });
        child.send(question);
      });
    },
    async close() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => void child.once("exit", () => resolve()));
}

/** The other end of `startPart`. */
export function servePart(commands: Commands, onEnd: () => void = () => undefined): void {
  process.on("disconnect", () => {
    onEnd();
    process.exit(0);
  });
  process.on("message", ({ id, command, values }: Question) => {
    const run = async (): Promise<unknown> => {
      const found: unknown = Reflect.get(commands, command);
      if (typeof found !== "function") throw new TypeError(`There is no command ${command}.`);
      return Reflect.apply(found, undefined, values);
    };
    run().then(
      (value) => process.send?.({ id, value }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
  });
}

/** Milliseconds of the clock that all processes of a machine share, for a reading of this one's own. */
export function sharedMs(ownMs: number = performance.now()): number {
  return ownMs + Number(process.hrtime.bigint()) / 1e6 - performance.now();
}
