/** Largest input that `inspect` and `detectPrivateKey` read, in characters or bytes: 1 MiB. */
export const MAX_INPUT_LENGTH = 1024 * 1024

/** Most findings that one `inspect` call reports before it gives up with `limit_exceeded`. */
export const MAX_FINDINGS = 500

/** Longest single public-key line, in characters: a 16384-bit RSA key takes about 2,800. */
export const MAX_LINE_LENGTH = 16 * 1024

/** Longest comment that is kept, in characters. */
export const MAX_COMMENT_LENGTH = 1024

/** Largest public-key blob, in bytes. */
export const MAX_BLOB_LENGTH = 8 * 1024

/** Most pieces of one wrapped key that are joined: a 16384-bit RSA key wrapped at ten columns. */
export const MAX_WRAPPED_PIECES = 300

/** Smallest RSA modulus that is a key at all, in bits (OpenSSH: SSH_RSA_MINIMUM_MODULUS_SIZE). */
export const MIN_RSA_BITS = 1024

/** Largest RSA modulus, in bits (OpenSSH: OPENSSL_RSA_MAX_MODULUS_BITS). */
export const MAX_RSA_BITS = 16384

/** Largest DSA modulus, in bits; OpenSSH made 1024 only. */
export const MAX_DSA_BITS = 4096

/** Most body lines that a .ppk header may announce. */
export const MAX_PPK_LINES = 1024

/** Longest RFC 4716 header value, in bytes (RFC 4716 section 3.3). */
export const MAX_RFC4716_HEADER = 1024

/** Most PBKDF2 rounds that are done for a file: a few seconds of work. */
export const MAX_PBKDF2_ROUNDS = 2_000_000

/** Most rounds of bcrypt that are done for a file: about ten seconds of work; ssh-keygen writes 16 or 24. */
export const MAX_BCRYPT_ROUNDS = 1024

/** Most memory times parallelism that scrypt may ask for, in bytes. */
export const MAX_SCRYPT_MEMORY = 256 * 1024 * 1024

/** Most memory that Argon2 may ask for, in KiB: 1 GiB. PuTTYgen writes 8192. */
export const MAX_ARGON2_MEMORY = 1024 * 1024

/** Most memory times passes that Argon2 may ask for, in KiB: about half a minute of work. PuTTYgen writes about 100,000. */
export const MAX_ARGON2_WORK = 16 * 1024 * 1024

/**
 * The same without WebAssembly, where JavaScript does the work five times as slowly: again about half a minute. An
 * eighth of the memory of {@link MAX_ARGON2_MEMORY} and PuTTYgen's 13 passes are within it.
 */
export const MAX_ARGON2_WORK_IN_JAVASCRIPT = 3 * 1024 * 1024

/** Most lanes that Argon2 may ask for. PuTTYgen writes 1. */
export const MAX_ARGON2_PARALLELISM = 16

/** Most encrypted private keys of one text on which `inspect` tries a passphrase: each may ask for seconds of work. */
export const MAX_PASSPHRASE_TRIES = 8

/** Longest public exponent with which RSA signatures are checked, in bits (OpenSSL: OPENSSL_RSA_MAX_PUBEXP_BITS). */
export const MAX_RSA_EXPONENT_BITS = 64

/** Largest certificate, in bytes: two RSA keys of 16384 bits, a signature and 256 principals of 64 characters. */
export const MAX_CERTIFICATE_LENGTH = 32 * 1024

/** Longest X.509 certificate in PEM, in characters. It is kept, and never trusted. */
export const MAX_X509_LENGTH = 64 * 1024

/** Most principals of a certificate (OpenSSH: SSHKEY_CERT_MAX_PRINCIPALS). */
export const MAX_CERTIFICATE_PRINCIPALS = 256

/** Largest SSH signature (PROTOCOL.sshsig), in bytes: a certificate, and a signature of RSA 16384. */
export const MAX_SSHSIG_LENGTH = 48 * 1024

/** Longest authorized_keys or known_hosts text, in characters: 100,000 keys. */
export const MAX_KEY_LIST_LENGTH = 16 * 1024 * 1024

/** Most lines of an authorized_keys or known_hosts text: each takes memory, and one that is refused a hundred times as much. */
export const MAX_KEY_LIST_LINES = 250_000
