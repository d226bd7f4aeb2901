/** Loaded before the daemon: its clock is so many milliseconds off as the file named by TEST_CLOCK says, from each SIGUSR2 on. */
import { readFileSync } from "node:fs"

const file = process.env.TEST_CLOCK ?? ""
const realNow = Date.now
let offset = 0
process.on("SIGUSR2", () => {
  offset = Number(readFileSync(file, "utf8"))
  process.stderr.write(`${JSON.stringify({ msg: "the clock was set", offset })}\n`)
})
Date.now = () => realNow() + offset
