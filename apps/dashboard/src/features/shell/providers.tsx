"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { TrpcReactProvider } from "../../trpc/provider.tsx";
import { KeysProvider } from "../keys/keys.tsx";
import { PaletteProvider } from "../palette/palette.tsx";
import { PreferencesProvider } from "../preferences/preferences.tsx";

interface ProvidersProps {
  nonce: string | undefined;
  rememberedZone: string | null;
  children: ReactNode;
}

export function Providers({ nonce, rememberedZone, children }: ProvidersProps) {
  return (
    // Without disableTransitionOnChange: it restyles the whole page twice, with the first theme as well.
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem nonce={nonce}>
      <CSPProvider nonce={nonce}>
        <NuqsAdapter>
          <TrpcReactProvider>
            <PreferencesProvider rememberedZone={rememberedZone}>
              <KeysProvider>
                <PaletteProvider>{children}</PaletteProvider>
              </KeysProvider>
            </PreferencesProvider>
          </TrpcReactProvider>
        </NuqsAdapter>
      </CSPProvider>
    </ThemeProvider>
  );
}
