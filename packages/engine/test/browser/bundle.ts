import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { build, type Plugin } from "vite"

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The files below the folder of vectors, by their paths from there, in base64. */
function vectorFiles(): Readonly<Record<string, string>> {
  const folder = here("../../../../vectors")
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const path = `${parentPath}/${name}`
      return [path.slice(folder.length + 1), readFileSync(path, "base64")]
    }),
  )
}

/** `virtual:vectors`: the vectors inside the bundle. */
const vectors: Plugin = {
  name: "latchkey-vectors",
  resolveId: (id) => (id === "virtual:vectors" ? "\0vectors" : undefined),
  load: (id) => (id === "\0vectors" ? `export const files = ${JSON.stringify(vectorFiles())}` : undefined),
}

/** What stands in for vitest, which only its stand-in itself imports as it is, and for Node's files. */
const standIns: Plugin = {
  name: "latchkey-stand-ins",
  enforce: "pre",
  resolveId(id, importer) {
    if (id === "vitest" && importer !== here("vitest.ts")) return here("vitest.ts")
    return id === "node:fs" || id === "node:path" ? here("node-files.ts") : undefined
  },
}

/** The tests of `suite.ts` as one module for browsers, with what stands in there for vitest and for Node's files. */
export async function bundleSuite(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: here("."),
    plugins: [vectors, standIns],
    define: { "import.meta.dirname": JSON.stringify("/kit") },
    build: {
      write: false,
      target: "esnext",
      minify: false,
      rolldownOptions: {
        input: here("suite.ts"),
        // The package says that its modules have none, and tests are nothing else.
        treeshake: false,
        preserveEntrySignatures: "strict",
        output: { codeSplitting: false, format: "es" },
      },
    },
  })
  const [output] = "output" in result ? result.output : []
  if (output?.type !== "chunk") throw new Error("the suite was not bundled")
  return output.code
}
