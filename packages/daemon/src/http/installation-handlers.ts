import type { Handlers } from "./call.ts"

export const installationHandlers: Handlers<"showInstallation"> = {
  showInstallation({ publicUrl }) {
    return { publicUrl }
  },
}
