"use client";

import { useId, useState } from "react";
import { formatZone } from "../../format/time.ts";
import { usePreferences } from "../preferences/preferences.tsx";

/** In which zone this reader sees every time of the product. */
export function ZoneSelect() {
  const id = useId();
  const { zone, change } = usePreferences();
  const [{ nowMs, names }] = useState(() => ({
    nowMs: Date.now(),
    names: Intl.supportedValuesOf("timeZone").filter((name) => name !== "UTC"),
  }));
  return (
    <div className="border-t p-3">
      <label htmlFor={id} className="block text-xs text-soft">
        Times are shown in
      </label>
      <select
        id={id}
        value={zone}
        onChange={(event) => change({ zone: event.target.value })}
        className="mt-0.5 h-7 w-full rounded border border-line-strong bg-canvas px-1 text-xs"
      >
        <option value="local">Local time: {formatZone(undefined, nowMs)}</option>
        <option value="utc">UTC</option>
        <optgroup label="Named zones">
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}
