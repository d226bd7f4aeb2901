import { describe, expect, test } from "vitest"
import { readKeyPairRequest } from "../../src/openstack/compute/key-pair-body.ts"
import { keyPairRules } from "../../src/openstack/compute/key-pair-rules.ts"

const read = (minor: number, keypair: unknown) => readKeyPairRequest({ keypair }, keyPairRules({ major: 2, minor }))
const narrow = "_- 0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

describe("a request for a new key pair", () => {
  test("has what its microversion knows", () => {
    expect(read(1, { name: "a", public_key: "k" })).toEqual({ name: "a", type: "ssh", publicKey: "k" })
    expect(read(2, { name: "a", type: "x509" })).toEqual({ name: "a", type: "x509" })
    expect(read(10, { name: "a b_c-D9", user_id: "u" })).toEqual({ name: "a b_c-D9", type: "ssh", userId: "u" })
    expect(read(92, { name: "me@host.example", public_key: "k" })).toMatchObject({ name: "me@host.example" })
  })

  test.each([
    [1, { name: "a", type: "ssh" }, "{'name': 'a', 'type': 'ssh'}", "('type' was unexpected)"],
    [2, { name: "a", user_id: "u" }, "{'name': 'a', 'user_id': 'u'}", "('user_id' was unexpected)"],
    [10, { name: "a", x: 1, y: 2 }, "{'name': 'a', 'x': 1, 'y': 2}", "('x', 'y' were unexpected)"],
  ])("in 2.%i with more than that is refused: %j", (minor, keypair, shown, which) => {
    expect(() => read(minor, keypair)).toThrow(
      `Invalid input for field/attribute keypair. Value: ${shown}. Additional properties are not allowed ${which}`,
    )
  })

  test.each([
    [
      92,
      { name: ".", public_key: "k" },
      "An invalid 'name' value was provided. The name must be: more than one or two dots.",
    ],
    [
      92,
      { name: "..", public_key: "k" },
      "An invalid 'name' value was provided. The name must be: more than one or two dots.",
    ],
    [
      10,
      { name: "a", type: "pgp" },
      "Invalid input for field/attribute type. Value: pgp. 'pgp' is not one of ['ssh', 'x509']",
    ],
    [10, { name: "a", type: 1 }, "Invalid input for field/attribute type. Value: 1. 1 is not of type 'string'"],
    [1, { name: "" }, "Invalid input for field/attribute name. Value: . '' is too short"],
    [1, { name: 5 }, "Invalid input for field/attribute name. Value: 5. 5 is not of type 'string'"],
    [
      1,
      { public_key: "k" },
      "Invalid input for field/attribute keypair. Value: {'public_key': 'k'}. 'name' is a required property",
    ],
    [
      1,
      { name: "a", public_key: null },
      "Invalid input for field/attribute public_key. Value: None. None is not of type 'string'",
    ],
    [
      10,
      { name: "a", user_id: ["u"] },
      "Invalid input for field/attribute user_id. Value: ['u']. ['u'] is not of type 'string'",
    ],
    [
      92,
      { name: "a" },
      "Invalid input for field/attribute keypair. Value: {'name': 'a'}. 'public_key' is a required property",
    ],
    [1, [], "Invalid input for field/attribute keypair. Value: []. [] is not of type 'object'"],
    [1, undefined, "'keypair' is a required property"],
    [
      91,
      { name: "me@host" },
      `An invalid 'name' value was provided. The name must be: Only expected characters: [${narrow}]`,
    ],
    [
      92,
      { name: "a/b", public_key: "k" },
      `An invalid 'name' value was provided. The name must be: Only expected characters: [@.${narrow}]`,
    ],
    [
      1,
      { name: " a" },
      "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
    ],
    [
      1,
      { name: "a\u0000" },
      "An invalid 'name' value was provided. The name must be: printable characters. Can not start or end with whitespace.",
    ],
  ])("in 2.%i of another shape is refused in Nova's words: %j", (minor, keypair, message) => {
    expect(() => read(minor, keypair)).toThrow(expect.objectContaining({ message }))
  })

  test("has a name of 255 characters at most", () => {
    expect(read(1, { name: "a".repeat(255) }).name).toHaveLength(255)
    expect(() => read(1, { name: "a".repeat(256) })).toThrow(/' is too long$/)
  })

  test.each([
    [undefined, "Malformed request body"],
    [[], "[] is not of type 'object'"],
    ["text", "'text' is not of type 'object'"],
    [{ keypair: { name: "a" }, other: 1 }, "Additional properties are not allowed ('other' was unexpected)"],
  ])("is an object with one member: not %j", (body, message) => {
    expect(() => readKeyPairRequest(body, keyPairRules({ major: 2, minor: 10 }))).toThrow(
      expect.objectContaining({ message }),
    )
  })
})
