import type { ReactNode } from "react";

interface SumsEmptyProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

export function SumsEmpty({ title, children, action }: SumsEmptyProps) {
  return (
    <div className="grid flex-1 place-items-center p-6 text-center">
      <div className="max-w-md">
        <h2 className="text-base font-semibold">{title}</h2>
        <div className="mt-1 mb-3 text-soft">{children}</div>
        {action}
      </div>
    </div>
  );
}
