import type { WritableFormat } from "@latchkey/engine/private"

export const systems = ["linux", "macos", "windows", "putty"] as const
export type System = (typeof systems)[number]

/** Which system's commands are shown first. */
export function likelySystem(userAgent: string, formats: readonly WritableFormat[]): System {
  if (formats.every((format) => format === "ppk")) return "putty"
  if (userAgent.includes("Windows")) return "windows"
  return userAgent.includes("Mac OS") ? "macos" : "linux"
}

/** Where the file is to be, as the system's shell is told it. `file` is as `fileNameOf` writes it: no shell reads it. */
export function placeOf(system: System, file: string): string {
  return system === "windows" ? `$HOME\\.ssh\\${file}` : `~/.ssh/${file}`
}

/** Puts the saved file where ssh looks for it, for its owner alone. */
export function commandsFor(system: Exclude<System, "putty">, file: string): readonly string[] {
  const path = placeOf(system, file)
  if (system === "windows") {
    return [
      `New-Item -ItemType Directory -Force $HOME\\.ssh; Move-Item $HOME\\Downloads\\${file} ${path}`,
      `icacls ${path} /inheritance:r /grant:r "$($env:USERNAME):R"`,
    ]
  }
  return [
    `mkdir -p -m 700 ~/.ssh && mv ~/Downloads/${file} ~/.ssh/`,
    `chmod 600 ${path}`,
    ...(system === "macos" ? [`ssh-add --apple-use-keychain ${path}`] : []),
  ]
}
