import { projectKinds } from "@latchkey/core"
import { z } from "zod"
import { Account, LoginSession, Robot } from "./account.ts"
import { ApiToken } from "./api-token.ts"
import { Closings } from "./closings.ts"
import { KeyPage } from "./ssh-key.ts"
import { id } from "./time.ts"

/** What disabling an account would close. */
export const Offboarding = z
  .object({
    account: Account,
    project: z.object({ id, name: z.string() }).nullable().meta({ description: "what a robot belongs to" }),
    keys: KeyPage.meta({ description: "the first page of the account's keys, last used first" }),
    tokens: z.array(ApiToken),
    loginSessions: z.array(LoginSession),
    publishesKeys: z.boolean(),
    robots: z.array(Robot).meta({ description: "robots of the personal project, which stop with it" }),
    ownedAlone: z
      .array(z.object({ id, name: z.string(), kind: z.enum(projectKinds) }))
      .meta({ description: "shared projects that would be left without an owner who is enabled" }),
    closings: Closings.meta({ description: "what the keys of the account and of those robots open" }),
  })
  .meta({ id: "Offboarding" })
export type Offboarding = z.infer<typeof Offboarding>
