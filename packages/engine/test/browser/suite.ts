// Every test of the engine that needs neither Node nor tools, for a page in a browser.
import "../audit.test.ts"
import "../audit-known-keys.test.ts"
import "../audit-rsa.test.ts"
import "../edwards25519.test.ts"
import "../pkcs8-encryption.test.ts"
import "../printable.test.ts"
import "../private-open.test.ts"
import "../public-key.test.ts"
import "../refusals.test.ts"
import "../round-trips.test.ts"
import "../vectors.test.ts"

export { runTests } from "./vitest.ts"
