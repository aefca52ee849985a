import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "@plumbline/testing/free-port";
import pg from "pg";
import { inject } from "vitest";

const redisBinary = "/usr/bin/redis-server";

export interface RedisServer {
  url: string;
  stop(): Promise<void>;
}

/** A real server on a free port, its data in a directory of its own. */
export async function startRedis(settings: string[] = []): Promise<RedisServer> {
  if (!existsSync(redisBinary)) throw new Error(`${redisBinary} is missing: apt-get install redis-server`);
  const directory = mkdtempSync(join(tmpdir(), "plumbline-redis-"));
  const port = await findFreePort();
  const listen = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", ""];
  const child = spawn(redisBinary, [...listen, ...settings], { stdio: ["ignore", "pipe", "inherit"] });
  await untilReady(child);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`redis-server ended with ${code}: ${output}`)));
  });
}

/** An empty database on the engine of this test run. */
export async function createDatabase(): Promise<string> {
  const name = `queue_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/${name}`;
  return url.href;
}
