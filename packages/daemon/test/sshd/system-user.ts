import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** An ordinary user of this machine, made for one test: with no password, and a home that prints noise. */
export interface SystemUser {
  readonly name: string
  /** A folder of the user's own, for a data folder. */
  readonly folder: string
  remove(): void
}

/** Only root can make users. */
export const canMakeUsers = process.getuid?.() === 0

/** What shells and sshd read at a login, one or the other. */
const startFiles = [".bashrc", ".bash_profile", ".profile", ".zshrc", ".zprofile", ".login", ".ssh/rc"]

export function makeSystemUser(shell: string): SystemUser {
  const name = `latchkey-${randomBytes(4).toString("hex")}`
  const folder = mkdtempSync(join(tmpdir(), "latchkey-user-"))
  const home = join(folder, "home")
  execFileSync("/usr/sbin/useradd", ["--no-create-home", "--home-dir", home, "--shell", shell, name])
  const [uid = 0, gid = 0] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, name], { encoding: "utf8" })))
  mkdirSync(join(home, ".ssh"), { recursive: true })
  writeFileSync(join(home, ".ssh", "environment"), "NOISE=1\n")
  for (const file of startFiles) writeFileSync(join(home, file), `echo noise of ${file}; echo noise of ${file} >&2\n`)
  for (const path of [folder, home, join(home, ".ssh"), ...startFiles.map((file) => join(home, file))]) {
    chownSync(path, uid, gid)
  }
  return {
    name,
    folder,
    remove() {
      execFileSync("/usr/sbin/userdel", [name], { stdio: "pipe" })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
