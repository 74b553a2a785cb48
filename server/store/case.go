package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"maps"
)

// child makes the case that a step opens ready to be written (4.1): an order of
// its own, with the secret of its parent and the same person, sealed under a key
// of its own. Its first event is the one that opens it, and tells what the step
// tells beside what the case freezes.
func (s *Store) child(ctx context.Context, parent *filed, st Step) (*row, error) {
	o := *st.Case
	o.Version, o.Created, o.Changed, o.Person = 1, st.At, st.At, parent.order.Person
	frozen, err := o.Frozen.marshal()
	if err != nil {
		return nil, err
	}
	data, err := merge(st.Data, frozen)
	if err != nil {
		return nil, err
	}
	r := &row{order: o, secretHash: [sha256.Size]byte(parent.secretHash), requestKey: caseKey(o.ID), due: st.At}
	r.link = link{order: o.ID, version: 1, event: st.Event, actor: st.Actor, at: st.At.UnixMilli(),
		state: o.State, before: o.Before, reason: o.Reason, data: string(data)}
	r.bodyHash, r.answer, r.keyID = make([]byte, sha256.Size), []byte{}, parent.keyID
	rand.Read(r.bodyHash) // nobody asks for a case by a request
	if !parent.order.Erased {
		keyID, dataKey, err := s.keys.sealing(ctx)
		if err != nil {
			return nil, err
		}
		own, wrapped := newOrderKey(dataKey, o.ID)
		r.keyID, r.wrapped = keyID, wrapped
		if r.link.sealed, err = sealPerson(own, o); err != nil {
			return nil, err
		}
	}
	r.hash = r.link.sum(nil)
	return r, nil
}

// caseKey stands where other orders have the hash of their client's idempotency
// key. No client can have it: a key has no room for a zero byte.
func caseKey(id string) [sha256.Size]byte { return sha256.Sum256([]byte("case\x00" + id)) }

// merge joins two JSON objects; where both have a field, the second one counts.
func merge(first, second []byte) ([]byte, error) {
	joined, more := make(map[string]json.RawMessage), make(map[string]json.RawMessage)
	if err := json.Unmarshal(first, &joined); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(second, &more); err != nil {
		return nil, err
	}
	maps.Copy(joined, more)
	return json.Marshal(joined)
}

// sealPerson seals what identifies the client of an order.
func sealPerson(own key, o Order) ([]byte, error) {
	person, err := json.Marshal(o.Person)
	if err != nil {
		return nil, err
	}
	return own.seal(sealedPerson, o.ID, person), nil
}
