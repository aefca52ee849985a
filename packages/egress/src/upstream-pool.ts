import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { PlumblineError } from "@plumbline/contracts/errors";
import { buildConnector, type Dispatcher, Pool } from "undici";
import { type AddressRules, literalAddress } from "./address-rules.ts";
import { createIdleLimit } from "./idle-limit.ts";

export interface UpstreamPoolOptions {
  rules: AddressRules;
  /** Connections at once; further calls wait for one. */
  connections?: number;
  /** Of these, so many are kept open while nobody uses them. */
  keptIdle?: number;
  /** Idle connections are closed after this, before the server at the other end does. */
  keepAliveMs?: number;
  connectTimeoutMs?: number;
}

/** One method, one path, one body in memory: all that calls to models need. */
export interface UpstreamRequest {
  method: "GET" | "POST";
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: Uint8Array | null;
}

/** What the caller is told of an answer, in the raw form: nothing is parsed that nobody asks for. */
export type AnswerHandler = Pick<
  Required<Dispatcher.DispatchHandler>,
  "onConnect" | "onHeaders" | "onData" | "onComplete" | "onError"
>;

export interface UpstreamPool {
  readonly origin: string;
  /** The caller owns all timers; the pool has only the one for connecting. */
  dispatch(request: UpstreamRequest, handler: AnswerHandler): void;
  /** Lets calls under way end. */
  close(): Promise<void>;
  destroy(): Promise<void>;
}

/** The code of the error that a handler gets when the address may not be reached. */
export const refusedAddressCode = "EGRESS_REFUSED";

/** Keep-alive connections to one origin, which connect only to addresses that the rules allow. */
export function createUpstreamPool(origin: string, options: UpstreamPoolOptions): UpstreamPool {
  const pool = new Pool(origin, {
    connect: vettedConnector(options),
    factory: createIdleLimit(options.keptIdle ?? 20),
    connections: options.connections ?? 100,
    keepAliveTimeout: options.keepAliveMs ?? 4_000,
    keepAliveMaxTimeout: options.keepAliveMs ?? 4_000,
    keepAliveTimeoutThreshold: 500,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
  });
  return {
    origin,
    dispatch: (request, handler) => {
      pool.dispatch(request, handler);
    },
    close: () => pool.close(),
    destroy: () => pool.destroy(),
  };
}

function vettedConnector(options: UpstreamPoolOptions): buildConnector.connector {
  const { rules } = options;
  const connect = buildConnector({
    timeout: options.connectTimeoutMs ?? 5_000,
    lookup: vettedLookup(rules),
    autoSelectFamily: true,
  });
  return (target, callback) => {
    const literal = literalAddress(target.hostname);
    // Sockets look no literal address up, so it is judged here.
    if (literal !== null && !rules.allowsHost(target.hostname) && !rules.allowsAddress(literal)) {
      callback(refusal(target.hostname), null);
      return;
    }
    connect(target, callback);
  };
}

/**
 * Resolves a name once and hands the very addresses that were judged to the socket. One forbidden address
 * among several forbids the name: an honest service has none.
 */
function vettedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, "", 0);
        return;
      }
      const forbidden =
        !rules.allowsHost(hostname) && addresses.some(({ address }) => !rules.allowsAddress(address));
      const [first] = addresses;
      if (forbidden || first === undefined) callback(refusal(hostname), "", 0);
      else if (options.all === true) callback(null, addresses satisfies LookupAddress[]);
      else callback(null, first.address, first.family);
    });
  };
}

function refusal(hostname: string): NodeJS.ErrnoException {
  const error = new PlumblineError("forbidden", {
    message: `${hostname} is a private address. Name it in EGRESS_ALLOW_PRIVATE to allow it.`,
    details: { host: hostname },
  });
  return Object.defineProperty(error, "code", { value: refusedAddressCode });
}
