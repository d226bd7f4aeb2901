import { apiPrefix, routes } from "@latchkey/contract"
import { Validator } from "@seriousme/openapi-schema-validator"
import { expect, test } from "vitest"
import { startDaemon } from "../../../../tests/kit/daemon.ts"

test("the daemon serves a valid OpenAPI 3.1 document of all its operations", async () => {
  const daemon = await startDaemon()
  try {
    const response = await fetch(`${daemon.url}${apiPrefix}/openapi.json`)
    expect(response.headers.get("content-type")).toMatch(/^application\/json/)
    const document = await response.json()
    const validator = new Validator()
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
    expect(validator.version).toBe("3.1")
    expect(document.servers).toEqual([{ url: daemon.url }])
    const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap(Object.values)
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted())
  } finally {
    await daemon.stop()
  }
})
