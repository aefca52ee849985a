import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";

/** ClickHouse's HTTP interface as it is: statements in, bytes out. */
export interface ClickHouseHttp {
  bytes(sql: string): Promise<Buffer>;
  /** The first column of every row. */
  column(sql: string): Promise<string[]>;
  /** Resolves when no merge has run for two seconds, or after a minute. */
  untilMerged(): Promise<void>;
}

export function openClickHouseHttp(url: string): ClickHouseHttp {
  const target = new URL(url);
  const { username, password } = target;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
  const database = target.pathname.slice(1) || "default";
  const endpoint = `${target.origin}/?database=${encodeURIComponent(database)}`;
  const bytes = async (sql: string): Promise<Buffer> => {
    const response = await request(endpoint, { method: "POST", headers: { authorization }, body: sql });
    const body = Buffer.from(await response.body.arrayBuffer());
    if (response.statusCode !== 200) throw new Error(`ClickHouse: ${body.toString("utf8", 0, 500)}`);
    return body;
  };
  const column = async (sql: string): Promise<string[]> => {
    const text = (await bytes(`${sql} FORMAT TSV`)).toString("utf8").trimEnd();
    return text === "" ? [] : text.split("\n").map((line) => line.split("\t")[0] ?? "");
  };
  return {
    bytes,
    column,
    async untilMerged() {
      let quiet = 0;
      for (let second = 0; second < 60 && quiet < 2; second += 1) {
        await sleep(1000);
        const [merges] = await column("SELECT count() FROM system.merges");
        quiet = merges === "0" ? quiet + 1 : 0;
      }
    },
  };
}
