import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeEngine {
  url: string;
  /** Values of the Authorization header, in the order of the calls. */
  authorizations: (string | undefined)[];
  close(): void;
}

/** Answers as vLLM does, as far as the pages ask. */
export async function startFakeEngine(model: string): Promise<FakeEngine> {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === "/metrics") {
      response.end(
        "vllm:num_requests_running 3\nvllm:num_requests_waiting 1\nvllm:kv_cache_usage_perc 0.42\n",
      );
    } else if (request.url === "/dcgm") {
      response.end(
        'DCGM_FI_DEV_GPU_UTIL{gpu="0"} 72\nDCGM_FI_DEV_FB_USED{gpu="0"} 61440\n' +
          'DCGM_FI_DEV_FB_FREE{gpu="0"} 20480\nDCGM_FI_DEV_POWER_USAGE{gpu="0"} 412.5\n' +
          'DCGM_FI_DEV_GPU_TEMP{gpu="0"} 61\n',
      );
    } else if (request.url === "/node") {
      const seconds = process.uptime();
      response.end(
        `node_cpu_seconds_total{cpu="0",mode="user"} ${seconds * 0.25}\n` +
          `node_cpu_seconds_total{cpu="0",mode="idle"} ${seconds * 0.75}\n` +
          "node_memory_MemTotal_bytes 68719476736\nnode_memory_MemAvailable_bytes 34359738368\n",
      );
    } else if (request.url === "/away") response.writeHead(503).end();
    else if (request.url === "/v1/models") {
      response.end(JSON.stringify({ object: "list", data: [{ id: model }] }));
    } else if (request.method === "POST") {
      authorizations.push(request.headers.authorization);
      const message = { role: "assistant", content: "Rainy, 14 C." };
      const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };
      const choices = [{ index: 0, message, finish_reason: "stop" }];
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ id: "chatcmpl-1", object: "chat.completion", created: 1, model, choices, usage }),
      );
    } else response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authorizations,
    close: () => server.close().closeAllConnections(),
  };
}
