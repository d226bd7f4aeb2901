/** `node packages/engine/test/package/main.ts FOLDER`: makes a folder that other projects install the engine from. */
import { buildPackage } from "./build.ts"

const folder = process.argv[2]
if (folder === undefined) throw new Error("name a folder: node packages/engine/test/package/main.ts FOLDER")
buildPackage(folder)
