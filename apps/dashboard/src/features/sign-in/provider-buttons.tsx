"use client";

import { useState } from "react";
import { Button } from "../../components/ui/button.tsx";
import { useInBrowser } from "../../components/use-in-browser.ts";
import { secondStyle } from "./entry-page.tsx";

interface ProviderButtonsProps {
  providers: readonly { id: string; name: string }[];
  returnTo: string;
  /** Before the name: "Continue with", "Connect". */
  verb: string;
}

/** Leaves for a provider; next-auth binds the way back to this browser. */
export function ProviderButtons({ providers, returnTo, verb }: ProviderButtonsProps) {
  const [leavingFor, setLeavingFor] = useState<string | null>(null);
  const isTakenOver = useInBrowser();
  const leave = async (id: string) => {
    setLeavingFor(id);
    const { signIn } = await import("next-auth/react");
    await signIn(id, { callbackUrl: returnTo }).catch(() => setLeavingFor(null));
  };
  return providers.map(({ id, name }) => (
    <Button
      key={id}
      size="large"
      disabled={!isTakenOver || leavingFor !== null}
      onClick={() => void leave(id)}
      className={secondStyle}
    >
      {leavingFor === id ? `Opening ${name}…` : `${verb} ${name}`}
    </Button>
  ));
}

export function OrDivider() {
  return (
    <div
      aria-hidden
      className="my-4 flex items-center gap-3 text-xs text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
    >
      or
    </div>
  );
}
