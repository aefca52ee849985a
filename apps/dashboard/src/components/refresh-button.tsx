import { RefreshCw } from "lucide-react";
import { classNames } from "./class-names.ts";
import { Button } from "./ui/button.tsx";

export function RefreshButton({ fetching, onRefresh }: { fetching: boolean; onRefresh: () => void }) {
  return (
    <Button size="icon" aria-label="Refresh" title="Refresh" onClick={onRefresh}>
      <RefreshCw aria-hidden className={classNames(fetching && "animate-spin")} />
    </Button>
  );
}
