import { expect, test } from "vitest"
import { networkOf } from "../../src/sign-in/network.ts"

test("an IPv4 address is its own network, also when it is mapped into IPv6", () => {
  expect(networkOf("192.0.2.7")).toBe("192.0.2.7")
  expect(networkOf("::ffff:192.0.2.7")).toBe("192.0.2.7")
  expect(networkOf("::FFFF:192.0.2.7")).toBe("192.0.2.7")
})

test("all addresses of an IPv6 /64 are one network, however they are written", () => {
  const network = networkOf("2001:db8:1:2::1")
  for (const address of [
    "2001:db8:1:2::ffff",
    "2001:0db8:0001:0002:3:4:5:6",
    "2001:DB8:1:2::",
    "2001:db8:1:2::1%eth0",
  ]) {
    expect(networkOf(address)).toBe(network)
  }
  expect(networkOf("2001:db8:1:3::1")).not.toBe(network)
  expect(networkOf("2001:db8::1")).toBe(networkOf("2001:db8:0:0::2"))
})

test("the loopback address and an unknown one have a network too", () => {
  expect(networkOf("::1")).toBe("0:0:0:0::/64")
  expect(networkOf(undefined)).toBe("unknown")
})
