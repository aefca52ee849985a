"use client";

import { LogOut, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "../../components/ui/menu.tsx";
import { usePreferences } from "../preferences/preferences.tsx";
import { signOutNow } from "./sign-out.ts";

export function UserMenu({ email, ...menu }: DeferredProps & { email: string }) {
  const router = useRouter();
  const { zone, change } = usePreferences();
  return (
    <Menu side="top" className="w-54" {...menu}>
      <p className="truncate px-2 pt-1 pb-0.5 text-xs text-soft">{email}</p>
      <MenuChoice
        label="Show times in"
        value={zone}
        onChange={(next) => change({ zone: next })}
        options={[
          { value: "local", label: "Local time" },
          { value: "utc", label: "UTC" },
          ...(zone === "local" || zone === "utc" ? [] : [{ value: zone, label: zone }]),
        ]}
      />
      <MenuSeparator />
      <MenuItem onClick={() => router.push("/account")}>
        <UserRound aria-hidden /> Account
      </MenuItem>
      <MenuItem onClick={() => void signOutNow()}>
        <LogOut aria-hidden /> Sign out
      </MenuItem>
    </Menu>
  );
}
