import { realpath, stat } from "node:fs/promises"
import { dirname } from "node:path"

const root = 0
const writableByOthers = 0o022

/**
 * Whether sshd runs this program as an AuthorizedKeysCommand: it and every folder above it belong to root, and nobody
 * else may write to them (sshd_config(5)). False for what does not exist.
 */
export async function isTrustedPath(path: string): Promise<boolean> {
  try {
    for (let current = await realpath(path); ; current = dirname(current)) {
      const { uid, mode } = await stat(current)
      if (uid !== root || (mode & writableByOthers) !== 0) return false
      if (current === dirname(current)) return true
    }
  } catch {
    return false
  }
}
