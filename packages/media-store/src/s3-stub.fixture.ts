import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface S3Stub {
  endpoint: string;
  /** By path. */
  objects: Map<string, Buffer>;
  /** Answers every request with this status while it is set. */
  failWith: number | null;
  close(): Promise<void>;
}

export const stubAccount = {
  region: "eu-test-1",
  accessKeyId: "AKIDTEST",
  secretAccessKey: "secret/of+the=test",
};

/** Speaks as much of S3 as the store needs, and believes nothing: it computes every signature and hash itself. */
export async function startS3Stub(): Promise<S3Stub> {
  const objects = new Map<string, Buffer>();
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const path = request.url ?? "";
      if (stub.failWith !== null) return response.writeHead(stub.failWith).end();
      if (!isSigned(request, body)) return response.writeHead(403).end("SignatureDoesNotMatch");
      if (request.method === "PUT") {
        if (request.headers["content-length"] === undefined) return response.writeHead(411).end();
        objects.set(path, body);
        return response.writeHead(200).end();
      }
      if (request.method === "DELETE") {
        objects.delete(path);
        return response.writeHead(204).end();
      }
      const object = objects.get(path);
      return object === undefined
        ? response.writeHead(404).end("NoSuchKey")
        : response.writeHead(200).end(object);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stub: S3Stub = {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    failWith: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text).digest();

/** AWS Signature Version 4 of the header form, as its specification has it. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const { headers, method = "", url = "" } = request;
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  const [, keyId, day = "", region = "", signedHeaders = "", signature] = match ?? [];
  const amzDate = String(headers["x-amz-date"]);
  const payloadHash = String(headers["x-amz-content-sha256"]);
  const isFresh = amzDate.startsWith(day) && payloadHash === sha256(body);
  if (keyId !== stubAccount.accessKeyId || region !== stubAccount.region || !isFresh) return false;
  const names = signedHeaders.split(";");
  if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => names.includes(name))) return false;
  const canonicalHeaders = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join("");
  const canonical = [method, url, "", canonicalHeaders, signedHeaders, payloadHash].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = [day, region, "s3", "aws4_request"].reduce<Buffer | string>(
    (previous, part) => hmac(previous, part),
    `AWS4${stubAccount.secretAccessKey}`,
  );
  const toSign = ["AWS4-HMAC-SHA256", amzDate, scope, sha256(canonical)].join("\n");
  return hmac(key, toSign).toString("hex") === signature;
}
