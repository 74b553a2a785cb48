package receipt

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/rates/sign"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123_000_000, time.UTC)

const office = "https://agio.example"

// fixed is a key made of one byte, so that what it signs is always the same.
type fixed byte

func (f fixed) private() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(f)}, ed25519.SeedSize))
}

func (f fixed) public(use sign.Use, until string) sign.PublicKey {
	public := f.private().Public().(ed25519.PublicKey)
	return sign.PublicKey{ID: sign.KeyID(public), Algorithm: "Ed25519", Public: hex.EncodeToString(public), Use: use, Until: until}
}

func (f fixed) SignText(text func(string) ([]byte, error)) (string, error) {
	signed, err := text(f.public(sign.Current, "").ID)
	return hex.EncodeToString(ed25519.Sign(f.private(), signed)), err
}

// testKeys are a current key, a next one, one that was retired for good and one
// that was revoked.
func testKeys() sign.KeySet {
	return sign.KeySet{Format: sign.KeysFormat, Keys: []sign.PublicKey{
		fixed(1).public(sign.Current, ""), fixed(2).public(sign.Next, ""),
		fixed(3).public(sign.Retired, written(sign.Forever)), fixed(4).public(sign.Retired, written(noon)),
	}}
}

func dec(t *testing.T, text string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// lived is an order to which everything happened that a receipt can tell.
func lived(t *testing.T) life.Life {
	t.Helper()
	deal := exchange.Deal{
		From: exchange.Currency{Code: "BTC", Asset: "BTC", Places: 8}, To: exchange.Currency{Code: "USDTTRC20", Asset: "USDT", Places: 6},
		Commission: dec(t, "0.015"), PayoutFee: dec(t, "3.5"), Bid: dec(t, "88412.3"), Ask: dec(t, "1"),
		FixedFor: 15 * time.Minute,
	}
	quote, err := deal.FromGive(dec(t, "0.1"))
	if err != nil {
		t.Fatal(err)
	}
	var l life.Life
	l.ID, l.Created, l.State, l.Version = "0193a5d0-7c3e-7bbb-8000-00000000a610", noon, exchange.RefundDue, 6
	l.Frozen = store.Frozen{
		Deadline: noon.Add(24 * time.Hour), Within: 90 * time.Minute, Quote: quote, SnapshotID: "8f3c_-A", Terms: "2026-11-22",
		TermsHash: strings.Repeat("0123456789abcdef", 4), AMLKYC: "2026-11-22", Declarations: exchange.Declarations(),
	}
	l.Person = store.Person{PayOut: store.Account{Address: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Memo: "Größe 5 %"}, Email: "marked@example.org"}
	until, heard := noon.Add(72*time.Hour), noon.Add(2*time.Minute)
	for i, e := range []life.Entry{
		{Event: exchange.Create, Actor: exchange.ByClient, State: exchange.AwaitingPayment, Clause: "3.2"},
		{Event: life.AddressAssigned, Actor: exchange.ByVenue, State: exchange.AwaitingPayment, Facts: life.Facts{Deposit: &life.DepositFacts{Venue: "paper", Currency: "BTC", Address: "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", Memo: "7"}}},
		{Event: exchange.PaymentSeen, Actor: exchange.ByVenue, State: exchange.Confirming, Facts: life.Facts{Clause: "3.5", Payment: &life.PaymentFacts{ID: "venue-1", Currency: "BTC", Amount: "0.0970", TxID: strings.Repeat("ab", 32), SeenAt: noon, HeardAt: &heard, Risk: "secret risk"}}},
		{Event: exchange.Convert, Actor: exchange.ByVenue, State: exchange.ConvertedState, Reason: exchange.ReasonPaidLess, Clause: "3.6", Facts: life.Facts{
			Prices: &life.PriceFacts{Snapshot: "9", Bid: "88000", Ask: "1"}, Fill: &life.FillFacts{Amount: "0.097", Brought: "8535.99", Get: "8404.45", Rate: exchange.RateLess}, Until: &until}},
		{Event: life.Noted, Actor: exchange.ByDesk, State: exchange.ConvertedState, Facts: life.Facts{Operator: "Olga", Why: "secret note", Text: "secret text"}},
		{Event: exchange.RefundAsked, Actor: exchange.ByClient, State: exchange.RefundDue, Reason: exchange.ReasonClientAsked, Clause: "5.4", Facts: life.Facts{Operator: "Olga", Why: "secret why",
			Fee: "100", Recorded: &until, Refund: &life.RefundFacts{Clause: "5.4", Stage: "after", Ordered: "0.1", Paid: "0.097", Price: "88412.4", Brought: "8535.99", Sending: "0.0001", Fee: "170.7198", Amount: "0.09451699", Owed: "0"}}},
		{Event: exchange.RefundRequested, Actor: exchange.ByVenue, State: exchange.RefundDue, Reason: exchange.ReasonClientAsked, Facts: life.Facts{Case: "0193a5d0-7c3e-7bbb-8000-00000000a611", Sending: &life.SendingFacts{Ref: "r-0193a5d0", Amount: "0.09451699", TxID: "cd", Fee: "0.0001", Why: "secret failure"}}},
		{Event: exchange.Withhold, Actor: exchange.ByTwo, State: exchange.Withheld, Reason: exchange.ReasonWithheld, Clause: "4.15"},
	} {
		e.Version, e.At, e.Hash = int64(i+1), noon.Add(time.Duration(i)*time.Minute), bytes.Repeat([]byte{byte(i + 1)}, 32)
		l.Timeline = append(l.Timeline, e)
	}
	return l
}

func made(t *testing.T, version int64, key fixed) []byte {
	t.Helper()
	text, err := Make(lived(t), version, office+"/", nil, key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What a receipt says, version by version, stands in testdata/receipts.txt.
func TestReceiptsSayWhatHappened(t *testing.T) {
	var all bytes.Buffer
	for version := range int64(len(lived(t).Timeline)) {
		text, err := Make(lived(t), version+1, office, nil, fixed(1))
		if version+1 == 5 {
			if !errors.Is(err, ErrNone) {
				t.Errorf("a note of the desk has a receipt: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Verify(text, testKeys()); err != nil {
			t.Errorf("version %d: %v", version+1, err)
		}
		all.Write(text)
		all.WriteString("----\n")
	}
	if *update {
		if err := os.WriteFile("testdata/receipts.txt", all.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/receipts.txt")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), all.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	for _, secret := range []string{"secret", "Olga", "marked@", "venue-1"} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("a receipt tells %q", secret)
		}
	}
}

// There is no bit of the file that does not count, and no byte too many or too few.
func TestEveryBitCounts(t *testing.T) {
	keys := testKeys()
	for _, version := range []int64{1, 3, 6} {
		good := made(t, version, 1)
		for i := range good {
			for _, change := range []byte{1, 2, 4, 8, 16, 32, 64, 128, 255} {
				changed := slices.Clone(good)
				changed[i] ^= change
				if _, err := Verify(changed, keys); err == nil {
					t.Errorf("version %d, byte %d does not count in the bits %08b", version, i, change)
				}
			}
			if _, err := Verify(slices.Delete(slices.Clone(good), i, i+1), keys); err == nil {
				t.Errorf("version %d: byte %d may be missing", version, i)
			}
		}
		for _, more := range []string{"\n", " ", "\r\n", "x", "\x00"} {
			if _, err := Verify(append(slices.Clone(good), more...), keys); err == nil {
				t.Errorf("version %d: %q may follow", version, more)
			}
			if _, err := Verify(append([]byte(more), good...), keys); err == nil {
				t.Errorf("version %d: %q may precede", version, more)
			}
		}
	}
}

func TestMakeRefuses(t *testing.T) {
	for _, version := range []int64{-1, 0, 5, 9} {
		if _, err := Make(lived(t), version, office, nil, fixed(1)); !errors.Is(err, ErrNone) {
			t.Errorf("version %d: %v", version, err)
		}
	}
	l := lived(t)
	l.Timeline[2].Facts.Payment.Amount = "1 BTC\nstate completed"
	if text, err := Make(l, 3, office, nil, fixed(1)); err == nil {
		t.Errorf("an amount that is none was signed:\n%s", text)
	}
	if Newest(l) != 8 || Newest(life.Life{}) != 0 {
		t.Errorf("the newest versions are %d and %d", Newest(l), Newest(life.Life{}))
	}
	l.Timeline = l.Timeline[:5]
	if Newest(l) != 4 {
		t.Errorf("a note of the desk counts: %d", Newest(l))
	}
}

// While the law forbids to tell of a withholding no receipt gives it away.
func TestAQuietWithholdingHasNoReceipts(t *testing.T) {
	l := lived(t)
	l.Timeline[6].Event, l.Timeline[6].Facts = exchange.Release, life.Facts{}
	l.Timeline[5].Event, l.Timeline[5].Facts = life.WrongCoin, life.Facts{}
	l.Timeline[3].Event, l.Timeline[3].Facts = exchange.Withhold, life.Facts{Quiet: true}
	if got := Issued(l); !slices.Equal(got, []int64{1, 2, 3, 8}) {
		t.Errorf("%v have receipts", got)
	}
	for _, version := range []int64{4, 6, 7} {
		if _, err := Make(l, version, office, nil, fixed(1)); !errors.Is(err, ErrNone) {
			t.Errorf("version %d: %v", version, err)
		}
	}
}

// Nothing has a receipt that the client is not told of.
func TestReceiptsAreOfWhatTheClientIsTold(t *testing.T) {
	for _, e := range append(exchange.Events(), life.AddressAssigned, life.Asked, life.Answered, life.MaterialSent, life.MaterialDeleted, life.Reminded,
		life.RefundAddress, life.PayoutLate, life.RefundLate, life.WithholdProposed, life.ReleaseProposed, life.WrongCoin, life.FeeLowered, life.Recalculation,
		life.RiskNoted, life.RiskCleared, life.ConvertBegun, life.ConvertGivenUp, life.PayoutBegun, life.RefundBegun, life.ProposalDropped,
		life.Noted, life.Restricted, life.RecordsExported, store.Erased) {
		l := life.Life{Timeline: []life.Entry{{Version: 1, Event: e}}}
		if len(Issued(l)) > 0 && !templates.Told(e) {
			t.Errorf("%s has a receipt, and the client is not told of it", e)
		}
	}
}

// A memo can hold any character and cannot write a line of its own.
func TestWordsComeBack(t *testing.T) {
	for _, text := range []string{"plain", "a b", "%41", "100 %", "Grüße\n\x00\x7f", "\nstate completed", "日本"} {
		l := lived(t)
		l.Person.PayOut.Memo = text
		file, err := Make(l, 1, office, nil, fixed(2))
		if err != nil {
			t.Fatal(err)
		}
		r, err := Verify(file, testKeys())
		if err != nil || r.Word("pay_out", 1) != text || r.Word("pay_out", 0) != l.Person.PayOut.Address || r.Get("state") != "awaiting_payment" {
			t.Errorf("%q came back as %q, %v", text, r.Word("pay_out", 1), err)
		}
	}
}

func TestKeysAreReadFromWhatIsPublished(t *testing.T) {
	ring, err := OpenRing(t.TempDir(), noon)
	if err != nil {
		t.Fatal(err)
	}
	old, err := Make(lived(t), 1, office, nil, ring)
	if err != nil {
		t.Fatal(err)
	}
	if err := ring.RotateForGood(noon.Add(time.Hour), 2*time.Hour); !errors.Is(err, sign.ErrTooSoon) {
		t.Errorf("rotated to a key that nobody knows yet: %v", err)
	}
	if err := ring.RotateForGood(noon.Add(2*time.Hour), 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	young, err := Make(lived(t), 1, office, nil, ring)
	if err != nil || bytes.Equal(old, young) {
		t.Fatalf("the next key did not sign: %v", err)
	}
	if err := ring.Revoke(noon.Add(3 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	published, err := json.Marshal(map[string]any{"office": 1, "receipt_keys": ring.Archive()})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ReadKeys(published)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(old, keys); err != nil {
		t.Errorf("a receipt of a retired key: %v", err)
	}
	if _, err := Verify(young, keys); reasonOf(err) != KeyRevoked {
		t.Errorf("a receipt of a revoked key: %v", err)
	}
	if _, err := ReadKeys([]byte(`{"keys":{}}`)); !errors.Is(err, ErrNoKeys) {
		t.Errorf("keys of prices are taken for keys of receipts: %v", err)
	}
	if _, err := ReadKeys([]byte(`<html>`)); err == nil {
		t.Error("a page is taken for keys")
	}
}

func reasonOf(err error) Reason {
	var f *Failure
	if errors.As(err, &f) {
		return f.Reason
	}
	return ""
}

// TestEveryFormCompiles: forms are compiled when they are needed, some of them
// seldom.
func TestEveryFormCompiles(t *testing.T) {
	if len(patterns) < 20 {
		t.Errorf("%d forms", len(patterns))
	}
	for form, p := range patterns {
		if p().MatchString("\n") {
			t.Errorf("%s takes a line end", form)
		}
	}
}
