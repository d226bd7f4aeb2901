/** Makes the guides' pictures anew: `node packages/cli/bin/latchkey.mjs run pictures`. */
import { shootOwnPages } from "./own-pages.ts"
import { keepPicture } from "./picture.ts"
import { shootToolWindows } from "./tool-windows.ts"

for (const picture of [...(await shootToolWindows()), ...(await shootOwnPages())]) keepPicture(picture)
