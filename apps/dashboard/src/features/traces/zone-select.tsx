"use client";

import { useId, useState } from "react";
import { Select } from "../../components/ui/select.tsx";
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
      <Select
        compact
        id={id}
        value={zone}
        onChange={(event) => change({ zone: event.target.value })}
        className="mt-0.5"
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
      </Select>
    </div>
  );
}
