import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button, buttonStyle } from "../../../components/ui/button.tsx";

interface PeekActionsProps {
  href: string;
  onStep: { previous: (() => void) | null; next: (() => void) | null };
  onClose: () => void;
}

/** Where to go on from a trace beside the list, and how to leave it. */
export function PeekActions({ href, onStep, onClose }: PeekActionsProps) {
  return (
    <>
      <StepButton
        label="Previous trace"
        keyName="k"
        icon={<ChevronUp aria-hidden />}
        onStep={onStep.previous}
      />
      <StepButton label="Next trace" keyName="j" icon={<ChevronDown aria-hidden />} onStep={onStep.next} />
      <Link
        href={href}
        prefetch={false}
        data-open-trace
        title="Open the whole page"
        aria-label="Open the whole page"
        className={buttonStyle({ look: "quiet", size: "icon" })}
      >
        <Maximize2 aria-hidden />
      </Link>
      <Button title="Close (Esc)" aria-label="Close the trace" look="quiet" size="icon" onClick={onClose}>
        <X aria-hidden />
      </Button>
    </>
  );
}

interface StepButtonProps {
  label: string;
  keyName: string;
  icon: ReactNode;
  onStep: (() => void) | null;
}

function StepButton({ label, keyName, icon, onStep }: StepButtonProps) {
  return (
    <Button
      title={`${label} (${keyName})`}
      aria-label={label}
      look="quiet"
      size="icon"
      disabled={onStep === null}
      onClick={() => onStep?.()}
    >
      {icon}
    </Button>
  );
}
