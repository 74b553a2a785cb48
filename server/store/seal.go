package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strconv"
)

// keySize is the length of a secret: half of it seals, half of it makes keyed
// hashes, so that no key serves two purposes.
const keySize = 64

var errSealed = errors.New("sealed data does not open: it was damaged, or belongs to another order")

// key seals and opens with AES-256-GCM and a random nonce, and makes keyed
// hashes. What a piece is, and of which order, is bound to it: sealed data put
// in another place does not open there.
type key struct {
	aead cipher.AEAD
	mac  [keySize / 2]byte
}

func newKey(secret [keySize]byte) key {
	block, err := aes.NewCipher(secret[:keySize/2])
	if err != nil {
		panic(err) // the length is right
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size of GCM
	}
	k := key{aead: aead}
	copy(k.mac[:], secret[keySize/2:])
	return k
}

func (k key) seal(what, orderID string, plain []byte) []byte {
	return k.aead.Seal(nil, nil, plain, []byte(what+"\x00"+orderID))
}

func (k key) open(what, orderID string, sealed []byte) ([]byte, error) {
	plain, err := k.aead.Open(nil, nil, sealed, []byte(what+"\x00"+orderID))
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// hash makes a keyed hash: without the key nobody can try guesses against it.
func (k key) hash(data []byte) []byte {
	m := hmac.New(sha256.New, k.mac[:])
	m.Write(data)
	return m.Sum(nil)
}

// What is sealed.
const (
	sealedKey    = "order key"
	sealedAnswer = "answer"
	sealedPerson = "person"
)

// sealedStep names what is sealed of an order's event: it opens at that version only.
func sealedStep(version int64) string { return "step " + strconv.FormatInt(version, 10) }

// newOrderKey makes the key of one order, plain and wrapped under a data key.
func newOrderKey(data key, orderID string) (key, []byte) {
	var secret [keySize]byte
	rand.Read(secret[:])
	return newKey(secret), data.seal(sealedKey, orderID, secret[:])
}

func openOrderKey(data key, orderID string, wrapped []byte) (key, error) {
	plain, err := data.open(sealedKey, orderID, wrapped)
	if err != nil || len(plain) != keySize {
		return key{}, errSealed
	}
	return newKey([keySize]byte(plain)), nil
}
