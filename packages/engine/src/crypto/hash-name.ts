/** The hash functions that signatures use (FIPS 180-4). SHA-1 only where a caller insists on `ssh-rsa`. */
export type HashName = "sha1" | "sha256" | "sha384" | "sha512"
