import type { PublicKey } from "@latchkey/engine"
import { minute } from "../time.ts"
import type { Server } from "./server.ts"
import type { EnrolmentCode } from "./server-store.ts"

/** How long an enrolment code works. */
export const enrolmentCodeLifetime = 60 * minute

/** A code just made, with its text, which nothing can show again. */
export interface NewEnrolment {
  readonly server: Server
  readonly code: EnrolmentCode
  /** 43 base64url characters. */
  readonly secret: string
}

/** What a machine says of itself when it enrols, in the forms that `isLoginUser` and the engine ask for. */
export interface EnrolmentReport {
  readonly hostname: string
  /** "9.2" */
  readonly sshdVersion: string
  /** At least one. */
  readonly hostKeys: readonly PublicKey[]
  readonly loginUsers: readonly string[]
}
