import { CoreError } from "@latchkey/core"
import type { Handlers } from "./call.ts"

type ServerTrustRoutes =
  | "listBundleKeys"
  | "announceBundleKey"
  | "useBundleKey"
  | "retireBundleKey"
  | "renewServerToken"
  | "offerUnlock"

function notYet(): never {
  throw new CoreError("not_implemented", "this is being built")
}

export const serverTrustHandlers: Handlers<ServerTrustRoutes> = {
  listBundleKeys: notYet,
  announceBundleKey: notYet,
  useBundleKey: notYet,
  retireBundleKey: notYet,
  renewServerToken: notYet,
  offerUnlock: notYet,
}
