import { z } from "zod"
import type { Route } from "../route.ts"

/** What this installation is to the outside. */
export const installationRoutes = {
  showInstallation: {
    method: "GET",
    path: "/installation",
    access: "public",
    status: 200,
    errors: [],
    summary: "Where people, programs and servers reach this installation",
    response: z
      .object({ publicUrl: z.url().meta({ description: "without a slash at its end" }) })
      .meta({ id: "Installation" }),
  },
} as const satisfies Record<string, Route>
