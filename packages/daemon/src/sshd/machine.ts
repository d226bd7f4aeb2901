import { constants } from "node:fs"
import { access, readFile } from "node:fs/promises"
import { userInfo } from "node:os"
import { join } from "node:path"
import { GatewayFault } from "./gateway-fault.ts"
import { runProgram } from "./run-program.ts"
import { isTrustedPath } from "./trusted-path.ts"

/** Where systems keep the programs that the gateway is made of. */
export const systemFolders: readonly string[] = [
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/run/current-system/sw/bin",
]

/** What the gateway needs of the machine, all of it found and tried. */
export interface Machine {
  readonly sshd: string
  readonly ssh: string
  readonly sshKeygen: string
  /** Fit to be an AuthorizedKeysCommand; see `isTrustedPath`. */
  readonly curl: string
  /** The system user that the daemon runs as: the one that people log in as. */
  readonly user: string
  readonly isRoot: boolean
  /** sshd lets nobody in as a user whose password is locked, unless PAM decides. */
  readonly isPasswordLocked: boolean
}

/** What Debian calls the packages that hold them. */
const programs = {
  sshd: { missing: "sshd_missing", debianPackage: "openssh-server" },
  ssh: { missing: "ssh_missing", debianPackage: "openssh-client" },
  "ssh-keygen": { missing: "ssh_keygen_missing", debianPackage: "openssh-client" },
  curl: { missing: "curl_missing", debianPackage: "curl" },
} as const

/** @throws GatewayFault with what to do, when something is missing or cannot be used */
export async function findMachine(folders: readonly string[]): Promise<Machine> {
  const user = systemUser()
  // One after another: of several that are missing, the same one is named each time.
  const sshd = await find(folders, "sshd")
  const ssh = await find(folders, "ssh")
  const sshKeygen = await find(folders, "ssh-keygen")
  const curl = await findCurl(folders)
  await requireShell(user.name, user.shell)
  const isRoot = user.uid === 0
  const isPasswordLocked = isRoot && isLockedIn(await readShadow(), user.name)
  return { sshd, ssh, sshKeygen, curl, user: user.name, isRoot, isPasswordLocked }
}

/** Whether a shadow(5) file locks this user's password: OpenSSH on Linux looks for a leading "!". */
export function isLockedIn(shadow: string, user: string): boolean {
  return shadow.split("\n").some((line) => line.startsWith(`${user}:!`))
}

function systemUser(): { readonly uid: number; readonly name: string; readonly shell: string } {
  try {
    const { uid, username, shell } = userInfo()
    return { uid, name: username, shell: shell || "/bin/sh" }
  } catch {
    throw new GatewayFault(
      "user_unnamed",
      "the user that Latchkey runs as has no name on this system",
      "run it as a user that /etc/passwd lists: people log in under that name",
    )
  }
}

async function find(folders: readonly string[], program: keyof typeof programs): Promise<string> {
  for (const path of folders.map((folder) => join(folder, program))) if (await isExecutable(path)) return path
  const { missing, debianPackage } = programs[program]
  throw new GatewayFault(missing, `${program} is not installed`, `install it: apt install ${debianPackage}`)
}

async function findCurl(folders: readonly string[]): Promise<string> {
  const first = await find(folders, "curl")
  for (const path of folders.map((folder) => join(folder, "curl"))) if (await isTrustedPath(path)) return path
  throw new GatewayFault(
    "curl_untrusted",
    `sshd does not run ${first}: it, or a folder above it, can be changed by others than root`,
    "make it and every folder above it belong to root, and writable by nobody else",
  )
}

/** sshd starts the forced command through the user's shell, so the shell has to start commands at all. */
async function requireShell(user: string, shell: string): Promise<void> {
  const token = 42
  const { status } = await runProgram(shell, ["-c", `exec /bin/sh -c 'exit ${token}'`])
  if (status === token) return
  throw new GatewayFault(
    "shell_unusable",
    `the login shell of ${user}, ${shell}, runs no commands`,
    `give it one that does: usermod --shell /bin/sh ${user}`,
  )
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function readShadow(): Promise<string> {
  // Where there is no such file there is no such lock either.
  return readFile("/etc/shadow", "utf8").catch(() => "")
}
