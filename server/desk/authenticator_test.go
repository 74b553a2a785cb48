package desk

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// authenticator is a device that holds one passkey. Its fields are wrong where a
// test wants them to be.
type authenticator struct {
	t        *testing.T
	key      *ecdsa.PrivateKey
	id       []byte
	handle   []byte
	counter  uint32
	origin   string
	verified bool // it checked who holds it
	forged   bool // it signs with another key
}

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authenticator{t: t, key: key, id: make([]byte, 32), origin: origin, verified: true}
	rand.Read(a.id)
	return a
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func (a *authenticator) client(kind string, options map[string]any) []byte {
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": options["challenge"], "origin": a.origin, "crossOrigin": false})
	if err != nil {
		a.t.Fatal(err)
	}
	return text
}

// data is what the device says of itself: for whom, who was there, how often.
func (a *authenticator) data(more byte) []byte {
	id := sha256.Sum256([]byte("localhost"))
	flags := byte(0x01) | more
	if a.verified {
		flags |= 0x04
	}
	a.counter++
	return binary.BigEndian.AppendUint32(append(id[:], flags), a.counter)
}

// create answers navigator.credentials.create.
func (a *authenticator) create(options map[string]any) map[string]any {
	a.t.Helper()
	handle, err := base64.RawURLEncoding.DecodeString(options["user"].(map[string]any)["id"].(string))
	if err != nil {
		a.t.Fatal(err)
	}
	a.handle = handle
	data := a.data(0x40)
	data = append(data, make([]byte, 16)...) // of no make
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.id)))
	data = append(append(data, a.id...), a.cose()...)
	var object bytes.Buffer // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}
	object.WriteString("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59")
	object.Write(binary.BigEndian.AppendUint16(nil, uint16(len(data))))
	object.Write(data)
	return map[string]any{
		"id": encode(a.id), "rawId": encode(a.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": encode(a.client("webauthn.create", options)), "attestationObject": encode(object.Bytes()), "transports": []string{"internal"}},
	}
}

// cose is the public key in CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
func (a *authenticator) cose() []byte {
	point, err := a.key.PublicKey.Bytes()
	if err != nil {
		a.t.Fatal(err)
	}
	key := []byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32}
	key = append(key, point[1:33]...)
	return append(append(key, 0x22, 0x58, 32), point[33:]...)
}

// get answers navigator.credentials.get.
func (a *authenticator) get(options map[string]any) map[string]any {
	a.t.Helper()
	client, data := a.client("webauthn.get", options), a.data(0)
	hash := sha256.Sum256(client)
	signed := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	key := a.key
	if a.forged {
		key = newAuthenticator(a.t).key
	}
	signature, err := ecdsa.SignASN1(rand.Reader, key, signed[:])
	if err != nil {
		a.t.Fatal(err)
	}
	return map[string]any{
		"id": encode(a.id), "rawId": encode(a.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{
			"clientDataJSON": encode(client), "authenticatorData": encode(data), "signature": encode(signature), "userHandle": encode(a.handle),
		},
	}
}
