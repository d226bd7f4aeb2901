/** How a private key file is encrypted: as far as the file says so itself, without a passphrase. */
export interface Encryption {
  /** By its name in OpenSSH, as `aes256-ctr`; by its own in the file where it is not known. */
  readonly cipher: string
  /**
   * How the passphrase becomes a key: `bcrypt`, `pbkdf2-sha256` (and other hashes), `scrypt`, `argon2id` (also `i`, `d`);
   * `md5` and `sha1` for OpenSSL's legacy encryption and PuTTY's version 2, where one computation is all.
   */
  readonly kdf: string
  /** Rounds of bcrypt and PBKDF2, passes of Argon2, lanes of scrypt; 1 for a bare hash. */
  readonly rounds: number
  /** Memory that the derivation takes, in KiB: scrypt and Argon2. */
  readonly memory?: number
}
