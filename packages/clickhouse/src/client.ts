import { Readable } from "node:stream";
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
  ClickHouseError as ServerError,
} from "@clickhouse/client";
import { z } from "zod";
import { ClickHouseError } from "./error.ts";
import type { QueryDefinition } from "./query.ts";

export { ClickHouseError, isRowFault, isTooMuchAtOnce, isUnclearFault } from "./error.ts";
export { defineQuery, type QueryDefinition } from "./query.ts";

export interface ClickHouseOptions {
  /** May carry user, password and database: `http://user:secret@host:8123/plumbline`. */
  url: string;
  /** Wins over the path of the URL; "default" when neither names one. */
  database?: string;
  username?: string;
  password?: string;
  /** Default 30,000. Reads are also limited on the server, to the same time. */
  requestTimeoutMs?: number;
  /** Default 10. */
  maxOpenConnections?: number;
}

export interface InsertOptions {
  /** `insert_deduplication_token`: the server drops a block whose token it saw lately, whatever its bytes. */
  token?: string;
  /** False writes the block even when the same one, or its token, was seen before. Default true. */
  deduplicate?: boolean;
}

/** Every method throws ClickHouseError and nothing else that comes from the server or the wire. */
export interface ClickHouse {
  readonly database: string;
  /**
   * Rows arrive as JSON: Decimal as a string, integers as numbers, DateTime64 as ISO 8601 in UTC with all
   * its digits. Throws ZodError when parameters or a row do not have the declared shape.
   */
  query<Params extends z.ZodType, Row extends z.ZodType>(
    definition: QueryDefinition<Params, Row>,
    params: z.input<Params>,
  ): Promise<z.output<Row>[]>;
  /** The same client for a reader who may leave: with the signal its queries fail, and the server drops them. */
  until(signal: AbortSignal): ClickHouse;
  /** Resolves once the server has written the rows; all of one partition or none. */
  insertRowBinary(
    table: string,
    columns: readonly string[],
    bytes: Buffer,
    options?: InsertOptions,
  ): Promise<void>;
  command(sql: string): Promise<void>;
  /** Creates `database` when it is missing; works while it is. */
  createDatabase(onCluster?: string): Promise<void>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

const readSettings: ClickHouseSettings = {
  // A key holds its start time, so versions of one row never lie in two partitions.
  do_not_merge_across_partitions_select_final: 1,
  date_time_output_format: "iso",
  output_format_json_quote_decimals: 1,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 1,
  // Nobody waits for the answer any more.
  cancel_http_readonly_queries_on_client_close: 1,
};

const insertSettings: ClickHouseSettings = {
  async_insert: 0,
  // A batch may hold spans of any month; refusing it would stop ingestion for everybody.
  max_partitions_per_insert_block: "0",
};

/** The readonly flag of ClickHouse: 2 forbids writes and DDL and leaves settings free. */
const readonlyWithSettings = "2";

export function createClickHouse(options: ClickHouseOptions): ClickHouse {
  const target = parseTarget(options);
  const requestTimeoutMs = options.requestTimeoutMs ?? 30_000;
  const connect = (database: string): ClickHouseClient =>
    createClient({
      url: target.url,
      username: target.username,
      password: target.password,
      database,
      application: "plumbline",
      request_timeout: requestTimeoutMs,
      max_open_connections: options.maxOpenConnections ?? 10,
      keep_alive: { enabled: true, idle_socket_ttl: 2_000, eagerly_destroy_stale_sockets: true },
      use_multipart_params_auto: true,
      // Failures reach the caller as errors and are logged there, once.
      log: { level: ClickHouseLogLevel.OFF },
    });
  const client = connect(target.database);

  const clickhouse: ClickHouse = {
    database: target.database,

    query: readerOf(client, requestTimeoutMs),

    until(signal) {
      return { ...clickhouse, query: readerOf(client, requestTimeoutMs, signal) };
    },

    async insertRowBinary(table, columns, bytes, insertOptions = {}) {
      await guard(async () => {
        const result = await client.exec({
          query: `INSERT INTO ${quoteName(table)} (${columns.map(quoteName).join(", ")}) FORMAT RowBinary`,
          values: Readable.from([bytes], { objectMode: false }),
          clickhouse_settings: {
            ...insertSettings,
            insert_deduplicate: insertOptions.deduplicate === false ? 0 : 1,
            ...(insertOptions.token === undefined ? {} : { insert_deduplication_token: insertOptions.token }),
          },
        });
        await drain(result.stream);
      });
    },

    async command(sql) {
      await guard(() => client.command({ query: sql }));
    },

    async createDatabase(onCluster = "") {
      const bootstrap = connect("default");
      try {
        await guard(() =>
          bootstrap.command({
            query: `CREATE DATABASE IF NOT EXISTS ${quoteName(target.database)} ${onCluster}`,
          }),
        );
      } finally {
        await bootstrap.close();
      }
    },

    async ping() {
      const result = await client.ping();
      return result.success;
    },

    async close() {
      await client.close();
    },
  };
  return clickhouse;
}

function readerOf(
  client: ClickHouseClient,
  requestTimeoutMs: number,
  signal?: AbortSignal,
): ClickHouse["query"] {
  return async (definition, params) => {
    const bound = definition.params.parse(params);
    const limitMs = definition.maxExecutionTimeMs ?? requestTimeoutMs;
    const rows = await guard(async () => {
      // The driver would overlook that it is too late already.
      signal?.throwIfAborted();
      const result = await client.query({
        query: typeof definition.sql === "string" ? definition.sql : definition.sql(bound),
        query_params: toParameters(bound),
        format: "JSONEachRow",
        clickhouse_settings: {
          ...readSettings,
          readonly: readonlyWithSettings,
          max_execution_time: Math.ceil(limitMs / 1_000),
          ...(definition.maxResultBytes === undefined
            ? {}
            : { max_result_bytes: String(definition.maxResultBytes) }),
        },
        ...(signal === undefined ? {} : { abort_signal: signal }),
      });
      return await result.json<unknown>();
    });
    return z.array(definition.row).parse(rows);
  };
}

function parseTarget(options: ClickHouseOptions): {
  url: string;
  database: string;
  username: string;
  password: string;
} {
  const url = new URL(options.url);
  const path = decodeURIComponent(url.pathname.replace(/^\/+|\/+$/g, ""));
  const target = {
    database: options.database ?? (path === "" ? "default" : path),
    username: options.username ?? (url.username === "" ? "default" : decodeURIComponent(url.username)),
    password: options.password ?? decodeURIComponent(url.password),
  };
  url.username = "";
  url.password = "";
  url.pathname = "/";
  return { url: url.toString(), ...target };
}

function toParameters(bound: unknown): Record<string, unknown> {
  return typeof bound === "object" && bound !== null ? { ...bound } : {};
}

async function guard<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ServerError) {
      const code = Number(error.code);
      throw new ClickHouseError(error.message, {
        code: Number.isInteger(code) ? code : null,
        type: error.type,
        cause: error,
      });
    }
    const message = error instanceof Error && error.message !== "" ? error.message : String(error);
    throw new ClickHouseError(`ClickHouse cannot be reached: ${message}`, { code: null, cause: error });
  }
}

async function drain(stream: Readable): Promise<void> {
  for await (const _chunk of stream) {
    // An answer has to be read to the end before its socket can be used again.
  }
}

/** Table and column names are ours, never a caller's; the quotes only keep keywords apart. */
function quoteName(name: string): string {
  return `\`${name.replaceAll("`", "")}\``;
}
