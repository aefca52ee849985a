import { ShareGone } from "../../../features/share/share-gone.tsx";

export default function NotFound() {
  return (
    <main className="flex h-dvh">
      <ShareGone />
    </main>
  );
}
