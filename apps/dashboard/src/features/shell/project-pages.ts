import {
  Activity,
  ChartSpline,
  CircleOff,
  House,
  Inbox,
  ListTree,
  MessagesSquare,
  Settings,
  Users,
  Waypoints,
} from "lucide-react";

/** The pages of a project in the order of the sidebar; `g` and then `key` goes there. */
export const projectPages = [
  { path: "home", label: "Home", key: "h", icon: House },
  { path: "traces", label: "Traces", key: "t", icon: ListTree },
  { path: "sessions", label: "Sessions", key: "s", icon: MessagesSquare },
  { path: "users", label: "Users", key: "u", icon: Users },
  { path: "reviews", label: "Reviews", key: "v", icon: Inbox },
  { path: "metrics", label: "Metrics", key: "m", icon: ChartSpline },
  { path: "gateway", label: "Gateway", key: "w", icon: Waypoints },
  { path: "ingestion", label: "Ingestion", key: "i", icon: Activity },
  { path: "rejected", label: "Rejected events", key: "r", icon: CircleOff },
  { path: "settings", label: "Settings", key: ",", icon: Settings },
] as const;
