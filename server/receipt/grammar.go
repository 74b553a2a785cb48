package receipt

import (
	"regexp"
	"sync"
)

// Format names the form of a receipt and is its first line.
const Format = "agio-receipt-1"

// MaxSize is how many bytes of a receipt are read; one has some 1,500.
const MaxSize = 16 << 10

// row is one line of the form: its name, how its words look, and whether it may
// be left out. A row without a name is an empty line.
type row struct {
	name     string
	form     pattern
	optional bool
}

// The forms of words; doc.go states them in words.
const (
	formTime     = `[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z`
	formSpan     = `(0|[1-9][0-9]{0,8})[hms]`
	formDecimal  = `(0|[1-9][0-9]{0,59})(\.[0-9]{0,59}[1-9])?`
	formCurrency = `[A-Z0-9]{1,20}`
	formClause   = `[1-9][0-9]?(\.[1-9][0-9]?){1,2}`
	formHash     = `[0-9a-f]{64}`
	formUUID     = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`
	formID       = `[A-Za-z0-9_-]{1,64}`
	formEdition  = `[A-Za-z0-9._-]{1,32}`
	formWord     = `[a-z_]{1,40}`
	formToken    = `([!-$&-~]|%([01][0-9A-F]|2[05]|7F|[89A-F][0-9A-F])){1,600}`
	formMoney    = formDecimal + " " + formCurrency
	formBase     = formDecimal + " USDT"
	formAccount  = formToken + "( " + formToken + ")?"
	formPrices   = formID + " " + formDecimal + " " + formDecimal
)

func must(name, form string) row { return row{name, patternOf(form), false} }
func may(name, form string) row  { return row{name, patternOf(form), true} }

// pattern gives a form as an expression. The forms are compiled when the first
// receipt is read: together they take more time and memory than most commands
// have use for, and most commands read none.
type pattern func() *regexp.Regexp

// patterns holds each form once, however many rows have it.
var patterns = make(map[string]pattern)

func patternOf(form string) pattern {
	p := patterns[form]
	if p == nil {
		p = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:` + form + `)$`) })
		patterns[form] = p
	}
	return p
}

// grammar is the whole form but the first line, the last one and the empty line
// before it.
var grammar = []row{
	must("office", `https?://[!-$&-~]{1,200}`),
	must("key", `[0-9a-f]{16}`),
	must("order", formUUID),
	may("parent", formUUID),
	must("version", `[1-9][0-9]{0,8}`),
	must("head", formHash),
	{},
	must("created_at", formTime),
	must("deadline", formTime),
	must("within", formSpan),
	may("fixed_until", formTime),
	must("give", formMoney),
	must("get", formMoney),
	must("commission", formDecimal),
	must("payout_fee", formMoney),
	must("prices", formPrices),
	must("quote_value", formBase+" "+formClause),
	must("quote_commission", formBase+" "+formClause),
	must("quote_payout_fee", formBase+" "+formClause),
	must("quote_payout", formBase+" "+formClause),
	must("quote_rounding", formBase+" "+formClause),
	must("terms", formEdition+" "+formHash),
	must("aml_kyc", formEdition),
	may("declared", formClause+"( "+formClause+"){0,19}"),
	may("pay_out", formAccount),
	may("refund_to", formAccount),
	may("deposit", formCurrency+" "+formAccount),
	{},
	must("event", formWord),
	must("by", `client|venue|clock|desk|two_operators`),
	must("at", formTime),
	may("recorded_at", formTime),
	may("clause", formClause),
	may("case", formUUID),
	may("until", formTime),
	may("payment", formMoney),
	may("payment_txid", formToken),
	may("payment_seen_at", formTime),
	may("payment_heard_at", formTime),
	may("prices_used", formPrices),
	may("converted", formMoney),
	may("brought", formBase),
	may("get_now", formMoney),
	may("rate", `kept|paid_late|paid_less|paid_more|renewed`),
	may("refund_clause", formClause),
	may("refund_stage", `before|after`),
	may("refund_by", `client|office`),
	may("refund_ordered", formMoney),
	may("refund_paid", formMoney),
	may("refund_price", formDecimal),
	may("refund_brought", formBase),
	may("refund_sending", formMoney),
	may("refund_fee", formBase),
	may("refund_amount", formMoney),
	may("refund_owed", formBase),
	may("fee_at_most", formBase),
	may("sending", formToken),
	may("sending_amount", formMoney),
	may("sending_txid", formToken),
	may("sending_fee", formMoney),
	must("state", formWord),
	may("reason", formWord),
}

var formSignature = patternOf(`signature [0-9a-f]{128}`)
