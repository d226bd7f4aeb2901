import { CoreError } from "../error.ts"

/** How many of each there may be. They are listed whole, so that their number is bounded. */
const limits = {
  /** That a person is in. */
  projects: 200,
  /** Of a project. */
  members: 1000,
  robots: 1000,
  "open invitations": 100,
} as const

/** @throws CoreError `quota_exceeded` when there are as many as there may be */
export function requireRoomFor(what: keyof typeof limits, existing: readonly unknown[]): void {
  if (existing.length < limits[what]) return
  const whose = what === "projects" ? "you are in" : "this project has"
  throw new CoreError("quota_exceeded", `${whose} ${limits[what]} ${what} already, which is the most there may be`, {
    hint: "remove those that are not needed",
  })
}
