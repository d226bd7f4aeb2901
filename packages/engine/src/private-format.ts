/** Formats that hold a private key, with or without its public half. */
export type PrivateFormatName =
  | "openssh-key-v1"
  | "ppk"
  | "pkcs8"
  | "pkcs1-private"
  | "sec1"
  | "dsa-private"
  | "sshcom"
  | "ssh1-private"
  | "pgp-private"
  | "jwk-private"
  | "pem-private"
