import type { ApiClient } from "./api-client.ts";
import type { JsonRequestStream } from "./otlp-json.ts";

export interface JsonResult {
  spans: number;
  refused: number;
  seconds: number;
}

/** OTLP in JSON, four requests in flight: as fast as the API takes them. */
export async function runOtlpJson(
  client: ApiClient,
  stream: JsonRequestStream,
  seconds: number,
): Promise<JsonResult> {
  const result: JsonResult = { spans: 0, refused: 0, seconds: 0 };
  const startedAt = performance.now();
  const send = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) {
      const { body, spans } = stream.next(Date.now());
      const { status } = await client.sendOtlpJson(body);
      if (status === 200) result.spans += spans;
      else result.refused += 1;
    }
  };
  await Promise.all([send(), send(), send(), send()]);
  result.seconds = (performance.now() - startedAt) / 1000;
  return result;
}
