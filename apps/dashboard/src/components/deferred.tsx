"use client";

import { cloneElement, type ComponentType, lazy, type ReactElement, Suspense, useState } from "react";

/** What a deferred part receives besides its own properties: it shows the trigger itself, and opens. */
export interface DeferredProps {
  trigger: ReactElement;
  defaultOpen: true;
}

type Own<Props> = Omit<Props, keyof DeferredProps>;
interface TriggerProps {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
}

/**
 * A menu or a dialog whose code is loaded when its trigger is pointed at, focused or pressed, so that a
 * page starts without it. Until then the trigger stands alone.
 */
export function deferred<Props extends DeferredProps>(
  popup: "menu" | "dialog",
  load: () => Promise<ComponentType<Props>>,
) {
  const Part = lazy(async () => ({ default: await load() }));
  const preload = () => void load();
  return function Deferred({ trigger, ...own }: Own<Props> & { trigger: ReactElement<TriggerProps> }) {
    const [wanted, setWanted] = useState(false);
    const standIn = cloneElement(trigger, {
      onClick: () => setWanted(true),
      onPointerEnter: preload,
      onFocus: preload,
      "aria-haspopup": popup,
      "aria-expanded": false,
    });
    if (!wanted) return standIn;
    return (
      <Suspense fallback={standIn}>
        <Part {...(own as Own<Props>)} trigger={trigger} defaultOpen />
      </Suspense>
    );
  };
}
