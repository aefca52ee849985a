import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const shape = /^[0-9a-f]{16}$/;

/** The id of this API among its replicas: made once for its data directory, as its journal is. */
export async function instanceIdOf(dataDirectory: string): Promise<string> {
  const file = join(dataDirectory, "api-instance");
  const known = await readFile(file, "utf8").catch(() => "");
  if (shape.test(known.trim())) return known.trim();
  const id = randomBytes(8).toString("hex");
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(file, `${id}\n`);
  return id;
}
