/** GET /api/public/gateway/calls/{requestId}. null is unknown, never none. */
export interface GatewayCallBody {
  /** What the gateway answered in `x-request-id`. */
  requestId: string;
  traceId: string;
  observationId: string;
  /** ISO-8601. */
  startTime: string;
  /** null while it lasts. */
  endTime: string | null;
  /** ok, client_closed, cut, timeout, …; open while it lasts, or for ever when the gateway was killed. */
  outcome: string | null;
  /** What the client was answered. */
  status: number | null;
  requestedModel: string | null;
  model: string | null;
  pool: string | null;
  replica: string | null;
  attempts: number | null;
  degraded: string | null;
  usage: { input: number | null; output: number | null; total: number | null };
  /** The engine told no count; it was worked out from what was sent and seen. */
  usageEstimated: boolean;
  /** Decimal USD. Of own pools by GPU time. */
  costUsd: string | null;
  /** What the public price of the same model would have made of it; of own pools. */
  apiPriceUsd: string | null;
  queueMs: number | null;
  overheadMs: number | null;
  timeToFirstTokenMs: number | null;
  durationMs: number | null;
}
