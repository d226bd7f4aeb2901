import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { brought } from "../../../packages/daemon/src/http/host/enrol-script.ts"

/** What the daemon hands out at /host/v1/scripts, without its signature: each file of this tree as `change` makes it. */
export function scriptsText(change: (name: string, text: string) => string): {
  readonly text: string
  readonly hash: string
} {
  const files = brought.map((name) => {
    const whole = readFileSync(new URL(`../../../packages/host/${name}`, import.meta.url), "utf8")
    const text = change(name, whole)
    return `file ${name} ${text.split("\n").length - 1}\n${text}`
  })
  const text = `latchkey-scripts 1\n${files.join("")}end\n`
  return { text, hash: createHash("sha256").update(text).digest("hex") }
}
