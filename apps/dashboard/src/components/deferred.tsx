"use client";

import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from "react";

/** What the part receives: it shows the trigger itself from now on, and opens. */
export interface DeferredProps {
  trigger: ReactElement;
  defaultOpen: true;
}

interface TriggerProps {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
}

interface DeferredOptions {
  popup: "menu" | "dialog";
  trigger: ReactElement<TriggerProps>;
  /** Begins to load the code of the part; called when its trigger is pointed at or focused. */
  preload: () => Promise<unknown>;
  /** The part, made with React.lazy. */
  children: (props: DeferredProps) => ReactNode;
}

/** A menu or a dialog whose code the page starts without; until it is asked for, its trigger stands alone. */
export function Deferred({ popup, trigger, preload, children }: DeferredOptions) {
  const [wanted, setWanted] = useState(false);
  const standIn = cloneElement(trigger, {
    onClick: () => setWanted(true),
    onPointerEnter: () => void preload(),
    onFocus: () => void preload(),
    "aria-haspopup": popup,
    "aria-expanded": false,
  });
  if (!wanted) return standIn;
  return <Suspense fallback={standIn}>{children({ trigger, defaultOpen: true })}</Suspense>;
}
