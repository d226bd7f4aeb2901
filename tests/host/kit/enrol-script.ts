import { fileURLToPath } from "node:url"
import { type EnrolmentValues, readEnrolScript } from "../../../packages/daemon/src/http/host/enrol-script.ts"

/** The enrolment script as the daemon hands it out. */
export async function fillEnrolScript(values: EnrolmentValues): Promise<string> {
  const script = await readEnrolScript(fileURLToPath(new URL("../../../packages/host/", import.meta.url)))
  if (script === undefined) throw new Error("packages/host is not whole")
  return script(values)
}
