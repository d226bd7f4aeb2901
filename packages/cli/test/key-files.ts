import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"

/** One private key file of a real tool. */
export interface PrivateKeyFile {
  readonly path: string
  readonly isEncrypted: boolean
  /** Whether its public half can be read without the passphrase. */
  readonly isReadable: boolean
}

export const passphrase = "correct horse battery"

/** Ed25519, RSA and ECDSA keys made by ssh-keygen in `folder`: each a private file, and a public one beside it. */
export function generateKeys(folder: string): readonly string[] {
  return [
    ["ed25519", "256"],
    ["rsa", "3072"],
    ["ecdsa", "384"],
  ].map(([type = "", bits = ""]) => {
    const path = join(folder, `id_${type}`)
    execFileSync("ssh-keygen", ["-q", "-t", type, "-b", bits, "-N", "", "-C", `bob@${type}`, "-f", path])
    return path
  })
}

/** The same key in every private format that ssh-keygen, puttygen and openssl write, encrypted and not. */
export function privateFormats(folder: string): readonly PrivateKeyFile[] {
  const made: PrivateKeyFile[] = []
  const passphraseFile = join(folder, "passphrase")
  writeFileSync(passphraseFile, passphrase)
  const rsa = join(folder, "formats_rsa")
  execFileSync("ssh-keygen", ["-q", "-t", "rsa", "-b", "3072", "-N", "", "-C", "formats", "-f", rsa])

  for (const isEncrypted of [false, true]) {
    const secret = isEncrypted ? passphrase : ""
    const name = (format: string) => join(folder, `formats_${format}${isEncrypted ? "_encrypted" : ""}`)
    const add = (path: string, isReadable = true) => made.push({ path, isEncrypted, isReadable })

    for (const format of ["RFC4716", "PEM", "PKCS8"]) {
      const path = name(format)
      writeFileSync(path, execFileSync("cat", [rsa]), { mode: 0o600 })
      execFileSync("ssh-keygen", ["-q", "-p", "-m", format, "-P", "", "-N", secret, "-f", path])
      add(path, !isEncrypted || format === "RFC4716")
    }
    for (const version of ["2", "3"]) {
      const path = name(`ppk${version}`)
      const flags = ["-O", "private", "--ppk-param", `version=${version}`, "-o", path]
      execFileSync("puttygen", [rsa, ...flags, "--new-passphrase", isEncrypted ? passphraseFile : "/dev/null"])
      add(path)
    }
    const sshcom = name("sshcom")
    const flags = ["-O", "private-sshcom", "-o", sshcom, "--new-passphrase", isEncrypted ? passphraseFile : "/dev/null"]
    execFileSync("puttygen", [rsa, ...flags])
    add(sshcom, false)
  }
  return made
}
