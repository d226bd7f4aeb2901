import { execFileSync } from "node:child_process"
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { requireTool } from "../kit/tools.ts"

/** For `describe.skipIf`: the real tools that make the key files. */
export const noKeyTools =
  requireTool("ssh-keygen", "openssh-client") === undefined ||
  requireTool("puttygen", "putty-tools") === undefined ||
  requireTool("openssl", "openssl") === undefined

const passphrase = "correct horse battery"

/** A folder of key files that real tools make. */
export interface KeyFolder {
  readonly path: string
  /** Makes a pair with ssh-keygen, told the `kind` as `-t rsa -b 3072`; gives back the private file. */
  pair(name: string, kind: string, comment?: string): string
  /** The public line beside a private file. */
  line(file: string): string
  /** What ssh-keygen prints as the fingerprint. */
  fingerprint(file: string): string
  /** The public half as PuTTYgen's "Save public key" writes it. */
  puttyPublic(file: string): string
  /** The public half in a PEM format of ssh-keygen. */
  pemPublic(file: string): string
  /** The pair as PuTTY's own private file; gives back its path. */
  ppk(file: string, version: 2 | 3, secret?: string): string
  remove(): void
}

export function openKeyFolder(): KeyFolder {
  const path = mkdtempSync(join(tmpdir(), "latchkey-e2e-keys-"))
  const text = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { encoding: "utf8", env: { PATH: process.env.PATH, HOME: path }, stdio: "pipe" })
  const passphraseFile = (secret: string) => {
    if (secret === "") return "/dev/null"
    const file = join(path, "passphrase")
    writeFileSync(file, secret)
    return file
  }
  return {
    path,
    pair(name, kind, comment = name) {
      const file = join(path, name)
      text("ssh-keygen", ["-q", ...kind.split(" "), "-N", "", "-C", comment, "-f", file])
      return file
    },
    line: (file) => readFileSync(`${file}.pub`, "utf8").trim(),
    fingerprint: (file) => text("ssh-keygen", ["-lf", `${file}.pub`]).split(" ")[1] ?? "",
    puttyPublic: (file) => text("puttygen", [file, "-O", "public"]),
    pemPublic: (file) => text("ssh-keygen", ["-e", "-m", "PKCS8", "-f", `${file}.pub`]),
    ppk(file, version, secret = "") {
      const made = `${file}-${version}${secret === "" ? "" : "-encrypted"}.ppk`
      const flags = ["-O", "private", "--ppk-param", `version=${version}`, "-o", made]
      text("puttygen", [file, ...flags, "--new-passphrase", passphraseFile(secret)])
      return made
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** One private key file of a real tool. */
export interface PrivateFile {
  readonly name: string
  readonly path: string
  readonly fingerprint: string
  /** Whether it can be seen that a passphrase is needed; ssh.com's format always looks the same. */
  readonly encrypted: boolean
  /** Whether its public half can be read without the passphrase. */
  readonly readable: boolean
}

/** The same RSA key in every private format that ssh-keygen, puttygen and openssl write, encrypted and not. */
export function privateFiles(folder: KeyFolder): readonly PrivateFile[] {
  const rsa = folder.pair("rsa", "-t rsa -b 3072", "formats@example")
  const fingerprint = folder.fingerprint(rsa)
  // puttygen writes a format only from a file of another one.
  const ppk = folder.ppk(rsa, 3)
  const files: PrivateFile[] = []
  const run = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { env: { PATH: process.env.PATH, HOME: folder.path }, stdio: "pipe" })

  for (const encrypted of [false, true]) {
    const secret = encrypted ? passphrase : ""
    const add = (tool: string, readable: boolean, make: (path: string) => void) => {
      const name = `${tool}${encrypted ? ", encrypted" : ""}`
      const path = join(folder.path, name.replaceAll(/[^\w.]+/g, "-"))
      make(path)
      files.push({ name, path, fingerprint, encrypted: encrypted && !tool.includes("sshcom"), readable })
    }
    for (const format of ["RFC4716", "PEM", "PKCS8"] as const) {
      add(`ssh-keygen ${format}`, !encrypted || format === "RFC4716", (path) => {
        writeFileSync(path, readFileSync(rsa), { mode: 0o600 })
        run("ssh-keygen", ["-q", "-p", "-m", format, "-P", "", "-N", secret, "-f", path])
      })
    }
    for (const kind of ["openssh", "openssh-new", "sshcom"]) {
      // PuTTYgen's "openssh" is PEM; ssh.com's format hides its public half too.
      const readable = kind === "openssh-new" || (kind === "openssh" && !encrypted)
      add(`puttygen ${kind}`, readable, (path) => {
        const to = encrypted ? join(folder.path, "passphrase") : "/dev/null"
        if (encrypted) writeFileSync(to, secret)
        run("puttygen", [ppk, "-O", `private-${kind}`, "-o", path, "--new-passphrase", to])
      })
    }
    for (const version of [2, 3] as const) {
      add(`puttygen ppk ${version}`, true, (path) => copyFileSync(folder.ppk(rsa, version, secret), path))
    }
    for (const form of ["pkcs8", "traditional"]) {
      add(`openssl ${form}`, !encrypted, (path) => {
        const traditional = form === "traditional" ? ["-traditional"] : []
        const cipher = encrypted ? ["-aes-256-cbc", "-passout", `pass:${secret}`] : []
        const source = join(folder.path, "ssh-keygen-PKCS8")
        run("openssl", ["pkey", "-in", source, ...traditional, ...cipher, "-out", path])
      })
    }
  }
  return files
}

const windowLength = 24

/** Every stretch of 24 characters of a private file's body, without what its public line holds too. */
export function privateWindows(text: string, publicLine: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  // A .ppk file says where its private half begins; what stands before is public.
  const start = lines.findIndex((line) => line.startsWith("Private-Lines:")) + 1
  const body = lines.slice(start).filter((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line))
  const windows = new Set<string>()
  for (const stretch of [...body, body.join("")]) {
    for (let at = 0; at + windowLength <= stretch.length; at++) windows.add(stretch.slice(at, at + windowLength))
  }
  return [...windows].filter((window) => !publicLine.includes(window))
}
