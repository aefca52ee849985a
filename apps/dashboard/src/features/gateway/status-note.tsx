import { Clock3 } from "lucide-react";
import { formatCount } from "../../format/number.ts";
import { formatExact } from "../../format/time.ts";
import type { GatewayStatus } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";

/** Who serves, by which version; and as of when this is, once no gateway speaks. */
export function StatusNote({ status }: { status: GatewayStatus }) {
  const zone = useTimeZone();
  const { asOf, silent, savedVersion, servedVersion, instances, workers } = status;
  if (asOf === null) {
    return (
      <p role="status" className="rounded-md bg-warning-soft px-3 py-2">
        No gateway has reported yet. It starts with the product; apart from it, it needs PLUMBLINE_API_URL and
        the same PLUMBLINE_KEY_PEPPER as the API.
      </p>
    );
  }
  if (silent) {
    return (
      <p role="status" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2">
        <Clock3 aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
        <span>
          {`The gateway is silent: this is as of ${formatExact(Date.parse(asOf), zone)}. It may serve on by `}
          what it was told last. Check that it runs and reaches the API.
        </span>
      </p>
    );
  }
  const isBehind = servedVersion < savedVersion;
  return (
    <p role="status" className="text-xs text-soft">
      {`${formatCount(instances, "gateway")} with ${formatCount(workers, "worker")}, live.`}
      {savedVersion > 0 && ` Serves version ${servedVersion} of the pools.`}
      {isBehind && ` Version ${savedVersion} is on its way.`}
    </p>
  );
}
