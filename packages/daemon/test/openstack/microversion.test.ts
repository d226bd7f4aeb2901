import { describe, expect, test } from "vitest"
import { keyPairRules } from "../../src/openstack/compute/key-pair-rules.ts"
import { readMicroversion, requireServed } from "../../src/openstack/compute/microversion.ts"

describe("the microversion of a request", () => {
  test.each([
    [{}, { major: 2, minor: 1 }],
    [{ "openstack-api-version": "compute 2.10" }, { major: 2, minor: 10 }],
    [{ "openstack-api-version": "volume 3.0, compute 2.35" }, { major: 2, minor: 35 }],
    [{ "openstack-api-version": "compute 2.2, compute 2.60" }, { major: 2, minor: 60 }],
    [{ "openstack-api-version": "COMPUTE latest" }, { major: 2, minor: 93 }],
    [{ "x-openstack-nova-api-version": "2.2" }, { major: 2, minor: 2 }],
    [{ "x-openstack-nova-api-version": "latest" }, { major: 2, minor: 93 }],
    [
      { "openstack-api-version": "compute 2.10", "x-openstack-nova-api-version": "2.2" },
      { major: 2, minor: 10 },
    ],
    [
      { "openstack-api-version": "volume 3.0", "x-openstack-nova-api-version": "2.2" },
      { major: 2, minor: 2 },
    ],
  ])("of %j is %j", (headers, version) => {
    expect(readMicroversion(headers)).toEqual(version)
  })

  test.each(["abc", "2", "2.", "2.01", "02.1", "2.1.1", "-2.1", ""])("%j is none", (text) => {
    expect(() => readMicroversion({ "openstack-api-version": `compute ${text}` })).toThrow(
      `API Version String ${text} is of invalid format. Must be of format MajorNum.MinorNum.`,
    )
  })

  test.each([
    [2, 0],
    [2, 94],
    [3, 5],
    [1, 50],
  ])("%i.%i is not served", (major, minor) => {
    expect(() => requireServed({ major, minor })).toThrow(
      `Version ${major}.${minor} is not supported by the API. Minimum is 2.1 and maximum is 2.93.`,
    )
  })
})

test("key pairs change with the microversions in which Nova's did", () => {
  const changesAt = Array.from({ length: 92 }, (_, index) => index + 2).filter(
    (minor) =>
      JSON.stringify(keyPairRules({ major: 2, minor })) !==
      JSON.stringify(keyPairRules({ major: 2, minor: minor - 1 })),
  )
  expect(changesAt).toEqual([2, 10, 35, 75, 92])
})
