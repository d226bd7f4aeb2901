import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build, type Rolldown } from "vite"
import { limitRow } from "./limit-row.ts"
import type { Row } from "./row.ts"

const entry = 'export { fingerprintSha256, inspect, parsePublicKey } from "@latchkey/engine"'
const root = fileURLToPath(new URL("../../packages/console", import.meta.url))

/** What a page loads to read what is pasted: nothing that generates, and no private format, may be in it. */
export async function run(): Promise<Row[]> {
  const chunk = await bundle()
  const stray = chunk.moduleIds.filter((id) => /\/engine\/src\/(?:generate|private|formats\/\w+-private)/.test(id))
  const rendered = stray.filter((id) => (chunk.modules[id]?.renderedLength ?? 0) > 0 && !/private-format\.ts/.test(id))
  if (rendered.length > 0) throw new Error(`the bundle for reading holds ${rendered.join(", ")}`)
  return [limitRow("bundle of parse + inspect + fingerprint", gzipSync(chunk.code).length / 1000, 45, "kB gz")]
}

async function bundle(): Promise<Rolldown.OutputChunk> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root,
    plugins: [
      {
        name: "latchkey-entry",
        resolveId: (id) => (id === "virtual:entry" ? `${root}/virtual-entry.js` : undefined),
        load: (id) => (id.endsWith("/virtual-entry.js") ? entry : undefined),
      },
    ],
    build: {
      write: false,
      rolldownOptions: {
        input: "virtual:entry",
        preserveEntrySignatures: "strict",
        output: { format: "es", codeSplitting: false },
      },
    },
  })
  const [output] = "output" in result ? result.output : []
  if (output?.type !== "chunk") throw new Error("the bundle was not made")
  return output
}
