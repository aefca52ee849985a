import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PlumblineError } from "@plumbline/contracts/errors";
import { AwsV4Signer } from "aws4fetch";

export interface S3Account {
  /** Like https://s3.eu-central-1.amazonaws.com. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

interface S3Call {
  method: "GET" | "PUT" | "DELETE";
  url: URL;
  /** Of the body, hexadecimal. */
  sha256?: string;
  body?: { stream: Readable; lengthBytes: number };
}

const emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const idleTimeoutMs = 30_000;

/** A signed request. Throws `unavailable` when the store cannot be reached or falls silent. */
export async function s3Request(
  { region, accessKeyId, secretAccessKey }: S3Account,
  { method, url, sha256 = emptySha256, body }: S3Call,
): Promise<IncomingMessage> {
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: { "x-amz-content-sha256": sha256 },
    service: "s3",
    region,
    accessKeyId,
    secretAccessKey,
  });
  const { headers } = await signer.sign();
  if (body !== undefined) headers.set("content-length", String(body.lengthBytes));
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const request = send(url, { method, headers: Object.fromEntries(headers) });
  request.setTimeout(idleTimeoutMs, () => request.destroy(new Error("The media store fell silent.")));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve).once("error", reject);
  });
  try {
    // A store that refuses early answers while the body is still on its way.
    const sent = body === undefined ? (request.end(), null) : pipeline(body.stream, request);
    sent?.catch(() => undefined);
    return await answered;
  } catch (cause) {
    body?.stream.destroy();
    throw new PlumblineError("unavailable", { message: "The media store cannot be reached.", cause });
  }
}
