package paper_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"agio/server/venue"
	"agio/server/venue/paper"
)

func BenchmarkALifeAtTheExchange(b *testing.B) {
	for _, where := range []string{"memory", "file"} {
		b.Run(where, func(b *testing.B) {
			ctx, c, file := context.Background(), newClock(), ""
			if where == "file" {
				file = filepath.Join(b.TempDir(), "paper.db")
			}
			v := open(b, file, paper.Options{Now: c.now})
			to := must[venue.Address](b)(v.Address(ctx, "x", "USDT"))
			for n := 0; b.Loop(); n++ {
				id := fmt.Sprint(n)
				must[venue.Address](b)(v.Address(ctx, "a-"+id, "Cbitcoin"))
				since := c.at
				pay(b, v, paper.Payment{Ref: "a-" + id, Amount: dec("1")})
				c.pass(time.Minute)
				must[[]venue.Deposit](b)(v.Deposits(ctx, since))
				must[venue.Fill](b)(v.Convert(ctx, venue.Order{Ref: "c-" + id, Currency: "Cbitcoin", Amount: dec("1"), Price: dec("2")}))
				must[venue.Sending](b)(v.Withdraw(ctx, venue.Withdrawal{Ref: "p-" + id, Currency: "USDT", Amount: dec("1"), To: to}))
				c.pass(time.Minute)
				must[venue.Sending](b)(v.Sending(ctx, "p-"+id))
			}
		})
	}
}
