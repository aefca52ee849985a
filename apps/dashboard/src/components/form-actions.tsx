import { Button } from "./ui/button.tsx";

interface FormActionsProps {
  /** What the form does, as its button says it. */
  action: string;
  /** The same while it is being done. */
  pendingAction?: string;
  isPending: boolean;
  onCancel: () => void;
}

/** The end of a form in a dialog: leave it, or do it. */
export function FormActions({ action, pendingAction = "Saving…", isPending, onCancel }: FormActionsProps) {
  return (
    <div className="flex justify-end gap-2">
      <Button size="medium" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" size="medium" look="solid" disabled={isPending}>
        {isPending ? pendingAction : action}
      </Button>
    </div>
  );
}
