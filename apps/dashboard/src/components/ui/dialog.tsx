"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, useRef } from "react";
import { classNames } from "../class-names.ts";
import { buttonStyle } from "./button.tsx";

interface DialogProps {
  title: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactElement;
  /** "drawer" comes from the left edge and fills the height; "sheet" comes from below. */
  shape?: "center" | "drawer" | "sheet";
  children: ReactNode;
}

const shapes = {
  center:
    "top-[12vh] left-1/2 max-h-[76vh] w-[min(92vw,30rem)] -translate-x-1/2 rounded-xl data-ending-style:opacity-0 data-starting-style:opacity-0",
  drawer:
    "inset-y-0 left-0 w-[min(84vw,17rem)] bg-chrome data-ending-style:-translate-x-full data-starting-style:-translate-x-full",
  sheet:
    "inset-x-0 bottom-0 h-[78dvh] rounded-t-xl data-ending-style:translate-y-full data-starting-style:translate-y-full",
};

/** Traps focus while open and gives it back when it closes. */
/**
 * Where the focus goes first: the field to fill in, else the popup itself. Not the button that closes it,
 * and by touch no field, whose keyboard would cover the half of it.
 */
function firstFocus(popup: HTMLElement | null, openedBy: string): HTMLElement | null {
  if (openedBy === "touch") return popup;
  const field =
    popup?.querySelector<HTMLElement>("[data-first-focus]") ??
    popup?.querySelector<HTMLElement>("input[type=text], input:not([type]), textarea");
  return field ?? popup;
}

export function Dialog({ title, open, onOpenChange, trigger, shape = "center", children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          initialFocus={(openedBy) => firstFocus(popup.current, openedBy)}
          className={classNames(
            "fixed z-50 flex flex-col bg-raised shadow-popup outline-none transition duration-150",
            shapes[shape],
          )}
        >
          <div
            className={classNames(
              "flex items-center justify-between",
              shape === "drawer" ? "px-3 pt-3" : "border-b px-4 py-2.5",
            )}
          >
            <Base.Title className={shape === "drawer" ? "sr-only" : "text-base font-semibold"}>
              {title}
            </Base.Title>
            <Base.Close
              aria-label="Close"
              className={classNames(buttonStyle({ look: "quiet", size: "icon" }), "ml-auto")}
            >
              <X aria-hidden />
            </Base.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
