#!/bin/bash
# Makes every file in vectors/ with the tools that people use, and expected.json with what ssh-keygen says about them.
# Needs ssh-keygen (openssh-client), puttygen (putty-tools) and openssl. Running it again makes other keys.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf valid invalid expected.json
mkdir -p valid/public valid/rfc4716 valid/pem valid/private valid/repaired valid/signed valid/lists invalid
keys=$(mktemp -d)
trap 'rm -rf "$keys"' EXIT
pass=correct-horse
list=$keys/expected.tsv

# expect FILE PUB [ENCRYPTED]: what is in FILE is the key of the public line in PUB.
expect() { printf '%s\t%s\t%s\n' "$1" "$2" "${3:-}" >>"$list"; }
# uint32 and string of RFC 4251 section 5, the contents in hexadecimal.
string() { printf '%08x%s' $((${#1} / 2)) "$1"; }
hex() { printf %s "$1" | od -An -tx1 -v | tr -d ' \n'; }
line() { printf '%s %s %s\n' "$1" "$(printf %s "$2" | xxd -r -p | base64 -w0)" "$3"; }

make() { # NAME TYPE BITS COMMENT
  ssh-keygen -q -t "$2" ${3:+-b "$3"} -N '' -C "$4" -f "$keys/$1"
  cp "$keys/$1.pub" "valid/public/$1.pub"
  expect "valid/public/$1.pub" "$keys/$1.pub"
}

# --- public lines -----------------------------------------------------------------------------------------------
make ed25519 ed25519 '' alice@laptop
make ed25519_no_comment ed25519 '' ''
make ed25519_comment_with_spaces ed25519 '' 'alice smith, work laptop'
make ed25519_comment_with_hash ed25519 '' 'key #1 "quoted"'
make ed25519_utf8_comment ed25519 '' 'élodie@büro 鍵'
make rsa_2048 rsa 2048 alice@old
make rsa_3072 rsa 3072 alice@desktop
make rsa_4096 rsa 4096 alice@server
make ecdsa_p256 ecdsa 256 alice@phone
make ecdsa_p384 ecdsa 384 alice@tablet
make ecdsa_p521 ecdsa 521 alice@tower
make dsa_1024 dsa 1024 alice@museum

openssl genrsa -traditional -3 -out "$keys/rsa_exponent_3" 2048 2>/dev/null
chmod 600 "$keys/rsa_exponent_3"
ssh-keygen -y -f "$keys/rsa_exponent_3" >valid/public/rsa_exponent_3.pub
expect valid/public/rsa_exponent_3.pub valid/public/rsa_exponent_3.pub

# Security keys need a device to be made; their public half is a point and an application name.
point25519=$(openssl genpkey -algorithm ed25519 | openssl pkey -pubout -outform DER | tail -c 32 | xxd -p -c 999)
point256=$(openssl ecparam -name prime256v1 -genkey -noout | openssl pkey -pubout -outform DER | tail -c 65 | xxd -p -c 999)
sk=sk-ssh-ed25519@openssh.com
line $sk "$(string "$(hex $sk)")$(string "$point25519")$(string "$(hex ssh:)")" alice@token >valid/public/ed25519_sk.pub
sk=sk-ecdsa-sha2-nistp256@openssh.com
line $sk "$(string "$(hex $sk)")$(string "$(hex nistp256)")$(string "$point256")$(string "$(hex ssh:)")" alice@token \
  >valid/public/ecdsa_sk.pub
for name in ed25519_sk ecdsa_sk; do expect valid/public/$name.pub valid/public/$name.pub; done

# --- RFC 4716 ---------------------------------------------------------------------------------------------------
for name in ed25519 rsa_3072 ecdsa_p256 ecdsa_p384 ecdsa_p521 dsa_1024; do
  ssh-keygen -e -m RFC4716 -f "$keys/$name.pub" >valid/rfc4716/ssh_keygen_$name.pub
  sed 's/ [^ ]*$//' "$keys/$name.pub" >"$keys/bare.pub"
  # ssh-keygen writes its own words as the comment.
  expect valid/rfc4716/ssh_keygen_$name.pub "$keys/$name.pub" comment-differs
  puttygen "$keys/$name.pub" -p -o valid/rfc4716/puttygen_$name.pub 2>/dev/null ||
    puttygen "$keys/$name" -O public -o valid/rfc4716/puttygen_$name.pub
  expect valid/rfc4716/puttygen_$name.pub "$keys/$name.pub"
done
sed 's/ [^ ]*$//' "$keys/ed25519.pub" >"$keys/no_comment.pub"
puttygen "$keys/ed25519_no_comment" -O public -o valid/rfc4716/puttygen_no_comment.pub
expect valid/rfc4716/puttygen_no_comment.pub "$keys/ed25519_no_comment.pub"
sed '/^Comment/d' valid/rfc4716/puttygen_ed25519.pub >valid/rfc4716/no_comment_header.pub
expect valid/rfc4716/no_comment_header.pub "$keys/no_comment.pub"
sed 's/^----/-----/; s/----$/-----/' valid/rfc4716/puttygen_ed25519.pub >valid/rfc4716/five_dashes.pub
expect valid/rfc4716/five_dashes.pub "$keys/ed25519.pub"
sed '/END/d' valid/rfc4716/puttygen_ed25519.pub >valid/rfc4716/no_end.pub
expect valid/rfc4716/no_end.pub "$keys/ed25519.pub"
sed G valid/rfc4716/puttygen_ed25519.pub >valid/rfc4716/blank_lines.pub
expect valid/rfc4716/blank_lines.pub "$keys/ed25519.pub"
{
  echo '---- BEGIN SSH2 PUBLIC KEY ----'
  echo 'SUBJECT: alice'
  printf 'comment: "ali\\\nce@lap\\\ntop"\n'
  grep -v -e ---- -e : valid/rfc4716/puttygen_ed25519.pub
  echo '---- END SSH2 PUBLIC KEY ----'
} >valid/rfc4716/continued_header.pub
expect valid/rfc4716/continued_header.pub "$keys/ed25519.pub"

# --- PEM public keys --------------------------------------------------------------------------------------------
for name in rsa_3072 ecdsa_p256 ecdsa_p384 ecdsa_p521 dsa_1024; do
  sed 's/ [^ ]*$//' "$keys/$name.pub" >"$keys/$name.bare.pub"
  ssh-keygen -e -m PKCS8 -f "$keys/$name.pub" >valid/pem/spki_$name.pem
  expect valid/pem/spki_$name.pem "$keys/$name.bare.pub"
done
ssh-keygen -e -m PEM -f "$keys/rsa_3072.pub" >valid/pem/pkcs1_rsa_3072.pem
expect valid/pem/pkcs1_rsa_3072.pem "$keys/rsa_3072.bare.pub"
for size in 256 384 521; do
  openssl pkey -pubin -in valid/pem/spki_ecdsa_p$size.pem -ec_conv_form compressed -pubout \
    -out valid/pem/spki_ecdsa_p${size}_compressed.pem 2>/dev/null ||
    openssl ec -pubin -in valid/pem/spki_ecdsa_p$size.pem -conv_form compressed -pubout \
      -out valid/pem/spki_ecdsa_p${size}_compressed.pem 2>/dev/null
  expect valid/pem/spki_ecdsa_p${size}_compressed.pem "$keys/ecdsa_p$size.bare.pub"
done
openssl genpkey -algorithm ed25519 -out "$keys/ed25519.pem"
openssl pkey -in "$keys/ed25519.pem" -pubout -out valid/pem/spki_ed25519.pem
der=$(openssl pkey -in "$keys/ed25519.pem" -pubout -outform DER | tail -c 32 | xxd -p -c 999)
line ssh-ed25519 "$(string "$(hex ssh-ed25519)")$(string "$der")" '' | sed 's/ $//' >"$keys/ed25519_pem.pub"
expect valid/pem/spki_ed25519.pem "$keys/ed25519_pem.pub"

# --- private keys: test keys, never used anywhere ---------------------------------------------------------------
private() { # FILE PUB [ENCRYPTED]: registers a private file
  chmod 600 "valid/private/$1"
  expect "valid/private/$1" "$2" "${3:-}"
}
for name in ed25519 rsa_3072 ecdsa_p256 ecdsa_p384 ecdsa_p521 dsa_1024 ed25519_no_comment; do
  cp "$keys/$name" valid/private/openssh_$name
  private openssh_$name "$keys/$name.pub"
done
# The comment is encrypted with the rest.
for cipher in aes256-ctr aes128-cbc 3des-cbc aes256-gcm@openssh.com chacha20-poly1305@openssh.com; do
  file=openssh_ed25519_${cipher%%@*}
  cp "$keys/ed25519" valid/private/"$file"
  ssh-keygen -q -p -P '' -N $pass -Z $cipher -a 1 -f valid/private/"$file" >/dev/null
  private "$file" "$keys/no_comment.pub" encrypted
done
for name in rsa_3072 ecdsa_p256 ecdsa_p384 ecdsa_p521 dsa_1024; do
  for form in PEM PKCS8; do
    file=ssh_keygen_$(echo $form | tr A-Z a-z)_$name
    cp "$keys/$name" "valid/private/$file"
    ssh-keygen -q -p -P '' -N '' -m $form -f "valid/private/$file" >/dev/null
    private "$file" "$keys/$name.bare.pub"
    cp "$keys/$name" "valid/private/${file}_encrypted"
    ssh-keygen -q -p -P '' -N $pass -m $form -f "valid/private/${file}_encrypted" >/dev/null
    private "${file}_encrypted" "$keys/$name.bare.pub" encrypted
  done
done
cp "$keys/ed25519.pem" valid/private/openssl_pkcs8_ed25519
private openssl_pkcs8_ed25519 "$keys/ed25519_pem.pub"
openssl pkcs8 -topk8 -in "$keys/ed25519.pem" -passout pass:$pass -out valid/private/openssl_pkcs8_ed25519_encrypted
private openssl_pkcs8_ed25519_encrypted "$keys/ed25519_pem.pub" encrypted
openssl ecparam -name prime256v1 -genkey -out valid/private/openssl_ecparam_p256
chmod 600 valid/private/openssl_ecparam_p256
ssh-keygen -y -f valid/private/openssl_ecparam_p256 >"$keys/ecparam.pub"
private openssl_ecparam_p256 "$keys/ecparam.pub"
openssl ec -in valid/private/openssl_ecparam_p256 -no_public -out valid/private/openssl_sec1_no_public_p256 2>/dev/null
private openssl_sec1_no_public_p256 "$keys/ecparam.pub"
for name in ed25519 rsa_3072 ecdsa_p256 ecdsa_p521 dsa_1024; do
  for version in 2 3; do
    puttygen "$keys/$name" -O private --ppk-param version=$version -o valid/private/puttygen_v${version}_$name.ppk
    private puttygen_v${version}_$name.ppk "$keys/$name.pub"
    puttygen "$keys/$name" -O private --ppk-param version=$version,passes=1 --new-passphrase <(printf %s $pass) \
      -o valid/private/puttygen_v${version}_${name}_encrypted.ppk
    private puttygen_v${version}_${name}_encrypted.ppk "$keys/$name.pub" encrypted
  done
done
tr '\n' '\r' <valid/private/puttygen_v2_ed25519.ppk >valid/private/puttygen_v2_ed25519_cr.ppk
private puttygen_v2_ed25519_cr.ppk "$keys/ed25519.pub"
puttygen "$keys/rsa_3072" -O private-sshcom -o valid/private/puttygen_sshcom_rsa_3072
puttygen "$keys/rsa_3072" -O private-sshcom --new-passphrase <(printf %s $pass) \
  -o valid/private/puttygen_sshcom_rsa_3072_encrypted

# --- certificates, signatures of "test" in the namespace "file", and lists --------------------------------------
ssh-keygen -q -t rsa -b 2048 -N '' -C ca -f "$keys/ca_rsa"
ssh-keygen -q -t ecdsa -b 384 -N '' -C ca -f "$keys/ca_ecdsa"
ssh-keygen -q -t ed25519 -N '' -C ca -f "$keys/ca_ed25519"
for name in ed25519 rsa_3072 ecdsa_p256 ecdsa_p384 ecdsa_p521 dsa_1024; do
  for ca in ed25519 rsa ecdsa; do
    cp "$keys/$name.pub" "$keys/signed.pub"
    ssh-keygen -q -s "$keys/ca_$ca" -I "alice's $name" -n alice,root -z 42 -V 20260101:20270101 \
      -O force-command=date -O source-address=192.0.2.0/24 "$keys/signed.pub"
    cp "$keys/signed-cert.pub" valid/signed/${name}_by_$ca-cert.pub
  done
done
ssh-keygen -q -h -s "$keys/ca_ed25519" -I host -n web.example.com "$keys/signed.pub"
cp "$keys/signed-cert.pub" valid/signed/host-cert.pub
for name in ed25519 rsa_3072 ecdsa_p256 ecdsa_p384 ecdsa_p521; do
  printf test | ssh-keygen -q -Y sign -n file -f "$keys/$name" >valid/signed/$name.sig 2>/dev/null
done
{
  printf '# accounts of the project\n\n'
  sed 's/^/from="192.0.2.0\/24,!192.0.2.7",command="echo \\"a, b\\" # c",no-pty /' "$keys/ed25519.pub"
  sed 's/^/restrict,permitopen="[2001:db8::1]:443",expiry-time="20270101Z" /' "$keys/rsa_3072.pub"
  sed 's/^/cert-authority,principals="alice,bob" /' "$keys/ecdsa_p256.pub"
  cat "$keys/ecdsa_p384.pub" "$keys/ed25519_no_comment.pub"
} >valid/lists/authorized_keys
{
  echo '# hosts'
  sed 's/^/web.example.com,192.0.2.7 /' "$keys/ed25519.pub"
  sed 's/^/[git.example.com]:2222,!bad.example.com,*.example.com /' "$keys/rsa_3072.pub"
  sed 's/^/@cert-authority *.example.com /' "$keys/ecdsa_p256.pub"
  sed 's/^/@revoked * /' "$keys/ecdsa_p384.pub"
} >valid/lists/known_hosts
cp valid/lists/known_hosts "$keys/hashed"
ssh-keygen -q -H -f "$keys/hashed" >/dev/null 2>&1
cp "$keys/hashed" valid/lists/known_hosts_hashed

# --- public lines as they are pasted ----------------------------------------------------------------------------
pasted() { # FILE PUB: registers a pasted text that comes on standard input
  cat >"valid/repaired/$1"
  expect "valid/repaired/$1" "$2"
}
pub=$keys/ed25519.pub
sed 's/$/\r/' "$pub" | pasted crlf.pub "$pub"
tr '\n' '\r' <"$pub" | pasted cr.pub "$pub"
{ printf '\xef\xbb\xbf'; cat "$pub"; } | pasted byte_order_mark.pub "$pub"
{ printf '\xff\xfe'; iconv -t UTF-16LE "$pub"; } | pasted utf16_little_endian.pub "$pub"
{ printf '\xfe\xff'; iconv -t UTF-16BE "$pub"; } | pasted utf16_big_endian.pub "$pub"
iconv -t UTF-16LE "$pub" | pasted utf16_without_mark.pub "$pub"
printf %s "$(cat "$pub")" | pasted no_final_newline.pub "$pub"
sed 's/^/    /' "$pub" | pasted leading_spaces.pub "$pub"
sed 's/^/> /' "$pub" | pasted mail_quote.pub "$pub"
{ echo '$ cat ~/.ssh/id_ed25519.pub'; cat "$pub"; } | pasted prompt.txt "$pub"
{ echo 'PS C:\Users\alice> type .ssh\id_ed25519.pub'; cat "$pub"; } | pasted prompt_powershell.txt "$pub"
{ echo '```'; cat "$pub"; echo '```'; } | pasted markdown_fence.md "$pub"
sed 's/^/"/; s/$/"/' "$pub" | pasted quotes.txt "$pub"
sed 's/^/“/; s/$/”/' "$pub" | pasted smart_quotes.txt "$pub"
sed 's/^/{"public_key":"/; s/$/\\n"}/' "$pub" | pasted json.json "$pub"
fold -w 80 "$keys/rsa_3072.pub" | pasted wrapped_80.txt "$keys/rsa_3072.pub"
fold -w 80 "$pub" | pasted wrapped_80_ed25519.txt "$pub"
sed 's/^/from="10.0.0.0\/8,*.example.com",command="echo \\"a, b\\" # c" /' "$pub" | pasted options.txt "$pub"
sed 's/ /\xc2\xa0/g' "$pub" | pasted no_break_spaces.txt "$pub"
sed 's/AAAA/\xe2\x80\x8bAAAA/' "$pub" | pasted zero_width_space.txt "$pub"
printf 'ssh-ed25519 %s \xe9lodie\n' "$(cut -d' ' -f2 "$pub")" >"$keys/latin1.pub"
printf 'ssh-ed25519 %s élodie\n' "$(cut -d' ' -f2 "$pub")" >"$keys/latin1_as_utf8.pub"
pasted latin1_comment.pub "$keys/latin1_as_utf8.pub" <"$keys/latin1.pub"
sed 's/^ssh-rsa/rsa-sha2-512/' "$keys/rsa_3072.pub" | pasted signature_algorithm_as_type.pub "$keys/rsa_3072.pub"
# OpenSSH drops superfluous zero bytes before it hashes.
blob=$(cut -d' ' -f2 "$keys/rsa_2048.pub" | base64 -d | xxd -p -c 99999)
# Exponent 0x010001 and a modulus of 257 bytes, each with two zero bytes more in front.
padded=${blob/0000000301000100000101/000000050000010001000001030000}
line ssh-rsa "$padded" alice@old | pasted rsa_superfluous_zero_bytes.pub "$keys/rsa_2048.pub"

# --- what is no public key --------------------------------------------------------------------------------------
ssh-keygen -q -t ed25519 -N '' -C ca -f "$keys/ca"
ssh-keygen -q -s "$keys/ca" -I alice -n alice -V 20260101:20270101 "$keys/ed25519.pub"
cp "$keys/ed25519-cert.pub" invalid/certificate-cert.pub
sed 's/^/web.example.com,192.0.2.7 /' "$pub" >invalid/known_hosts
sed 's/^/|1|IHXZvQMvTcZTUU29+2vXFgx8Frs=|UGccIWfRVDwilMBnA3WJoRAC75Y= /' "$pub" >invalid/known_hosts_hashed
sed 's/^/@cert-authority *.example.com /' "$pub" >invalid/known_hosts_cert_authority
sed 's/^/cert-authority,principals="alice" /' "$pub" >invalid/authorized_keys_cert_authority
cut -c1-40 "$pub" >invalid/truncated.pub
cut -c1-300 "$keys/rsa_3072.pub" >invalid/truncated_rsa.pub
sed 's/\(AAAA.\{20\}\).* /\1... /' "$pub" >invalid/cut_with_dots.pub
sed 's/\(AAAA.\{20\}\).* /\1… /' "$pub" >invalid/cut_with_ellipsis.pub
sed 's/^ssh-ed25519/ssh-rsa/' "$pub" >invalid/type_mismatch.pub
sed 's/^ssh-ed25519/ssh-ed448/' "$pub" >invalid/type_unsupported.pub
tr '+/' '-_' <"$keys/rsa_3072.pub" | sed 's/^ssh_rsa/ssh-rsa/' >invalid/url_safe_base64.pub
sed 's/=* alice@old/ alice@old/; s/\(AAAA[^ ]*\)/\1AAAA/' "$keys/rsa_2048.pub" >invalid/trailing_bytes.pub
line ssh-ed25519 "$(string "$(hex ssh-ed25519)")$(string "02$(printf '00%.0s' {1..31})")" off-curve >invalid/ed25519_not_a_point.pub
off=${point256:0:128}$(printf %02x $((0x${point256:128:2} ^ 1)))
line ecdsa-sha2-nistp256 "$(string "$(hex ecdsa-sha2-nistp256)")$(string "$(hex nistp256)")$(string "$off")" off-curve \
  >invalid/ecdsa_not_a_point.pub
line ecdsa-sha2-nistp256 "$(string "$(hex ecdsa-sha2-nistp256)")$(string "$(hex nistp256)")$(string "02${point256:2:64}")" compressed \
  >invalid/ecdsa_compressed.pub
openssl genrsa -traditional -out "$keys/rsa_768" 768 2>/dev/null
openssl rsa -in "$keys/rsa_768" -pubout -out invalid/spki_rsa_768.pem 2>/dev/null
openssl ecparam -name secp256k1 -genkey -noout | openssl pkey -pubout -out invalid/spki_secp256k1.pem
openssl ecparam -name brainpoolP256r1 -genkey -noout | openssl pkey -pubout -out invalid/spki_brainpool.pem
openssl genpkey -algorithm x25519 | openssl pkey -pubout -out invalid/spki_x25519.pem
openssl genpkey -algorithm ed448 | openssl pkey -pubout -out invalid/spki_ed448.pem
openssl genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 2>/dev/null | openssl pkey -pubout -out invalid/spki_rsa_pss.pem
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=example -out invalid/x509_certificate.pem 2>/dev/null
printf %s test | ssh-keygen -q -Y sign -n file -f "$keys/ed25519" >invalid/ssh_signature.sig 2>/dev/null
ssh-keygen -lf "$pub" >invalid/fingerprint.txt
printf '1024 65537 %s alice@1999\n' "$(openssl prime -generate -bits 1024)" >invalid/ssh1.pub
printf '<!DOCTYPE html>\n<html><body>\n<pre>%s</pre>\n</body></html>\n' "$(cat "$pub")" >invalid/web_page.html
printf -- '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZQAAABYJKwYBBAHaRw8BAQdA\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n' >invalid/pgp.asc
{ cut -d' ' -f1 "$pub" | tr -d '\n'; printf ' AAAA\0C3 x\n'; } >invalid/nul.pub

# --- what ssh-keygen says ---------------------------------------------------------------------------------------
json() { sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\t' ' '; }
{
  echo '['
  separator=
  while IFS=$'\t' read -r file public note; do
    sha256=$(ssh-keygen -lf "$public")
    md5=$(ssh-keygen -E md5 -lf "$public")
    art=$(ssh-keygen -lvf "$public" | tail -n +2 | json | sed 's/$/\\n/' | tr -d '\n')
    comment=$(cut -d' ' -f3- -s "$public" | tr -d '\n' | json)
    printf '%s  {"file": "%s", "note": "%s", "type": "%s", "bits": %s, "sha256": "%s", "md5": "%s", "comment": "%s", "line": "%s", "randomart": "%s"}' \
      "$separator" "$file" "$note" "$(cut -d' ' -f1 "$public")" "${sha256%% *}" "$(cut -d' ' -f2 <<<"$sha256")" \
      "$(cut -d' ' -f2 <<<"$md5")" "$comment" "$(cut -d' ' -f1-2 "$public")" "${art%\\n}"
    separator=$',\n'
  done <"$list"
  printf '\n]\n'
} >expected.json
