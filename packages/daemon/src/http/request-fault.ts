import { CoreError } from "@latchkey/core"

/** A request that is wrong as HTTP: `invalid`, with the status that HTTP has for it. */
export class RequestFault extends CoreError {
  readonly status: 400 | 413 | 415

  constructor(status: RequestFault["status"], message: string, hint?: string) {
    super("invalid", message, { hint })
    this.status = status
  }
}
