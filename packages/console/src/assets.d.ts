declare module "*.po" {
  import type { Messages } from "@lingui/core"
  export const messages: Messages
}

interface ImportMetaEnv {
  readonly LATCHKEY_VERSION: string
  /** The table of what connecting leaves on a server, as it stands in packages/host. */
  readonly LATCHKEY_HOST_FILES: string
}
