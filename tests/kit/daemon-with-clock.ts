/** The daemon, its clock as far from the machine's as the file TEST_CLOCK says in milliseconds. For `newClock`. */
import { readFileSync } from "node:fs"

const machineTime = Date.now
const file = process.env.TEST_CLOCK ?? ""
Date.now = () => machineTime() + Number(readFileSync(file, "utf8"))
await import("../../packages/daemon/src/main.ts")
