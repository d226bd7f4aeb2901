/** `node packages/engine/test/readme/write.ts`: writes the support matrix into the engine's README anew. */
import { currentReadme, writeReadme } from "./readme.ts"

writeReadme(await currentReadme())
