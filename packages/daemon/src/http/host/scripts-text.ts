import { hash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { scriptsNamespace } from "@latchkey/core"
import type { BundleSigner } from "../../bundle-signer.ts"
import { brought } from "./enrol-script.ts"

/** What runs on servers, as one text that a server can check before it puts it in the place of its own. */
export interface ScriptsText {
  /** SHA-256 of the signed text, 64 hex digits. */
  readonly hash: string
  /** The text with its signature. */
  signed(signer: BundleSigner): Promise<string>
}

/**
 * Reads the files once, for the reason that `readEnrolScript` has.
 *
 * @returns undefined where they are not installed
 */
export async function readScripts(folder: string): Promise<ScriptsText | undefined> {
  const files = await Promise.all(
    brought.map(async (name) => {
      const text = await readFile(join(folder, name), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined
        throw error
      })
      if (text === undefined) return undefined
      // A line "end" ends what is signed.
      if (!text.endsWith("\n") || /^end$/m.test(text)) throw new Error(`${name} cannot stand among the scripts`)
      return `file ${name} ${text.split("\n").length - 1}\n${text}`
    }),
  )
  if (files.includes(undefined)) return undefined
  const text = `latchkey-scripts 1\n${files.join("")}end\n`
  return {
    hash: hash("sha256", text),
    signed: async (signer) => `${text}${await signer.sign(text, scriptsNamespace)}`,
  }
}
