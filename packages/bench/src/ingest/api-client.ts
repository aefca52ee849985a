import { Pool } from "undici";

interface Sent {
  status: number;
  /** Of the Retry-After header. */
  retryAfterSeconds: number;
  /** Only for answers that say something: refusals and partial successes. */
  text: string;
}

export interface ApiClient {
  sendOtlp(body: Buffer): Promise<Sent>;
  sendOtlpJson(body: string): Promise<Sent>;
  sendClassic(body: string): Promise<Sent>;
  get(path: string): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

export function createApiClient(
  url: string,
  keys: { publicKey: string; secretKey: string },
  connections: number,
): ApiClient {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const authorization = `Basic ${Buffer.from(`${keys.publicKey}:${keys.secretKey}`).toString("base64")}`;
  const post = async (path: string, type: string, body: Buffer | string): Promise<Sent> => {
    const headers = { authorization, "content-type": type };
    const response = await pool.request({ method: "POST", path, headers, body });
    return {
      status: response.statusCode,
      retryAfterSeconds: Number(response.headers["retry-after"] ?? 1),
      text: await response.body.text(),
    };
  };
  return {
    sendOtlp: (body) => post("/v1/traces", "application/x-protobuf", body),
    sendOtlpJson: (body) => post("/v1/traces", "application/json", body),
    sendClassic: (body) => post("/api/public/ingestion", "application/json", body),
    async get(path) {
      const response = await pool.request({ method: "GET", path, headers: { authorization } });
      return { status: response.statusCode, text: await response.body.text() };
    },
    close: () => pool.close(),
  };
}
