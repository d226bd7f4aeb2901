import { execFileSync } from "node:child_process"
import { copyFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import manifest from "../../package.json" with { type: "json" }

const engine = join(import.meta.dirname, "../..")
const compiler = join(engine, "../../node_modules/typescript/bin/tsc")

/**
 * Makes a folder that npm installs or packs: JavaScript and its types, as Node strips no types below node_modules.
 *
 * @param folder where it is to be; what it holds is overwritten
 */
export function buildPackage(folder: string): void {
  const options = {
    outDir: join(folder, "dist"),
    target: "ES2023",
    declaration: "true",
    emitDeclarationOnly: "false",
    allowImportingTsExtensions: "false",
    rewriteRelativeImportExtensions: "true",
    composite: "false",
    incremental: "false",
    tsBuildInfoFile: "null",
  }
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  execFileSync(process.execPath, [compiler, "-p", engine, ...words], { stdio: "inherit" })
  const { private: _, ...published } = manifest
  const made = {
    ...published,
    engines: { node: ">=22" },
    exports: compiledPaths(manifest.exports),
    imports: Object.fromEntries(Object.entries(manifest.imports).map(([name, paths]) => [name, compiledPaths(paths)])),
  }
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(made, undefined, 2)}\n`)
  copyFileSync(join(engine, "README.md"), join(folder, "README.md"))
}

function compiledPaths(paths: Readonly<Record<string, string>>): Record<string, string> {
  const compiled = (path: string) => path.replace("./src/", "./dist/").replace(/\.ts$/, ".js")
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, compiled(path)]))
}
